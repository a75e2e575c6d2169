"""A file of figures by period becomes the series of a process chart, or all its problems at once."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from typing import Final

from contracts.performance.rules.figures import figure_from, is_figure
from core.periods import is_month
from core.problems import Problem, in_reading_order
from core.spreadsheets.reading import read_tables
from core.spreadsheets.tables import Tables

COLUMNS: Final = ("period", "value")


@dataclass(frozen=True, slots=True, kw_only=True)
class Series:
    """Figures by period, in their order; a period without a figure has None."""

    periods: tuple[str, ...]
    values: tuple[Fraction | None, ...]


def read_series(source: Path) -> tuple[Series | None, list[Problem]]:
    """The series of a CSV or XLSX file with the columns period and value; None with its problems where it is unfit.

    An empty value is a missing figure, a nought is a nought. Periods stand once each; where all are months (`2008-04`)
    they follow each other, and every month between the first and the last has its row.
    """
    tables = read_tables(source, month_columns=("period",))
    if tables.problems:
        return None, in_reading_order(tables.problems)
    problems = list(_problems_of_file(tables, source.name))
    if problems:
        return None, problems
    rows = list(next(iter(tables.tables.values())).records())
    table = next(iter(tables.tables.values()))
    problems = [*_problems_with_values(table.name, rows), *_problems_with_periods(table.name, rows)]
    if problems:
        return None, in_reading_order(problems)
    return Series(
        periods=tuple(cells["period"] for _, cells in rows), values=tuple(_figure(cells["value"]) for _, cells in rows)
    ), []


def _problems_of_file(tables: Tables, name: str) -> Iterator[Problem]:
    if len(tables.tables) != 1:
        yield Problem(file=name, expected="one table with the columns period and value, in one file or sheet")
        return
    table = next(iter(tables.tables.values()))
    missing = [column for column in COLUMNS if column not in table.header]
    for column in missing:
        yield Problem(file=table.name, column=column, expected="this column, with the columns period and value")
    if not missing and not len(table):
        yield Problem(file=table.name, expected="at least one row below the heading")


def _problems_with_values(name: str, rows: Iterable[tuple[int, dict[str, str]]]) -> Iterator[Problem]:
    for row, cells in rows:
        value = cells["value"]
        if value and not is_figure(value):
            expected = "a number such as 12 or -0.5, without a unit, or nothing where there is no figure"
            yield Problem(file=name, row=row, column="value", value=value, expected=expected)


def _problems_with_periods(name: str, rows: Sequence[tuple[int, dict[str, str]]]) -> Iterator[Problem]:
    seen: dict[str, int] = {}
    are_months = all(is_month(cells["period"]) for _, cells in rows)
    before = ""
    for row, cells in rows:
        period, expected = cells["period"], ""
        if not period:
            expected = "the period of this figure"
        elif period in seen:
            expected = f"each period once; row {seen[period]} has it too"
        elif are_months and before and period != _month_after(before):
            expected = (
                f"the month {_month_after(before)}, which follows {before}: leave its value empty if there is none"
            )
        if expected:
            yield Problem(file=name, row=row, column="period", value=period, expected=expected)
        seen.setdefault(period, row)
        before = period


def _month_after(month: str) -> str:
    """The next month.

    >>> _month_after("2008-12")
    '2009-01'
    """
    year, number = int(month[:4]), int(month[5:])
    return f"{year + number // 12:04d}-{number % 12 + 1:02d}"


def in_a_sentence(problem: Problem) -> str:
    """A problem with a file as a sentence.

    >>> in_a_sentence(Problem(file="a.csv", row=3, column="value", value="x", expected="a number"))
    'a.csv, row 3, column value: expected is a number; it says “x”.'
    """
    row = f", row {problem.row}" if problem.row else ""
    column = f", column {problem.column}" if problem.column else ""
    said = f"; it says “{problem.value}”" if problem.value else ""
    return f"{problem.file}{row}{column}: expected is {problem.expected}{said}."


def _figure(text: str) -> Fraction | None:
    return figure_from(text) if text else None
