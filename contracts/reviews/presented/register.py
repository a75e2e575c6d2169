"""Reviews as a table, for the register, for one contract, and for files alike."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date

from contracts.reviews.models import Review
from contracts.reviews.queries.reviews import Standing
from contracts.reviews.rules.schedule import WAITING, State
from core.components import day
from core.tables import Cell, Table, sorted_columns, table, words
from core.working_days import time_left

LOOKS: Mapping[State, str] = {
    State.SCHEDULED: "nhsuk-tag--blue",
    State.PAPERS_DUE: "nhsuk-tag--orange",
    State.READY: "nhsuk-tag--aqua-green",
    State.NOT_HELD: "nhsuk-tag--red",
    State.MINUTES_OPEN: "nhsuk-tag--yellow",
    State.CLOSED: "nhsuk-tag--green",
    State.CANCELLED: "nhsuk-tag--grey",
}
_HEADS = (
    ("Review", "contract"),
    ("Provider", ""),
    ("State", ""),
    ("Looks back on", ""),
    ("Papers due", "papers"),
    ("Day of the review", "day"),
    ("Pack", ""),
)


def nowhere(review: Review) -> str:
    """No page: files hold no links."""
    del review
    return ""


def reviews_table(
    rows: Sequence[Standing],
    *,
    caption: str,
    on: date,
    sort: str = "",
    address_of: Callable[[Review], str] = nowhere,
    heads: Mapping[str, str] | None = None,
) -> Table:
    """The rows of the register. `heads`: where the heading of a column that sorts leads, by its name."""
    head = sorted_columns(_HEADS, sort=sort, links=heads)
    return table("reviews", caption, head, [_cells(row, on, address_of) for row in rows])


def _cells(row: Standing, on: date, address_of: Callable[[Review], str]) -> list[Cell]:
    review = row.review
    contract = review.contract
    papers = time_left(review.papers_due_on, on) if row.state in WAITING and not row.pack else ""
    left = time_left(review.meets_on, on) if row.state in WAITING else ""
    return [
        words(f"{contract.reference}, review {review.number}", href=address_of(review), note=contract.title),
        words(contract.provider.name),
        words(row.state_name),
        words(f"{day(review.first_day)} to {day(review.last_day)}"),
        words(day(review.papers_due_on), look="app-day", note=papers),
        words(day(review.meets_on), look="app-day", note=left),
        words(f"Pack {row.pack}" if row.pack else "–"),
    ]
