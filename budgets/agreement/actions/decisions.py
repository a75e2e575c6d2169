"""Deciding over dissent: the commissioner's act, with written reasons that stand beside the dissent for ever."""

from datetime import date, datetime

from budgets.agreement.models.proposals import Proposal
from budgets.agreement.models.sign_off import Decision
from budgets.agreement.queries.sign_off_state import SignOffState, find_state
from budgets.agreement.rules import decisions as rules
from budgets.agreement.rules.sign_off import adopted_without, in_sentences
from budgets.agreement.rules.sign_off_content import dissent_text
from budgets.agreement.rules.sign_off_signing import locked_in_words
from budgets.rounds.queries import calculation_of, get_round
from budgets.rounds.rules import hash_of
from core import audit
from core.clock import day_in_words, in_london
from core.db import db
from core.errors import OutOfDate, Refusal
from core.parties.queries import get_party
from core.parties.rules import PartyKind
from core.permissions import ROLE_NAMES, Actor, Permission, check_may
from core.wording import listed


def decide_over_dissent(*, round_id: int, reasons: str, seen: str, by: Actor, at: datetime, on: date) -> Decision:
    """Decide that the newest proposal is adopted although groups dissent, with reasons.

    `seen`: the mark (`mark_of`) of the dissent that the person had in front of them; what came since is told.
    """
    found = get_round(round_id, for_change=True)
    check_may(by, Permission.DECIDE_DISPUTES, commissioner_id=found.commissioner_id)
    state = find_state(found, on=on)
    if state is None:
        raise Refusal("Nothing was put to the groups yet, so there is nothing to decide over.")
    check_not_locked(state)
    check_not_withdrawn(state.proposal)
    rules.check_may_decide(state.dissent, reply_by=state.proposal.reply_by, on=on)
    _check_no_interest(state, by)
    _check_seen(state, seen)
    rules.check_reasons(reasons)
    decision = Decision(
        proposal_id=state.proposal.id,
        reasons=reasons.replace("\r\n", "\n").strip(),
        dissent=dissent_text(state.dissent),
        decided_by_id=by.person_id,
        name=by.name,
        role=ROLE_NAMES[by.role],
        decided_at=at,
    )
    db.session.add(decision)
    db.session.flush()
    _record(state, decision, by=by)
    return decision


def mark_of(state: SignOffState) -> str:
    """A mark by which the same dissent from the same proposal is known again: what the form carries."""
    return hash_of(f"{state.proposal.id} {dissent_text(state.dissent)}")


def check_not_locked(state: SignOffState) -> None:
    """Refuse what would change a round that is locked."""
    if state.lock is not None:
        day = in_london(state.lock.locked_at).date()
        raise Refusal(locked_in_words(year=state.round.year, on=day))


def check_not_withdrawn(proposal: Proposal) -> None:
    """Refuse what would go on with a proposal that was withdrawn."""
    if proposal.withdrawal is not None:
        day = day_in_words(proposal.withdrawal.withdrawn_at)
        raise Refusal(f"Proposal {proposal.number} was withdrawn on {day}. Put a new proposal to the groups.")


def _check_seen(state: SignOffState, seen: str) -> None:
    if seen != mark_of(state):
        raise OutOfDate(
            f"What the groups say changed while you were writing. Now, on proposal {state.proposal.number}: "
            f"{listed(in_sentences(state.dissent))}. What you typed is still here: read what they say, and send it "
            "again if it is to stand."
        )


def _check_no_interest(state: SignOffState, by: Actor) -> None:
    """Refuse somebody who declared an interest in a group that dissents, or in a practice that counted for it."""
    members = calculation_of(state.proposal.calculation).practice_groups if by.interests else {}
    dissenting = {each.code: each.name for each in state.dissent}
    for party in (get_party(party_id) for party_id in sorted(by.interests)):
        code = party.code if party.kind is PartyKind.PBC_GROUP else members.get(party.code)
        if code in dissenting:
            rules.refuse_interest(group=dissenting[code], interest_in=party.name)


def _record(state: SignOffState, decision: Decision, *, by: Actor) -> None:
    audit.record(
        db.session(),
        by=by,
        act="agreement.decide_over_dissent",
        subject="round",
        subject_id=state.round.id,
        new={
            "proposal": state.proposal.number,
            "dissent": adopted_without(state.dissent),
            "reasons": decision.reasons,
        },
        commissioner_id=state.round.commissioner_id,
    )
