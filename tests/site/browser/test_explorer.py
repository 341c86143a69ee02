"""Every slider moves something, at once and to the library's values."""

import statistics

import pytest

from memgen.theory.manifold import collapse_time

pytestmark = pytest.mark.site

AT_ONCE = 50  # milliseconds
PAGES = {
    "times": ["activation", "alpha", "alphaD", "t"],
    "jacobian": ["ratio1", "sigma1", "ratio2", "sigma2", "t"],
    "capacity": ["patterns", "lam", "alphaD"],
    "features": ["psiP", "psiN", "t", "sigma", "m"],
}
READY = "document.querySelector('.explorer').dataset.drawn"
# Moves a slider through its range (or a menu through its options), one frame at a time.
MOVE = """
const [name, done] = [arguments[0], arguments[arguments.length - 1]];
const explorer = document.querySelector('.explorer');
const control = explorer.querySelector(`[data-control=${name}] :is(input[type=range], select)`);
const places = control.options ? [...control.options].map((one) => one.value)
  : [0, 20, 50, 80, 110, 140, 170, 200];
const seen = [];
function next() {
  if (!places.length) return done(seen);
  control.value = places.shift();
  control.dispatchEvent(new Event(control.options ? 'change' : 'input'));
  requestAnimationFrame(() => requestAnimationFrame(() => {
    seen.push([Number(explorer.dataset.milliseconds), explorer.querySelector('table').innerText,
      explorer.querySelector('.explorer-plots').innerHTML]);
    next();
  }));
}
next();
"""


def type_in(browser, name, value):
    browser.run(
        "const field = document.querySelector(`[data-control=${arguments[0]}] [type=number]`);"
        "field.value = arguments[1]; field.dispatchEvent(new Event('input'));",
        name,
        value,
    )


@pytest.mark.parametrize(
    ("page", "control"), [(page, control) for page, names in PAGES.items() for control in names]
)
def test_a_control_moves_its_page_at_once(browser, page, control):
    browser.open(f"explorer/{page}.html", READY)
    browser.driver.execute_async_script(MOVE, control)  # compiled
    seen = browser.driver.execute_async_script(MOVE, control)
    assert statistics.median(took for took, _, _ in seen) < AT_ONCE
    assert len({numbers + plots for _, numbers, plots in seen}) > 1
    assert not any("NaN" in numbers + plots for _, numbers, plots in seen)
    assert browser.errors() == []
    assert browser.outside() == []


def test_every_control_is_tried(browser):
    for page, names in PAGES.items():
        browser.open(f"explorer/{page}.html", READY)
        found = browser.run(
            "return [...document.querySelectorAll('[data-control]')].map((e) => e.dataset.control)"
        )
        assert found == names


def test_a_number_beyond_the_range_is_said_to_be(browser):
    browser.open("explorer/times.html?alpha=5", READY)
    said = "return document.querySelector('[data-control=alpha] [role=status]')?.textContent"
    assert browser.run(said) == "5 is outside: this page knows 0.02000 to 1.000"
    assert browser.find("[data-control=alpha] [type=number]").get_attribute("value") == "1"
    type_in(browser, "alpha", "0.3")
    assert browser.run(said) is None


def test_the_collapse_time_that_a_reader_asks_for(browser):
    browser.open("explorer/times.html", READY)
    browser.run(
        "const menu = document.querySelector('[data-control=activation] select');"
        "menu.value = 'tanh'; menu.dispatchEvent(new Event('change'));"
    )
    type_in(browser, "alpha", "0.3")
    type_in(browser, "alphaD", "0.15")
    told = "document.querySelectorAll('.explorer-numbers tr')[1].innerText"
    exact = collapse_time(0.3, 0.15, "tanh")
    browser.wait(f"{told}.includes('tc, collapse') && {told}.includes('{exact:.4g}')")


def test_the_page_states_its_error(browser):
    for page in ("times", "capacity", "features"):
        browser.open(f"explorer/{page}.html", READY)
        assert "largest relative error" in browser.find(".grid-error").text


def test_a_slider_moves_by_keys(browser):
    from selenium.webdriver import Keys

    browser.open("explorer/times.html", READY)
    slider = browser.find("[data-control=alpha] [type=range]")
    before = browser.find(".explorer-numbers").text
    slider.send_keys(Keys.ARROW_RIGHT * 5)
    browser.wait("Number(document.querySelector('.explorer').dataset.drawn) > 1")
    assert browser.find(".explorer-numbers").text != before


def test_the_pointer_reads_a_curve(browser):
    from selenium.webdriver import ActionChains

    browser.open("explorer/times.html", READY)
    ActionChains(browser.driver).move_to_element(browser.find(".explorer-plot svg")).perform()
    assert "collapse:" in browser.find(".chart-values").text


def numbers(browser):
    return [
        cell.text for cell in browser.driver.find_elements("css selector", ".explorer-numbers td")
    ]


def test_clicks_and_keys_make_a_cloud_that_collapses(browser):
    from selenium.webdriver import ActionChains, Keys

    browser.open("explorer/cloud.html", READY)
    assert numbers(browser)[0] == "16"
    browser.find("[data-shape=nothing]").click()
    assert numbers(browser) == ["0", "–", "–"]
    canvas = browser.find("canvas")
    for place in ((-60, 0), (60, 30)):
        ActionChains(browser.driver).move_to_element_with_offset(canvas, *place).click().perform()
    assert numbers(browser)[0] == "2"
    assert float(numbers(browser)[1]) > 0
    canvas.send_keys(Keys.ARROW_UP * 8, Keys.ENTER)
    assert numbers(browser)[0] == "3"
    canvas.send_keys(Keys.BACKSPACE)
    assert numbers(browser)[0] == "2"
    browser.run(
        "const slider = document.querySelector('.explorer [type=range]');"
        "slider.value = 0; slider.dispatchEvent(new Event('input'));"
    )
    browser.wait("document.querySelectorAll('.explorer-numbers td')[2].innerText === '100 %'")
    assert (
        float(browser.run("return document.querySelector('.explorer').dataset.milliseconds")) < 50
    )
    for shape in ("circle", "clusters", "line"):
        browser.find(f"[data-shape={shape}]").click()
        assert int(numbers(browser)[0]) > 10
    assert browser.errors() == []


def test_what_is_chosen_stands_in_the_address(browser):
    browser.open("explorer/times.html", READY)
    type_in(browser, "alpha", "0.3")
    browser.run(
        "const menu = document.querySelector('[data-control=activation] select');"
        "menu.value = 'tanh'; menu.dispatchEvent(new Event('change'));"
    )
    browser.wait("location.search === '?activation=tanh&alpha=0.3'")
    told = numbers(browser)
    browser.open("explorer/times.html?activation=tanh&alpha=0.3", READY)
    assert numbers(browser) == told
    browser.find(".explorer-again").click()
    browser.wait(f"location.search === '' && {READY}")
    assert numbers(browser) != told
    browser.open("explorer/times.html", READY)
    begun = numbers(browser)
    browser.open("explorer/times.html?activation=cosine&alpha=seven&alphaD=x", READY)
    assert numbers(browser) == begun
    assert browser.errors() == []


def test_a_cloud_can_be_linked(browser):
    browser.open("explorer/cloud.html?t=40&points=0.5,0.25;-1,0;1,-0.5", READY)
    assert numbers(browser)[0] == "3"
    assert browser.run("return document.querySelector('.explorer [type=range]').value") == "40"
    browser.find("canvas").send_keys("\ue003")  # backspace
    browser.wait("location.search.endsWith('points=0.5%2C0.25%3B-1%2C0')")
    browser.open("explorer/cloud.html?points=9,9", READY)
    assert numbers(browser)[0] == "16"
