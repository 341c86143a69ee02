"""All pages of the site as Markdown below .site, for mkdocs to build."""

import json
import re
import shutil
from collections.abc import Collection, Iterator
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined
from PIL import Image

from memgen.site import benchmarks, found, published, reference, rows
from memgen.site.drawn import drawn
from memgen.site.formulas import formulas, with_papers
from memgen.site.gallery import KINDS, ShownGallery, counted
from memgen.tables.files import atomic

PAGES = Path(".site")
# Pages that the site shares with whoever reads the repository: file -> place in the site.
SHARED = {
    "ARCHITECTURE.md": "architecture.md",
    "CONTRIBUTING.md": "contributing.md",
    "CHANGELOG.md": "changelog.md",
    "config/README.md": "configuration.md",
}
# Where links of shared pages lead within the site; what is not in it is named, not linked.
MOVED = {
    "ARCHITECTURE.md": "architecture.md",
    "CONTRIBUTING.md": "contributing.md",
    "CHANGELOG.md": "changelog.md",
    "config/README.md": "configuration.md",
    "docs/where_it_runs.md": "where_it_runs.md",
    "../benchmarks/README.md": "benchmarks.md",
    "figures/README.md": "gallery/index.md",
}


def environment() -> Environment:
    """Return the templates; what a template names and nobody gives is an error."""
    templates = Environment(
        loader=PackageLoader("memgen.site"),
        undefined=StrictUndefined,
        autoescape=False,
        keep_trailing_newline=True,
    )
    templates.filters |= {"formulas": formulas, "papers": with_papers}
    return templates


def write_pages(root: Path) -> Path:
    """Write all pages, and return their folder.

    Raises
    ------
    KeyError
        If a page names a figure, a claim or a module that does not exist.
    RuntimeError
        If a figure cannot be drawn from the gallery's tables.
    """
    folder = root / PAGES
    shutil.rmtree(folder, ignore_errors=True)
    ignored = shutil.ignore_patterns("*.yaml", "*.json", "theme")
    shutil.copytree(root / "docs", folder, ignore=ignored)
    gallery, rooms = ShownGallery(root), reference.rooms(root)
    templates = environment()
    _copy_gallery(gallery, folder)
    pointed = _copy_drawn(gallery, folder)
    _write_scripts(root, folder)
    home = environment().from_string((root / "docs/index.md").read_text(encoding="utf-8"))
    written = [
        ("index.md", home.render(sources=gallery.run.registry)),
        *_gallery_pages(gallery, rooms, templates, pointed),
        *_reference_pages(rooms, templates),
        (
            "published.md",
            templates.get_template("published.md.jinja").render(
                groups=published.compared(gallery),
                numbers=published.remeasured(gallery),
                statements=published.contradicted(gallery),
            ),
        ),
        ("benchmarks.md", benchmarks.page(root, templates.get_template("benchmarks.md.jinja"))),
        *((place, _shared(root, file)) for file, place in SHARED.items()),
    ]
    for name, text in written:
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        with atomic(path) as temporary:
            temporary.write_text(text, encoding="utf-8")
    return folder


def _gallery_pages(
    gallery: ShownGallery,
    rooms: list[reference.Room],
    templates: Environment,
    pointed: Collection[str],
) -> Iterator[tuple[str, str]]:
    """Yield name and text of the gallery's pages, of its words, and of what we found."""
    figures, places = gallery.figures, reference.places(rooms)
    sizes = {one.place: _size(gallery.folder / f"{one.place}.png") for one in figures}
    told = found.findings(gallery)
    page = templates.get_template("figure.md.jinja")
    for before, figure, after in zip([None, *figures], figures, [*figures[1:], None], strict=False):
        mine = [finding for finding in told if finding.figure.place == figure.place]
        text = page.render(
            figure=figure,
            before=before,
            after=after,
            findings=mine,
            kinds=KINDS,
            places=places,
            points=figure.place in pointed,
        )
        yield f"gallery/{figure.place}.md", text
    context: dict[str, Any] = {
        "figures": figures,
        "sources": gallery.run.registry,
        "origins": {figure.entry.known for figure in figures},
        "counted": list(counted(gallery.claims)),
        "sizes": sizes,
        "findings": told,
    }
    yield "gallery/index.md", templates.get_template("gallery.md.jinja").render(**context)
    words = {figure.place: figure.words for figure in figures}
    yield "gallery/words.js", f"window.memgenWords = {json.dumps(words, ensure_ascii=False)};\n"
    yield "found.md", templates.get_template("found.md.jinja").render(findings=told, sizes=sizes)


def _reference_pages(
    rooms: list[reference.Room], templates: Environment
) -> Iterator[tuple[str, str]]:
    page = templates.get_template("room.md.jinja")
    for room in rooms:
        yield f"reference/{room.file}.md", page.render(room=room)
    index = templates.get_template("reference.md.jinja")
    yield "reference/index.md", index.render(groups=reference.grouped(rooms))


def _copy_gallery(gallery: ShownGallery, folder: Path) -> None:
    """Copy figures and tables, and write the tables' rows as scripts."""
    for path in sorted(gallery.folder.rglob("*")):
        if path.suffix not in (".png", ".csv"):
            continue
        place = folder / "gallery" / path.relative_to(gallery.folder)
        place.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(path, place)
    for name in sorted({t.csv for figure in gallery.figures for t in figure.plotted if t.csv}):
        stem = name.removesuffix(".csv")
        text = rows.script(stem, gallery.folder / name)
        (folder / "gallery" / f"{stem}.js").write_text(text, encoding="utf-8")


def _copy_drawn(gallery: ShownGallery, folder: Path) -> set[str]:
    """Copy the PDFs and write the points as scripts; return the places of figures with points."""
    pointed = set()
    for place, stem in drawn(gallery.root, gallery.figures).items():
        shutil.copyfile(stem.with_suffix(".pdf"), folder / "gallery" / f"{place}.pdf")
        told = stem.with_suffix(".json").read_text(encoding="utf-8")
        if json.loads(told)["points"]:
            script = folder / "gallery" / f"{place}.points.js"
            script.write_text(f"memgenPoints({told});\n", encoding="utf-8")
            pointed.add(place)
    return pointed


def _write_scripts(root: Path, folder: Path) -> None:
    """Put plotly beside the site's own scripts, and the grids into scripts."""
    scripts = folder / "assets/js"
    shutil.copyfile(_plotly(), scripts / "plotly.min.js")
    grids = sorted((root / "docs/assets/grids").glob("*.json"))
    text = "".join(
        f"memgenGrid({path.stem!r}, {path.read_text(encoding='utf-8').strip()});\n"
        for path in grids
    )
    (scripts / "grids.js").write_text(text, encoding="utf-8")


def _plotly() -> Path:
    """Return plotly's script, which the package of that name brings along."""
    found = find_spec("plotly")
    if found is None or found.origin is None:
        raise FileNotFoundError(
            "plotly is missing: pip install -c envs/constraints.txt -e '.[site]'"
        )
    return Path(found.origin).parent / "package_data/plotly.min.js"


def _shared(root: Path, file: str) -> str:
    """Return a page of the repository, its links led to the site's pages."""
    text = (root / file).read_text(encoding="utf-8")
    return with_links(text, MOVED)


def with_links(text: str, moved: dict[str, str]) -> str:
    """Return Markdown whose links to files of the repository lead to pages, or are words alone.

    A link is [words](target); links to the web and within the page stay.
    """

    def lead(match: re.Match[str]) -> str:
        words, target = match[1], match[2]
        if target.startswith(("http", "#", "mailto:")):
            return match[0]
        return f"[{words}]({moved[target]})" if target in moved else f"`{words.strip('`')}`"

    return re.sub(r"(?<!!)\[([^\]]+)\]\(([^)\s]+)\)", lead, text)


def _size(path: Path) -> tuple[int, int]:
    with Image.open(path) as image:
        return image.size
