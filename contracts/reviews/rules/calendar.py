"""Calendars as RFC 5545 writes them (iCalendar): days of reviews, of papers and of actions, each a whole day.

Source: RFC 5545, sections 3.1 (lines, folding), 3.3.11 (escaping of text), 3.6.1 (events), 3.8.4.7 (UID),
3.8.7.2 (DTSTAMP), 3.8.7.4 (SEQUENCE); RFC 7986, 5.7 (how often to look again).
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

_LONGEST, _HOST = 75, "commissioning-contracts-and-budgets"
_LINE_END = "\r\n"
_NOT_TEXT = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f]")
_PRODUCT = "-//Commissioning contracts and budgets//Reviews//EN"


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """A whole day in a calendar. `key`: stays the same for as long as it is the same thing, whatever its day.

    `of`: the code of the commissioner whose record it is, so that no two installations name two things alike.
    `sequence`: how often it was changed. `url`: where it is read.
    """

    key: str
    day: date
    summary: str
    description: str
    of: str = ""
    sequence: int = 0
    url: str = ""
    is_cancelled: bool = False


def calendar_text(entries: Sequence[Entry], *, name: str, at: datetime) -> str:
    """The calendar with these entries, made at an instant. It invites nobody, so it names no method (RFC 5546)."""
    return "".join(f"{folded(line)}{_LINE_END}" for line in _lines(entries, name, at))


def escaped(text: str) -> str:
    r"""A text as a value (3.3.11): backslash, semicolon and comma escaped, line breaks as a backslash and n.

    Other control characters, which no text may hold, are left out.

    >>> print(escaped("Papers; due, by \\ noon\nor later"))
    Papers\; due\, by \\ noon\nor later
    >>> escaped("a\x0bb\x00c\x7fd\x85e\tf") == "abcde\tf"
    True
    """
    plain = _NOT_TEXT.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))
    for letter in ("\\", ";", ","):
        plain = plain.replace(letter, f"\\{letter}")
    return plain.replace("\n", "\\n")


def folded(line: str) -> str:
    r"""A content line folded (3.1): no piece longer than 75 octets, each further one after a space, no letter cut.

    >>> [len(piece.encode()) for piece in folded("SUMMARY:" + "é" * 60).split("\r\n")]
    [74, 55]
    """
    pieces, held = [], ""
    for letter in line:
        if len(f"{held}{letter}".encode()) > _LONGEST:
            pieces.append(held)
            held = " "
        held += letter
    return _LINE_END.join([*pieces, held])


def _lines(entries: Sequence[Entry], name: str, at: datetime) -> Iterator[str]:
    yield from ("BEGIN:VCALENDAR", "VERSION:2.0", f"PRODID:{_PRODUCT}", "CALSCALE:GREGORIAN")
    yield from (f"X-WR-CALNAME:{escaped(name)}", f"NAME:{escaped(name)}", "REFRESH-INTERVAL;VALUE=DURATION:PT12H")
    yield "X-PUBLISHED-TTL:PT12H"
    for entry in entries:
        yield from _event(entry, at)
    yield "END:VCALENDAR"


def _event(entry: Entry, at: datetime) -> Iterator[str]:
    yield from ("BEGIN:VEVENT", f"UID:{entry.key}.{entry.of.lower()}@{_HOST}", f"DTSTAMP:{_instant(at)}")
    yield from (f"DTSTART;VALUE=DATE:{entry.day:%Y%m%d}", f"DTEND;VALUE=DATE:{entry.day + timedelta(days=1):%Y%m%d}")
    yield f"SEQUENCE:{entry.sequence}"
    yield f"SUMMARY:{escaped(entry.summary)}"
    if entry.description:
        yield f"DESCRIPTION:{escaped(entry.description)}"
    if entry.url:
        yield f"URL:{entry.url}"
    if entry.is_cancelled:
        yield "STATUS:CANCELLED"
    yield from ("TRANSP:TRANSPARENT", "END:VEVENT")


def _instant(at: datetime) -> str:
    """An instant in UTC (3.3.5).

    >>> _instant(datetime(2008, 7, 1, 9, 5, tzinfo=UTC))
    '20080701T090500Z'
    """
    return f"{at.astimezone(UTC):%Y%m%dT%H%M%SZ}"
