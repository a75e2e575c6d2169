"""The part of the demo year about claims: windows, what practices claim by quarter, and how it is approved.

Counts follow from the list of each practice by rates that are invented; prices are illustrative, as the schemes say.
"""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from fractions import Fraction

from core.parties.queries import get_party
from core.periods import FinancialYear
from core.permissions import Actor
from les.claims.actions.bulk import Ticked, approve_many
from les.claims.actions.drafting import begin_claim, fill_claim
from les.claims.actions.storing import Submission
from les.claims.actions.submitting import Entry, submit_many
from les.claims.actions.windows import set_window
from les.claims.models.claims import Claim
from les.claims.queries.approving import looks_at
from les.claims.queries.claims import get_claims
from les.claims.queries.working import Desk, desk_of
from les.claims.rules.asking import Asked, Way
from les.claims.rules.kinds import Step
from les.claims.rules.windows import Days
from les.schemes.rules.quarters import Quarter
from les.schemes.rules.terms import Basis, Quantity

YEAR = FinancialYear.named("2007/08")
FIRST, SECOND, THIRD, FOURTH = (Quarter(YEAR, number) for number in (1, 2, 3, 4))
WINDOWS: Mapping[Quarter, Days] = {
    FIRST: Days(opens_on=date(2007, 7, 2), closes_on=date(2007, 7, 13), pays_on=date(2007, 8, 10)),
    SECOND: Days(opens_on=date(2007, 10, 1), closes_on=date(2007, 10, 12), pays_on=date(2007, 11, 9)),
    THIRD: Days(opens_on=date(2008, 1, 2), closes_on=date(2008, 3, 31), pays_on=date(2008, 4, 25)),
    FOURTH: Days(opens_on=date(2008, 4, 1), closes_on=date(2008, 4, 14), pays_on=date(2008, 5, 9)),
}
BY_PLAN = "Practice based commissioning incentive"
"""The scheme of which nothing is claimed: its plan pays it."""
RATES: Mapping[str, Fraction] = {
    "sample-taken-dose-set-elsewhere": Fraction(12, 10),
    "sample-and-dose-at-the-practice": Fraction(11, 10),
    "test-result-and-dose-at-the-practice": Fraction(9, 10),
    "patient-monitored": Fraction(17, 10),
    "joint-injection": Fraction(11, 10),
    "excision": Fraction(3, 10),
    "quit-date-set": Fraction(8, 10),
    "quit-at-four-weeks": Fraction(4, 10),
    "blood-sample": Fraction(38),
    "care-plan-written-and-reviewed": Fraction(2, 10),
}
"""How many of each a practice claims a quarter for every 1,000 people registered. Invented."""
OWN_COUNTS: Mapping[tuple[str, str], int] = {
    ("X82003", "joint-injection"): 24,
    ("X82005", "joint-injection"): 70,
    ("X82007", "quit-date-set"): 0,
    ("X82007", "quit-at-four-weeks"): 0,
}
"""What a practice claims otherwise: one is cut, one reaches its cap in the second quarter, one did nothing."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sides:
    """Who claims (a manager a practice, in the order of codes), who approves, who pays; `hour` sets the clock."""

    commissioner: Actor
    finance: Actor
    managers: Sequence[Actor]
    hour: Callable[[int, int, int, int], datetime]


def open_demo_window(quarter: Quarter, sides: Sides, at: datetime) -> None:
    """Say when claims of a quarter are made and paid."""
    trust = sides.commissioner.organisation_id
    set_window(commissioner_id=trust, quarter=quarter, days=WINDOWS[quarter], by=sides.commissioner, on=at.date())


def claim_demo_quarter(
    quarter: Quarter, managers: Sequence[Actor], at: datetime, *, but: Sequence[str] = ()
) -> list[Claim]:
    """Claims of all schemes of a quarter but those named, each practice’s in one act."""
    made: list[Claim] = []
    for manager in managers:
        desk = desk_of(get_party(manager.organisation_id), quarter)
        entries = _entries(desk, but)
        if entries:
            way = Submission(by=manager, on=at.date(), at=at)
            made += submit_many(
                practice_id=desk.practice.id, quarter=quarter, entries=entries, way=way, address=address_of
            )
    return made


def draft_demo_claims(quarter: Quarter, manager: Actor, names: Sequence[str], at: datetime) -> None:
    """Begin claims of the schemes named and fill in a part of each."""
    desk = desk_of(get_party(manager.organisation_id), quarter)
    for scheme_id, agreements in desk.held.agreements.items():
        if agreements[0].scheme.name in names:
            draft = begin_claim(
                scheme_id=scheme_id,
                practice_id=desk.practice.id,
                quarter=quarter,
                by=manager,
                on=at.date(),
                at=at,
            )
            told = [quantity for each in desk.asked(scheme_id)[:1] if (quantity := _quantity(each, desk)) is not None]
            fill_claim(claim_id=draft.id, quantities=told, is_nil=False, note="", by=manager)


def approve_demo_claims(step: Step, claims: Sequence[Claim], by: Actor, at: datetime) -> None:
    """Approve claims at a step, as they stand."""
    looks = looks_at(get_claims([claim.id for claim in claims]))
    ticked = [Ticked(claim_id=claim.id, seen=looks[claim.id].seen) for claim in claims]
    refused = [each.refusal for each in approve_many(step=step, ticked=ticked, by=by, at=at) if each.refusal]
    if refused:
        raise RuntimeError(f"claims of the demo were not approved: {refused[:3]}")


def address_of(claim: Claim) -> str:
    """Where a message about a claim leads."""
    return f"/les/claims/{claim.id}"


def _entries(desk: Desk, but: Sequence[str]) -> list[Entry]:
    """What a practice claims of each scheme it is in; where it did nothing it says so."""
    found, others = [], set[int]()
    for scheme_id, agreements in desk.held.agreements.items():
        if agreements[0].scheme.name in {BY_PLAN, *but}:
            continue
        asked = desk.asked(scheme_id)
        told = [quantity for each in asked if (quantity := _quantity(each, desk, others)) is not None]
        others |= {int(each.count) for each in told}
        by_itself = any(each.way is Way.ITSELF or each.element.basis is Basis.PLANNED for each in asked)
        found.append(Entry(scheme_id=scheme_id, quantities=told, is_nil=not told and not by_itself))
    return found


def _quantity(asked: Asked, desk: Desk, others: Collection[int] = ()) -> Quantity | None:
    """What a practice did of one thing asked; None where it did nothing.

    `others`: counts of its other schemes, for the same count of another thing looks as if it was claimed twice.
    """
    people = desk.register.people if desk.register else Fraction(0)
    usual = int(RATES.get(asked.element.code, Fraction(0)) * people / 1000)
    count = OWN_COUNTS.get((desk.practice.code, asked.element.code), usual)
    if not count:
        return None
    while count in others:
        count += 1
    return Quantity(element=asked.element.code, starts_on=asked.first, ends_on=asked.last, count=count)
