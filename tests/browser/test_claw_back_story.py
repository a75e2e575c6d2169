"""A claw-back in a real browser: what was paid too much is taken back in the next run, and its statement says so."""

from axe_playwright_python.sync_playwright import Axe
from flask import Flask
from playwright.sync_api import Browser, expect

from tests.browser.claiming import (
    APPROVALS,
    CLAIMS,
    COMMISSIONER,
    FINANCE,
    MANAGER,
    Cast,
    Desk,
    a_desk,
    begin_claim,
    decide,
    pay,
    submit_claim,
)
from tests.browser.contracting import choose, read_document
from tests.browser.faults import faults_on

WHY = "Cases 11 and 12 were done in hospital"


def test_what_was_paid_too_much_is_taken_back(own_app: Flask, cast: Cast, browser: Browser, axe: Axe) -> None:
    cast.member(cast.scheme("5000.00"))
    cast.member(cast.scheme("5000.00", "Home visit", name="Home visits"))
    with a_desk(own_app, browser, cast) as desk:
        claim_both(desk)
        approve(desk, 1, day=9)
        pay(desk, "EP-000001", month=11, day=10, pays_on=(11, 11, 2008))
        take_back(desk, axe)
        approve(desk, 2, day=20, month=11)
        pay(desk, "EP-000002", month=11, day=21, pays_on=(24, 11, 2008))
        read_the_next_statement(desk, axe)


def claim_both(desk: Desk) -> None:
    """The practice claims £504.00 for surgery and £210.00 for visits."""
    desk.enter(MANAGER, month=10, day=3, path=CLAIMS)
    begin_claim(desk, "EC-000001", "12")
    submit_claim(desk)
    desk.tab.goto(CLAIMS)
    begin_claim(desk, "EC-000002", "5", "Home visit")
    submit_claim(desk)


def approve(desk: Desk, claim: int, *, day: int, month: int = 10) -> None:
    """Two people approve a claim as it came."""
    desk.enter(COMMISSIONER, month=month, day=day, path=f"{APPROVALS}/{claim}")
    decide(desk, "evidence")
    desk.enter(FINANCE, month=month, day=day, path=f"{APPROVALS}/{claim}")
    decide(desk, "payment")


def take_back(desk: Desk, axe: Axe) -> None:
    """The commissioner proposes to take two injections back, from the line; finance approves as a second person."""
    desk.enter(COMMISSIONER, month=11, day=17, path=f"{CLAIMS}/1")
    desk.follow("Its approval")
    desk.follow("adjust Joint injection")
    choose(desk, "What it is", "Claw-back")
    desk.fill("How much", "-84.00")
    desk.fill("What it is for", WHY)
    assert not faults_on(desk.tab, "claw-back to propose", axe)
    desk.press("Propose it")
    desk.sees("EA-000001")
    desk.enter(FINANCE, month=11, day=18)
    desk.follow("Decide over EA-000001, Practice 1")
    desk.go_on("Decide over it")
    desk.main.get_by_role("radio").first.check()
    desk.press("Record your decision")
    desk.sees(WHY)
    assert not faults_on(desk.tab, "claw-back that was approved", axe)


def read_the_next_statement(desk: Desk, axe: Axe) -> None:
    """The practice finds the claw-back among its adjustments, and as a line of its own on its next statement."""
    desk.enter(MANAGER, month=11, day=26, path=f"{APPROVALS}/adjustments")
    desk.sees("EA-000001", "84.00")
    assert not faults_on(desk.tab, "adjustments of a practice", axe)
    desk.tab.goto(f"{CLAIMS}/2")
    desk.follow("Statement of run EP-000002")
    desk.sees("£126.00 is paid to Practice 1 on 24 November 2008.")
    own_line = desk.main.locator("tbody tr", has_text=f"Claw-back: {WHY}")
    expect(own_line).to_have_count(1)
    expect(own_line).to_contain_text("−84.00 0.00 −84.00")
    assert not faults_on(desk.tab, "statement with a claw-back", axe)
    said = read_document(desk, "Download this statement as PDF")
    for words in ("£126.00 is paid to Practice 1 on 24 November 2008.", f"Claw-back: {WHY}. – -84.00 -84.00", "210.00"):
        assert words in said, f"{words!r} is not in {said}"
