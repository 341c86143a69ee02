"""Every page loads whole, from its folder alone."""

from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote, urlsplit

import pytest

pytestmark = pytest.mark.site

IMAGES = """
const images = [...document.images];
images.forEach((image) => { image.loading = 'eager'; });
const loaded = (image) => image.complete ? Promise.resolve() : new Promise((done) => {
  image.onload = image.onerror = done;
});
const done = arguments[arguments.length - 1];
Promise.all(images.map(loaded)).then(() => done(
  images.filter((image) => image.naturalWidth === 0 || image.alt === '').map((image) => image.src)
));
"""


def pages(site: Path, *folders: str) -> list[str]:
    found = [path for folder in folders for path in sorted((site / folder).glob("*.html"))]
    return [str(path.relative_to(site)) for path in found]


def test_images_load_and_nothing_complains_or_leaves_the_folder(browser, site):
    sources = [f"gallery/{path.name}" for path in (site / "gallery").iterdir() if path.is_dir()]
    broken, complaints = {}, {}
    for page in pages(site, ".", "gallery", "explorer", *sources):
        browser.open(page)
        if missing := browser.driver.execute_async_script(IMAGES):
            broken[page] = missing
        if said := [*browser.errors(), *browser.outside()]:
            complaints[page] = said
    assert broken == {}
    assert complaints == {}


def test_pages_of_the_reference_load(browser, site):
    for page in pages(site, "reference"):
        browser.open(page)
        assert browser.errors() == []
        assert browser.outside() == []
    browser.open("reference/theory_manifold.html")
    assert browser.run("return document.querySelectorAll('math').length") > 5


class Links(HTMLParser):
    """Links and anchors of a page."""

    def __init__(self):
        super().__init__()
        self.targets: list[str] = []
        self.anchors: set[str] = set()

    def handle_starttag(self, _, attrs):
        given = dict(attrs)
        self.anchors |= {given[name] for name in ("id", "name") if given.get(name)}
        for name in ("href", "src"):
            if given.get(name):
                self.targets.append(given[name])


def test_every_link_leads_somewhere(site):
    known: dict[Path, Links] = {}
    for path in sorted(site.rglob("*.html")):
        known[path.resolve()] = links = Links()
        links.feed(path.read_text(encoding="utf-8"))
    lost = []
    for path, links in known.items():
        for target in links.targets:
            parts = urlsplit(target)
            if parts.scheme or parts.netloc:
                continue
            where = (path.parent / unquote(parts.path)).resolve() if parts.path else path
            where = where / "index.html" if where.is_dir() else where
            if not where.is_file() or (
                where in known
                and not parts.fragment.startswith("__")
                and {unquote(parts.fragment)} - known[where].anchors - {""}
            ):
                lost.append((str(path.relative_to(site.resolve())), target))
    assert lost == []
