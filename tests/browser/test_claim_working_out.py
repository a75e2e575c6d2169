"""As one types the figures of a claim, the page says what it comes to; without script the button does."""

import pytest
from flask import Flask
from playwright.sync_api import Browser, Page, expect

from core import clock
from core.db import db
from les.claims.queries.claims import get_claim
from tests.browser.serving import served, watched_tab
from tests.builders_claims import IN_JULY, Claims
from tests.journeys.signing_in import sign_in_as
from tests.person import Person


@pytest.fixture
def claims(app: Flask) -> Claims:
    """A trust with windows for two quarters, in July."""
    del app
    clock.run_from(IN_JULY)
    return Claims()


def _enter(tab: Page, app: Flask, claims: Claims, address: str) -> None:
    """The practice manager of the builder signs in by the session that a cookie holds."""
    person = sign_in_as(Person(app.test_client()), claims.manager)
    cookie = person.client.get_cookie("session")
    assert cookie is not None
    tab.context.add_cookies([{"name": "session", "value": cookie.value, "url": address}])


def test_what_is_typed_is_worked_out_and_only_saved_by_the_button(app: Flask, claims: Claims, browser: Browser) -> None:
    claim_id = claims.begin(claims.member_of("Joint injection; injection; 40"))
    with served(app) as address, watched_tab(browser, address) as tab:
        _enter(tab, app, claims, address)
        tab.goto(f"/les/claims/{claim_id}/fill")
        said = tab.locator("#comes-to-said")
        expect(said).to_contain_text("nothing")
        tab.get_by_label("Joint injection").fill("12")
        expect(said).to_contain_text("As typed, this claim comes to £504.00")
        expect(tab.locator("#caps-after")).to_contain_text("28")
        tab.get_by_label("Joint injection").fill("45")
        expect(said).to_contain_text("As typed, this claim comes to £1,680.00")
        expect(tab.locator("#comes-to-lines")).to_contain_text("cut by a cap")
        expect(tab.get_by_role("button", name="Go on to submit it")).to_have_count(0)
        db.session.rollback()
        assert get_claim(claim_id).quantities == []
        tab.get_by_role("button", name="Save and work it out").click()
        expect(said).to_contain_text("This claim comes to £1,680.00")
        expect(tab.get_by_role("button", name="Go on to submit it")).to_be_visible()
