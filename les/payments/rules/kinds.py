"""What becomes of a payment run and of its lines, in the words of those who make and read it."""

from collections.abc import Mapping
from enum import StrEnum


class RunState(StrEnum):
    """Where a run is: made by one person, released by another, or cancelled before it was."""

    WAITING = "waiting"
    RELEASED = "released"
    CANCELLED = "cancelled"


RUN_STATE_NAMES: Mapping[RunState, str] = {
    RunState.WAITING: "Waits for release",
    RunState.RELEASED: "Released",
    RunState.CANCELLED: "Cancelled",
}


class RunVerdict(StrEnum):
    """What was decided over a run."""

    RELEASED = "released"
    CANCELLED = "cancelled"


class Result(StrEnum):
    """What became of a line: the bank paid it, could not, or its run was cancelled."""

    PAID = "paid"
    FAILED = "failed"
    CANCELLED = "cancelled"


RESULT_NAMES: Mapping[Result, str] = {
    Result.PAID: "Paid",
    Result.FAILED: "Failed",
    Result.CANCELLED: "Run cancelled",
}
ON_ITS_WAY = "Sent to the bank"
TO_BE_RELEASED = "In a run that waits for release"
