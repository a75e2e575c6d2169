"""The trail as CSV, and a segment as a file that proves itself; line by line, so that neither fills the memory.

The file of a segment is text of UTF-8, a JSON object without blanks a line: first what it is and what hash its
first row follows, then the rows as they are chained, each with its values and in plain words, last how many rows, the
hash of the last one, and the SHA-256 of all lines before.
"""

import hashlib
import io
from collections.abc import Iterable, Iterator

from defusedcsv import csv

from core.attempts import ATTEMPT_NAMES
from core.audit_trail.models import AuditEvent, FileTaken, RefusedRequest
from core.audit_trail.queries import Line, line_of
from core.audit_trail.rules import CHAINED, FORM_OF_SEGMENT
from core.canonical import canonical_text
from core.clock import in_london

REFUSED_HEADER = ("at", "who", "organisation", "why", "asked for", "address")
FILES_HEADER = ("at", "who", "organisation", "file", "address")
HEADER = ("number", "at", "who", "acting as", "did", "about", "id", "values held")


def csv_of(lines: Iterable[Line]) -> Iterator[str]:
    """The header and each line; cells a spreadsheet program would run are made safe."""
    yield _row(HEADER)
    for line in lines:
        at = in_london(line.at).isoformat(timespec="seconds")
        held = "no" if line.lacks_values else "yes"
        yield _row((line.number, at, line.who, line.acting_as, line.did, line.subject, line.subject_id, held))


def files_csv_of(taken: Iterable[FileTaken]) -> Iterator[str]:
    """The header and each file that was taken away; cells a spreadsheet program would run are made safe."""
    yield _row(FILES_HEADER)
    for each in taken:
        at = in_london(each.taken_at).isoformat(timespec="seconds")
        yield _row((at, each.name, each.organisation, each.file_name, each.address))


def refused_csv_of(refused: Iterable[RefusedRequest]) -> Iterator[str]:
    """The header and each request that was refused; cells a spreadsheet program would run are made safe."""
    yield _row(REFUSED_HEADER)
    for each in refused:
        at = in_london(each.at).isoformat(timespec="seconds")
        yield _row((at, each.name, each.organisation, ATTEMPT_NAMES[each.attempt], each.method, each.address))


def segment_lines(events: Iterable[AuditEvent]) -> Iterator[bytes]:
    """The lines of the file of a segment; of at least one event."""
    content = hashlib.sha256()
    rows, last_hash = 0, ""
    for rows, event in enumerate(events, start=1):
        if rows == 1:
            header = _line({"form": FORM_OF_SEGMENT, "first": event.id, "previous_hash": event.previous_hash})
            content.update(header)
            yield header
        line = _line(_chained(event))
        content.update(line)
        yield line
        last_hash = event.hash
    yield _line({"rows": rows, "last_hash": last_hash, "sha256": content.hexdigest()})


def _chained(event: AuditEvent) -> dict[str, object]:
    line = line_of(event)
    return {
        "number": event.id,
        "at": event.at.isoformat(),
        **{name: getattr(event, name) for name in CHAINED},
        "payload": event.payload,
        "previous_hash": event.previous_hash,
        "hash": event.hash,
        "redacted": event.payload is None,
        "who": line.who,
        "acting_as": line.acting_as,
        "did": line.did,
    }


def _line(values: dict[str, object]) -> bytes:
    return f"{canonical_text(values)}\n".encode()


def _row(cells: Iterable[object]) -> str:
    text = io.StringIO()
    csv.writer(text).writerow(list(cells))
    return text.getvalue()
