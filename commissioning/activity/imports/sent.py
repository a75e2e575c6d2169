"""Rows of a return sent as data by another system become the CSV file they amount to, and are checked as that is."""

from collections.abc import Sequence

from commissioning.activity.rules.checks.catalogue import UNREADABLE
from commissioning.activity.rules.checks.findings import Finding, HasFindings, Severity
from commissioning.activity.rules.rows import NEEDED, OPTIONAL
from core.api.rows import Fault, Shape, faults_in, file_of, in_words
from core.spreadsheets.tables import Upload

HEADER = (*NEEDED[:1], *OPTIONAL, *NEEDED[1:])
_SHAPE = Shape(columns=HEADER, needed=NEEDED, numbers=frozenset({"quantity"}))
_MOST_TOLD = 100


def file_of_rows(rows: Sequence[object]) -> Upload:
    """The file that rows amount to; refused (`HasFindings`) where they are not rows of texts and whole numbers."""
    if faults := faults_in(rows, _SHAPE):
        raise HasFindings(in_words(faults), [_finding(each) for each in faults[:_MOST_TOLD]])
    return file_of(rows, _SHAPE)


def _finding(fault: Fault) -> Finding:
    return Finding(
        rule=UNREADABLE, severity=Severity.REFUSED, expected=fault.expected, row=fault.row, column=fault.column
    )
