"""What acts of the sign-off are called in plain words, and what a reader may do next on its pages."""

from dataclasses import dataclass

from flask import abort, url_for

from budgets.agreement.models.sign_off import Lock, SignOff
from budgets.agreement.queries.sign_off import find_lock
from budgets.agreement.queries.sign_off_state import SignOffState, why_void
from budgets.agreement.queries.unlocking import find_lifting
from budgets.agreement.rules.stances import Stance
from budgets.rounds.models import Round
from budgets.rounds.views.held import held_fast
from core.audit_trail.words import say
from core.clock import day_in_words
from core.four_eyes import is_one_with
from core.navigation import Notice
from core.permissions import Actor, Permission, Role
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
    """What the reader can do now. `read_notice`: what the link to the decision notice is called, blank for no link."""

    decide: bool
    open: bool
    sign: bool
    ask_to_unlock: bool
    confirm_unlocking: bool
    take_back: bool
    read_notice: str = ""

    @property
    def anything(self) -> bool:
        """Whether there is anything the reader can do."""
        to_unlock = self.ask_to_unlock or self.confirm_unlocking or self.take_back
        return to_unlock or self.decide or self.open or self.sign or bool(self.read_notice)


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
        decide=may_go_on and actor.may(Permission.DECIDE_DISPUTES) and _can_be_decided(state),
        open=may_go_on and actor.may(Permission.ISSUE_PROPOSALS) and not is_open and not state.obstacles,
        sign=is_open and actor.may(Permission.SIGN_BUDGETS) and _has_to_sign(actor, state),
        ask_to_unlock=may_unlock and state.unlocking is None,
        confirm_unlocking=may_unlock and state.unlocking is not None and not _is_own(state, actor),
        take_back=may_unlock and _is_own(state, actor),
        read_notice=_notice(actor) if is_locked else "",
    )


def _can_be_decided(state: SignOffState) -> bool:
    """Whether there is dissent no decision covers, and everybody had their time to answer."""
    return bool(state.undecided) and all(each.said.stance is not Stance.NOT_ASKED for each in state.undecided)


def _is_own(state: SignOffState, actor: Actor) -> bool:
    return state.unlocking is not None and is_one_with(actor, state.unlocking.asked_by_id)


def _notice(actor: Actor) -> str:
    if actor.may(Permission.SEE_UNSHOWN_CALCULATIONS):
        return "Decision notices to providers"
    return "Read your decision notice" if actor.role is Role.PROVIDER_MANAGER else ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """A tag, its look, and a sentence beside it."""

    tag: str
    look: str
    words: str


def standing_of(sign_off: SignOff, state: SignOffState) -> Mark:
    """What became of something that was opened for signature."""
    if state.lock is not None and state.lock.sign_off_id == sign_off.id:
        words = f"Signed by all on {day_in_words(state.lock.locked_at)}: the round is locked."
        return Mark(tag="Signed off", look="nhsuk-tag--green", words=words)
    if state.open is not None and state.open.id == sign_off.id:
        return Mark(tag="Open for signature", look="nhsuk-tag--blue", words="")
    if sign_off.lock is not None:
        return superseded(sign_off.lock)
    return Mark(tag="Void", look="nhsuk-tag--grey", words=" ".join(why_void(sign_off, state)))


def superseded(lock: Lock) -> Mark:
    """What is said of a sign-off whose round was unlocked since; of one that holds, when it was signed."""
    signed = f"Signed off on {day_in_words(lock.locked_at)}"
    lifting = find_lifting(lock.sign_off_id)
    if lifting is None or lifting.answer is None:
        return Mark(tag="Signed off", look="nhsuk-tag--green", words=f"{signed}.")
    unlocked = f"superseded by unlocking on {day_in_words(lifting.answer.answered_at)}: {lifting.reason}"
    return Mark(tag="Superseded", look="nhsuk-tag--grey", words=f"{signed}, {unlocked}")


def notice_of_lock(round_id: int) -> list[Notice]:
    """What stands above every page of a round that is held fast, and where the reader sees why."""
    reasons = held_fast(round_id)
    here = url_for("sign_off.show_sign_off", round_id=round_id)
    return [Notice(words=" ".join(reasons), href=here, link="See what was signed")] if reasons else []


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
