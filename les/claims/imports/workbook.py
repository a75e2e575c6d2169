"""A workbook of claims becomes what is claimed of each scheme, or all its problems at once, each at its place."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date

from core.errors import Refusal
from core.money import pence_from
from core.problems import Problem, in_reading_order
from core.spreadsheets.reading import read_tables
from core.spreadsheets.tables import Table, Upload
from core.wording import sterling
from les.claims.rules.asking import Asked, Way
from les.claims.rules.quarters import quarter_named, short_name
from les.claims.rules.workbook import (
    NEEDED,
    Row,
    SchemeRows,
    Schemes,
    check_of,
    count_from,
    days_of,
    place_of,
    together,
)
from les.schemes.rules.quarters import Quarter

NOTES = "notes"
_ANEW = "download the workbook again"
Cells = Mapping[str, str]


def read_claims(
    source: Upload, *, quarter: Quarter, practice: str, schemes: Schemes
) -> tuple[list[SchemeRows], list[Problem]]:
    """What a file claims of each scheme, in its order. `practice`: the code of the one it must be for.

    Rows without a count say nothing, so a scheme all of whose rows are blank is left alone.
    """
    tables = read_tables(source, unread=(NOTES,), month_columns=())
    if tables.problems:
        return [], in_reading_order(tables.problems)
    found = [table for name, table in tables.tables.items() if name != NOTES]
    if len(found) != 1:
        return [], [Problem(file=source.name, expected=f"one table with the columns {', '.join(NEEDED)}")]
    return _read(found[0], quarter, practice, schemes)


def _read(table: Table, quarter: Quarter, practice: str, schemes: Schemes) -> tuple[list[SchemeRows], list[Problem]]:
    missing = [column for column in NEEDED if column not in table.header]
    if missing:
        return [], [Problem(file=table.name, column=each, expected="this column") for each in missing]
    problems: list[Problem] = []
    rows: dict[str, list[Row]] = {}
    for number, cells in table.records():
        own = list(_problems(table.name, number, cells, quarter=quarter, practice=practice, schemes=schemes))
        problems += own
        row = None if own else _row(number, cells, schemes)
        if row is not None:
            twice = [each for each in rows.get(cells["scheme"], ()) if _is_same(each, row)]
            if twice:
                said = f"each element once for the same days; row {twice[0].number} says it already"
                problems.append(Problem(file=table.name, row=number, column="element", expected=said))
            rows.setdefault(cells["scheme"], []).append(row)
    if not problems and not rows:
        problems.append(Problem(file=table.name, column="count", expected="at least one count; all are blank"))
    if problems:
        return [], in_reading_order(problems)
    return [together(schemes[reference][0], listed) for reference, listed in rows.items()], []


def _problems(
    name: str, row: int, cells: Cells, *, quarter: Quarter, practice: str, schemes: Schemes
) -> Iterator[Problem]:
    def wrong(column: str, expected: str) -> Problem:
        return Problem(file=name, row=row, column=column, value=cells[column], expected=expected)

    if not _is_quarter(cells["quarter"], quarter):
        yield wrong("quarter", f"{short_name(quarter)}, the quarter for which you claim")
    if cells.get("practice", practice) not in ("", practice):
        yield wrong("practice", f"{practice}, the code of your own practice")
    if cells["scheme"] not in schemes:
        yield wrong("scheme", "the number of a scheme that you are in this quarter, such as LES-001")
        return
    try:
        count = count_from(cells["count"])
    except ValueError as fault:
        yield wrong("count", str(fault))
        return
    if count is not None:
        yield from _problems_of_place(name, row, cells, schemes[cells["scheme"]][1])


def _problems_of_place(name: str, row: int, cells: Cells, listed: Sequence[Asked]) -> Iterator[Problem]:
    def wrong(column: str, expected: str) -> Problem:
        return Problem(file=name, row=row, column=column, value=cells[column], expected=expected)

    known = sorted({each.element.code for each in listed})
    if cells["element"] not in known:
        yield wrong("element", f"one of {', '.join(known)}")
        return
    first, last = _day(cells["from"]), _day(cells["to"] or cells["from"])
    if first is None or last is None:
        yield wrong("from" if first is None else "to", "a day such as 2008-04-01")
        return
    found = place_of(listed, cells["element"], first, last)
    if found is None:
        yield wrong("from", f"days within {days_of(listed, cells['element'])}")
        return
    if cells.get("check", "") not in ("", check_of(cells["scheme"], found)):
        yield wrong("check", f"{check_of(cells['scheme'], found)}: prices or days changed since; {_ANEW}")
    if not _is_price(cells.get("price", ""), found.price):
        yield wrong("price", f"{sterling(found.price)}, the price that holds; {_ANEW}")
    if found.way in (Way.CONDITION, Way.ITSELF) and count_from(cells["count"]) not in (0, 1):
        yield wrong("count", "1 or yes to claim it, 0 or no where you do not")


def _row(number: int, cells: Cells, schemes: Schemes) -> Row | None:
    """A row without problems; None for one that says nothing."""
    count = count_from(cells["count"])
    if count is None:
        return None
    first, last = date.fromisoformat(cells["from"]), date.fromisoformat(cells["to"] or cells["from"])
    asked = place_of(schemes[cells["scheme"]][1], cells["element"], first, last)
    if asked is None:
        return None
    return Row(number=number, asked=asked, first=first, last=last, count=count)


def _is_same(one: Row, other: Row) -> bool:
    return one.asked.element.code == other.asked.element.code and one.first == other.first


def _is_quarter(text: str, quarter: Quarter) -> bool:
    try:
        return quarter_named(text) == quarter
    except Refusal:
        return False


def _is_price(text: str, pence: int) -> bool:
    try:
        return not text.strip() or pence_from(text) == pence
    except ValueError:
        return False


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text.strip())
    except ValueError:
        return None
