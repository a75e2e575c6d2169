"""What happened on the way to the sign-off, in plain words, newest first: open to all who follow the round.

The audit trail of a round also tells of calculations that nobody was shown, so it is not used here.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from budgets.agreement.models.sign_off import Decision
from budgets.agreement.models.unlocking import Unlocking
from budgets.agreement.queries.sign_off_state import SignOffState, why_void
from budgets.agreement.rules.sign_off import adopted_without
from budgets.agreement.rules.sign_off_content import dissent_from
from budgets.agreement.rules.unlocking import ANSWER_NAMES
from core.signatures.rules import capacity_in_words


@dataclass(frozen=True, slots=True, kw_only=True)
class Happened:
    """One thing that happened: when, who, and what they did."""

    at: datetime
    who: str
    did: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Earlier:
    """An earlier sign-off: its number in the round, its id, who opened it when, and why it is void."""

    number: int
    id: int
    opened_at: datetime
    opened_by: str
    why: str
    signatures: int


def history_of(state: SignOffState, decisions: Sequence[Decision], unlockings: Sequence[Unlocking]) -> list[Happened]:
    """Decisions, sign-offs, signatures, locks and unlockings of a round, newest first."""
    happened = [*_decided(decisions), *_signed(state), *_unlocked(unlockings)]
    return sorted(happened, key=lambda each: each.at, reverse=True)


def earlier_sign_offs(state: SignOffState) -> list[Earlier]:
    """What was opened for signature before and is void or superseded, newest first."""
    count = len(state.sign_offs)
    return [
        Earlier(
            number=count - place,
            id=each.id,
            opened_at=each.opened_at,
            opened_by=each.opened_by.name,
            why=" ".join(why_void(each, state)),
            signatures=len(state.signatures[each.id]),
        )
        for place, each in enumerate(state.sign_offs)
        if state.current is None or each.id != state.current.id
    ]


def _decided(decisions: Sequence[Decision]) -> Iterator[Happened]:
    for each in decisions:
        line = adopted_without(dissent_from(each.dissent))
        yield Happened(
            at=each.decided_at,
            who=each.name,
            did=f"decided over the dissent from proposal {each.proposal.number}, which is to be "
            f"{line[0].lower()}{line[1:]}: {each.reasons}",
        )


def _signed(state: SignOffState) -> Iterator[Happened]:
    for sign_off in state.sign_offs:
        number = sign_off.proposal.number
        yield Happened(
            at=sign_off.opened_at, who=sign_off.opened_by.name, did=f"opened proposal {number} for signature"
        )
        for each in state.signatures[sign_off.id]:
            capacity = capacity_in_words(each.capacity)
            yield Happened(at=each.signed_at, who=each.name, did=f"signed for {each.organisation}, {capacity}")
        if sign_off.lock is not None:
            at = sign_off.lock.locked_at
            yield Happened(at=at, who="The last signature", did=f"locked the round on proposal {number}")


def _unlocked(unlockings: Sequence[Unlocking]) -> Iterator[Happened]:
    for each in unlockings:
        yield Happened(at=each.asked_at, who=each.name, did=f"asked to unlock the round: {each.reason}")
        if each.answer is not None:
            said = f": {each.answer.words}" if each.answer.words else ""
            answered = ANSWER_NAMES[each.answer.kind]
            yield Happened(
                at=each.answer.answered_at, who=each.answer.name, did=f"answered the request{said} ({answered})"
            )
