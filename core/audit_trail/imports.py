"""The file of a sealed segment, read and checked by itself: no database is asked.

Its form stands in `core.audit_trail.exports`.
"""

import hashlib
import json
from collections.abc import Iterable
from datetime import datetime
from typing import Any

from core.audit_trail.rules import CHAINED, FORM_OF_SEGMENT, Link, SegmentRead, fault_in
from core.errors import Refusal

_COLUMNS = frozenset({"number", "at", *CHAINED, "payload", "previous_hash", "hash", "redacted"})
_NO_SEGMENT = "it is no segment of an audit trail, or one of another form"
_CUT_SHORT = "it was cut short"


class DamagedSegment(Refusal):
    """The file is not what was written; the text says what is wrong with it, fit for the middle of a sentence."""


class SegmentReader:
    """Takes the lines of a file one by one and checks each; says at the end what it found."""

    def __init__(self) -> None:
        self._first: int | None = None
        self._number = self._redacted = 0
        self._previous = ""
        self._last_at: datetime | None = None
        self._content = hashlib.sha256()
        self._has_ended = False

    def take(self, line: bytes) -> None:
        """Check the next line. Raises DamagedSegment."""
        held = _values_in(line)
        if self._has_ended:
            raise DamagedSegment("something stands after its last line")
        if self._first is None:
            self._begin(held)
        elif "sha256" in held:
            self._check_manifest(held, self._first)
            return
        else:
            self._take_row(held)
        self._content.update(line)

    def ended(self) -> SegmentRead:
        """What the file holds. Raises DamagedSegment where its last line is not there."""
        if not self._has_ended or self._first is None or self._last_at is None:
            raise DamagedSegment(_CUT_SHORT)
        return SegmentRead(
            first_id=self._first,
            last_id=self._number - 1,
            redacted=self._redacted,
            last_hash=self._previous,
            last_at=self._last_at,
            content_hash=self._content.hexdigest(),
        )

    def _begin(self, header: dict[str, Any]) -> None:
        first = header.get("first")
        if header.get("form") != FORM_OF_SEGMENT or not isinstance(first, int):
            raise DamagedSegment(_NO_SEGMENT)
        self._first = self._number = first
        self._previous = str(header.get("previous_hash"))

    def _take_row(self, row: dict[str, Any]) -> None:
        if not row.keys() >= _COLUMNS:
            raise DamagedSegment(f"row {self._number} lacks a part")
        try:
            at = datetime.fromisoformat(row["at"])
            fault = self._fault_of(row, at)
        except (TypeError, ValueError, AttributeError) as error:
            raise DamagedSegment(f"row {self._number} cannot be read") from error
        if fault:
            raise DamagedSegment(fault)
        self._previous, self._last_at = row["hash"], at
        self._number += 1
        self._redacted += row["payload"] is None

    def _fault_of(self, row: dict[str, Any], at: datetime) -> str:
        return fault_in(
            Link(number=row["number"], at=at, **{name: row[name] for name in CHAINED}),
            row_hash=row["hash"],
            previous_hash=row["previous_hash"],
            payload=row["payload"],
            expected_number=self._number,
            expected_previous=self._previous,
            is_redacted=row["redacted"] is True,
        )

    def _check_manifest(self, manifest: dict[str, Any], first: int) -> None:
        rows = self._number - first
        expected = {"rows": rows, "last_hash": self._previous, "sha256": self._content.hexdigest()}
        if not rows or manifest != expected:
            raise DamagedSegment("its last line does not fit what stands before it")
        self._has_ended = True


def read_segment(lines: Iterable[bytes]) -> SegmentRead:
    """What the lines of a file hold. Raises DamagedSegment with the first thing that is wrong."""
    reader = SegmentReader()
    for line in lines:
        reader.take(line)
    return reader.ended()


def _values_in(line: bytes) -> dict[str, Any]:
    try:
        held = json.loads(line)
    except ValueError as error:
        raise DamagedSegment(_NO_SEGMENT) from error
    if not isinstance(held, dict):
        raise DamagedSegment(_NO_SEGMENT)
    return held
