"""Claiming in a real browser without script: the buttons do by themselves what script makes quicker."""

from flask import Flask
from playwright.sync_api import Browser, expect

from tests.browser.claiming import CLAIMS, MANAGER, Cast, a_desk, submit_claim
from tests.browser.contracting import read_document


def test_a_practice_claims_without_script(own_app: Flask, cast: Cast, browser: Browser) -> None:
    cast.member(cast.scheme("5000.00", scheme_counts="Joint injection; 10"))
    with a_desk(own_app, browser, cast, has_script=False) as desk:
        desk.enter(MANAGER, month=10, day=3, path=CLAIMS)
        desk.press("Begin the claim")
        expect(desk.tab.locator("#caps")).to_contain_text("10")
        desk.fill("Joint injection", "12")
        expect(desk.tab.locator("#comes-to-said")).not_to_contain_text("As typed")
        desk.press("Save and work it out")
        desk.sees("This claim comes to £420.00", "cut by a cap", "of 12 counted")
        submit_claim(desk)
        expect(desk.tab.locator("h1")).to_contain_text("EC-000001, Minor surgery")
        assert "420.00" in read_document(desk, "Download the receipt (PDF)")
