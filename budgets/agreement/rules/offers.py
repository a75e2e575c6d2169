"""What a proposal offers: the amount of each item, of a group and of all, in pence; and which items there are."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from budgets.agreement.rules.items import POT_NAMES, SPLIT, TOTAL, Item, ItemKind, Pot
from budgets.method.result import Calculation, Line, LineKind, Step
from core.errors import Refusal

_KIND_OF_POT: Mapping[Pot, LineKind] = {
    Pot.MUST_DOS: LineKind.MUST_DO,
    Pot.RETURNED_MONEY: LineKind.RETURNED_MONEY,
    Pot.GROWTH: LineKind.GROWTH_RESERVE,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Offer:
    """What an item is called, what it gives a group, and what it is for all groups together, in pence.

    `line` is the line of a line item. The total is the same for every group.
    """

    item: Item
    name: str
    own: int
    whole: int
    line: Line | None = None


class Offers:
    """What a calculation offers each group (by its code) on each item."""

    def __init__(self, calculation: Calculation) -> None:
        self.calculation = calculation
        self.lines: Mapping[str, Line] = {line.code: line for line in calculation.lines}

    def get(self, group: str, item: Item) -> Offer:
        """The offer on an item; a Refusal where the calculation has no such item."""
        found = self.find(group, item)
        if found is None:
            what = f"line “{item.code}”" if item.kind is ItemKind.LINE else POT_NAMES[Pot(item.code)].lower()
            raise Refusal(f"This proposal has no {what}, so there is nothing to take a position on.")
        return found

    def find(self, group: str, item: Item) -> Offer | None:
        """The offer on an item; None where the calculation has no such item."""
        totals = self.calculation.totals
        if item.kind is ItemKind.TOTAL:
            return Offer(item=item, name="The total", own=totals.total, whole=totals.total)
        if item.kind is ItemKind.SPLIT:
            return Offer(item=item, name="The split", own=totals.by_group[group].gross, whole=totals.gross)
        if item.kind is ItemKind.POT:
            return self._pot(group, item)
        line = self.lines.get(item.code)
        if line is None:
            return None
        return Offer(item=item, name=line.name, own=line.gross[group], whole=line.total, line=line)

    def to(self, group: str) -> Iterator[Offer]:
        """Everything a group is asked or may speak to: the total, its split, the pots there are, every line."""
        items = [TOTAL, SPLIT, *(Item(kind=ItemKind.POT, code=pot) for pot in Pot)]
        items += [Item(kind=ItemKind.LINE, code=code) for code in self.lines]
        for item in items:
            found = self.find(group, item)
            if found is not None:
                yield found

    def lines_of(self, pot: Pot) -> list[Line]:
        """The lines a pot is made of; none where it lies across lines: the reserve, money returned with each line."""
        kind = _KIND_OF_POT.get(pot)
        return [line for line in self.lines.values() if line.kind is kind]

    def _pot(self, group: str, item: Item) -> Offer | None:
        pot = Pot(item.code)
        own, whole = self._amounts(group, pot)
        return Offer(item=item, name=POT_NAMES[pot], own=own, whole=whole) if own or whole else None

    def _amounts(self, group: str, pot: Pot) -> tuple[int, int]:
        totals = self.calculation.totals
        if pot is Pot.RISK_RESERVE:
            return totals.by_group[group].reserve, totals.reserve
        lines = self.lines_of(pot)
        if lines or pot is not Pot.RETURNED_MONEY:
            return sum(line.gross[group] for line in lines), sum(line.total for line in lines)
        returned = next(step for step in self.calculation.bridge if step.step is Step.RETURNED_MONEY)
        return returned.by_group[group], returned.total
