"""What becomes in a contract of the terms of the heads it follows: kept, changed or dropped, each decided."""

from collections.abc import Mapping, Sequence
from enum import StrEnum

from core.errors import Refusal
from core.wording import listed

LONGEST_REASON = 1000
LONGEST_SOURCE = 200
MOST_DAYS = 730
_MOST_NAMED = 3


class Fate(StrEnum):
    """What becomes of a term."""

    KEPT = "kept"
    CHANGED = "changed"
    DROPPED = "dropped"


FATE_NAMES: Mapping[Fate, str] = {Fate.KEPT: "Kept", Fate.CHANGED: "Changed", Fate.DROPPED: "Dropped"}
UNDECIDED = "Not decided yet"


def check_decision(title: str, *, fate: Fate, why: str, part: str, parts: Sequence[str]) -> None:
    """Refuse to change or drop a term without the reason, or to name a part that the contract has not.

    `part`: the key of the part where the term stands, or blank; `parts`: the keys there are.
    """
    if fate is not Fate.KEPT and not why.strip():
        raise Refusal(f"Say why “{title}” is {FATE_NAMES[fate].lower()}: those who signed the heads will read it.")
    if len(why.strip()) > LONGEST_REASON:
        raise Refusal(f"The reason has at most {LONGEST_REASON:,} characters.")
    if part and part not in parts:
        raise Refusal("The contract has no such part any more. Choose where the term stands again.")
    if part and fate is Fate.DROPPED:
        raise Refusal(f"“{title}” is dropped, so it stands in no part of the contract. Choose no part.")


def problems_in_trace(reference: str, *, count: int, undecided: Sequence[str], lost: Sequence[str]) -> list[str]:
    """Why a contract cannot be issued with this trace.

    `count`: how many terms the heads have; `undecided`: the titles of those that nobody decided about; `lost`: of those
    said to stand in a part that was taken out since.
    """
    found = []
    if undecided:
        are = "is" if len(undecided) == 1 else "are"
        found.append(
            f"{len(undecided)} of the {count} terms of {reference} {are} not decided yet: {_some(undecided)}. "
            "Say in the trace whether each is kept, changed or dropped."
        )
    if lost:
        found.append(
            f"{_some(lost)} of {reference} {'stands' if len(lost) == 1 else 'stand'} in a part that was taken out. "
            "Say in the trace where else."
        )
    return found


def check_following_time(*, days: int, source: str) -> None:
    """Refuse a time within which heads are to be followed that is none, or that comes from nowhere."""
    if not 1 <= days <= MOST_DAYS:
        raise Refusal(f"Enter 1 to {MOST_DAYS} days.")
    if not source.strip():
        raise Refusal("Say where the number of days comes from: a meeting, a policy.")
    if len(source.strip()) > LONGEST_SOURCE:
        raise Refusal(f"The source has at most {LONGEST_SOURCE} characters.")


def _some(titles: Sequence[str]) -> str:
    """The first few titles, and how many more there are.

    >>> _some(["A", "B"]), _some(["A", "B", "C", "D", "E"])
    ('“A” and “B”', '“A”, “B”, “C” and 2 more')
    """
    quoted = [f"“{title}”" for title in titles]
    rest = len(quoted) - _MOST_NAMED
    return listed(quoted if rest <= 1 else [*quoted[:_MOST_NAMED], f"{rest} more"])
