"""A job's page in a real browser renews itself while the work goes on, and shows what it came to when it is done."""

import shutil
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from flask import Flask
from playwright.sync_api import Browser, Page, expect
from werkzeug.serving import make_server

from core import clock
from core.db import bookkeeping
from core.jobs import actions
from core.jobs.rules import Result
from tests.builders import WORDS, a_commissioner, an_installation
from tests.builders_jobs import KIND, asked, known
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
    server = make_server("127.0.0.1", 0, app, threaded=True)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    context = browser.new_context(base_url=f"http://127.0.0.1:{server.server_port}")
    yield context.new_page()
    context.close()
    server.shutdown()
    thread.join()


def test_a_jobs_page_follows_the_work_by_itself(page: Page, axe: Axe) -> None:
    commissioner = a_commissioner(an_installation())
    job_id = asked(commissioner)
    page.goto("/people/sign-in")
    page.get_by_label("E-mail address").fill(f"commissioner-{commissioner.organisation_id}@whp.example")
    page.get_by_label("Password", exact=True).fill(WORDS)
    page.get_by_role("button", name="Sign in").click()
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
