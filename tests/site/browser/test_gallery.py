"""Search, filters, and the rows under the pointer."""

import pytest

pytestmark = pytest.mark.site

SHOWN = "[...document.querySelectorAll('.card')].filter((card) => !card.hidden)"


def choose(browser, name, value):
    browser.run(
        "const field = document.querySelector(`.filters [name=${arguments[0]}]`);"
        "field.value = arguments[1]; field.dispatchEvent(new Event('input', {bubbles: true}));",
        name,
        value,
    )


def shown(browser, key):
    return browser.run(f"return {SHOWN}.map((card) => card.dataset['{key}'])")


def test_filters(browser, gallery):
    browser.open("gallery/index.html")
    assert len(shown(browser, "source")) == len(gallery.figures)
    choose(browser, "source", "spectral_gaps")
    assert set(shown(browser, "source")) == {"spectral_gaps"}
    headings = "return [...document.querySelectorAll('section.paper:not([hidden])')].map(" + (
        "(one) => one.dataset.source)"
    )
    assert browser.run(headings) == ["spectral_gaps"]
    choose(browser, "source", "")
    choose(browser, "verdict", "contradicts")
    named = {
        figure.id for figure in gallery.figures if any(claim.contradicts for claim in figure.claims)
    }
    assert len(shown(browser, "verdict")) == len(named)
    assert browser.find(".filters output").text == f"{len(named)} figures"
    choose(browser, "kind", "check")
    assert all("check" in kinds for kinds in shown(browser, "kind"))
    choose(browser, "verdict", "fails")
    choose(browser, "kind", "")
    assert all("fails" in verdicts for verdicts in shown(browser, "verdict"))
    browser.find(".filters [type=reset]").click()
    browser.wait(f"{SHOWN}.length === {len(gallery.figures)}")
    choose(browser, "known", "published")
    assert set(shown(browser, "known")) == {"published"}
    assert browser.errors() == []


def test_words_and_the_address_of_a_choice(browser):
    browser.open("gallery/index.html")
    browser.find(".filters [name=words]").send_keys("collapse tanh")
    browser.wait(f"{SHOWN}.length < 10")
    assert "words=collapse+tanh" in browser.driver.current_url
    browser.open("gallery/index.html?source=manifold_capacity&verdict=holds")
    assert set(shown(browser, "source")) == {"manifold_capacity"}


def test_words_are_looked_for_in_captions_claims_and_settings(browser, gallery):
    figure = gallery.figure("manifold_memorization", "fig3_nonlinear_collapse")
    for word in ("tanh", "2502.09578", "e[sigma'^2]", "fixed_size:"):
        assert word in figure.words
        browser.open("gallery/index.html")
        choose(browser, "words", word)
        assert figure.place in shown(browser, "place")
        assert len(shown(browser, "place")) < len(gallery.figures)


def test_search_finds_formula_and_code(browser):
    browser.open("index.html")
    browser.find("[data-md-component=search-query]").send_keys("collapse_time")
    browser.wait("document.querySelectorAll('.md-search-result__link').length > 3")
    found = browser.run(
        "return [...document.querySelectorAll('.md-search-result__link')].map((a) => a.href)"
    )
    formula = "#memgen.theory.manifold.times.collapse_time"
    assert any("theory_manifold.html" in one and one.endswith(formula) for one in found)
    assert browser.errors() == []


def test_the_pointer_shows_a_row(browser):
    from selenium.webdriver import ActionChains

    browser.open("gallery/manifold_memorization/fig2_collapse_time.html")
    browser.find(".memgen-rows button").click()
    browser.wait("document.querySelector('.rows-plot .trace')")
    plot = browser.find(".rows-plot")
    browser.run("arguments[0].scrollIntoView({block: 'center'})", plot)
    at = browser.run(
        "const plot = arguments[0]; const {xaxis, yaxis} = plot._fullLayout;"
        "const {x, y} = plot.data[0]; const box = plot.getBoundingClientRect();"
        "const k = Math.floor(x.length / 2);"
        "return [xaxis._offset + xaxis.l2p(x[k]) - box.width / 2,"
        "        yaxis._offset + yaxis.l2p(y[k]) - box.height / 2];",
        plot,
    )
    ActionChains(browser.driver).move_to_element_with_offset(plot, 5 - 200, 0).perform()
    ActionChains(browser.driver).move_to_element_with_offset(plot, *map(round, at)).perform()
    browser.wait("document.querySelector('.rows-plot .hovertext')")
    row = browser.find(".rows-plot .hovertext").text
    for column in ("alpha_D = ", "quantity = ", "kind = ", "value = "):
        assert column in row
    assert browser.errors() == []
    assert browser.outside() == []


def test_another_quantity_of_a_table(browser):
    browser.open("gallery/manifold_memorization/fig2_collapse_time.html")
    browser.find(".memgen-rows button").click()
    browser.wait("document.querySelector('.rows-plot .trace')")
    browser.run(
        "const menu = document.querySelector('.rows-controls select');"
        "menu.value = 'onset_time'; menu.dispatchEvent(new Event('change'));"
    )
    browser.wait("document.querySelector('.rows-plot')?.layout?.yaxis.title.text === 'onset_time'")
    browser.find(".rows-controls [type=checkbox]").click()
    browser.wait("document.querySelector('.rows-plot')?.layout?.xaxis.type === 'log'")
    assert browser.errors() == []


READY = "document.querySelector('.figure-large').dataset.ready"


def said(browser) -> str:
    return browser.run("return document.querySelector('.point-row').innerText")


def test_the_figure_itself_names_the_row_under_the_pointer(browser):
    from selenium.webdriver import ActionChains

    browser.open("gallery/losing_dimensions/fig6_image_dimension.html")
    figure = browser.find(".figure-large")
    browser.run("arguments[0].scrollIntoView({block: 'center'})", figure)
    ActionChains(browser.driver).move_to_element_with_offset(figure, 0, 0).perform()
    browser.wait(READY)
    x, y, row = browser.run(
        "const figure = arguments[0]; const box = figure.getBoundingClientRect();"
        "const [x, y, , row] = figure.memgenPoints.points.find((point) => point[3] >= 0);"
        "return [(x - .5) * box.width, (y - .5) * box.height, figure.memgenPoints.rows[row]];",
        figure,
    )
    ActionChains(browser.driver).move_to_element_with_offset(figure, round(x), round(y)).perform()
    told = said(browser)
    assert all(f"{column} = {value}" in told for column, value in row)
    assert "value = " in told
    assert browser.find(".point-mark").is_displayed()
    ActionChains(browser.driver).move_to_element(browser.find(".md-header")).perform()
    assert not browser.find(".point-mark").is_displayed()
    assert browser.errors() == []
    assert browser.outside() == []


def test_keys_go_from_point_to_point(browser):
    from selenium.webdriver import Keys

    browser.open("gallery/manifold_memorization/fig2_collapse_time.html")
    figure = browser.find(".figure-large")
    seen = set()
    for key in (Keys.ARROW_RIGHT, Keys.ARROW_RIGHT, Keys.ARROW_LEFT, Keys.ARROW_LEFT):
        before = said(browser)
        figure.send_keys(key)
        browser.wait(f"document.querySelector('.point-row').innerText !== {before!r}")
        seen.add(said(browser))
    assert len(seen) == 3  # the first, the second, the last
    assert all("table = " in row for row in seen)
    figure.send_keys(Keys.ESCAPE)
    assert not browser.find(".point-row").is_displayed()


def test_every_figure_is_there_as_a_file(site, gallery):
    for figure in gallery.figures:
        assert (site / f"gallery/{figure.place}.pdf").read_bytes().startswith(b"%PDF")
        page = (site / f"gallery/{figure.place}.html").read_text()
        assert f'href="{figure.id}.pdf"' in page
        assert ("data-points" in page) <= figure.redrawn
