"""The activity of the demo year: twelve months of two providers, one return late, one queried, one sent again.

All figures are invented and illustrative. They follow from the place of each practice, service and month, not from
chance, so that the demo is the same each time.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from functools import partial

from commissioning.activity.actions.accepting import accept_return, ask_to_resubmit, freeze_month
from commissioning.activity.actions.adjusting import post_adjustment
from commissioning.activity.actions.expecting import expect_return
from commissioning.activity.actions.querying import Line, query_lines
from commissioning.activity.actions.submitting import submit_return
from commissioning.activity.imports.typed import typed_return
from commissioning.activity.queries.expectations import list_expectations
from commissioning.activity.queries.returns import get_return
from commissioning.activity.rules.adjusting import Correction
from commissioning.activity.rules.due import Days, Expected, due_for
from commissioning.activity.rules.months import Frequency, Period, month_after
from commissioning.catalogue.queries import services_by_code
from commissioning.organisations.queries.practices import list_practices
from core.permissions import Actor
from core.working_days import add_working_days

FIRST, LAST = "2007-03", "2008-02"
EARLIER = 3
"""So many working days sooner came the returns of the last month but one, which wait to be accepted."""
RESENT, RECEIVED, QUERIED, CORRECTED = "2007-12", "2008-01", "2008-02", "2007-10"
RETURN = "Contacts by service, practice and month"
COMMUNITY, CLINIC = ("COMM-NUR", "DIET", "PODIATRY"), ("MSK-CATS",)
QUESTION = "Contacts of podiatry fell in the first weeks of the month. Was a clinic closed?"
AGAIN = "Contacts by telephone were left out of podiatry. Please send the service again with them."
COUNTED_TWICE = "One clinic session was counted twice"
_WAVE = (1, 0, 1, 2, 1, 0, 0, 1, 3, 1, 0, 2)
"""How much more each practice has in some months, so that figures vary as they do."""
Hour = Callable[[int, int, int, int], datetime]
"""Year, month, day and hour → that instant; the clock of the demo goes on from there."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sides:
    """Who acts: the commissioner, the trust's own provider services and the GP-led clinic; and the clock."""

    commissioner: Actor
    community: Actor
    clinic: Actor
    hour: Hour


def seed_demo_returns(sides: Sides, *, until: date) -> None:
    """What is expected of both providers, and all that happened about it before a day: sent, sent again, frozen."""
    first = date(2007, 3, 1)
    for by, services in ((sides.community, COMMUNITY), (sides.clinic, CLINIC)):
        expect_return(
            provider_id=by.organisation_id,
            expected=Expected(name=RETURN, frequency=Frequency.MONTHLY, first_month=FIRST, last_month=None),
            services=services,
            source="Leads’ meeting of February 2007; illustrative",
            by=sides.commissioner,
            at=_at(sides, first, 9),
        )
    for day, act in sorted(_acts(sides), key=lambda each: each[0]):
        if day < until:
            act(_at(sides, day, 10))


def seed_latest_demo_returns(sides: Sides, *, on: date) -> None:
    """The provider services send the last month and are asked about it; the clinic's is late. A month is frozen."""
    expectation_id = _expectation_id(sides.community)
    for by in (sides.community, sides.clinic):
        _freeze(sides.commissioner, by, RESENT, _at(sides, on, 14))
    _send(sides.community, QUERIED, _at(sides, on, 15))
    state = get_return(expectation_id, QUERIED, on=on)
    if state.latest is None:
        raise RuntimeError("the demo's last return was not made")
    podiatry = services_by_code(state.expectation.commissioner_id)["PODIATRY"].id
    query_lines(
        submission_id=state.latest.id,
        lines=(Line(service_id=podiatry, words=QUESTION, month=QUERIED, currency="contact"),),
        answer_due_on=add_working_days(on, 10),
        by=sides.commissioner,
        at=_at(sides, on, 16),
        on=on,
    )


def _acts(sides: Sides) -> Iterator[tuple[date, Callable[[datetime], object]]]:
    """Every act of the months before the last, with its day."""
    month = FIRST
    while month < LAST:
        due = due_for(Period(month), Days(), add_working_days)
        early = EARLIER if month == RECEIVED else 0
        for before, by in ((2 + early, sides.community), (1 + early, sides.clinic)):
            sent_on = add_working_days(due.due_on, -before)
            yield sent_on, partial(_send, by, month)
            is_resent = month == RESENT and by is sides.community
            if is_resent:
                yield add_working_days(due.due_on, 2), partial(_ask_again, sides, month)
                yield add_working_days(due.due_on, 4), partial(_send_again, sides, month)
            accepted_on = add_working_days(due.due_on, 6 if is_resent else 3)
            yield accepted_on, partial(_accept, sides.commissioner, by, month)
            yield due.freeze_on, partial(_freeze, sides.commissioner, by, month)
        month = month_after(month)
    yield date(2008, 2, 8), partial(_correct, sides.community)


def _send(by: Actor, month: str, at: datetime, *, services: Sequence[str] = (), more: int = 0) -> None:
    rows = list(_rows(by, month, services or (COMMUNITY if _is_community(by) else CLINIC), more, at.date()))
    submit_return(
        expectation_id=_expectation_id(by),
        month=month,
        read=typed_return(rows, name=f"{by.organisation_code.lower()}-{month}.csv"),
        by=by,
        at=at,
        on=at.date(),
    )


def _rows(by: Actor, month: str, services: Sequence[str], more: int, on: date) -> Iterator[dict[str, str]]:
    (trust_id,) = by.commissioner_ids
    at = int(month[:4]) * 12 + int(month[5:])
    for place, practice in enumerate(list_practices(trust_id, on=on)):
        for which, service in enumerate(services):
            wave = _WAVE[(at + which) % len(_WAVE)]
            first = 2 + place // 2 + (place * 7 + which * 5 + at * 3) % 5 + wave
            later = 5 + 2 * (place // 2) + (place * 11 + which * 3 + at * 5) % 9 + 2 * wave + more
            counted = {"referral": first + 1, "first_contact": first, "follow_up_contact": later}
            counted["did_not_attend"] = (place + which + at) % 4 + place // 8
            for currency, quantity in {**counted, "contact": first + later}.items():
                yield {
                    "service": service,
                    "practice": practice.code,
                    "month": month,
                    "currency": currency,
                    "quantity": str(quantity),
                }


def _ask_again(sides: Sides, month: str, at: datetime) -> None:
    state = get_return(_expectation_id(sides.community), month, on=at.date())
    if state.latest is not None:
        ask_to_resubmit(
            submission_id=state.latest.id,
            service_ids=[services_by_code(state.expectation.commissioner_id)["PODIATRY"].id],
            reason=AGAIN,
            due_on=add_working_days(at.date(), 5),
            by=sides.commissioner,
            at=at,
            on=at.date(),
        )


def _send_again(sides: Sides, month: str, at: datetime) -> None:
    _send(sides.community, month, at, services=("PODIATRY",), more=2)


def _accept(commissioner: Actor, by: Actor, month: str, at: datetime) -> None:
    latest = get_return(_expectation_id(by), month, on=at.date()).latest
    if latest is not None:
        accept_return(submission_id=latest.id, by=commissioner, at=at, on=at.date())


def _freeze(commissioner: Actor, by: Actor, month: str, at: datetime) -> None:
    freeze_month(expectation_id=_expectation_id(by), month=month, by=commissioner, at=at, on=at.date())


def _correct(by: Actor, at: datetime) -> None:
    (trust_id,) = by.commissioner_ids
    post_adjustment(
        expectation_id=_expectation_id(by),
        correction=Correction(
            month=CORRECTED,
            posted_to="2008-01",
            service="PODIATRY",
            practice=list_practices(trust_id, on=at.date())[0].code,
            currency="contact",
            quantity=Decimal(-4),
            reason=COUNTED_TWICE,
        ),
        by=by,
        at=at,
        on=at.date(),
    )


def _expectation_id(by: Actor) -> int:
    return list_expectations(provider_id=by.organisation_id)[0].id


def _is_community(by: Actor) -> bool:
    return by.organisation_code == "PROV"


def _at(sides: Sides, day: date, hour: int) -> datetime:
    return sides.hour(day.year, day.month, day.day, hour)
