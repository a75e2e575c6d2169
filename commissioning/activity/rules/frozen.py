"""How far a service's month is frozen: every provider of it counts, for half of the figures are not the figures."""

from collections.abc import Mapping
from enum import StrEnum


class Freezing(StrEnum):
    """How far the figures of a service are frozen for a month."""

    FROZEN = "frozen"
    PARTLY = "partly"
    OPEN = "open"
    NOT_EXPECTED = "not_expected"


FREEZING_NAMES: Mapping[Freezing, str] = {
    Freezing.FROZEN: "Frozen",
    Freezing.PARTLY: "Frozen in part",
    Freezing.OPEN: "Not frozen",
    Freezing.NOT_EXPECTED: "Not expected",
}


def freezing_of(*, frozen: int, awaited: int) -> Freezing:
    """How far a month is frozen, by how many of its returns are and how many are still awaited.

    >>> [freezing_of(frozen=a, awaited=b).value for a, b in ((1, 0), (1, 1), (0, 1), (0, 0))]
    ['frozen', 'partly', 'open', 'not_expected']
    """
    if frozen:
        return Freezing.PARTLY if awaited else Freezing.FROZEN
    return Freezing.OPEN if awaited else Freezing.NOT_EXPECTED
