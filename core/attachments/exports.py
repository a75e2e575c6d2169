"""Readings as CSV, line by line, so that many do not fill the memory."""

from collections.abc import Iterable, Iterator

from core.attachments.models import AttachmentReading
from core.clock import in_london
from core.spreadsheets.writing import csv_lines

HEADER = ("at", "who", "organisation", "document", "file", "about", "id", "sha-256")


def csv_of(readings: Iterable[AttachmentReading]) -> Iterator[str]:
    """The header and each reading; cells a spreadsheet program would run are made safe."""
    return csv_lines(HEADER, map(_row, readings))


def _row(reading: AttachmentReading) -> tuple[str | int, ...]:
    read, at = reading.attachment, in_london(reading.read_at).isoformat(timespec="seconds")
    about = (read.title, read.file_name, read.subject, read.subject_id, read.content_hash)
    return (at, reading.name, reading.organisation, *about)
