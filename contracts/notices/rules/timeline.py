"""The notices of a contract along time, as plain values: a lane for each notice, and the money held from day to day."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from contracts.notices.rules.ledger import EntryKind
from core.wording import in_full, sterling


class Sign(StrEnum):
    """What a mark on a lane stands for."""

    ISSUED = "notice issued"
    TALKED = "answer or meeting"
    SETTLED = "outcome or plan"
    DONE = "milestone reported or accepted"
    MISSED = "milestone missed"
    DUE = "due"
    MONEY = "money"


@dataclass(frozen=True, slots=True, kw_only=True)
class Point:
    """Something on a lane: on which day, and what it was."""

    on: date
    sign: Sign


@dataclass(frozen=True, slots=True, kw_only=True)
class Lane:
    """A notice along time. `ends_on`: the day on which it was over; None while it is open."""

    number: int
    title: str
    begins_on: date
    ends_on: date | None
    is_overdue: bool
    points: Sequence[Point]


@dataclass(frozen=True, slots=True, kw_only=True)
class Timeline:
    """All lanes of a contract on a day, and from which day on how much (pence) was held; empty: nothing ever was."""

    on: date
    lanes: Sequence[Lane]
    held: Sequence[tuple[date, int]]

    @property
    def first(self) -> date:
        """The day on which it begins."""
        return min([each.begins_on for each in self.lanes], default=self.on)

    @property
    def last(self) -> date:
        """The day on which it ends: today, or the last day on which something falls due."""
        return max([self.on, *(point.on for each in self.lanes for point in each.points)])

    @property
    def held_now(self) -> int:
        """What is held on the day."""
        return self.held[-1][1] if self.held else 0

    @property
    def finding(self) -> str:
        """What it shows, in one sentence.

        >>> lane = Lane(number=1, title="", begins_on=date(2008, 6, 2), ends_on=None, is_overdue=True, points=())
        >>> Timeline(on=date(2008, 7, 1), lanes=[lane], held=[]).finding
        '1 notice since 2 June 2008: 1 is open and overdue. Nothing was withheld.'
        """
        count = len(self.lanes)
        notices = f"{count:,} notice{'' if count == 1 else 's'} since {in_full(self.first)}"
        return f"{notices}: {self._open_in_words()}. {self._money_in_words()}"

    def _open_in_words(self) -> str:
        still = [each for each in self.lanes if each.ends_on is None]
        late = sum(each.is_overdue for each in still)
        if not still:
            return "none is open"
        said = f"{len(still):,} {'is' if len(still) == 1 else 'are'} open"
        if not late:
            return f"{said}, none overdue"
        return f"{said} and overdue" if late == len(still) == 1 else f"{said}, {late:,} of them overdue"

    def _money_in_words(self) -> str:
        if not self.held:
            return "Nothing was withheld."
        most = max(pence for _, pence in self.held)
        if self.held_now == most:
            return f"{sterling(most)} are held, the most so far."
        return f"{sterling(self.held_now)} are held; at most it was {sterling(most)}."


def held_by_day(entries: Iterable[tuple[date, EntryKind, int]]) -> list[tuple[date, int]]:
    """How much is held from which day on, of approved entries: the day of approval, the kind, the pence.

    >>> held_by_day([(date(2008, 7, 9), EntryKind.RELEASED, 60), (date(2008, 7, 4), EntryKind.WITHHELD, 100)])
    [(datetime.date(2008, 7, 4), 100), (datetime.date(2008, 7, 9), 40)]
    """
    changes: dict[date, int] = {}
    for day, kind, pence in entries:
        changes[day] = changes.get(day, 0) + (pence if kind is EntryKind.WITHHELD else -pence)
    found, held = [], 0
    for day in sorted(changes):
        held += changes[day]
        found.append((day, held))
    return found
