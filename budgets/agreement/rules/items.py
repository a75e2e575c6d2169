"""What a group takes a position on: the total, its split, a line, or a named pot."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from core.errors import Refusal


class ItemKind(StrEnum):
    """The kinds of item. Total and split are asked of every group; lines and pots may be spoken to."""

    TOTAL = "total"
    SPLIT = "split"
    LINE = "line"
    POT = "pot"


class Pot(StrEnum):
    """Money with a name of its own, which may be agreed or disputed apart from the lines."""

    MUST_DOS = "must_dos"
    RETURNED_MONEY = "returned_money"
    GROWTH = "growth"
    RISK_RESERVE = "risk_reserve"


POT_NAMES: Mapping[Pot, str] = {
    Pot.MUST_DOS: "Must-do money",
    Pot.RETURNED_MONEY: "Money returned to the localities",
    Pot.GROWTH: "Growth money left",
    Pot.RISK_RESERVE: "Risk reserve",
}
ALWAYS_ASKED = (ItemKind.TOTAL, ItemKind.SPLIT)


@dataclass(frozen=True, slots=True, kw_only=True, order=True)
class Item:
    """One thing a position is about; `code` is the line's code or the pot, blank for the total and the split."""

    kind: ItemKind
    code: str = ""

    def __str__(self) -> str:
        """The item as it stands in addresses and downloads.

        >>> str(Item(kind=ItemKind.LINE, code="IC-BED")), str(TOTAL)
        ('line:IC-BED', 'total')
        """
        return f"{self.kind}:{self.code}" if self.code else str(self.kind)


TOTAL = Item(kind=ItemKind.TOTAL)
SPLIT = Item(kind=ItemKind.SPLIT)


def item_from(text: str) -> Item:
    """The item of such a text; a Refusal where it names none.

    >>> item_from("pot:must_dos").code
    'must_dos'
    """
    kind, _, code = text.partition(":")
    if kind not in list(ItemKind) or bool(code) != (kind in (ItemKind.LINE, ItemKind.POT)):
        raise Refusal(f"A position is on the total, the split, a line or a pot, not on “{text}”.")
    if kind == ItemKind.POT and code not in list(Pot):
        raise Refusal(f"There is no pot called “{code}”.")
    return Item(kind=ItemKind(kind), code=code)
