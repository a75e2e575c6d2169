"""Where a variation stands on a day, and what may be done to it there.

A variation is drafted by one party, proposed (its text is frozen, the other party's answer is due), disputed or signed
by both; it can be withdrawn until then. Once signed it holds from its first to its last day.
"""

from collections.abc import Mapping
from datetime import date
from enum import StrEnum

from core.errors import Refusal
from core.wording import in_full


class Stage(StrEnum):
    """How far people brought a variation."""

    DRAFT = "draft"
    PROPOSED = "proposed"
    DISPUTED = "disputed"
    SIGNED = "signed"
    WITHDRAWN = "withdrawn"


class State(StrEnum):
    """Where a variation stands on a day."""

    DRAFT = "draft"
    PROPOSED = "proposed"
    DISPUTED = "disputed"
    AGREED = "agreed"
    IN_EFFECT = "in_effect"
    ENDED = "ended"
    WITHDRAWN = "withdrawn"


STATE_NAMES: Mapping[State, str] = {
    State.DRAFT: "Draft",
    State.PROPOSED: "Proposed, not agreed",
    State.DISPUTED: "Disputed",
    State.AGREED: "Agreed, not yet in effect",
    State.IN_EFFECT: "Agreed, in effect",
    State.ENDED: "Agreed, has ended",
    State.WITHDRAWN: "Withdrawn",
}
OPEN = (Stage.DRAFT, Stage.PROPOSED, Stage.DISPUTED)
PUT = (Stage.PROPOSED, Stage.DISPUTED)


class Answer(StrEnum):
    """What was recorded about a proposed variation besides its signatures."""

    DISPUTED = "disputed"
    SETTLED = "settled"
    WITHDRAWN = "withdrawn"


ANSWER_NAMES: Mapping[Answer, str] = {
    Answer.DISPUTED: "Disputed",
    Answer.SETTLED: "Dispute settled",
    Answer.WITHDRAWN: "Withdrawn",
}


def state_of(*, stage: Stage, effective_from: date, effective_to: date | None, on: date) -> State:
    """The state on a day; both days are within.

    >>> day = date(2008, 10, 1)
    >>> str(state_of(stage=Stage.SIGNED, effective_from=day, effective_to=None, on=date(2008, 9, 30)))
    'agreed'
    """
    if stage is not Stage.SIGNED:
        return State(stage.value)
    if on < effective_from:
        return State.AGREED
    return State.ENDED if effective_to is not None and effective_to < on else State.IN_EFFECT


def check_is_draft(stage: Stage, *, name: str) -> None:
    """Refuse to change what is no draft."""
    if stage in PUT:
        raise Refusal(f"{name} is proposed, and its text is frozen. Withdraw it and write another to change it.")
    if stage is Stage.SIGNED:
        raise Refusal(f"{name} is signed. Nothing signed is changed or deleted: another variation changes it.")
    if stage is Stage.WITHDRAWN:
        raise Refusal(f"{name} was withdrawn. Write another.")


def check_may_be_signed(stage: Stage, *, name: str) -> None:
    """Refuse to sign what is not proposed. Groups may still assent to what both parties signed."""
    if stage is Stage.DISPUTED:
        raise Refusal(f"{name} is disputed. It can be signed once the dispute is settled.")
    if stage not in (Stage.PROPOSED, Stage.SIGNED):
        said = "is a draft: it is proposed first, then signed" if stage is Stage.DRAFT else "was withdrawn"
        raise Refusal(f"{name} {said}.")


def check_withdrawal(stage: Stage, *, name: str, reason: str, is_proposer: bool) -> None:
    """Refuse to withdraw what is signed or withdrawn already, another party's variation, or without a reason."""
    if stage is Stage.SIGNED:
        raise Refusal(f"{name} is signed by both parties and cannot be withdrawn: another variation changes it.")
    if stage is Stage.WITHDRAWN:
        raise Refusal(f"{name} was withdrawn already.")
    if not is_proposer:
        raise Refusal(f"Only the party that proposed {name[0].lower()}{name[1:]} withdraws it. Dispute it instead.")
    _check_said(reason, "Say why it is withdrawn. The other party reads this.")


def check_dispute(stage: Stage, *, name: str, reason: str, is_proposer: bool, has_signed: bool) -> None:
    """Refuse to dispute what is not waiting for an answer, one's own variation, or one that one has signed."""
    if stage is not Stage.PROPOSED:
        raise Refusal(f"{name} is not waiting for an answer, so it cannot be disputed.")
    if is_proposer:
        raise Refusal("Your own organisation proposed it. Withdraw it instead.")
    if has_signed:
        raise Refusal(f"Your organisation has signed {name[0].lower()}{name[1:]} and is bound by that.")
    _check_said(reason, "Say what is disputed, and why. The other party reads this.")


def check_settlement(stage: Stage, *, name: str, reason: str, disputed_here: bool) -> None:
    """Refuse to settle what is not disputed, a dispute of another party, or without a word how it was settled."""
    if stage is not Stage.DISPUTED:
        raise Refusal(f"{name} is not disputed, so there is nothing to settle.")
    if not disputed_here:
        raise Refusal("The party that disputed it says when the dispute is settled.")
    _check_said(reason, "Say how the dispute was settled.")


def answer_due_in_words(due_on: date | None, *, stage: Stage, on: date) -> str:
    """By when an answer is due, and that it is overdue; blank where none is awaited.

    >>> answer_due_in_words(date(2008, 9, 29), stage=Stage.PROPOSED, on=date(2008, 9, 30))
    'An answer was due by 29 September 2008: it is overdue.'
    """
    if due_on is None or stage is not Stage.PROPOSED:
        return ""
    if due_on < on:
        return f"An answer was due by {in_full(due_on)}: it is overdue."
    return f"An answer is due by {in_full(due_on)}."


def _check_said(reason: str, otherwise: str) -> None:
    if not reason.strip():
        raise Refusal(otherwise)
