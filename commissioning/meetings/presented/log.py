"""The log of actions as a table, for the page and for files alike."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date

from commissioning.meetings.measures import address_of_measure, measured_since
from commissioning.meetings.models import Action
from commissioning.meetings.queries.actions import age_on, days_late
from commissioning.meetings.rules.ageing import AGE_NAMES, ActionStage
from core.components import day
from core.tables import Cell, Table, number, sorted_columns, table, words
from core.working_days import time_left

_HEADS = (
    ("Action", ""),
    ("Meeting", "meeting"),
    ("Owner", "owner"),
    ("Due", "due"),
    ("State", ""),
    ("#Working days late", ""),
    ("What came of it", ""),
    ("Did it move what it should?", ""),
)


def due_note(row: Action, on: date) -> str:
    """What is said below the day of an action: how much time is left, and from which day it was moved."""
    left = time_left(row.due_on, on) if row.stage is ActionStage.OPEN else ""
    if not row.days_moved:
        return left
    turns = len(row.days_moved)
    moved = f"moved {'once' if turns == 1 else f'{turns} times'} from {day(row.first_due_on)}"
    return f"{left}; {moved}" if left else moved


def nowhere(row: Action) -> str:
    """No page: files hold no links."""
    del row
    return ""


def actions_table(
    rows: Sequence[Action],
    *,
    count: int,
    on: date,
    sort: str = "",
    address_of: Callable[[Action], str] = nowhere,
    meeting_of: Callable[[Action], str] = nowhere,
    heads: Mapping[str, str] | None = None,
) -> Table:
    """The rows of the log, of so many in all. `heads`: where the heading of a column that sorts leads, by its name."""
    caption = f"{count:,} action{'' if count == 1 else 's'}"
    head = sorted_columns(_HEADS, sort=sort, links=heads)
    moved = measured_since(rows, on=on)
    is_page = heads is not None
    return table(
        "actions", caption, head, [_cells(r, on, address_of, meeting_of, _moved(r, moved, is_page)) for r in rows]
    )


def _cells(
    row: Action, on: date, address_of: Callable[[Action], str], meeting_of: Callable[[Action], str], moved: Cell
) -> list[Cell]:
    is_open = row.stage is ActionStage.OPEN
    late = days_late(row, on)
    return [
        words(row.words, href=address_of(row)),
        words(row.meeting.title, href=meeting_of(row), note=f"{day(row.meeting.meets_on)}, action {row.number}"),
        words(row.owner_name, note=row.owner.name),
        words(day(row.due_on), look="app-day", note=due_note(row, on)),
        words(
            AGE_NAMES[age_on(row, on)] if is_open else row.stage_name,
            look="app-loss" if is_open and on > row.due_on else "",
        ),
        number(late),
        words(row.outcome or "–"),
        moved,
    ]


def _moved(row: Action, moved: Mapping[int, str], is_page: bool) -> Cell:
    """What it should move, with its page, and whether it did."""
    if not row.moves_words:
        return words("–")
    return words(row.moves_words, href=address_of_measure(row) if is_page else "", note=moved.get(row.id, ""))
