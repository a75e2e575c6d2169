"""Layouts of the file and what is set aside, as tables."""

from collections.abc import Callable, Sequence
from fractions import Fraction

from core.tables import Cell, Table, columns, percent, table, words
from core.wording import in_full
from les.payments.models.settings import FileLayout, SetAside
from les.payments.rules.layouts import DAY_FORM_NAMES, MEANINGS, SIGN_NAMES, Field, Layout
from les.schemes.rules.kinds import VERDICT_NAMES


def no_link(_: object) -> str:
    """Lead nowhere."""
    return ""


def layout_table(layout: Layout) -> Table:
    """The columns of a layout in order, with what stands in each."""
    told = {Field.DAY: f"as {DAY_FORM_NAMES[layout.day_form]}", Field.AMOUNT: SIGN_NAMES[layout.sign]}
    rows = [
        [
            words(column.heading),
            words(MEANINGS[column.field] if column.field else f"Always “{column.text}”"),
            words(told.get(column.field, "") if column.field else ""),
        ]
        for column in layout.columns
    ]
    return table("layout", "Columns of the file", columns("Column", "What stands there", "How it is written"), rows)


def layouts_table(layouts: Sequence[FileLayout], link: Callable[[FileLayout], str] = no_link) -> Table:
    """All layouts that were proposed."""
    rows = [
        [
            words(in_full(each.starts_on)),
            words(each.source, note=f"by {each.proposed_by.name}"),
            _state(each, link(each)),
        ]
        for each in layouts
    ]
    return table("layouts", "Layouts that were proposed", columns("Holds from", "Where it comes from", "State"), rows)


def set_asides_table(set_asides: Sequence[SetAside], link: Callable[[SetAside], str] = no_link) -> Table:
    """All percentages that were proposed."""
    rows = [
        [
            words(each.scheme.called),
            percent(Fraction(each.percent), 2),
            words(in_full(each.starts_on)),
            words(each.source, note=f"by {each.proposed_by.name}"),
            _state(each, link(each)),
        ]
        for each in set_asides
    ]
    head = columns("Scheme", "Set aside %", "For sums due from", "Where it comes from", "State")
    return table("set-asides", "What is set aside of payments", head, rows)


def _state(each: FileLayout | SetAside, href: str) -> Cell:
    if each.decision is None:
        return words("Waits for a second person", href=href)
    reason = f": {each.decision.reason}" if each.decision.reason else ""
    return words(VERDICT_NAMES[each.decision.verdict], note=f"by {each.decision.decided_by.name}{reason}")
