"""What acts of the sign-off are called in plain words, and what a reader may do next on its pages."""

from dataclasses import dataclass

from flask import abort

from budgets.agreement.queries.sign_off import find_lock
from budgets.agreement.queries.sign_off_state import SignOffState
from budgets.rounds.models import Round
from core.audit_trail.words import say
from core.permissions import Actor, Permission
from core.signatures.models import Signature

_WORDS = {
    "decide_over_dissent": "decided over the dissent from proposal {proposal} ({dissent}): {reasons}",
    "open_sign_off": "opened proposal {proposal} for signature",
    "sign_budget": "signed proposal {proposal} for {organisation}",
    "sign_and_lock_round": "signed proposal {proposal} for {organisation} as the last one; the round is locked",
    "issue_documents": "issued {count} documents of proposal {proposal}",
    "ask_to_unlock": "asked to unlock the round: {reason}",
    "confirm_unlocking": "unlocked the round, as {asked_by} had asked: {reason}",
    "decline_unlocking": "declined to unlock the round, as {asked_by} had asked: {words}",
    "withdraw_unlocking": "took back the request to unlock the round",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class May:
    """What the reader can do now."""

    decide: bool
    open: bool
    sign: bool
    ask_to_unlock: bool
    answer_unlocking: bool

    @property
    def anything(self) -> bool:
        """Whether there is anything the reader can do."""
        return any((self.decide, self.open, self.sign, self.ask_to_unlock, self.answer_unlocking))


def make_known() -> None:
    """Tell the audit trail these words."""
    for act, words in _WORDS.items():
        say(f"agreement.{act}", words)


def may_do(actor: Actor, state: SignOffState) -> May:
    """What the reader can do now; the actions ask again."""
    is_open, is_locked = state.open is not None, state.lock is not None
    of_commissioner = actor.organisation_id == state.round.commissioner_id
    may_unlock = is_locked and of_commissioner and actor.may(Permission.UNLOCK_ROUNDS)
    may_go_on = not is_locked and state.proposal.withdrawal is None
    return May(
        decide=may_go_on and actor.may(Permission.DECIDE_DISPUTES) and bool(state.undecided),
        open=may_go_on and actor.may(Permission.ISSUE_PROPOSALS) and not is_open and not state.obstacles,
        sign=is_open and actor.may(Permission.SIGN_BUDGETS) and _has_to_sign(actor, state),
        ask_to_unlock=may_unlock and state.unlocking is None,
        answer_unlocking=may_unlock and state.unlocking is not None,
    )


def needed(state: SignOffState | None) -> SignOffState:
    """The state; not found before anything was put to the groups."""
    if state is None:
        abort(404)
    return state


def signed_in_words(signature: Signature, found: Round) -> str:
    """What is said to whoever has signed."""
    if find_lock(found.id) is None:
        return f"You signed for {signature.organisation}."
    return (
        f"You signed for {signature.organisation}, as the last one. The round for {found.year} is signed off and "
        "locked. Statements and decision notices are being made."
    )


def _has_to_sign(actor: Actor, state: SignOffState) -> bool:
    return any(each.party_id == actor.organisation_id and not each.has_signed for each in state.signers)
