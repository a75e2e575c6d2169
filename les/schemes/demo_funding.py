"""The part of the demo year about funding applications: one approved in part, one that waits for opinions.

What is asked for and how much is illustrative.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from core.permissions import Actor
from les.schemes.actions.funding.advising import ask_opinions, give_opinion
from les.schemes.actions.funding.applying import begin_application, send_application
from les.schemes.actions.funding.deciding import decide_application
from les.schemes.queries.funding import get_application
from les.schemes.queries.funding_text import hash_of_application
from les.schemes.queries.schemes import find_approved_version, find_scheme_named
from les.schemes.rules.funding import Opinion, Wanted

SCHEME = "Practitioner training"
_COURSE = Wanted(
    what="Course on diabetes care for two practice nurses",
    why="Two nurses take over the clinic for patients with diabetes. A place costs £900.00; cover while they are away "
    "costs £300.00 each.",
    pence=240000,
    wanted_on=date(2007, 10, 15),
)
_MENTOR = Wanted(
    what="Mentor for a nurse practitioner in her first year",
    why="A mentor of half a day a week for six months, at £120.00 a session, until she works on her own.",
    pence=312000,
    wanted_on=date(2008, 3, 31),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class FundingSides:
    """Who asks, advises, asks for advice and decides; `hour(year, month, day, hour)` sets the clock."""

    practice: Actor
    leads: Sequence[Actor]
    commissioner: Actor
    finance: Actor
    hour: Callable[[int, int, int, int], datetime]


def seed_decided_demo_funding(sides: FundingSides) -> None:
    """An application from asking to the decision, in the autumn of the demo’s first year."""
    lead = sides.leads[0]
    decided = _sent(_COURSE, sides, sides.hour(2007, 9, 10, 9))
    _ask(decided, [lead], date(2007, 9, 28), sides, sides.hour(2007, 9, 11, 9))
    at = sides.hour(2007, 9, 20, 9)
    give_opinion(
        application_id=decided,
        opinion=Opinion.CONDITIONS,
        words="The clinic is in our plan. Cover while they are away is the practice’s own to pay.",
        by=lead,
        on=at.date(),
        at=at,
        href=_address(decided),
    )
    at = sides.hour(2007, 10, 1, 9)
    decide_application(
        application_id=decided,
        pence=180000,
        reason="Both places on the course are funded; cover is not, as the group advised.",
        exception="",
        by=sides.finance,
        on=at.date(),
        at=at,
        href=_address(decided),
    )


def seed_waiting_demo_funding(sides: FundingSides) -> None:
    """An application on which two groups are asked for their opinion."""
    waiting = _sent(_MENTOR, sides, sides.hour(2008, 3, 17, 10))
    _ask(waiting, sides.leads[:2], date(2008, 3, 27), sides, sides.hour(2008, 3, 17, 11))


def _sent(wanted: Wanted, sides: FundingSides, at: datetime) -> int:
    scheme = find_scheme_named(sides.commissioner.organisation_id, SCHEME)
    version = find_approved_version(scheme.id) if scheme else None
    if scheme is None or version is None:
        raise RuntimeError(f"{SCHEME} is not approved")
    begun = begin_application(scheme_id=scheme.id, wanted=wanted, by=sides.practice, on=at.date(), at=at)
    application = get_application(begun.id)
    send_application(
        application_id=begun.id,
        seen_hash=hash_of_application(application, version),
        by=sides.practice,
        on=at.date(),
        at=at,
        href=_address(begun.id),
    )
    return begun.id


def _ask(application_id: int, leads: Sequence[Actor], due_on: date, sides: FundingSides, at: datetime) -> None:
    ask_opinions(
        application_id=application_id,
        group_ids=[lead.organisation_id for lead in leads],
        due_on=due_on,
        by=sides.commissioner,
        on=at.date(),
        at=at,
        href=_address(application_id),
    )


def _address(application_id: int) -> str:
    return f"/les/funding/{application_id}"
