"""The problems of a workbook as a CSV file, to walk down the sheet with."""

from collections.abc import Sequence

from core.problems import Problem
from core.spreadsheets.writing import Sheet, write_csv


def problems_as_csv(problems: Sequence[Problem]) -> bytes:
    """One row a problem: sheet, row, column, value, what was expected."""
    header = ("sheet", "row", "column", "value", "expected")
    rows = [(p.file, p.row or "", p.column, p.value, p.expected) for p in problems]
    return write_csv(Sheet(name="problems", header=header, rows=rows))
