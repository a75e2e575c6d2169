"""Cover: how the patients of each practice are seen to under a scheme on a day, and who has nobody."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from core.errors import Refusal
from core.periods import overlap
from core.wording import in_full


class How(StrEnum):
    """How a practice's patients are seen to."""

    SELF = "self"
    COVERED = "covered"
    UNCOVERED = "uncovered"
    NOT_OFFERED = "not_offered"


HOW_NAMES: Mapping[How, str] = {
    How.SELF: "Itself",
    How.COVERED: "By another",
    How.UNCOVERED: "Uncovered",
    How.NOT_OFFERED: "Not offered to it",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class CoverOn:
    """A record of cover that runs on the day. `agreed`: whether the one that covers agreed to it.

    `needs_sign_up`: whether it is a practice, which covers others only while it is signed up itself.
    """

    cover_id: int
    by: str
    by_id: int
    agreed: bool
    needs_sign_up: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Covered:
    """How one practice stands under one scheme. `by`: who covers it.

    `why`: what stands in the way where somebody was asked and yet nobody covers.
    """

    how: How
    by: str = ""
    why: str = ""
    cover_id: int | None = None


def how_covered(
    practice_id: int, *, members: Collection[int], records: Iterable[CoverOn], offered: Collection[int] = ()
) -> Covered:
    """How a practice stands. `members`: the practices in the scheme on the day; `records`: those of the practice.

    `offered`: the practices to which the scheme was offered; none: to nobody yet. What was offered to certain practices
    leaves nobody uncovered elsewhere, unless cover was asked for.

    >>> gone = CoverOn(cover_id=1, by="Practice 2", by_id=2, agreed=True, needs_sign_up=True)
    >>> how_covered(1, members={2}, records=[gone]).how.value, how_covered(1, members=set(), records=[gone]).why
    ('covered', 'Practice 2 is not in the scheme')
    >>> how_covered(1, members=set(), records=[], offered={2}).how.value
    'not_offered'
    """
    if practice_id in members:
        return Covered(how=How.SELF)
    why, cover_id = "", None
    for each in records:
        if not each.agreed:
            why, cover_id = f"{each.by} has not agreed yet", each.cover_id
        elif each.needs_sign_up and each.by_id not in members:
            why, cover_id = f"{each.by} is not in the scheme", each.cover_id
        else:
            return Covered(how=How.COVERED, by=each.by, cover_id=each.cover_id)
    if offered and practice_id not in offered and cover_id is None:
        return Covered(how=How.NOT_OFFERED)
    return Covered(how=How.UNCOVERED, why=why, cover_id=cover_id)


@dataclass(frozen=True, slots=True, kw_only=True)
class Sum:
    """Practices and their registered patients, in all and uncovered. `uncounted`: practices without a count.

    `not_offered`: practices to which the scheme was not offered though it was to others.
    """

    practices: int
    people: int
    uncovered: int
    uncovered_people: int
    uncounted: int
    not_offered: int = 0


def sum_of(rows: Sequence[tuple[Covered, int | None]]) -> Sum:
    """What practices come to.

    >>> sum_of([(Covered(how=How.SELF), 5000), (Covered(how=How.UNCOVERED), 3000), (Covered(how=How.UNCOVERED), None)])
    Sum(practices=3, people=8000, uncovered=2, uncovered_people=3000, uncounted=1, not_offered=0)
    """
    out = [people for covered, people in rows if covered.how is How.UNCOVERED]
    return Sum(
        practices=len(rows),
        people=sum(people or 0 for _, people in rows),
        uncovered=len(out),
        uncovered_people=sum(people or 0 for people in out),
        uncounted=sum(people is None for _, people in rows),
        not_offered=sum(covered.how is How.NOT_OFFERED for covered, _ in rows),
    )


def check_cover(
    *,
    starts_on: date,
    ends_on: date | None,
    is_own: bool,
    others: Sequence[tuple[str, date, date | None]],
) -> None:
    """Refuse cover by the practice itself, days the wrong way round, and two at once. `others`: who, first day, end."""
    if is_own:
        raise Refusal("A practice is covered by another. For itself it signs up.")
    if ends_on is not None and ends_on <= starts_on:
        raise Refusal("The cover ends before it begins. Put one of the days right.")
    for name, first, end in others:
        if overlap((starts_on, ends_on), (first, end)):
            raise Refusal(f"{name} covers it from {in_full(first)} already. End that cover first.")
