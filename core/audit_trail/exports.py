"""The trail as CSV, line by line, so that a long one does not fill the memory."""

import io
from collections.abc import Iterable, Iterator

from defusedcsv import csv

from core.audit_trail.models import FileTaken
from core.audit_trail.queries import Line
from core.clock import in_london

FILES_HEADER = ("at", "who", "organisation", "file", "address")
HEADER = ("number", "at", "who", "acting as", "did", "about", "id", "redacted")


def csv_of(lines: Iterable[Line]) -> Iterator[str]:
    """The header and each line; cells a spreadsheet program would run are made safe."""
    yield _row(HEADER)
    for line in lines:
        at = in_london(line.at).isoformat(timespec="seconds")
        redacted = "yes" if line.is_redacted else "no"
        yield _row((line.number, at, line.who, line.acting_as, line.did, line.subject, line.subject_id, redacted))


def files_csv_of(taken: Iterable[FileTaken]) -> Iterator[str]:
    """The header and each file that was taken away; cells a spreadsheet program would run are made safe."""
    yield _row(FILES_HEADER)
    for each in taken:
        at = in_london(each.taken_at).isoformat(timespec="seconds")
        yield _row((at, each.name, each.organisation, each.file_name, each.address))


def _row(cells: Iterable[object]) -> str:
    text = io.StringIO()
    csv.writer(text).writerow(list(cells))
    return text.getvalue()
