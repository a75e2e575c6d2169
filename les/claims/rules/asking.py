"""What a practice is asked of a scheme for a quarter: for each element and price a count, spans, or a condition."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from core.wording import in_full, sterling
from les.schemes.rules.by_time import days_in
from les.schemes.rules.pricing import priced_parts
from les.schemes.rules.quarters import Quarter
from les.schemes.rules.terms import Basis, Element, PracticeInScheme, Quantity, SchemeTerms


class Way(StrEnum):
    """How an element is told: counted, counted over time, met or not, or not at all because it is due by itself."""

    COUNT = "count"
    SPANS = "spans"
    CONDITION = "condition"
    ITSELF = "itself"


_WAYS = {
    Basis.EACH: Way.COUNT,
    Basis.PLANNED: Way.COUNT,
    Basis.A_YEAR: Way.SPANS,
    Basis.LIST_ONCE: Way.CONDITION,
    Basis.FIXED: Way.ITSELF,
    Basis.LIST_A_YEAR: Way.ITSELF,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Member:
    """A practice under one agreement with a scheme: the agreement's id, its terms, and the practice as they pay it."""

    agreement_id: int
    terms: SchemeTerms
    practice: PracticeInScheme


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """One thing to be told of [first, last]. `price`: pence; `is_parted`: only part of the quarter has this price."""

    element: Element
    way: Way
    first: date
    last: date
    price: int
    is_parted: bool = False

    @property
    def key(self) -> str:
        """By which a form or a row names it: element and first day."""
        return f"{self.element.code}|{self.first.isoformat()}"

    @property
    def days(self) -> str:
        """Its days in words."""
        return f"{in_full(self.first)} to {in_full(self.last)}"

    @property
    def price_words(self) -> str:
        """Its price in words."""
        a_year = self.element.basis in (Basis.A_YEAR, Basis.FIXED, Basis.LIST_A_YEAR)
        return f"{sterling(self.price)}{' a year' if a_year else ''}"


def is_in(member: Member, quarter: Quarter) -> bool:
    """Whether a practice is in the scheme under an agreement on some day of a quarter."""
    left = member.practice.left_on
    first = max(quarter.first_day, member.practice.joined_on)
    return first < min(quarter.end, left or quarter.end)


def asked_of(members: Sequence[Member], quarter: Quarter) -> tuple[Asked, ...]:
    """All that a practice is asked, agreement by agreement. Refuses where an element has no price yet."""
    return tuple(
        asked
        for member in members
        if is_in(member, quarter)
        for element in member.terms.elements
        if not element.level or element.level == member.practice.level
        for asked in _asked(member, element, quarter)
    )


def gathered(asked: Asked, quantities: Sequence[Quantity]) -> list[Quantity]:
    """What was told of one thing asked, in the order of days."""
    found = [
        each
        for each in quantities
        if each.element == asked.element.code and asked.first <= each.starts_on <= asked.last
    ]
    return sorted(found, key=lambda each: each.starts_on)


def breaks_of(asked: Asked, told: Sequence[Quantity]) -> list[tuple[date, int]]:
    """A count over time as the days on which it changed, from the first day asked on; days not told count nothing.

    `told`: spans in the order of days. Nothing where nothing was told.
    """
    found: list[tuple[date, int]] = []
    day = asked.first
    for each in told:
        if each.starts_on > day:
            found.append((day, 0))
        found.append((each.starts_on, int(each.count)))
        day = each.last_day + timedelta(days=1)
    if told and day <= asked.last:
        found.append((day, 0))
    return found


def _asked(member: Member, element: Element, quarter: Quarter) -> Iterator[Asked]:
    first, end = days_in(member.practice, quarter)
    way = _WAYS[element.basis]
    parts = list(priced_parts(member.terms, element, practice=member.practice.code, first=first, end=end))
    if way is not Way.COUNT:
        last = end - timedelta(days=1)
        yield Asked(element=element, way=way, first=first, last=last, price=parts[0][2].pence)
        return
    for start, stop, price in parts:
        last = stop - timedelta(days=1)
        parted = len(parts) > 1
        yield Asked(element=element, way=way, first=start, last=last, price=price.pence, is_parted=parted)
