"""A real browser on a real server: Chromium, headless, on a copy of the demo year."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from flask import Flask
from playwright.sync_api import Browser, Page, sync_playwright

from demo.year import keep_the_time_of_the_demo
from tests.browser.chromium import find_chromium
from tests.browser.claiming import Cast, own_year
from tests.browser.serving import served, watched_tab
from tests.conftest import copied_year

FLAGS = ["--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking", "--disable-sync"]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark the browser tests, and skip them where no Chromium is to be had."""
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker(pytest.mark.browser)
            if not find_chromium():
                item.add_marker(pytest.mark.skip(reason="no Chromium on this machine"))


@pytest.fixture(scope="session")
def demo_app(told_year: Path, tmp_path_factory: pytest.TempPathFactory) -> Flask:
    """The application on the demo year."""
    return copied_year(told_year, tmp_path_factory.mktemp("demo"))


@pytest.fixture(scope="session")
def demo_address(demo_app: Flask) -> Iterator[str]:
    """The address of a server of the demo year."""
    with served(demo_app) as address:
        yield address


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """One Chromium for all browser tests."""
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=find_chromium(), args=FLAGS)
        yield chromium
        chromium.close()


@pytest.fixture
def tab(browser: Browser, demo_app: Flask, demo_address: str) -> Iterator[Page]:
    """A tab on the demo year."""
    with demo_app.app_context():
        keep_the_time_of_the_demo()  # the last test put the clock of this process right for its own application
    with watched_tab(browser, demo_address) as page:
        yield page


@pytest.fixture(scope="session")
def axe() -> Axe:
    """The accessibility checker that runs inside the page."""
    return Axe()


@pytest.fixture
def own_app(sqlite_template: Path, tmp_path: Path) -> Iterator[Flask]:
    """The application on an empty database of its own, in its context."""
    made = own_year(sqlite_template, tmp_path)
    with made.app_context():
        yield made


@pytest.fixture
def cast(own_app: Flask) -> Cast:
    """The people of a story of enhanced services, and their trust."""
    del own_app
    return Cast()
