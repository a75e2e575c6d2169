"""Whether what is due was paid: told by the rooms above, which pay."""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True, kw_only=True)
class Paid:
    """How far the payment of something due is. `state`: in words; `on`: the day on which it was or will be paid.

    `reference`: of the line of the payment run; `is_paid`: whether the money has left.
    """

    due_id: int
    reference: str
    state: str
    on: date | None
    is_paid: bool = False


PaidOf = Callable[[Collection[int]], Mapping[int, Paid]]
paid_of_dues: list[PaidOf] = []
"""Who knows of dues, by their ids, how far they are paid. Payments adds itself in `les/rooms.py`."""


def paid_by_due(due_ids: Collection[int]) -> dict[int, Paid]:
    """How far each of the dues is paid, by id; those of which nobody knows are left out."""
    found: dict[int, Paid] = {}
    if due_ids:
        for known in paid_of_dues:
            found.update(known(due_ids))
    return found
