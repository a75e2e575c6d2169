"""The figures of a return as a table for pages and files alike, and later corrections of it."""

from collections.abc import Sequence
from fractions import Fraction

from commissioning.activity.models.freezing import Adjustment
from commissioning.activity.rules.currencies import Currency
from commissioning.activity.rules.figures import Figure
from commissioning.activity.rules.months import Period
from commissioning.activity.rules.rows import UNITS
from core.clock import in_london
from core.components import day
from core.tables import Cell, Table, columns, number, number_text, table, words


def quantity(units: int | None) -> Fraction | None:
    """A quantity from its units, exactly.

    >>> quantity(127500), quantity(None)
    (Fraction(51, 4), None)
    """
    return None if units is None else Fraction(units, UNITS)


def change_cell(units: int | None) -> Cell:
    """By how much a figure changed: with its sign, a dash where there was nothing before."""
    exact = quantity(units)
    text = number_text(exact)
    is_more = exact is not None and exact > 0
    return Cell(text=f"+{text}" if is_more else text, exact=exact, number=True, look="" if units else "app-nothing")


def figures_table(figures: Sequence[Figure], *, caption: str, by_practice: bool = False) -> Table:
    """Figures in their order, one a row, with the difference to the submission before."""
    whose = ["Practice"] if by_practice else []
    head = columns("Service", *whose, "Month", "Currency", "#Figure", "#Before", "#Change", "#Submission")
    return table("figures", caption, head, [_cells(each, by_practice=by_practice) for each in figures])


def _cells(figure: Figure, *, by_practice: bool) -> list[Cell]:
    return [
        words(figure.service_name, note=figure.service_code),
        *([words(figure.place)] if by_practice else []),
        words(figure.month_in_words),
        words(figure.currency.label, note=figure.currency.unit),
        number(quantity(figure.now)),
        number(quantity(figure.before)),
        change_cell(figure.change),
        number(figure.number),
    ]


def adjustments_table(adjustments: Sequence[Adjustment], known: dict[str, Currency], *, caption: str) -> Table:
    """Later corrections, the oldest first: of which month, posted to which, by how much, by whom and why."""
    head = columns("Posted on", "Corrects", "Counts in", "Service", "Practice", "Currency", "#By", "Why", "By whom")
    return table("adjustments", caption, head, [_adjusted(each, known) for each in adjustments])


def _adjusted(adjustment: Adjustment, known: dict[str, Currency]) -> list[Cell]:
    currency, practice = known.get(adjustment.currency), adjustment.practice
    return [
        words(day(in_london(adjustment.posted_at).date()), look="app-day"),
        words(str(Period(adjustment.month))),
        words(str(Period(adjustment.posted_to))),
        words(adjustment.service.name),
        words("None named" if practice is None else practice.name),
        words(adjustment.currency if currency is None else currency.label),
        change_cell(adjustment.units),
        words(adjustment.reason),
        words(adjustment.posted_by.name),
    ]
