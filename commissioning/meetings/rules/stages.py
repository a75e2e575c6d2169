"""How far a meeting is, what may be written when, and how its minutes stand."""

from collections.abc import Collection, Mapping
from datetime import date
from enum import StrEnum

from core.errors import Refusal
from core.wording import in_full


class Stage(StrEnum):
    """How far people brought a meeting. Minuted: its minutes are put to those who approve them, or approved."""

    PLANNED = "planned"
    UNDER_WAY = "under_way"
    MINUTED = "minuted"
    CANCELLED = "cancelled"


class MinutesState(StrEnum):
    """How the minutes of a meeting stand."""

    NONE = "none"
    DRAFT = "draft"
    FOR_APPROVAL = "for_approval"
    APPROVED = "approved"


MINUTES_NAMES: Mapping[MinutesState, str] = {
    MinutesState.NONE: "Not held yet",
    MinutesState.DRAFT: "Minutes being written",
    MinutesState.FOR_APPROVAL: "Minutes for approval",
    MinutesState.APPROVED: "Minutes approved",
}
LONGEST_NOTES = 20_000
LONGEST_WORDS = 1_000


def minutes_state(stage: Stage, *, asked: Collection[int], approved: Collection[int]) -> MinutesState:
    """How the minutes stand: approved once everybody who is asked has approved the version that stands.

    >>> minutes_state(Stage.MINUTED, asked={1, 2}, approved={1}).value
    'for_approval'
    """
    if stage in (Stage.PLANNED, Stage.CANCELLED):
        return MinutesState.NONE
    if stage is Stage.UNDER_WAY:
        return MinutesState.DRAFT
    return MinutesState.APPROVED if set(asked) <= set(approved) else MinutesState.FOR_APPROVAL


def check_may_open(stage: Stage, *, meets_on: date, on: date) -> None:
    """Refuse to open a meeting twice, one that was called off, or before its day."""
    if stage is Stage.CANCELLED:
        raise Refusal("The meeting was cancelled.")
    if stage is not Stage.PLANNED:
        raise Refusal("The meeting was opened before.")
    if on < meets_on:
        raise Refusal(f"The meeting is on {in_full(meets_on)}. Open it on that day, or give it an earlier day first.")


def check_may_write(stage: Stage) -> None:
    """Refuse to write into a meeting that is not under way, and say how a standing text is corrected."""
    if stage is Stage.MINUTED:
        raise Refusal(
            "The minutes were issued and nobody changes them. Correct them with a reason: that makes a new version, "
            "and the old one stays."
        )
    if stage is Stage.CANCELLED:
        raise Refusal("The meeting was cancelled, so there is nothing to record.")
    if stage is Stage.PLANNED:
        raise Refusal("The meeting has not been opened. Open it first, then record what happens.")


def check_may_plan(stage: Stage) -> None:
    """Refuse another day, or calling off, once the meeting was opened or cancelled."""
    if stage is Stage.CANCELLED:
        raise Refusal("The meeting was cancelled before.")
    if stage is not Stage.PLANNED:
        raise Refusal("The meeting was held, so its day stands.")


def check_may_correct(stage: Stage, *, reason: str) -> None:
    """Refuse to correct minutes that were never issued, or without a reason."""
    if stage is not Stage.MINUTED:
        raise Refusal("There are no minutes to correct: they have not been issued.")
    if not reason.strip():
        raise Refusal("Say why the minutes are corrected. Everybody who approves them reads it.")


def check_words(words: str, *, what: str, longest: int = LONGEST_WORDS) -> None:
    """Refuse an empty or overlong sentence. `what`: “the decision”, within a sentence."""
    if not words.strip():
        raise Refusal(f"Say what {what} is.")
    if len(words) > longest:
        raise Refusal(f"Say {what} in at most {longest:,} characters. There are {len(words):,}.")


def check_may_approve(*, asked: bool, organisation: str, state: MinutesState, number: int, newest: int) -> None:
    """Refuse to approve minutes that do not wait for it, an older version, or what one is not asked to approve."""
    if number != newest:
        raise Refusal(f"Version {number} was replaced by version {newest}. Read and approve that one.")
    if not asked:
        raise Refusal(f"{organisation} is not asked to approve these minutes.")
    if state is MinutesState.DRAFT:
        raise Refusal("These minutes are being corrected. Wait for the new version.")
