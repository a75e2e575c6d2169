"""Actions that meetings agree: who does what by when, and how old they are in working days."""

from collections.abc import Mapping
from datetime import date
from enum import StrEnum

from commissioning.meetings.rules.stages import LONGEST_WORDS
from core.errors import Refusal
from core.wording import in_full

LONGEST_OWNER = 120
MOST_YEARS = 5


class ActionStage(StrEnum):
    """What became of an action."""

    OPEN = "open"
    DONE = "done"
    DROPPED = "dropped"


STAGE_NAMES: Mapping[ActionStage, str] = {
    ActionStage.OPEN: "Open",
    ActionStage.DONE: "Done",
    ActionStage.DROPPED: "Dropped",
}


class Age(StrEnum):
    """How an action stands against its day."""

    CLOSED = "closed"
    IN_TIME = "in_time"
    DUE_SOON = "due_soon"
    OVERDUE = "overdue"
    LONG_OVERDUE = "long_overdue"


AGE_NAMES: Mapping[Age, str] = {
    Age.CLOSED: "Closed",
    Age.IN_TIME: "In time",
    Age.DUE_SOON: "Due within 5 working days",
    Age.OVERDUE: "Overdue",
    Age.LONG_OVERDUE: "Overdue by more than 20 working days",
}
_SOON, _LONG = 5, 20


def age_of(*, stage: ActionStage, due_on: date, on: date, working_days_left: int, working_days_late: int = 0) -> Age:
    """How an action stands on a day. On its own day nothing is overdue. `working_days_left`: negative when past.

    `working_days_late`: since the day first agreed, which still counts where the day was moved.

    >>> age_of(stage=ActionStage.OPEN, due_on=date(2008, 7, 1), on=date(2008, 7, 1), working_days_left=0).value
    'due_soon'
    """
    if stage is not ActionStage.OPEN:
        return Age.CLOSED
    if on > due_on:
        return Age.LONG_OVERDUE if max(-working_days_left, working_days_late) > _LONG else Age.OVERDUE
    return Age.DUE_SOON if working_days_left <= _SOON else Age.IN_TIME


def check_action(*, words: str, owner: str, due_on: date, on: date) -> None:
    """Refuse an action that does not say what, who, or by when; one that is due before it was agreed."""
    if not words.strip():
        raise Refusal("Say what is to be done.")
    if not 1 <= len(owner.strip()) <= LONGEST_OWNER:
        raise Refusal(f"Say who does it, by name or role, in at most {LONGEST_OWNER} characters.")
    if due_on < on:
        raise Refusal(f"It would be due on {in_full(due_on)}, before the meeting of {in_full(on)}. Choose a later day.")
    check_within_reach(due_on, on=on)


def check_within_reach(due_on: date, *, on: date) -> None:
    """Refuse a day so far away that it was mistyped."""
    if due_on.year - on.year > MOST_YEARS:
        raise Refusal(f"{in_full(due_on)} is more than {MOST_YEARS} years away. Choose an earlier day.")


def check_new_day(*, stage: ActionStage, due_on: date, becomes: date, on: date, reason: str) -> None:
    """Refuse another day for an action that is closed, one that is past or the same, or without a reason."""
    if stage is not ActionStage.OPEN:
        raise Refusal(f"This action is closed: {STAGE_NAMES[stage].lower()}.")
    if becomes == due_on:
        raise Refusal(f"It is due on {in_full(due_on)} already. Choose another day.")
    if becomes < on:
        raise Refusal(f"{in_full(becomes)} is past. Choose today or a later day.")
    check_within_reach(becomes, on=on)
    if not reason.strip():
        raise Refusal("Say why the day is moved. The reason stays with the action.")
    if len(reason) > LONGEST_WORDS:
        raise Refusal(f"Say why the day is moved in at most {LONGEST_WORDS:,} characters. There are {len(reason):,}.")


def check_closing(*, stage: ActionStage, becomes: ActionStage, outcome: str) -> None:
    """Refuse to close an action twice, or without saying what came of it."""
    if stage is not ActionStage.OPEN:
        raise Refusal(f"This action is closed: {STAGE_NAMES[stage].lower()}.")
    if becomes is ActionStage.OPEN:
        raise Refusal("Choose whether the action is done or dropped.")
    if not outcome.strip():
        raise Refusal("Say what came of it: what was done, or why it is dropped.")
