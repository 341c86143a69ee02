"""The built site in a headless Chromium, opened from its folder."""

import json
import shutil
from pathlib import Path

import pytest

OWN = ("file:", "data:", "blob:", "about:", "chrome:", "devtools:")


class Browser:
    """A window of Chromium, and what it complained about."""

    def __init__(self, driver, site: Path):
        self.driver, self.site = driver, site

    def open(self, page: str, wait: str | None = None) -> None:
        """Open a page of the site, and wait for a condition in JavaScript."""
        self.driver.get(
            f"{(self.site / page.split('?')[0]).as_uri()}{page[len(page.split('?')[0]) :]}"
        )
        if wait:
            self.wait(wait)

    def wait(self, condition: str, seconds: float = 15) -> None:
        from selenium.webdriver.support.ui import WebDriverWait

        WebDriverWait(self.driver, seconds, 0.05).until(
            lambda driver: driver.execute_script(f"return Boolean({condition})"), condition
        )

    def run(self, script: str, *arguments):
        return self.driver.execute_script(script, *arguments)

    def find(self, selector: str):
        return self.driver.find_element("css selector", selector)

    def errors(self) -> list[str]:
        """Return what the console said since it was last asked."""
        return [entry["message"] for entry in self.driver.get_log("browser")]

    def outside(self) -> list[str]:
        """Return the requests that left the machine since it was last asked."""
        messages = [json.loads(e["message"])["message"] for e in self.driver.get_log("performance")]
        urls = [
            message["params"]["request"]["url"]
            for message in messages
            if message["method"] == "Network.requestWillBeSent"
        ]
        return [url for url in urls if not url.startswith(OWN)]

    def theme(self, name: str) -> None:
        """Choose "default" (light) or "slate" (dark)."""
        self.run(
            "const style = document.createElement('style');"
            "style.textContent = '* { transition: none !important; }';"
            "document.head.append(style);"
            "document.body.setAttribute('data-md-color-scheme', arguments[0]);",
            name,
        )


@pytest.fixture(scope="session")
def site(root) -> Path:
    """The built site."""
    folder = root / "site"
    if not (folder / "index.html").is_file():
        pytest.fail("site/index.html is missing: make site.")
    return folder


@pytest.fixture(scope="session")
def driver():
    webdriver = pytest.importorskip("selenium.webdriver", reason="pip install -e '.[site]'")
    names = ("chromium", "chromium-browser", "google-chrome")
    binary = next((path for name in names if (path := shutil.which(name))), None)
    service = shutil.which("chromedriver")
    if binary is None or service is None:
        pytest.skip("no Chromium with its driver: apt-get install chromium chromium-driver")
    options = webdriver.ChromeOptions()
    options.binary_location = binary
    for argument in ("--headless=new", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage"):
        options.add_argument(argument)
    options.add_argument("--window-size=1280,1000")
    options.set_capability("goog:loggingPrefs", {"browser": "ALL", "performance": "ALL"})
    driver = webdriver.Chrome(options=options, service=webdriver.chrome.service.Service(service))
    driver.set_script_timeout(60)
    yield driver
    driver.quit()


@pytest.fixture
def browser(driver, site) -> Browser:
    window = Browser(driver, site)
    driver.set_window_size(1280, 1000)
    window.errors()
    window.outside()
    return window
