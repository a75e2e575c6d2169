"""Notices as a table, for the register, for one contract, and for files alike."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date

from contracts.notices.models.notices import Notice
from contracts.notices.rules.kinds import SIDE_NAMES
from contracts.notices.rules.standing import Stage
from core.components import day
from core.tables import Cell, Table, sorted_columns, table, words
from core.wording import upper_first

LOOKS: Mapping[Stage, str] = {
    Stage.ISSUED: "nhsuk-tag--yellow",
    Stage.ANSWERED: "nhsuk-tag--blue",
    Stage.MET: "nhsuk-tag--blue",
    Stage.REVIEW: "nhsuk-tag--blue",
    Stage.PROPOSED: "nhsuk-tag--yellow",
    Stage.PLAN: "nhsuk-tag--blue",
    Stage.WITHDRAWN: "nhsuk-tag--grey",
    Stage.NO_ACTION: "nhsuk-tag--grey",
    Stage.CLOSED: "nhsuk-tag--green",
}
_HEADS = (
    ("Notice", "contract"),
    ("State", ""),
    ("Kind", ""),
    ("What it is about", ""),
    ("Provider", ""),
    ("Issued", "issued"),
    ("Due", "due"),
    ("What is to be done next", ""),
)


def nowhere(notice: Notice) -> str:
    """No page: files hold no links."""
    del notice
    return ""


def notices_table(
    rows: Sequence[Notice],
    *,
    caption: str,
    on: date,
    sort: str = "",
    address_of: Callable[[Notice], str] = nowhere,
    heads: Mapping[str, str] | None = None,
) -> Table:
    """The rows of the register. `heads`: where the heading of a column that sorts leads, by its name."""
    head = sorted_columns(_HEADS, sort=sort, links=heads)
    return table("notices", caption, head, [_cells(row, on, address_of) for row in rows])


def next_in_words(notice: Notice) -> str:
    """What is to be done next and by whom; blank where the notice is over."""
    return f"{SIDE_NAMES[notice.waits_for]}: {notice.next_what}" if notice.waits_for else ""


def caption_of(count: int) -> str:
    """How many notices there are."""
    return f"{count:,} notice{'' if count == 1 else 's'}"


def _cells(row: Notice, on: date, address_of: Callable[[Notice], str]) -> list[Cell]:
    contract = row.contract
    overdue = "overdue" if row.is_overdue(on) else ""
    return [
        words(f"{contract.reference}, {row.number}", href=address_of(row), note=contract.title),
        words(row.stage_name),
        words(row.kind_name),
        words(row.title, look="app-sentence"),
        words(contract.provider.name),
        words(day(row.issued_on), look="app-day"),
        words(day(row.next_due_on) if row.next_due_on else "–", look="app-day", note=overdue),
        words(upper_first(next_in_words(row)) or "–", look="app-sentence"),
    ]
