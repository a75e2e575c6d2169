"""Where a contract stands on a day, and what may be done to it there."""

from collections.abc import Mapping
from datetime import date
from enum import StrEnum

from core.errors import Refusal
from core.wording import in_full


class Stage(StrEnum):
    """How far people brought a contract. What the day makes of it is its state."""

    DRAFT = "draft"
    DISCARDED = "discarded"
    ISSUED = "issued"
    SIGNED = "signed"


class State(StrEnum):
    """Where a contract stands on a day."""

    DRAFT = "draft"
    ISSUED = "issued"
    SIGNED = "signed"
    IN_FORCE = "in_force"
    EXPIRED = "expired"
    TERMINATED = "terminated"
    DISCARDED = "discarded"


STATE_NAMES: Mapping[State, str] = {
    State.DRAFT: "Draft",
    State.ISSUED: "Issued for signature",
    State.SIGNED: "Signed, not yet in force",
    State.IN_FORCE: "In force",
    State.EXPIRED: "Expired",
    State.TERMINATED: "Terminated",
    State.DISCARDED: "Discarded",
}
STEPS = (State.DRAFT, State.ISSUED, State.SIGNED, State.IN_FORCE)


def state_of(*, stage: Stage, starts_on: date, ends_on: date, terminated_on: date | None, on: date) -> State:
    """The state on a day. `ends_on` is the last day; `terminated_on` the first day without it.

    >>> day = date(2008, 4, 1)
    >>> str(state_of(stage=Stage.SIGNED, starts_on=day, ends_on=date(2009, 3, 31), terminated_on=None, on=day))
    'in_force'
    """
    if stage is not Stage.SIGNED:
        return State(stage.value)
    if terminated_on is not None and terminated_on <= on:
        return State.TERMINATED
    if on < starts_on:
        return State.SIGNED
    return State.IN_FORCE if on <= ends_on else State.EXPIRED


def check_is_draft(stage: Stage, *, reference: str) -> None:
    """Refuse to change what is no draft (any more)."""
    if stage is Stage.ISSUED:
        raise Refusal(f"{reference} is issued for signature, and its text is frozen. Take it back first to change it.")
    if stage is Stage.SIGNED:
        raise Refusal(f"{reference} is signed. Nothing signed is changed or deleted: a variation changes it.")
    if stage is Stage.DISCARDED:
        raise Refusal(f"{reference} was discarded. Start a new contract.")


def check_may_be_excepted(stage: Stage, *, reference: str) -> None:
    """Refuse an exception for what is neither a draft nor signed: what is issued says how much it commits."""
    if stage is not Stage.SIGNED:
        check_is_draft(stage, reference=reference)


def check_may_be_signed(stage: Stage, *, reference: str) -> None:
    """Refuse to sign what nobody issued, or was discarded. Groups may still assent once both parties have signed."""
    if stage in (Stage.DRAFT, Stage.DISCARDED):
        said = "is a draft: it is issued first, then signed" if stage is Stage.DRAFT else "was discarded"
        raise Refusal(f"{reference} {said}.")


def check_recall(stage: Stage, *, reference: str, reason: str) -> None:
    """Refuse to take back what is not waiting for signatures, or without a reason."""
    if stage is Stage.SIGNED:
        raise Refusal(f"{reference} is signed by both parties and cannot be taken back: a variation changes it.")
    if stage is not Stage.ISSUED:
        raise Refusal(f"{reference} is not issued, so there is nothing to take back.")
    _check_said(reason, "Say why it is taken back. All who were asked to sign read this.")


def check_discard(stage: Stage, *, reference: str, reason: str) -> None:
    """Refuse to discard anything but a draft, or without a reason."""
    check_is_draft(stage, reference=reference)
    _check_said(reason, "Say why the draft is discarded.")


def check_termination(  # the dates of one act belong together
    *, stage: Stage, already: date | None, reference: str, notice_given_on: date, first_day_without: date,
    starts_on: date, ends_on: date, reason: str, on: date,
) -> None:  # fmt: skip
    """Refuse to terminate what is not signed, twice, outside its term, or with notice given in the future."""
    if stage is not Stage.SIGNED:
        raise Refusal(f"{reference} is not signed, so there is nothing to terminate. Discard the draft instead.")
    if already is not None:
        raise Refusal(f"{reference} was terminated already: it ends before {in_full(already)}.")
    if notice_given_on > on:
        raise Refusal("Notice was given on a day that has not come yet. Enter the day on which it was given.")
    if not starts_on <= first_day_without <= ends_on:
        raise Refusal(
            f"The first day without the contract lies within its term, {in_full(starts_on)} to {in_full(ends_on)}."
        )
    if first_day_without < notice_given_on:
        raise Refusal("The contract cannot end before notice was given.")
    _check_said(reason, "Say why the contract is terminated.")


def _check_said(reason: str, otherwise: str) -> None:
    if not reason.strip():
        raise Refusal(otherwise)
