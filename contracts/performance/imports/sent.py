"""Results sent as data by another system become the CSV file they amount to, and are read as that is."""

from collections.abc import Sequence

from contracts.performance.imports.results import COLUMNS
from core.api.rows import SENT_NAME, Shape, faults_in, file_of
from core.problems import Problem
from core.spreadsheets.tables import Upload

NEEDED = COLUMNS[:3]
"""Not the denominator: many KPIs have none."""
COUNTS = frozenset(COLUMNS[2:])
_SHAPE = Shape(columns=COLUMNS, needed=NEEDED, numbers=COUNTS, may_be_null=COUNTS)


def problems_with_rows(rows: Sequence[object]) -> list[Problem]:
    """Where rows are not made of texts and whole numbers; null says that there is no figure."""
    return [
        Problem(file=SENT_NAME, row=each.row, column=each.column, expected=each.expected)
        for each in faults_in(rows, _SHAPE)
    ]


def file_of_rows(rows: Sequence[object]) -> Upload:
    """The file that rows without such problems amount to."""
    return file_of(rows, _SHAPE)
