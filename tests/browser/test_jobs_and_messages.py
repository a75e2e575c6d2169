"""Jobs and messages in a real browser: a job's page follows the work by itself; lists with rows are accessible."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from flask import Flask
from playwright.sync_api import Browser, Page, expect

from core import clock
from core.db import bookkeeping
from core.jobs import actions
from core.jobs.rules import Result
from core.notifications.actions import mark_read, note_not_sent
from tests.browser.serving import served, watched_tab
from tests.builders import WORDS, a_commissioner, an_installation
from tests.builders_jobs import KIND, asked, known
from tests.builders_messages import tell
from tests.conftest import make_app


@pytest.fixture
def app(sqlite_template: Path, tmp_path: Path) -> Iterator[Flask]:
    """An installation with one kind of job, on a database of its own."""
    path = tmp_path / "jobs.sqlite"
    shutil.copy(sqlite_template, path)
    made = make_app(f"sqlite:///{path}")
    with made.app_context(), known({KIND: lambda _, __: None}):
        yield made


@pytest.fixture
def page(app: Flask, browser: Browser) -> Iterator[Page]:
    """A tab on a server of that installation."""
    with served(app) as address, watched_tab(browser, address) as page:
        yield page


def sign_in(page: Page, email: str) -> None:
    page.goto("/people/sign-in")
    page.get_by_label("E-mail address").fill(email)
    page.get_by_label("Password", exact=True).fill(WORDS)
    page.get_by_role("button", name="Sign in").click()
    expect(page.get_by_role("heading", level=1)).not_to_contain_text("Sign in")


def test_a_jobs_page_follows_the_work_by_itself(page: Page, axe: Axe) -> None:
    commissioner = a_commissioner(an_installation())
    job_id = asked(commissioner)
    sign_in(page, f"commissioner-{commissioner.organisation_id}@whp.example")
    page.goto(f"/jobs/{job_id}")
    expect(page.get_by_text("It waits for its turn.")).to_be_visible()
    with bookkeeping():
        claim = actions.take_up(at=clock.now())
    assert claim is not None
    with bookkeeping():
        actions.note_progress(claim, step="Reading rows", done=30, total=120, at=clock.now())
    expect(page.get_by_text("Reading rows: 30 of 120")).to_be_visible(timeout=15_000)
    assert page.get_by_role("progressbar").get_attribute("value") == "30"
    assert not axe.run(page).response["violations"]
    with bookkeeping():
        actions.finish(claim, result=Result(words="120 rows are read.", href="/messages/"), at=clock.now())
    page.get_by_role("button", name="See it").click(timeout=15_000)
    expect(page.get_by_role("heading", name="Messages")).to_be_visible()


def narrow_enough(page: Page) -> bool:
    """Whether the page fits 320 pixels once the bar of sections has laid itself out anew."""
    for _ in range(50):
        if int(page.evaluate("document.documentElement.scrollWidth")) <= 320:
            return True
        page.wait_for_timeout(100)
    return False


def test_lists_of_messages_and_jobs_are_accessible_and_fit_a_small_screen(page: Page, axe: Axe) -> None:
    administrator = an_installation()
    with bookkeeping():
        for key in ("read", "unread"):
            tell(administrator.person_id, key=key, at=clock.now())
        mark_read(message_id=1, by=administrator, at=clock.now())
        note_not_sent(message_id=2, problem="The mail server does not answer.", at=clock.now())
    asked(administrator)
    sign_in(page, "admin@whp.example")
    for path in ("/messages/", "/outbox/", "/outbox/2", "/jobs/", "/jobs/mine", "/"):
        page.set_viewport_size({"width": 1280, "height": 900})
        page.goto(path)
        assert not axe.run(page).response["violations"], path
        page.set_viewport_size({"width": 320, "height": 800})
        assert narrow_enough(page), path
