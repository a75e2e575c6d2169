"""How complete and how timely returns are: one kind for each return and period, and the share that came in time.

A nil return is a statement and counts as received; a blank is missing. What waits to be certified does not count yet.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction

from commissioning.activity.rules.states import Standing


class Kind(StrEnum):
    """What one cell of completeness says."""

    IN_TIME = "in_time"
    CAME_LATE = "came_late"
    QUERIED = "queried"
    UNCERTIFIED = "uncertified"
    DUE = "due"
    LATE = "late"
    MISSING = "missing"
    WAIVED = "waived"
    NOT_DUE = "not_due"


KIND_NAMES: Mapping[Kind, str] = {
    Kind.IN_TIME: "In time",
    Kind.CAME_LATE: "Came late",
    Kind.QUERIED: "Queried",
    Kind.UNCERTIFIED: "To be certified",
    Kind.DUE: "Due",
    Kind.LATE: "Late",
    Kind.MISSING: "Missing",
    Kind.WAIVED: "Waived",
    Kind.NOT_DUE: "Not due",
}
RECEIVED = frozenset({Kind.IN_TIME, Kind.CAME_LATE, Kind.QUERIED})
_KINDS: Mapping[Standing, Kind] = {
    Standing.NOT_DUE: Kind.NOT_DUE,
    Standing.DUE: Kind.DUE,
    Standing.LATE: Kind.LATE,
    Standing.MISSING: Kind.MISSING,
    Standing.WAIVED: Kind.WAIVED,
    Standing.TO_BE_CERTIFIED: Kind.UNCERTIFIED,
    Standing.QUERIED: Kind.QUERIED,
    Standing.ASKED_AGAIN: Kind.QUERIED,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Timely:
    """Of the returns that were to be there by a day: how many came, how many of them in time; waived ones aside."""

    asked: int = 0
    received: int = 0
    in_time: int = 0

    @property
    def share(self) -> Fraction | None:
        """Percent in time of those asked for; None where none was."""
        return Fraction(100 * self.in_time, self.asked) if self.asked else None


def kind_of(standing: Standing, *, days_late: int) -> Kind:
    """The kind of a return that stands so and came so many working days late.

    >>> kind_of(Standing.ACCEPTED, days_late=0).value, kind_of(Standing.RECEIVED, days_late=2).value
    ('in_time', 'came_late')
    """
    return _KINDS.get(standing, Kind.CAME_LATE if days_late else Kind.IN_TIME)


def timely(returns: Iterable[tuple[Kind, int]]) -> Timely:
    """How timely returns are, each given by its kind and how many working days late its first submission came.

    A return that is not due yet, or still within its time, is not asked for yet; a waived one was not asked for.

    >>> told = timely([(Kind.IN_TIME, 0), (Kind.QUERIED, 0), (Kind.CAME_LATE, 1), (Kind.MISSING, 0), (Kind.DUE, 0)])
    >>> told.asked, told.received, told.in_time
    (4, 3, 2)
    """
    asked = received = in_time = 0
    for kind, days_late in returns:
        if kind in {Kind.NOT_DUE, Kind.DUE, Kind.WAIVED}:
            continue
        asked += 1
        received += kind in RECEIVED
        in_time += kind in RECEIVED and not days_late
    return Timely(asked=asked, received=received, in_time=in_time)
