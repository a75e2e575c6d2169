"""Positions as a list: of every group the total and the split, silence among them, and whatever else was said."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from budgets.agreement.rules.board import Said, heard
from budgets.agreement.rules.items import SPLIT, TOTAL, Item, ItemKind, Pot
from budgets.method.result import Calculation


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """What a group (by its code) says to an item of a proposal (by its number), and in which words, if any."""

    proposal: int
    group: str
    item: Item
    said: Said
    words: str = ""


def entries_of(
    calculation: Calculation,
    said: Mapping[tuple[str, Item], tuple[Said, str]],
    *,
    proposal: int,
    reply_by: date,
    on: date,
) -> Iterator[Entry]:
    """Group by group in the order of the calculation: total and split always, pots and lines where something was said.

    `said`: by group code and item, with the words.
    """
    spoken_to = [Item(kind=ItemKind.POT, code=pot) for pot in Pot]
    spoken_to += [Item(kind=ItemKind.LINE, code=line.code) for line in calculation.lines]
    for group in calculation.groups:
        for item in (TOTAL, SPLIT, *spoken_to):
            found, words = said.get((group.code, item), (None, ""))
            if found is not None or item in (TOTAL, SPLIT):
                answer = heard(found, item.kind, reply_by=reply_by, on=on)
                yield Entry(proposal=proposal, group=group.code, item=item, said=answer, words=words)
