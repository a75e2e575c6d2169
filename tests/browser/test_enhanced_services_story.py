"""Enhanced services in a real browser, from the offer to the statement: one practice joins, claims, is asked, is cut,
approved by two and paid; the other stays out and is covered.

Pages that other tests see empty are looked at here in use, with axe and at 320 pixels.
"""

from axe_playwright_python.sync_playwright import Axe
from flask import Flask
from playwright.sync_api import Browser, expect

from tests.browser.claiming import (
    CLAIMS,
    COMMISSIONER,
    FINANCE,
    MANAGER,
    OTHER_MANAGER,
    Cast,
    Desk,
    a_desk,
    begin_claim,
    decide,
    pay,
    submit_claim,
)
from tests.browser.contracting import choose, choose_day, read_document
from tests.browser.faults import faults_on

SCHEME = "LES-001 Minor surgery"


def test_from_the_offer_to_the_statement(own_app: Flask, cast: Cast, browser: Browser, axe: Axe) -> None:
    scheme_id = cast.schemes.approved()
    cast.budget(scheme_id, "5000.00")
    with a_desk(own_app, browser, cast) as desk:
        offer_it(desk, axe)
        accept_it(desk, axe)
        stay_out(desk, axe)
        claim_it(desk, axe)
        ask_and_answer(desk, axe)
        approve_its_evidence(desk, axe)
        approve_its_payment(desk, axe)
        pay(desk, "EP-000001", month=11, day=10, pays_on=(11, 11, 2008))
        read_the_statement(desk, axe)


def offer_it(desk: Desk, axe: Axe) -> None:
    """The commissioner offers the scheme to all practices."""
    desk.enter(COMMISSIONER, month=4, day=2, path="/les/schemes/1")
    desk.follow("Who is signed up")
    desk.main.get_by_text("Offer a scheme", exact=False).first.click()
    desk.follow(SCHEME)
    choose_day(desk, "First day", (1, 7, 2008))
    choose_day(desk, "Answer by", (30, 5, 2008))
    desk.press("Begin this offer")
    desk.go_on("Choose practices")
    desk.main.get_by_role("radio", name="All practices that the scheme is for").check()
    desk.press("Save the list")
    desk.press("Send it to the practices")
    desk.sees("The offer is sent, and the managers of the practices are told.")
    assert not faults_on(desk.tab, "offer that was sent", axe)


def accept_it(desk: Desk, axe: Axe) -> None:
    """One practice accepts what it was shown."""
    desk.enter(MANAGER, month=4, day=9)
    desk.follow(f"Accept or decline {SCHEME}, version 1")
    desk.go_on("Accept or decline")
    desk.main.get_by_role("radio", name="Accept", exact=False).first.check()
    desk.press("Give this answer")
    desk.sees("Practice 1 is signed up to")
    assert not faults_on(desk.tab, "agreement of a practice", axe)


def stay_out(desk: Desk, axe: Axe) -> None:
    """The other declines; from the first day on its patients are uncovered, until another practice covers them."""
    desk.enter(OTHER_MANAGER, month=4, day=10)
    desk.follow(f"Accept or decline {SCHEME}, version 1")
    desk.go_on("Accept or decline")
    desk.main.get_by_role("radio", name="Decline", exact=False).first.check()
    desk.press("Give this answer")
    desk.sees("You can still accept it while the offer is open.")
    desk.enter(COMMISSIONER, month=7, day=2)
    desk.follow("3,000 registered patients are uncovered by LES-001 Minor surgery")
    desk.sees("Minor surgery leaves 3,000 patients of 1 practice uncovered")
    assert not faults_on(desk.tab, "cover with a practice that stays out", axe)
    desk.follow("Uncovered Practice 2, Minor surgery")
    desk.go_on("Record who covers it")
    choose(desk, "Who covers it", "Practice 1")
    choose_day(desk, "From", (2, 7, 2008))
    desk.fill("Who agreed to it", "Partner of Practice 1, 1 July 2008")
    desk.press("Record this cover")
    desk.sees("by Practice 1")


def claim_it(desk: Desk, axe: Axe) -> None:
    """The practice claims for the summer, and has its receipt at once."""
    desk.enter(MANAGER, month=10, day=3)
    desk.follow("Claim for quarter 2 of 2008/09: 1 scheme")
    begin_claim(desk, "EC-000001", "12")
    desk.sees("£504.00")
    assert not faults_on(desk.tab, "draft of a claim", axe)
    submit_claim(desk)
    assert not faults_on(desk.tab, "claim that was submitted", axe)
    assert "504.00" in read_document(desk, "Download the receipt (PDF)")


def ask_and_answer(desk: Desk, axe: Axe) -> None:
    """The commissioner asks about a line; the practice finds it at home and answers."""
    desk.enter(COMMISSIONER, month=10, day=6)
    desk.follow("1 claim waits for its evidence to be approved")
    desk.follow("EC-000001")
    desk.follow("The claim with its queries and history")
    desk.follow("Joint injection")
    desk.fill("Your comment", "Which two were done twice?")
    desk.press("Ask the practice")
    desk.sees("Open query")
    desk.enter(MANAGER, month=10, day=7)
    desk.follow("Answer the query about EC-000001, Minor surgery")
    desk.follow("Answer about Joint injection")
    desk.fill("Your comment", "Cases 11 and 12 were: they are not to be paid.")
    desk.press("Say this")
    assert not faults_on(desk.tab, "claim that was asked about", axe)
    desk.enter(COMMISSIONER, month=10, day=8, path=f"{CLAIMS}/1")
    desk.follow("Say more, or settle it about Joint injection")
    desk.press("Settle this query")
    desk.sees("The query is settled.")


def approve_its_evidence(desk: Desk, axe: Axe) -> None:
    """The commissioner cuts two of twelve with the reason, and approves the rest as the first of two people."""
    desk.follow("Its approval")
    desk.go_on("Decide: evidence")
    desk.main.get_by_role("radio", name="Approve the evidence").check()
    desk.main.get_by_text("Cut Joint injection, which stands at £504.00").click()
    desk.fill("What is left of it", "420.00")
    choose(desk, "Why it is cut", "The count is wrong")
    assert not faults_on(desk.tab, "evidence of a claim", axe)
    desk.press("Record your decision")
    desk.sees("EC-000001 is approved.", "Evidence approved: £420.00")


def approve_its_payment(desk: Desk, axe: Axe) -> None:
    """Finance approves what is left for payment, as the second."""
    desk.enter(FINANCE, month=10, day=9)
    desk.follow("1 claim waits to be approved for payment")
    desk.follow("EC-000001")
    decide(desk, "payment")
    desk.sees("Approved for payment: £420.00")
    assert not faults_on(desk.tab, "claim approved by two", axe)


def read_the_statement(desk: Desk, axe: Axe) -> None:
    """The practice goes from its claim to the statement, which says for what it is paid and what was cut, and why."""
    desk.enter(MANAGER, month=11, day=13, path=f"{CLAIMS}/1")
    expect(desk.main.get_by_role("table", name="Lines of this claim")).to_contain_text("Paid, EP-000001-00001")
    assert not faults_on(desk.tab, "claim that is paid", axe)
    desk.follow("Statement of run EP-000001")
    desk.sees("£420.00 is paid to Practice 1 on 11 November 2008.", "Paid on 11 November 2008")
    assert not faults_on(desk.tab, "statement of a practice", axe)
    said = read_document(desk, "Download this statement as PDF")
    for words in (
        "Remittance statement",
        "£420.00 is paid to Practice 1 on 11 November 2008.",
        "EC-000001, Joint injection: 12 × Joint injection at £42.00",
        "Cut to £420.00: The count is wrong.",
        "504.00 420.00 420.00",
    ):
        assert words in said, f"{words!r} is not in {said}"
    desk.follow(SCHEME)
    expect(desk.tab.locator("h1")).to_contain_text("EC-000001, Minor surgery")
