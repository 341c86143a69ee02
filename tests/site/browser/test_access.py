"""Contrast, names and labels by axe in both themes, and the width of a phone."""

from pathlib import Path

import pytest

pytestmark = pytest.mark.site

PAGES = [
    "index.html",
    "gallery/index.html",
    "gallery/manifold_memorization/fig2_collapse_time.html",
    "gallery/training_dynamics/fig6_error_scaling.html",
    "found.html",
    "published.html",
    "physics.html",
    "library.html",
    "benchmarks.html",
    "explorer/times.html",
    "explorer/jacobian.html",
    "explorer/capacity.html",
    "explorer/features.html",
    "explorer/cloud.html",
    "reference/index.html",
    "reference/theory_field.html",
]
# axe's rules that concern what the theme puts around every page, not the pages.
OF_THE_THEME = {"region", "landmark-unique", "landmark-complementary-is-top-level"}
AUDIT = """
const [skip, done] = [arguments[0], arguments[arguments.length - 1]];
const rules = Object.fromEntries(skip.map((name) => [name, {enabled: false}]));
axe.run({rules, iframes: false}).then((result) => done(result.violations.map(
  (one) => [one.id, one.nodes.slice(0, 4).map((node) => node.html.slice(0, 160))]
)));
"""


@pytest.fixture(scope="module")
def axe() -> str:
    package = pytest.importorskip("axe_core_python", reason="pip install -e '.[site]'")
    (script,) = Path(package.__file__).parent.rglob("axe.min.js")
    return script.read_text(encoding="utf-8")


@pytest.mark.parametrize("theme", ["default", "slate"])
@pytest.mark.parametrize("page", PAGES)
def test_anyone_can_read_it(browser, axe, page, theme):
    browser.open(page)
    browser.theme(theme)
    browser.run(axe)
    assert browser.driver.execute_async_script(AUDIT, sorted(OF_THE_THEME)) == []


@pytest.mark.parametrize("page", PAGES)
def test_a_phone_shows_it_without_scrolling_aside(browser, page):
    browser.driver.execute_cdp_cmd(
        "Emulation.setDeviceMetricsOverride",
        {"width": 390, "height": 844, "deviceScaleFactor": 2, "mobile": True},
    )
    try:
        browser.open(page)
        aside = browser.run("return document.documentElement.scrollWidth - innerWidth")
        wide = browser.run(
            "const width = document.documentElement.clientWidth;"
            "return [...document.querySelectorAll('.md-content *')].filter((one) => {"
            "  const box = one.getBoundingClientRect();"
            "  const inside = one.closest('.table-scroll, pre, .equations, svg, math,"
            " .md-typeset__scrollwrap, .highlight, table, code');"
            "  return box.right > width + 1 && !inside;"
            "}).slice(0, 5).map((one) => one.outerHTML.slice(0, 120));"
        )
    finally:
        browser.driver.execute_cdp_cmd("Emulation.clearDeviceMetricsOverride", {})
    assert (aside, wide) == (0, [])


def test_the_theme_is_chosen_by_a_button(browser):
    browser.open("index.html")
    before = browser.run("return document.body.dataset.mdColorScheme")
    browser.run(
        "[...document.querySelectorAll('[data-md-component=palette] label')]"
        ".find((label) => !label.hidden).click()"
    )
    assert browser.run("return document.body.dataset.mdColorScheme") != before
