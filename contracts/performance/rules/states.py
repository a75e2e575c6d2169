"""How far a result is that a provider is asked for."""

from enum import StrEnum


class DueState(StrEnum):
    """Asked for, asked for in vain by its day, returned, or frozen: then only a correction stands beside it."""

    DUE = "due"
    LATE = "late"
    RETURNED = "returned"
    FROZEN = "frozen"
