"""One cap for all practices in a real browser: who claims first leaves less to the next, and each is told before."""

from axe_playwright_python.sync_playwright import Axe
from flask import Flask
from playwright.sync_api import Browser, Locator, expect

from tests.browser.claiming import (
    APPROVALS,
    CLAIMS,
    COMMISSIONER,
    MANAGER,
    OTHER_MANAGER,
    Cast,
    Desk,
    a_desk,
    submit_claim,
)
from tests.browser.contracting import choose
from tests.browser.faults import faults_on

BEFORE = "Left under the caps of the year before this claim"
AFTER = "Left under the caps of the year after this claim"
CAP = "15 of Joint injection a year for all practices of the scheme"


def test_a_cap_is_reached_by_two_practices(own_app: Flask, cast: Cast, browser: Browser, axe: Axe) -> None:
    cast.join_all(cast.scheme("5000.00", scheme_counts="Joint injection; 15"))
    with a_desk(own_app, browser, cast) as desk:
        claim_most_of_it(desk)
        claim_more_than_is_left(desk, axe)
        cut_one_more(desk)
        read_what_was_cut(desk, axe)


def claim_most_of_it(desk: Desk) -> None:
    """The first practice is told that fifteen are left, and claims twelve."""
    desk.enter(MANAGER, month=10, day=3, path=CLAIMS)
    desk.press("Begin the claim")
    expect(_left(desk, BEFORE)).to_have_text([f"{CAP} 15"])
    desk.fill("Joint injection", "12")
    desk.press("Save and work it out")
    expect(_left(desk, AFTER)).to_have_text([f"{CAP} 3"])
    desk.sees("This claim comes to £504.00")
    submit_claim(desk)


def claim_more_than_is_left(desk: Desk, axe: Axe) -> None:
    """The second reads before it types that three are left; it did eight, claims them, and is shown what is cut."""
    desk.enter(OTHER_MANAGER, month=10, day=6, path=CLAIMS)
    desk.press("Begin the claim")
    expect(_left(desk, BEFORE)).to_have_text([f"{CAP} 3"])
    desk.fill("Joint injection", "8")
    desk.press("Save and work it out")
    desk.sees("This claim comes to £126.00", "cut by a cap", "of 8 counted")
    expect(_left(desk, AFTER)).to_have_text([f"{CAP} 0"])
    assert not faults_on(desk.tab, "draft that a cap cuts", axe)
    submit_claim(desk)
    desk.sees(f"of 8 counted; the cap of {CAP}")


def cut_one_more(desk: Desk) -> None:
    """The commissioner cuts one of the three that are left, with the reason from the list."""
    desk.enter(COMMISSIONER, month=10, day=8, path=f"{APPROVALS}/2")
    desk.go_on("Decide: evidence")
    desk.main.get_by_role("radio", name="Approve the evidence").check()
    desk.main.get_by_text("Cut Joint injection, which stands at £126.00").click()
    desk.fill("What is left of it", "84.00")
    choose(desk, "Why it is cut", "The evidence does not show it")
    desk.press("Record your decision")
    desk.sees("EC-000002 is approved.", "Evidence approved: £84.00")


def read_what_was_cut(desk: Desk, axe: Axe) -> None:
    """The second practice reads both cuts on its claim: by the cap, and by the commissioner, with the reason."""
    desk.enter(OTHER_MANAGER, month=10, day=9, path=f"{CLAIMS}/2")
    lines = desk.main.get_by_role("table", name="Lines of this claim")
    expect(lines).to_contain_text(f"of 8 counted; the cap of {CAP}")
    expect(lines).to_contain_text("84.00")
    expect(lines).to_contain_text("The evidence does not show it (Commissioner)")
    assert not faults_on(desk.tab, "claim that was cut", axe)


def _left(desk: Desk, caption: str) -> Locator:
    """The rows of what is left under caps."""
    return desk.main.get_by_role("table", name=caption).locator("tbody tr")
