"""Calendars by the published rules: folding, escaping, whole days, stamps, identifiers that stay."""

import re
from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from contracts.reviews.rules.calendar import Entry, calendar_text, escaped, folded

AT = datetime(2008, 4, 2, 9, 5, tzinfo=UTC)


def entry(**changes: Any) -> Entry:
    plain = Entry(
        key="review-7",
        day=date(2008, 7, 1),
        summary="Review 1 of WH/01",
        description="Room 2. Papers due by 17 June 2008.",
        of="5P3",
    )
    return replace(plain, **changes)


def lines(*entries: Entry) -> list[str]:
    text = calendar_text(entries, name="Reviews", at=AT)
    return text.replace("\r\n ", "").split("\r\n")


def test_a_whole_day_ends_on_the_next_and_has_its_stamp_and_identifier() -> None:
    held = lines(entry())
    for line in (
        "UID:review-7.5p3@commissioning-contracts-and-budgets",
        "DTSTAMP:20080402T090500Z",
        "DTSTART;VALUE=DATE:20080701",
        "DTEND;VALUE=DATE:20080702",
        "SEQUENCE:0",
        "SUMMARY:Review 1 of WH/01",
    ):
        assert line in held
    assert (held[0], held[-2], held[-1]) == ("BEGIN:VCALENDAR", "END:VCALENDAR", "")


def test_a_moved_review_keeps_its_identifier_and_counts_its_changes() -> None:
    held = lines(entry(day=date(2008, 7, 8), sequence=2))
    assert "UID:review-7.5p3@commissioning-contracts-and-budgets" in held
    assert "SEQUENCE:2" in held
    assert "STATUS:CANCELLED" in lines(entry(is_cancelled=True))


def test_text_is_escaped_as_the_rule_says() -> None:
    held = lines(entry(summary="One; two, three \\ four\nfive"))
    assert "SUMMARY:One\\; two\\, three \\\\ four\\nfive" in held


ANY = st.text(max_size=120)
CONTENT_LINE = re.compile(r"[A-Z-]+(;[A-Z-]+=[A-Z-]+)*:[^\x00-\x08\x0a-\x1f\x7f]*")


@given(ANY, ANY, st.booleans(), st.integers(min_value=0, max_value=10_000))
def test_whatever_people_typed_the_calendar_keeps_the_rule(
    summary: str, description: str, is_cancelled: bool, sequence: int
) -> None:
    """RFC 5545, 3.1: lines end with CRLF, hold at most 75 octets and no control characters; 3.4 and 3.6: the blocks."""
    given_ = entry(summary=summary, description=description, is_cancelled=is_cancelled, sequence=sequence)
    text = calendar_text([given_, entry(key="papers-7")], name=summary, at=AT)
    assert text.endswith("\r\n")
    assert re.search(r"(?<!\r)\n|\r(?!\n)", text) is None
    assert max(len(each.encode()) for each in text.split("\r\n")) <= 75
    held = text.replace("\r\n ", "").split("\r\n")[:-1]
    assert [each for each in held if not CONTENT_LINE.fullmatch(each)] == []
    names = [re.split("[:;]", each)[0] for each in held]
    assert names.count("VEVENT") == 0
    assert [held.count(f"{word}:VEVENT") for word in ("BEGIN", "END")] == [2, 2]
    for once in ("UID", "DTSTAMP", "DTSTART", "DTEND", "SEQUENCE", "SUMMARY"):
        assert names.count(once) == 2, once
    assert len({each for each in held if each.startswith("UID:")}) == 2
    assert ("STATUS:CANCELLED" in held) is is_cancelled
    assert "METHOD" not in names, "it invites nobody, so it needs no organiser"


@given(st.text(alphabet=st.characters(blacklist_categories=("Cs", "Cc")), max_size=300))
def test_no_folded_piece_is_longer_than_75_octets_and_unfolding_gives_the_line_back(text: str) -> None:
    line = f"SUMMARY:{escaped(text)}"
    pieces = folded(line).split("\r\n")
    assert all(len(piece.encode()) <= 75 for piece in pieces)
    assert folded(line).replace("\r\n ", "") == line
