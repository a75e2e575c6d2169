"""What people do to offer, claim, approve and pay an enhanced service, through pages alone: for the stories that the
browser plays. They bring a trust of their own; nothing of it is the demo's.
"""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

from flask import Flask
from playwright.sync_api import Browser, expect

from core import clock
from core.db import db, transaction
from core.people.queries import get_person
from core.permissions import Actor, Role
from les.claims.actions.windows import set_window
from les.claims.rules.windows import Days
from les.schemes.actions.budgets import decide_budget, enter_budget
from les.schemes.rules.kinds import Verdict
from les.schemes.rules.quarters import Quarter
from tests.browser.agreeing import YEAR, Stage
from tests.browser.contracting import choose_day
from tests.browser.serving import served, watched_tab
from tests.builders import AT, DAY, WORDS, a_person
from tests.builders_commissioning import a_line, some_populations
from tests.builders_sign_up import SigningUp
from tests.conftest import make_app

SUMMER = Quarter.of(date(2008, 7, 1))
WINDOW = Days(opens_on=date(2008, 7, 1), closes_on=date(2008, 10, 14), pays_on=date(2008, 11, 11))
COMMISSIONER, FINANCE, PAYER = "Commissioner", "Finance", "Payer"
MANAGER, OTHER_MANAGER = "Practice manager", "Other manager"
CLAIMS, APPROVALS, PAYMENTS = "/les/claims", "/les/approvals", "/les/payments"


class Cast(SigningUp):
    """A trust with two practices and their people, a window for the summer, and two people of finance who pay."""

    def __init__(self) -> None:
        super().__init__()
        self.payer = a_person(
            Role.FINANCE, self.trust.id, by=self.trust.administrator, name=PAYER, email="payer@whp.example"
        )
        some_populations(self.trust, a_line(), a_line("X82002", registered="3000"))
        with transaction():
            set_window(commissioner_id=self.trust.id, quarter=SUMMER, days=WINDOW, by=self.commissioner, on=DAY)

    @property
    def emails(self) -> Mapping[str, str]:
        """The address with which each signs in, by name."""
        people: tuple[Actor, ...] = (self.commissioner, self.finance, self.payer, self.manager, self.other)
        found = [get_person(each.person_id) for each in people]
        return {each.name: each.email for each in found}

    def scheme(self, pounds: str, element: str = "Joint injection", **changes: Any) -> int:
        """A scheme that pays £42.00 for a thing, with a budget of the year; its id. `changes`: of its terms or name."""
        name = {"name": changes.pop("name")} if "name" in changes else {}
        scheme_id = self.schemes.add(**name)
        version_id = self.schemes.write(scheme_id, written=f"{element}; case", **changes)
        self.schemes.price(scheme_id, element=element.lower().replace(" ", "-"))
        self.schemes.submit(version_id)
        self.schemes.approve(version_id)
        self.budget(scheme_id, pounds)
        return scheme_id

    def join_all(self, scheme_id: int) -> None:
        """Both practices accept an offer of a scheme."""
        for offered in self.sent(scheme_id):
            self.answer(offered)

    def budget(self, scheme_id: int, pounds: str) -> None:
        """A budget of the year for a scheme, approved."""
        with transaction():
            entered = enter_budget(
                scheme_id=scheme_id,
                locality_id=None,
                year="2008/09",
                amount=Decimal(pounds),
                floor=None,
                source="Minute of the board",
                by=self.commissioner,
                at=AT,
            )
        with transaction():
            decide_budget(budget_id=entered.id, verdict=Verdict.APPROVED, reason="", by=self.finance, at=AT)


@dataclass(frozen=True, slots=True)
class Desk(Stage):
    """The tab in which all act, each with an address and a password of their own."""

    emails: Mapping[str, str]

    def enter(self, who: str, *, month: int, day: int, path: str = "/") -> None:
        """Somebody signs in on a day of 2008, at nine, and opens a page."""
        clock.run_from(datetime.combine(date(YEAR, month, day), time(9), clock.LONDON))
        self.tab.context.clear_cookies()
        self.tab.goto("/")
        self.fill("E-mail address", self.emails[who])
        self.fill("Password", WORDS)
        self.press("Sign in")
        self.tab.wait_for_url(lambda address: "/sign-in" not in address)
        if path != "/":
            self.tab.goto(path)


def own_year(template: Path, folder: Path) -> Flask:
    """The application on an empty database of its own."""
    path = folder / "own.sqlite"
    path.write_bytes(template.read_bytes())
    return make_app(f"sqlite:///{path}", ATTACHMENTS_DIR=str(folder / "attachments"))


@contextmanager
def a_desk(app: Flask, browser: Browser, cast: Cast, *, has_script: bool = True) -> Iterator[Desk]:
    """A served application and the tab of all who act, with script or without; the clock is put right afterwards."""
    emails = cast.emails
    db.session.remove()
    try:
        with served(app) as address, watched_tab(browser, address, has_script=has_script) as tab:
            yield Desk(tab, emails)
    finally:
        clock.run_apart(timedelta(0))


def begin_claim(desk: Desk, number: str, count: str, what: str = "Joint injection") -> None:
    """Begin the claim of a scheme from the list, fill one number in and work it out."""
    desk.press("Begin the claim")
    expect(desk.main).to_contain_text(number)
    desk.fill(what, count)
    desk.press("Save and work it out")


def submit_claim(desk: Desk) -> None:
    """Submit the draft that the tab shows."""
    desk.go_on("Go on to submit it")
    desk.press("Submit this claim")
    desk.sees("is submitted. Its receipt stands below")


def decide(desk: Desk, step: str) -> None:
    """Approve the claim that the tab shows at a step."""
    desk.go_on(f"Decide: {step}")
    desk.main.get_by_role("radio").first.check()
    desk.press("Record your decision")
    desk.sees("is approved.")


def pay(desk: Desk, number: str, *, month: int, day: int, pays_on: tuple[int, int, int]) -> None:
    """One of finance makes a run, another releases it, and the first records that the bank paid on its day."""
    desk.enter(FINANCE, month=month, day=day, path=PAYMENTS)
    desk.go_on("Make a payment run")
    choose_day(desk, "Day on which it pays", pays_on)
    desk.press("Make this run")
    desk.sees("The run is made. Somebody else of finance releases it.")
    desk.enter(PAYER, month=month, day=day)
    desk.follow(f"Release payment run {number}")
    desk.go_on("Release this run")
    desk.press("Release this run")
    desk.sees("The run is released.")
    desk.enter(FINANCE, month=pays_on[1], day=pays_on[0] + 1, path=PAYMENTS)
    desk.follow(number)
    desk.go_on("Record what became of it")
    desk.main.get_by_role("radio", name="Paid", exact=True).check()
    choose_day(desk, "Day on which the bank paid", pays_on)
    desk.fill("Reference of the bank", "BACS 7")
    desk.press("Record it")
    desk.sees("Recorded for")
