"""A page left open is covered when its session has ended, and goes on with what was typed after signing in again."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from flask import Flask
from playwright.sync_api import Browser, Page, expect
from sqlalchemy import delete

from core.db import bookkeeping, db
from core.parties.rules import PartyKind
from core.people.models import PersonSession
from core.people.queries import list_interests
from core.permissions import Role
from tests.browser.serving import served, watched_tab
from tests.builders import WORDS, a_commissioner, a_person, an_installation, an_organisation
from tests.conftest import make_app

COVERED = "Your session has ended"
FORM = "/people/account/interests/declare"


@pytest.fixture
def app(sqlite_template: Path, tmp_path: Path) -> Iterator[Flask]:
    """An installation with two people and a practice, on a database of its own."""
    path = tmp_path / "sessions.sqlite"
    shutil.copy(sqlite_template, path)
    made = make_app(f"sqlite:///{path}")
    with made.app_context():
        commissioner = a_commissioner(administrator := an_installation())
        a_person(Role.AUDITOR, 1, by=administrator)
        an_organisation(PartyKind.PRACTICE, "E82001", by=commissioner)
        yield made


@pytest.fixture
def page(app: Flask, browser: Browser) -> Iterator[Page]:
    """A tab on a server of that installation, whose watch the test moves."""
    with served(app) as address, watched_tab(browser, address) as page:
        page.clock.install()
        yield page


def sign_in(page: Page, email: str = "commissioner-1@whp.example") -> None:
    page.goto("/people/sign-in")
    page.get_by_label("E-mail address").fill(email)
    page.get_by_label("Password", exact=True).fill(WORDS)
    page.get_by_role("button", name="Sign in").click()
    expect(page.get_by_role("heading", level=1)).not_to_contain_text("Sign in")


def end_every_session() -> None:
    with bookkeeping():
        db.session.execute(delete(PersonSession))


def come_back_to(page: Page) -> None:
    page.evaluate("document.dispatchEvent(new Event('visibilitychange'))")


def begin_to_declare(page: Page) -> None:
    """A form half filled in, and the session over an hour later."""
    sign_in(page)
    page.goto(FORM)
    page.get_by_label("What the interest is").fill("My wife is a director")
    end_every_session()
    page.clock.fast_forward("01:00:30")
    expect(page.get_by_role("alertdialog", name=COVERED)).to_be_focused()


def test_a_page_is_covered_when_its_time_is_over_and_goes_on_after_signing_in_in_another_tab(
    page: Page, axe: Axe
) -> None:
    begin_to_declare(page)
    assert "director" not in page.content(), "nothing of the page is left in the document"
    assert page.title().startswith(COVERED)
    expect(page.get_by_role("heading", level=1)).to_have_text(COVERED)
    assert not axe.run(page).response["violations"]
    page.get_by_role("button", name="I have signed in: go on").click()
    expect(page.get_by_text("You are not signed in yet.")).to_be_visible()
    with page.expect_popup() as opened:
        page.get_by_role("link", name="Sign in again (opens in a new tab)").click()
    sign_in(opened.value)
    opened.value.close()
    come_back_to(page)
    expect(page.get_by_label("What the interest is")).to_have_value("My wife is a director")
    page.get_by_role("button", name="Declare").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Your account")
    assert [each.words for each in list_interests(2)] == ["My wife is a director"], "sent once, and taken at once"


def test_a_page_stays_covered_from_somebody_else(page: Page) -> None:
    begin_to_declare(page)
    other = page.context.new_page()
    sign_in(other, "auditor-1@whp.example")
    page.get_by_role("button", name="I have signed in: go on").click()
    expect(page.get_by_text("Somebody else is signed in in this browser now")).to_be_visible()
    assert "director" not in page.content()


def test_a_session_in_use_in_another_tab_covers_nothing_and_asking_is_no_use(page: Page) -> None:
    sign_in(page)
    page.goto("/people/account")
    page.clock.fast_forward("01:00:30")
    with page.expect_response("**/people/session") as answered:
        come_back_to(page)
    assert 3500 < answered.value.json()["seconds"] <= 3600, "by the server's watch no time has passed"
    expect(page.get_by_role("heading", level=1)).to_have_text("Your account")
    end_every_session()
    come_back_to(page)
    expect(page.get_by_role("heading", level=1)).to_have_text(COVERED)
