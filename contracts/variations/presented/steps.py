"""Where a variation is and who acts next."""

from collections.abc import Mapping, Sequence
from datetime import date

from budgets.rounds.rules import RoundStep, StepState
from contracts.agreements.models.issues import Issue
from contracts.variations.models import Variation
from contracts.variations.rules.states import Stage, State
from core.components import day
from core.signatures.models import Signature
from core.wording import listed

LOOKS: Mapping[State, str] = {
    State.DRAFT: "nhsuk-tag--grey",
    State.PROPOSED: "nhsuk-tag--yellow",
    State.DISPUTED: "nhsuk-tag--red",
    State.AGREED: "nhsuk-tag--blue",
    State.IN_EFFECT: "nhsuk-tag--green",
    State.ENDED: "nhsuk-tag--grey",
    State.WITHDRAWN: "nhsuk-tag--grey",
}
_STEPS = ("Draft", "Proposed", "Agreed", "In effect")


def steps_of(variation: Variation, *, on: date) -> list[RoundStep]:
    """Draft, proposed, agreed, in effect: where the variation is and what comes next."""
    state = variation.state_on(on)
    place = {
        State.DRAFT: 0,
        State.PROPOSED: 1,
        State.DISPUTED: 1,
        State.AGREED: 2,
        State.IN_EFFECT: 3,
        State.ENDED: 4,
        State.WITHDRAWN: 0 if variation.proposal is None else 1,
    }[state]
    until = f" to {day(variation.effective_to)}" if variation.effective_to else ""
    said = (
        "What changes is written, before and after",
        f"The text is frozen; an answer is due by {day(variation.response_due_on)}",
        "Both parties have signed the same text",
        f"From {day(variation.effective_from)}{until}",
    )
    return [
        RoundStep(name=name, state=_state(turn, place), words=words)
        for turn, (name, words) in enumerate(zip(_STEPS, said, strict=True))
    ]


def who_acts_next(variation: Variation, issue: Issue, given: Sequence[Signature]) -> str:
    """Who has to do something now, in a sentence; blank where nobody has to."""
    signed = {each.organisation_id for each in given}
    waiting = [each.party.name for each in issue.signers if each.party_id not in signed]
    if variation.stage is Stage.DRAFT:
        return f"{variation.proposer.name} completes the draft and proposes it."
    if variation.stage is Stage.DISPUTED:
        return "The party that disputed it says when the dispute is settled, or the proposer withdraws it."
    if not waiting or variation.stage is Stage.WITHDRAWN:
        return ""
    if variation.stage is Stage.SIGNED:
        return f"{listed(waiting)} may still assent."
    return f"{listed(waiting)} {'signs' if len(waiting) == 1 else 'sign'} or disputes it."


def _state(turn: int, place: int) -> StepState:
    if turn < place:
        return StepState.DONE
    return StepState.NOW if turn == place else StepState.LATER
