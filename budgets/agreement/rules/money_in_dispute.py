"""How much money is in dispute: two figures that count nothing twice, and what stands beside them.

*The amount under disputed lines*: what each disputed line gives the group that disputes it, each group × line once,
whatever its sign. A disputed pot that is made of lines (must-dos, growth, money returned as a line) stands for these.
A disputed split of a group that disputes no line and no such pot counts as the group's gross: it says that something
is wrong, not where. Naming a line says where, so the figure then falls to the lines named.

*The difference claimed*: |claimed − offered| over the disputes that name an amount or a method. The finest claim of a
group counts: its lines; a pot only where none of its own lines has a claim; the split only where no line and no pot
made of lines has one.

A disputed total is about all groups' money and stands beside, never added; so do the risk reserve and money returned
with each line, which lie across the lines. Source of the rule: docs/guide/commissioner.md, the board and disputes.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from budgets.agreement.rules.items import Item, ItemKind, Pot
from budgets.agreement.rules.offers import Offers


@dataclass(frozen=True, slots=True, kw_only=True)
class Dispute:
    """A group (by its code) that disputes an item, and what it says it should get, in pence, where it names that."""

    group: str
    item: Item
    claimed: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Beside:
    """A dispute that stands beside the two figures: its amount, and the difference claimed where there is one."""

    dispute: Dispute
    amount: int
    difference: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class InDispute:
    """What one group disputes: which lines (by code, those of pots among them), and its part of the two figures."""

    lines: tuple[str, ...]
    amount: int
    claimed: int


@dataclass(frozen=True, slots=True, kw_only=True)
class MoneyInDispute:
    """The two figures in pence, each group's part of them, and what stands beside."""

    amount: int
    claimed: int
    by_group: Mapping[str, InDispute]
    beside: tuple[Beside, ...]

    @property
    def totals_disputed(self) -> list[Beside]:
        """The disputes over the total."""
        return [each for each in self.beside if each.dispute.item.kind is ItemKind.TOTAL]


def money_in_dispute(offers: Offers, disputes: Iterable[Dispute]) -> MoneyInDispute:
    """The money in dispute over what is offered. A group has at most one dispute on an item: the one that stands."""
    beside: list[Dispute] = []
    counted: dict[str, list[Dispute]] = {}
    for dispute in disputes:
        (beside if stands_beside(offers, dispute.item) else counted.setdefault(dispute.group, [])).append(dispute)
    by_group = {group: _of_group(offers, group, own) for group, own in counted.items()}
    return MoneyInDispute(
        amount=sum(each.amount for each in by_group.values()),
        claimed=sum(each.claimed for each in by_group.values()),
        by_group=by_group,
        beside=tuple(_beside(offers, dispute) for dispute in beside),
    )


def stands_beside(offers: Offers, item: Item) -> bool:
    """Whether a dispute over this item is never added: the total, and pots that lie across the lines."""
    if item.kind is ItemKind.POT:
        return not offers.lines_of(Pot(item.code))
    return item.kind is ItemKind.TOTAL


def difference_claimed(offers: Offers, dispute: Dispute) -> int | None:
    """What the group claims above (below: negative) what it is offered, in pence; None where it names no amount."""
    offered = offers.find(dispute.group, dispute.item)
    return None if dispute.claimed is None or offered is None else dispute.claimed - offered.own


def _of_group(offers: Offers, group: str, disputes: Sequence[Dispute]) -> InDispute:
    lines = {code: None for dispute in disputes for code in _lines_under(offers, dispute.item)}
    under = sum(abs(offers.lines[code].gross[group]) for code in lines)
    is_split_alone = not any(_is_of_lines(dispute) for dispute in disputes)
    return InDispute(
        lines=tuple(lines),
        amount=abs(offers.calculation.totals.by_group[group].gross) if is_split_alone else under,
        claimed=sum(abs(difference_claimed(offers, each) or 0) for each in _finest_claims(offers, disputes)),
    )


def _finest_claims(offers: Offers, disputes: Sequence[Dispute]) -> list[Dispute]:
    claims = [dispute for dispute in disputes if dispute.claimed is not None]
    lines = [dispute for dispute in claims if dispute.item.kind is ItemKind.LINE]
    with_claim = {dispute.item.code for dispute in lines}
    pots = [
        dispute
        for dispute in claims
        if dispute.item.kind is ItemKind.POT and not with_claim.intersection(_lines_under(offers, dispute.item))
    ]
    return [*lines, *pots] or claims


def _is_of_lines(dispute: Dispute) -> bool:
    return dispute.item.kind in (ItemKind.LINE, ItemKind.POT)


def _lines_under(offers: Offers, item: Item) -> list[str]:
    if item.kind is ItemKind.LINE:
        return [item.code] if item.code in offers.lines else []
    return [line.code for line in offers.lines_of(Pot(item.code))] if item.kind is ItemKind.POT else []


def _beside(offers: Offers, dispute: Dispute) -> Beside:
    offered = offers.find(dispute.group, dispute.item)
    return Beside(
        dispute=dispute,
        amount=0 if offered is None else offered.own,
        difference=difference_claimed(offers, dispute),
    )
