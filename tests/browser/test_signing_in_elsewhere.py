"""A sign-in service in a real browser: nothing of our content policy stands in the way there and back."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect

from tests.browser.serving import served, watched_tab
from tests.builders import WORDS, a_commissioner, an_installation
from tests.conftest import make_app
from tests.openid_provider import a_provider

SERVICE = "trust sign-in"
SETTINGS = {"OIDC_CLIENT_ID": "budgets", "OIDC_CLIENT_SECRET": "a secret", "OIDC_NAME": SERVICE}


@pytest.fixture
def page(sqlite_template: Path, tmp_path: Path, browser: Browser) -> Iterator[Page]:
    """A tab on an installation with a sign-in service and one commissioner."""
    file = tmp_path / "elsewhere.sqlite"
    shutil.copy(sqlite_template, file)
    with a_provider() as issuer:
        app = make_app(f"sqlite:///{file}", OIDC_ISSUER=issuer, **SETTINGS)
        with app.app_context():
            a_commissioner(an_installation())
            with served(app) as address, watched_tab(browser, address) as page:
                yield page


def at_the_service(page: Page, button: str) -> None:
    """Go to the service, sign in there as account 4711, and come back."""
    page.get_by_role("button", name=button).click()
    page.wait_for_url("**/oauth2/authorize**")
    page.get_by_placeholder("sub").fill("4711")
    page.get_by_role("button", name="Authorize").click()
    page.wait_for_url("**/people/sign-in/elsewhere/back**")


def test_there_and_back(page: Page, axe: Axe) -> None:
    page.goto("/people/sign-in?next=/people/account/elsewhere")
    assert axe.run(page).violations_count == 0
    page.get_by_label("E-mail address").fill("commissioner-1@whp.example")
    page.get_by_label("Password", exact=True).fill(WORDS)
    page.get_by_role("button", name="Sign in", exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_have_text(f"Signing in through {SERVICE}")
    assert axe.run(page).violations_count == 0
    at_the_service(page, f"Go to {SERVICE}")
    assert axe.run(page).violations_count == 0
    page.get_by_role("button", name="Connect this account").click()
    expect(page.locator("main")).to_contain_text(f"{SERVICE}, connected")
    page.get_by_role("button", name="Sign out").click()
    page.wait_for_url("**/people/sign-in**")
    at_the_service(page, f"Sign in through {SERVICE}")
    page.get_by_role("button", name="Go on").click()
    page.wait_for_url("**/")
    expect(page.get_by_role("heading", level=1)).not_to_contain_text("Sign in")
