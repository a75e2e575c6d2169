"""Who acts in the demo year, and its clock."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time

from commissioning.activity.demo import Sides as ActivitySides
from contracts.specifications.demo import Sides
from core import clock
from core.people.queries import find_actor_by_email
from core.people.rules import DEMO_DOMAIN
from core.permissions import Actor
from les.schemes.demo import Sides as SchemeSides
from les.schemes.demo_funding import FundingSides

YEAR = 2008


@dataclass(frozen=True, slots=True, kw_only=True)
class Cast:
    """Who acts: the commissioner, finance, the providers, a practice, and the leads by the code of their group."""

    commissioner: Actor
    finance: Actor
    provider: Actor
    clinic: Actor
    practice: Actor
    leads: Mapping[str, Actor]


def cast_of(on: date, groups: Sequence[str]) -> Cast:
    """The demo people of the story."""
    return Cast(
        commissioner=_actor("commissioner", on),
        finance=_actor("finance", on),
        provider=_actor("provider-manager-prov", on),
        clinic=_actor("provider-manager-gpc", on),
        practice=_actor("practice-manager-x82001", on),
        leads={code: _actor(f"pbc-lead-{code.lower()}", on) for code in groups},
    )


def at_hour(month: int, day: int, hour: int, minute: int = 0, *, year: int = YEAR) -> datetime:
    """An instant of the story; the clock goes on from there."""
    instant = datetime.combine(date(year, month, day), time(hour, minute), clock.LONDON)
    clock.run_from(instant)
    return instant


def hour_of(year: int, month: int, day: int, hour: int) -> datetime:
    """The same with the year first, as rooms ask for it."""
    return at_hour(month, day, hour, year=year)


def sides_of(cast: Cast) -> Sides:
    """Who draft, review and comment on specifications."""
    return Sides(
        commissioner=cast.commissioner,
        provider=cast.provider,
        lead=cast.leads["DAC"],
        hour=hour_of,
    )


def activity_sides_of(cast: Cast) -> ActivitySides:
    """Who make and take returns of activity."""
    return ActivitySides(
        commissioner=cast.commissioner,
        community=cast.provider,
        clinic=cast.clinic,
        hour=hour_of,
    )


def scheme_sides_of(cast: Cast) -> SchemeSides:
    """Who make and approve enhanced services."""
    return SchemeSides(commissioner=cast.commissioner, finance=cast.finance, hour=hour_of)


def funding_sides_of(cast: Cast) -> FundingSides:
    """Who ask for funding, advise on it and decide: the practice’s own group comes first."""
    return FundingSides(
        practice=cast.practice,
        leads=[cast.leads[code] for code in ("WAT", "DAC")],
        commissioner=cast.commissioner,
        finance=cast.finance,
        hour=hour_of,
    )


def _actor(beginning: str, on: date) -> Actor:
    actor = find_actor_by_email(f"{beginning}{DEMO_DOMAIN}", on=on, account="")
    if actor is None:
        raise RuntimeError(f"the demo person {beginning} was not made")
    return actor
