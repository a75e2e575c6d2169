"""Which positions are carried over to a new proposal: those whose figures did not change. All others start again."""

from collections.abc import Callable, Iterable
from typing import TypeVar

from budgets.agreement.rules.items import Item, ItemKind
from budgets.agreement.rules.offers import Offers
from budgets.method.result import Calculation

_T = TypeVar("_T")


def carried(
    positions: Iterable[_T], of: Callable[[_T], tuple[str, Item]], *, before: Calculation, after: Calculation
) -> list[_T]:
    """Those of the positions that still hold. `of` gives the group's code and the item of each."""
    old, new = Offers(before), Offers(after)
    return [position for position in positions if _holds(*of(position), old, new)]


def _holds(group: str, item: Item, old: Offers, new: Offers) -> bool:
    """Whether what a group spoke to is the same in both.

    The total: the overall total. A line or a pot: its total and the group's amount. The split: the group's gross, and
    every line with its total and the group's amount, none more and none less.
    """
    if any(group not in each.calculation.totals.by_group for each in (old, new)):
        return False
    was, now = old.find(group, item), new.find(group, item)
    if was is None or now is None or was.own != now.own:
        return False
    if item.kind is ItemKind.SPLIT:
        return _lines(group, old) == _lines(group, new)
    return was.whole == now.whole


def _lines(group: str, offers: Offers) -> dict[str, tuple[int, int]]:
    """Each line's total and the group's amount."""
    return {code: (line.total, line.gross[group]) for code, line in offers.lines.items()}
