"""Readings as CSV, line by line, so that many do not fill the memory."""

import io
from collections.abc import Iterable, Iterator

from defusedcsv import csv

from core.attachments.models import AttachmentReading
from core.clock import in_london

HEADER = ("at", "who", "organisation", "document", "file", "about", "id", "sha-256")


def csv_of(readings: Iterable[AttachmentReading]) -> Iterator[str]:
    """The header and each reading; cells a spreadsheet program would run are made safe."""
    yield _row(HEADER)
    for reading in readings:
        read, at = reading.attachment, in_london(reading.read_at).isoformat(timespec="seconds")
        about = (read.title, read.file_name, read.subject, read.subject_id, read.content_hash)
        yield _row((at, reading.name, reading.organisation, *about))


def _row(cells: Iterable[object]) -> str:
    text = io.StringIO()
    csv.writer(text).writerow(list(cells))
    return text.getvalue()
