"""Where a scheme stands against its budget in a year: figures that add up, and the state in words. Whole pence."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from core.wording import sterling


class Standing(StrEnum):
    """How a budget holds, the most pressing first."""

    OVERSPENT = "overspent"
    OVER_COMMITTED = "over_committed"
    WILL_EXCEED = "will_exceed"
    BELOW_LEAST = "below_least"
    NO_BUDGET = "no_budget"
    WITHIN = "within"


@dataclass(frozen=True, slots=True, kw_only=True)
class Position:
    """What a scheme comes to in a place and year. `budget`: at most, None where none holds; `least`: of it, at least.

    `claimed`: as practices claimed; `undecided`: claimed or proposed, not decided yet; `approved`: due, less what was
    taken back; `spent`: of it paid, `set_aside` included; `forecast`: None where none is made.
    """

    budget: int | None = None
    least: int | None = None
    committed: int = 0
    claimed: int = 0
    undecided: int = 0
    approved: int = 0
    spent: int = 0
    set_aside: int = 0
    forecast: int | None = None

    @property
    def waiting(self) -> int:
        """Approved and not paid yet."""
        return self.approved - self.spent

    @property
    def left(self) -> int | None:
        """What is left of the budget; below nothing where more was approved. None without a budget."""
        return None if self.budget is None else self.budget - self.approved

    @property
    def standing(self) -> Standing:
        """How the budget holds."""
        return next(standing for standing in Standing if _holds(self, standing))

    @property
    def over(self) -> int:
        """By how much the budget is or will be exceeded, or the least missed, whichever the standing says; else 0."""
        budget, forecast = self.budget or 0, self.forecast or 0
        by: Mapping[Standing, int] = {
            Standing.OVERSPENT: self.approved - budget,
            Standing.OVER_COMMITTED: self.committed - budget,
            Standing.WILL_EXCEED: forecast - budget,
            Standing.BELOW_LEAST: (self.least or 0) - forecast,
        }
        return by.get(self.standing, 0)


def standing_in_words(position: Position) -> str:
    """How the budget holds, in a few words.

    >>> standing_in_words(Position(budget=10000, approved=9000, committed=12000))
    'Over-committed by £20.00'
    >>> standing_in_words(Position(approved=9000)), standing_in_words(Position(budget=10000, forecast=10000))
    ('No budget', 'Within budget')
    """
    words: Mapping[Standing, str] = {
        Standing.OVERSPENT: "Overspent by",
        Standing.OVER_COMMITTED: "Over-committed by",
        Standing.WILL_EXCEED: "Forecast to exceed it by",
        Standing.BELOW_LEAST: "Forecast below its least by",
    }
    standing = position.standing
    if standing in words:
        return f"{words[standing]} {sterling(position.over)}"
    return "No budget" if standing is Standing.NO_BUDGET else "Within budget"


def added(positions: Iterable[Position]) -> Position:
    """Positions added up; a figure that none of them has stays missing."""
    held = list(positions)
    return Position(
        budget=_sum(each.budget for each in held),
        least=_sum(each.least for each in held),
        committed=sum(each.committed for each in held),
        claimed=sum(each.claimed for each in held),
        undecided=sum(each.undecided for each in held),
        approved=sum(each.approved for each in held),
        spent=sum(each.spent for each in held),
        set_aside=sum(each.set_aside for each in held),
        forecast=_sum(each.forecast for each in held),
    )


def left_of_all(positions: Iterable[Position]) -> int | None:
    """What is left of the budgets together: only of those that have one, so that the column adds up."""
    return _sum(each.left for each in positions)


def _sum(figures: Iterable[int | None]) -> int | None:
    known = [each for each in figures if each is not None]
    return sum(known) if known else None


def _holds(position: Position, standing: Standing) -> bool:
    budget, forecast = position.budget, position.forecast
    if budget is None:
        return standing is Standing.NO_BUDGET
    found = {
        Standing.OVERSPENT: position.approved > budget,
        Standing.OVER_COMMITTED: position.committed > budget,
        Standing.WILL_EXCEED: forecast is not None and forecast > budget,
        Standing.BELOW_LEAST: forecast is not None and position.least is not None and forecast < position.least,
        Standing.NO_BUDGET: False,
        Standing.WITHIN: True,
    }
    return found[standing]
