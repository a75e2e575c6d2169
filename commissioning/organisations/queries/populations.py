"""Looking up population snapshots: the versions in force, and those they corrected."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from sqlalchemy import Select, func, select
from sqlalchemy.orm import aliased, joinedload, selectinload

from commissioning.organisations.models import NeedWeighting, PopulationSnapshot
from core.db import db
from core.parties.models import Party

_Later = aliased(PopulationSnapshot, name="later")


@dataclass(frozen=True, slots=True, kw_only=True)
class CountedDay:
    """What is recorded of a day: how many practices, and their people by column (`registered` first)."""

    on: date
    practices: int
    people: dict[str, Decimal]


def select_in_force(commissioner_id: int, *, on: date | None = None) -> Select[PopulationSnapshot]:
    """A trust's populations that no later version corrects, by day (latest first) and practice code."""
    rows = (
        select(PopulationSnapshot)
        .join(PopulationSnapshot.practice)
        .outerjoin(_Later, _Later.corrects_id == PopulationSnapshot.id)
        .where(Party.commissioner_id == commissioner_id, _Later.id.is_(None))
        .options(joinedload(PopulationSnapshot.practice), selectinload(PopulationSnapshot.weightings))
        .order_by(PopulationSnapshot.counted_on.desc(), Party.code)
    )
    return rows if on is None else rows.where(PopulationSnapshot.counted_on == on)


def list_in_force(commissioner_id: int, *, on: date | None = None) -> list[PopulationSnapshot]:
    """The same as a list."""
    return list(db.session.scalars(select_in_force(commissioner_id, on=on)))


def find_in_force(practice_id: int, *, on: date) -> PopulationSnapshot | None:
    """What holds of a practice's people on a day that was counted."""
    rows = select(PopulationSnapshot).options(selectinload(PopulationSnapshot.weightings))
    rows = rows.where(PopulationSnapshot.practice_id == practice_id, PopulationSnapshot.counted_on == on)
    return db.session.scalars(rows.order_by(PopulationSnapshot.number.desc()).limit(1)).first()


def list_populations_of_practice(practice_id: int) -> list[PopulationSnapshot]:
    """All versions of a practice's populations, latest day and version first."""
    rows = select(PopulationSnapshot).options(
        selectinload(PopulationSnapshot.weightings), joinedload(PopulationSnapshot.recorded_by)
    )
    rows = rows.where(PopulationSnapshot.practice_id == practice_id)
    return list(
        db.session.scalars(rows.order_by(PopulationSnapshot.counted_on.desc(), PopulationSnapshot.number.desc()))
    )


def list_weighting_names(commissioner_id: int) -> list[str]:
    """The names of need weightings a trust uses."""
    rows = select(NeedWeighting.name).distinct().join(NeedWeighting.population).join(PopulationSnapshot.practice)
    return sorted(db.session.scalars(rows.where(Party.commissioner_id == commissioner_id)))


def list_counted_days(commissioner_id: int) -> list[CountedDay]:
    """Every day that was counted, latest first, with its practices and sums: added up exactly, in Python."""
    days: dict[date, list[PopulationSnapshot]] = {}
    for population in list_in_force(commissioner_id):
        days.setdefault(population.counted_on, []).append(population)
    return [_counted_day(on, populations) for on, populations in days.items()]


def list_days(commissioner_id: int) -> list[tuple[date, int]]:
    """Every day that was counted, latest first, with the number of practices counted."""
    count = func.count(func.distinct(PopulationSnapshot.practice_id))
    rows = select(PopulationSnapshot.counted_on, count).join(PopulationSnapshot.practice)
    rows = rows.where(Party.commissioner_id == commissioner_id).group_by(PopulationSnapshot.counted_on)
    return [(on, number) for on, number in db.session.execute(rows.order_by(PopulationSnapshot.counted_on.desc()))]


def latest_of(practice_ids: Collection[int], *, on: date) -> dict[int, PopulationSnapshot]:
    """The latest population of each practice counted on a day or before, by the practice's id."""
    latest = select(PopulationSnapshot.practice_id, func.max(PopulationSnapshot.counted_on).label("day"))
    latest_days = (
        latest.where(PopulationSnapshot.practice_id.in_(practice_ids), PopulationSnapshot.counted_on <= on)
        .group_by(PopulationSnapshot.practice_id)
        .subquery()
    )
    rows = (
        select(PopulationSnapshot)
        .join(
            latest_days,
            (latest_days.c.practice_id == PopulationSnapshot.practice_id)
            & (latest_days.c.day == PopulationSnapshot.counted_on),
        )
        .order_by(PopulationSnapshot.number)
    )
    return {population.practice_id: population for population in db.session.scalars(rows)}


def _counted_day(on: date, populations: list[PopulationSnapshot]) -> CountedDay:
    people: dict[str, Decimal] = {"registered": sum((p.registered for p in populations), Decimal())}
    for name in sorted({weighting.name for p in populations for weighting in p.weightings}):
        named = (w.people for p in populations for w in p.weightings if w.name == name)
        people[name] = sum(named, Decimal())
    return CountedDay(on=on, practices=len(populations), people=people)
