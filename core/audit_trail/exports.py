"""The trail as CSV, line by line, so that a long one does not fill the memory."""

import io
from collections.abc import Iterable, Iterator

from defusedcsv import csv

from core.audit_trail.queries import Line
from core.clock import in_london

HEADER = ("number", "at", "who", "acting as", "did", "about", "id", "redacted")


def csv_of(lines: Iterable[Line]) -> Iterator[str]:
    """The header and each line; cells a spreadsheet program would run are made safe."""
    yield _row(HEADER)
    for line in lines:
        at = in_london(line.at).isoformat(timespec="seconds")
        redacted = "yes" if line.is_redacted else "no"
        yield _row((line.number, at, line.who, line.acting_as, line.did, line.subject, line.subject_id, redacted))


def _row(cells: Iterable[object]) -> str:
    text = io.StringIO()
    csv.writer(text).writerow(list(cells))
    return text.getvalue()
