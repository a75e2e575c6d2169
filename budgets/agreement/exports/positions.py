"""Positions as JSON, as CSV, and as a table for a terminal."""

import json
from collections.abc import Iterable, Sequence

from budgets.agreement.rules.positions_listed import Entry
from budgets.agreement.rules.stances import STANCE_NAMES
from core.clock import in_london
from core.money import pounds
from core.spreadsheets.writing import Money, Sheet, write_csv

_HEADER = (
    "proposal",
    "group",
    "item",
    "position",
    "by",
    "on",
    "reason",
    "carried_over",
    "claimed",
    "claimed_method",
    "words",
)
_LONGEST = 40


def positions_as_json(entries: Iterable[Entry]) -> str:
    """A list of objects; what was not said is null. Amounts are text in pounds, days as 2008-03-31."""
    return json.dumps([_object(entry) for entry in entries], ensure_ascii=False, indent=2) + "\n"


def positions_as_csv(entries: Iterable[Entry]) -> str:
    """One row an entry."""
    rows = [
        [
            entry.proposal,
            entry.group,
            str(entry.item),
            entry.said.stance.value,
            entry.said.by or None,
            _day(entry),
            entry.said.reason.value if entry.said.reason else None,
            "yes" if entry.said.is_carried else "no",
            None if entry.said.claimed is None else Money(entry.said.claimed),
            entry.said.claimed_method or None,
            entry.words or None,
        ]
        for entry in entries
    ]
    return write_csv(Sheet(name="positions", header=_HEADER, rows=rows)).decode()


def positions_as_text(entries: Iterable[Entry]) -> str:
    """A readable table; what was carried over is marked with a star."""
    listed = list(entries)
    rows = [("Group", "Item", "Position", "By", "On", "Claimed")]
    rows += [
        (
            entry.group,
            _short(str(entry.item)),
            STANCE_NAMES[entry.said.stance] + (" *" if entry.said.is_carried else ""),
            _short(entry.said.by),
            _day(entry) or "",
            "" if entry.said.claimed is None else pounds(entry.said.claimed),
        )
        for entry in listed
    ]
    text = _aligned(rows)
    return text + ("\n* carried over from the proposal before\n" if any(e.said.is_carried for e in listed) else "")


def _object(entry: Entry) -> dict[str, object]:
    said = entry.said
    return {
        "proposal": entry.proposal,
        "group": entry.group,
        "item": str(entry.item),
        "position": said.stance.value,
        "by": said.by or None,
        "on": _day(entry),
        "reason": said.reason.value if said.reason else None,
        "carried_over": said.is_carried,
        "claimed": None if said.claimed is None else pounds(said.claimed),
        "claimed_method": said.claimed_method or None,
        "words": entry.words or None,
    }


def _day(entry: Entry) -> str | None:
    return None if entry.said.given_at is None else in_london(entry.said.given_at).date().isoformat()


def _short(text: str) -> str:
    return text if len(text) <= _LONGEST else f"{text[: _LONGEST - 1]}…"


def _aligned(rows: Sequence[Sequence[str]]) -> str:
    """Columns beside each other: words to the left, the last one, of figures, to the right."""
    widths = [max(len(row[place]) for row in rows) for place in range(len(rows[0]))]
    lines = [[cell.ljust(width) for cell, width in zip(row, widths, strict=True)] for row in rows]
    for line, row in zip(lines, rows, strict=True):
        line[-1] = row[-1].rjust(widths[-1])
    return "".join("  ".join(line).rstrip() + "\n" for line in lines)
