"""What a physicist looks for who has never seen the site: by search, and from the front page."""

import os

import pytest

from memgen.theory.manifold import collapse_time

pytestmark = pytest.mark.site

RESULTS = "[...document.querySelectorAll('.md-search-result__link')].map((a) => a.href)"


def finds(browser, words, pages, first) -> None:
    """Search, and wait until one of some pages is among the first that are found.

    Results follow each letter: those of a word that is half typed are no answer.
    """
    browser.open("index.html")
    browser.find("[data-md-component=search-query]").send_keys(words)
    wanted = f"{list(pages)!r}.some((page) => address.includes('/' + page))"
    browser.wait(f"{RESULTS}.slice(0, {first}).some((address) => {wanted})")


def straight_to(browser, words) -> None:
    """Follow a link of the front page, by its words."""
    browser.open("index.html")
    browser.run(
        "[...document.querySelectorAll('.md-content a')]"
        ".find((a) => a.textContent.includes(arguments[0])).click()",
        words,
    )


@pytest.mark.parametrize(
    "words", ["collapse time", "collapse time formula", "collapse", "generalization time"]
)
def test_search_tells_the_physics_first(browser, words):
    finds(browser, words, ["physics.html"], first=1)


def test_search_finds_what_contradicts(browser):
    finds(browser, "contradicts", ["found.html", "gallery/index.html"], first=2)


def test_the_formula_of_the_collapse_time_and_its_code(browser):
    straight_to(browser, "its formula")
    browser.wait("location.pathname.endsWith('physics.html') && document.querySelector('math')")
    assert "collapse_time" in browser.find(".md-content").text
    straight_to(browser, "its code")
    browser.wait("location.hash === '#memgen.theory.manifold.times.collapse_time'")
    assert "def collapse_time" in browser.run(
        "return document.querySelector('.md-content').textContent"
    )


def test_its_value_for_tanh(browser):
    straight_to(browser, "its value at your")
    browser.wait("document.querySelector('.explorer')?.dataset.drawn")
    assert f"{collapse_time(0.3, 0.15, 'tanh'):.4g}" in browser.find(".explorer-numbers").text


def test_the_figures_that_contradict_a_publication(browser, gallery):
    straight_to(browser, "the figures that contradict")
    shown = "[...document.querySelectorAll('.card')].filter((card) => !card.hidden)"
    browser.wait(f"{shown}.length < {len(gallery.figures)}")
    browser.run(f"{shown}[0].click()")
    browser.wait("document.querySelector('.contradicts-note')")


def test_papers_are_linked(browser):
    browser.open("physics.html")
    papers = browser.run(
        "return [...document.querySelectorAll('a[href^=\\'https://arxiv.org/abs/\\']')]"
        ".map((a) => a.textContent)"
    )
    assert "arXiv:2502.09578" in papers


def test_the_page_for_lost_addresses_needs_nothing(site):
    text = (site / "404.html").read_text()
    assert f'href="{os.environ.get("SITE_URL", "index.html")}"' in text
    assert "src=" not in text
    assert 'href="/' not in text
