"""In which locality each practice lay on a day: that of its group then. Read once, asked often."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select

from commissioning.organisations.models import GroupPlace, PracticeMembership
from core.db import db
from core.parties.models import Party
from core.periods import holds_on


@dataclass(frozen=True, slots=True, kw_only=True)
class Stay:
    """A practice in a group of a locality, in [joined_on, left_on); missing days: always."""

    locality_id: int
    joined_on: date | None
    left_on: date | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Places:
    """The stays of practices by the practice’s id."""

    stays: dict[int, list[Stay]]

    def of(self, practice_id: int, on: date) -> int | None:
        """The locality in which a practice lay on a day; None where it was in no group, or in one without locality."""
        found = self.stays.get(practice_id, ())
        return next((each.locality_id for each in found if holds_on(on, each.joined_on, each.left_on)), None)


def places_of(commissioner_ids: Collection[int]) -> Places:
    """Where the practices of commissioners lie and lay, in one query."""
    rows = (
        select(
            PracticeMembership.practice_id,
            PracticeMembership.joined_on,
            PracticeMembership.left_on,
            GroupPlace.locality_id,
        )
        .join(GroupPlace, GroupPlace.group_id == PracticeMembership.group_id)
        .join(Party, Party.id == PracticeMembership.practice_id)
        .where(Party.commissioner_id.in_(commissioner_ids))
    )
    stays: dict[int, list[Stay]] = {}
    for practice_id, joined_on, left_on, locality_id in db.session.execute(rows):
        stays.setdefault(practice_id, []).append(Stay(locality_id=locality_id, joined_on=joined_on, left_on=left_on))
    return Places(stays=stays)
