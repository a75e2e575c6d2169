"""What a pack holds: sections of sentences, tables and charts as plain values, and when one may be frozen."""

from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import Any

from core.errors import Refusal
from core.tables import Cell, Heading, Section, Table

Values = dict[str, Any]


def check_supplement(*, number: int, reason: str, changed: bool) -> None:
    """Refuse a further pack without its reason, or that says the same as the one before."""
    if number == 1:
        return
    if not changed:
        raise Refusal(f"Nothing changed since pack {number - 1}. There is nothing to add.")
    if not reason.strip():
        raise Refusal("Say what changed since the last pack. Everybody who read that one reads it.")


def table_values(table: Table) -> Values:
    """A table as plain values, which `table_from` reads back exactly."""
    return {
        "name": table.name,
        "caption": table.caption,
        "head": [[each.text, each.number, each.note] for each in table.head],
        "sections": [{"head": _row(each.head), "rows": [_row(row) for row in each.rows]} for each in table.sections],
        "foot": [_row(row) for row in table.foot],
    }


def table_from(values: Mapping[str, Any], *, name: str = "") -> Table:
    """The table of plain values; `name`: unique on its page."""
    return Table(
        name=name or values["name"],
        caption=values["caption"],
        head=[Heading(text=text, number=number, note=note) for text, number, note in values["head"]],
        sections=[
            Section(head=_cells(each["head"]), rows=[_cells(row) for row in each["rows"]])
            for each in values["sections"]
        ],
        foot=[_cells(row) for row in values["foot"]],
    )


def _row(row: Sequence[Cell]) -> list[Values]:
    return [_cell(cell) for cell in row]


def _cell(cell: Cell) -> Values:
    """A cell without what it need not say; an exact number as a fraction in text."""
    whole: Values = {
        "text": cell.text,
        "pence": cell.pence,
        "exact": None if cell.exact is None else str(Fraction(cell.exact)),
        "number": cell.number,
        "href": cell.href,
        "note": cell.note,
        "look": cell.look,
        "about": cell.about,
    }
    return {key: value for key, value in whole.items() if key == "text" or value not in (None, "", False)}


def _cells(row: Sequence[Mapping[str, Any]]) -> list[Cell]:
    return [Cell(**{**each, **_exact(each)}) for each in row]


def _exact(cell: Mapping[str, Any]) -> dict[str, Fraction]:
    return {"exact": Fraction(cell["exact"])} if "exact" in cell else {}
