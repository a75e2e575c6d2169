"""What a group is asked and what it says, as a table: the total, its split, pots and every line."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction
from typing import Any

from budgets.agreement.presented.amounts import signed_sterling
from budgets.agreement.presented.stances import said_cell
from budgets.agreement.rules.board import Said
from budgets.agreement.rules.items import ItemKind
from budgets.agreement.rules.offers import Offer
from budgets.agreement.rules.stances import Stance
from budgets.method.result import Calculation, GroupTotals
from budgets.method.words import in_words
from budgets.rounds.presented.links import NO_LINKS, Links
from budgets.rounds.presented.matrix import category_of
from core.tables import Cell, Heading, Section, Table, amount, percent, percent_text, words
from core.wording import sterling

_ASKED_OF_ALL = "Asked of every group"
_POTS = "Named pots"


class Show(StrEnum):
    """Which items are asked for."""

    ALL = "all"
    ANSWERED = "answered"
    DISPUTED = "disputed"
    SILENT = "silent"


SHOW_NAMES: Mapping[Show, str] = {
    Show.ALL: "Everything",
    Show.ANSWERED: "With a position",
    Show.DISPUTED: "Disputed",
    Show.SILENT: "Nothing said",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What a reader asks of the list. `order`: blank (as in the calculation), `amount` or `item`."""

    show: Show = Show.ALL
    text: str = ""
    order: str = ""

    @property
    def query(self) -> dict[str, Any]:
        """The question as the query of an address; what is as usual is left out."""
        asked = {"show": "" if self.show is Show.ALL else str(self.show), "text": self.text, "sort": self.order}
        return {key: value for key, value in asked.items() if value}


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """An item with what it offers and what the group says to it."""

    offer: Offer
    said: Said


def asked_from(query: Mapping[str, str]) -> Asked:
    """The question of an address; what nobody knows is as usual."""
    show, order = query.get("show", ""), query.get("sort", "")
    return Asked(
        show=Show(show) if show in list(Show) else Show.ALL,
        text=query.get("text", "").strip(),
        order=order if order in ("amount", "item") else "",
    )


def chosen(rows: Iterable[Row], asked: Asked) -> list[Row]:
    """The items asked for, in the order asked for."""
    wanted = asked.text.casefold()
    found = [
        row
        for row in rows
        if _SHOWN[asked.show](row.said) and wanted in f"{row.offer.item.code} {row.offer.name}".casefold()
    ]
    if asked.order == "amount":
        return sorted(found, key=lambda row: -abs(row.offer.own))
    return sorted(found, key=lambda row: row.offer.name.casefold()) if asked.order else found


_SHOWN: Mapping[Show, Callable[[Said], bool]] = {
    Show.ALL: lambda _: True,
    Show.ANSWERED: lambda said: said.id is not None,
    Show.DISPUTED: lambda said: said.stance is Stance.DISPUTED,
    Show.SILENT: lambda said: said.id is None,
}


def positions_table(
    rows: Sequence[Row],
    *,
    caption: str,
    asked: Asked,
    group: str,
    calculation: Calculation,
    href: Callable[[str], str] = "".format,
    heads: Mapping[str, str] | None = None,
    links: Links = NO_LINKS,
    carried_from: int | None = None,
) -> Table:
    """The items with what all groups and this one (by its code) get, the method, and the position.

    `href`: of an item's page.

    `heads`: where the head of a column leads, by order. In the order of the calculation, items stand in sections.
    """
    names, totals = {each.code: each.name for each in calculation.groups}, calculation.totals.by_group[group]
    cells = [
        (
            _section_of(row.offer),
            [
                words(row.offer.name, href=href(str(row.offer.item)), note=_note(row.offer, totals, names)),
                *_figures(row.offer, links),
                said_cell(row.said, href=href(str(row.offer.item)), carried_from=carried_from),
            ],
        )
        for row in rows
    ]
    return Table(
        name="positions",
        caption=caption,
        head=[_head(text, order, is_number, asked, heads or {}) for text, order, is_number in _columns(names[group])],
        sections=[Section(rows=[row for _, row in cells])] if asked.order else _sections(cells),
    )


def change_in_words(totals: GroupTotals) -> str:
    """What changes against last year, as half a sentence."""
    if totals.change_percent is None:
        return "nothing to compare with last year"
    signed = percent_text(totals.change_percent, is_signed=True)
    return f"{signed_sterling(totals.change)} ({signed}%) on last year"


def _columns(group: str) -> list[tuple[str, str, bool]]:
    return [
        ("What", "item", False),
        ("All groups £", "", True),
        (f"{group} £", "amount", True),
        ("Share %", "", True),
        ("Position", "", False),
    ]


def _head(text: str, order: str, is_number: bool, asked: Asked, heads: Mapping[str, str]) -> Heading:
    is_here = bool(order) and asked.order == order
    direction = "descending" if order == "amount" else "ascending"
    return Heading(text=text, number=is_number, href=heads.get(order, ""), sort=direction if is_here else "")


def _section_of(offer: Offer) -> str:
    if offer.line is not None:
        return category_of(offer.line)
    return _POTS if offer.item.kind is ItemKind.POT else _ASKED_OF_ALL


def _sections(cells: Sequence[tuple[str, list[Cell]]]) -> list[Section]:
    filed: dict[str, list[list[Cell]]] = {}
    for name, row in cells:
        filed.setdefault(name, []).append(row)
    blank = [words("")] * 4
    return [Section(head=[words(name), *blank], rows=rows) for name, rows in filed.items()]


def _figures(offer: Offer, links: Links) -> list[Cell]:
    line = links.line(offer.item.code) if offer.line else ""
    return [
        amount(offer.whole, href=line),
        amount(offer.own, href=f"{line}#split" if line else ""),
        percent(share_of(offer), 2),
    ]


def share_of(offer: Offer) -> Fraction | None:
    """The group's percentage of what is divided; of the total, which is the same for every group, none."""
    if offer.item.kind is ItemKind.TOTAL or not offer.whole:
        return None
    shared = offer.line.shared if offer.line else offer.whole
    return Fraction(100 * offer.own, shared) if shared else None


def _note(offer: Offer, totals: GroupTotals, names: Mapping[str, str]) -> str:
    match offer.item.kind:
        case ItemKind.TOTAL:
            return "is it the right sum for all groups together?"
        case ItemKind.SPLIT:
            return f"gross; net {sterling(totals.net)}, {change_in_words(totals)}"
        case ItemKind.LINE if offer.line is not None:
            return in_words(offer.line.method_used, names)
    return ""
