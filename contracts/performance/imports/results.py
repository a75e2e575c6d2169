"""A file of results becomes what was given of each KPI and period, or all its problems at once."""

from collections.abc import Iterator, Mapping
from fractions import Fraction
from typing import Final

from contracts.performance.rules.figures import count_from
from core.periods import is_month
from core.problems import Problem, in_reading_order
from core.spreadsheets.reading import read_tables
from core.spreadsheets.tables import Upload

COLUMNS: Final = ("kpi", "period", "numerator", "denominator")
Row = tuple[int, str, Fraction | None, Fraction | None]


def read_results(source: Upload, kpis: Mapping[str, int]) -> tuple[list[Row], list[Problem]]:
    """KPI (its id), period, numerator and denominator of each row; `kpis`: the ids by the IDs people know."""
    numbered, problems = read_numbered(source, kpis)
    return list(numbered.values()), problems


def read_numbered(source: Upload, kpis: Mapping[str, int]) -> tuple[dict[int, Row], list[Problem]]:
    """The same, each row by its number in the file."""
    tables = read_tables(source, month_columns=("period",))
    if tables.problems:
        return {}, in_reading_order(tables.problems)
    if len(tables.tables) != 1:
        return {}, [Problem(file=source.name, expected="one table with the columns " + ", ".join(COLUMNS))]
    table = next(iter(tables.tables.values()))
    missing = [column for column in COLUMNS if column not in table.header]
    if missing:
        return {}, [Problem(file=table.name, column=each, expected="this column") for each in missing]
    rows = list(table.records())
    problems = [problem for row, cells in rows for problem in _problems(table.name, row, cells, kpis)]
    if problems or not rows:
        nothing = Problem(file=table.name, expected="at least one row below the heading")
        return {}, in_reading_order(problems or [nothing])
    return {
        row: (kpis[cells["kpi"]], cells["period"], count_from(cells["numerator"]), count_from(cells["denominator"]))
        for row, cells in rows
    }, []


def _problems(name: str, row: int, cells: Mapping[str, str], kpis: Mapping[str, int]) -> Iterator[Problem]:
    if cells["kpi"] not in kpis:
        yield Problem(file=name, row=row, column="kpi", value=cells["kpi"], expected="the ID of one of your KPIs")
    if not is_month(cells["period"]):
        yield Problem(file=name, row=row, column="period", value=cells["period"], expected="a month such as 2008-04")
    for column in ("numerator", "denominator"):
        try:
            count_from(cells[column])
        except ValueError as fault:
            yield Problem(file=name, row=row, column=column, value=cells[column], expected=str(fault))
