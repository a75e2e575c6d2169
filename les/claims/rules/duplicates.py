"""What seems to be claimed twice: the same thing done on the same days in another claim, or written twice in one."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import combinations

from core.wording import in_full


@dataclass(frozen=True, slots=True, kw_only=True)
class Counted:
    """Something a claim counts, from a day to another. `is_done`: it was counted; else it is paid on the list.

    `count` 0: how many is not said, as of what is paid on the list.
    """

    claim_id: int
    claim: str
    scheme: str
    service_id: int
    quarter: str
    element: str
    name: str
    starts_on: date
    ends_on: date
    count: int
    is_done: bool = True


def seems_twice(ours: Sequence[Counted], others: Sequence[Counted]) -> list[str]:
    """A sentence for each thing of a claim that seems to be claimed twice. `others`: all other claims that count.

    The same thing on overlapping days in another claim; the same count on the same days under another scheme of the
    same service; the same count on the same days twice in the claim itself.
    """
    found = list(_within(ours))
    for our in ours:
        found += [_said(our, other) for other in others if other.claim_id != our.claim_id and _is_alike(our, other)]
    return list(dict.fromkeys(found))


def _is_alike(our: Counted, other: Counted) -> bool:
    if our.is_done != other.is_done or not (our.starts_on <= other.ends_on and other.starts_on <= our.ends_on):
        return False
    if our.is_done and not (our.count and other.count):
        return False
    same_service = our.service_id == other.service_id
    if not our.is_done:
        return same_service and our.element == other.element
    same_days = (our.starts_on, our.ends_on) == (other.starts_on, other.ends_on)
    return our.element == other.element or (same_service and same_days and our.count == other.count)


def _within(ours: Sequence[Counted]) -> Iterator[str]:
    for one, two in combinations([each for each in ours if each.is_done and each.count], 2):
        if (one.element, one.starts_on, one.ends_on, one.count) == (two.element, two.starts_on, two.ends_on, two.count):
            yield f"{one.name}, {_when(one)}, stands twice in this claim."


def _said(our: Counted, other: Counted) -> str:
    where = f"{other.claim} ({other.scheme}, {other.quarter})"
    thing = "it" if our.name == other.name else other.name
    return f"{our.name}, {_when(our)}: {where} claims {thing} as well, {_when(other)}."


def _when(counted: Counted) -> str:
    """How many when.

    >>> _when(Counted(claim_id=1, claim="EC-000001", scheme="LES-001", service_id=1, quarter="", element="a", name="A",
    ...     starts_on=date(2008, 4, 1), ends_on=date(2008, 4, 1), count=3))
    '3 on 1 April 2008'
    """
    many = f"{counted.count} " if counted.count else ""
    if counted.starts_on == counted.ends_on:
        return f"{many}on {in_full(counted.starts_on)}"
    return f"{many}from {in_full(counted.starts_on)} to {in_full(counted.ends_on)}"
