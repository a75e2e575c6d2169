"""What becomes of a dispute: the commissioner decides over it, the group withdraws it, everybody talks about it."""

from datetime import date, datetime

from budgets.agreement.actions.positions import (
    Taken,
    add_position,
    check_open_for_answers,
    record,
    speak_for,
)
from budgets.agreement.models.positions import Outcome, Position
from budgets.agreement.queries.positions import find_standing, get_position, list_outcomes
from budgets.agreement.rules import disputes as rules
from budgets.agreement.rules.offers import Offers
from budgets.agreement.rules.outcomes import OUTCOME_NAMES, OutcomeKind
from budgets.agreement.rules.positions import Answer, as_kept, in_a_sentence
from budgets.agreement.rules.stances import Stance
from budgets.rounds.models import StoredCalculation
from budgets.rounds.queries import calculation_of, get_calculation, get_round
from core import audit
from core.clock import day_in_words
from core.db import db
from core.errors import Refusal
from core.four_eyes import check_other_person
from core.parties.queries import get_party
from core.permissions import Actor, Permission, check_may
from core.threads.actions import add_comment
from core.threads.models import Comment


def decide_dispute(
    *,
    position_id: int,
    kind: OutcomeKind,
    words: str,
    calculation_id: int | None,
    by: Actor,
    at: datetime,
    seen_id: int | None = None,
) -> Outcome:
    """Uphold or reject a dispute that stands, with a reason; the last decision counts.

    `calculation_id`: the later calculation of the round in which an upheld dispute was taken up, where there is one.
    `seen_id`: the outcome the person had in front of them, None where there was none.
    """
    dispute = _dispute(position_id)
    proposal = dispute.proposal
    check_may(by, Permission.DECIDE_DISPUTES, commissioner_id=proposal.round.commissioner_id)
    get_round(proposal.round_id, for_change=True)
    check_open_for_answers(proposal)
    _check_stands(dispute)
    rules.check_no_interest(group=dispute.party.name, interest_in=_interest_in(dispute, by))
    check_other_person(by, dispute.given_by_id, did="raised this dispute")
    taken_up = _calculation(calculation_id, dispute)
    rules.check_outcome(
        kind, words=words, taken_up_in=taken_up.number if taken_up else None, proposed=proposal.calculation.number
    )
    before = _outcome_before(dispute, seen_id)
    outcome = _add_outcome(dispute, kind, words, calculation_id, by=by, at=at)
    new: audit.Values = {
        "outcome": OUTCOME_NAMES[kind].lower(),
        "group": dispute.party.name,
        "item": str(dispute.item),
        "what": _name(dispute),
        "proposal": proposal.number,
        "words": outcome.words,
        "calculation": taken_up.number if taken_up else None,
    }
    _record(dispute, "decide_dispute", by=by, old={"outcome": before}, new=new)
    return outcome


def withdraw_dispute(*, position_id: int, words: str, by: Actor, at: datetime, on: date) -> Outcome:
    """Withdraw a dispute of one's own group: from then on its position on the item is “not challenged”."""
    dispute = _dispute(position_id)
    speaking = speak_for(dispute.proposal_id, dispute.party_id, by=by, at=at, on=on)
    _check_stands(dispute)
    rules.check_withdrawal(words)
    outcome = _add_outcome(dispute, OutcomeKind.WITHDRAWN, words, None, by=by, at=at)
    answer = as_kept(Answer(item=dispute.item, stance=Stance.NOT_CHALLENGED, words=words))
    position = add_position(dispute.proposal, dispute.party_id, answer, by=by, at=at)
    name = speaking.offers.get(dispute.party.code, dispute.item).name
    taken = Taken(name=name, position=position, before=dispute)
    record(dispute.proposal, "withdraw_dispute", dispute.party, [taken], by=by)
    return outcome


def comment_on_dispute(*, position_id: int, words: str, by: Actor, at: datetime) -> Comment:
    """Say something about a dispute. What is said stays with the group's item over all proposals of the round."""
    dispute = _dispute(position_id)
    found = dispute.proposal.round
    check_may(by, Permission.COMMENT, commissioner_id=found.commissioner_id)
    return add_comment(
        subject="round",
        subject_id=found.id,
        anchor=rules.anchor_of(dispute.party.code, dispute.item),
        words=words,
        by=by,
        at=at,
        commissioner_id=found.commissioner_id,
    )


def _dispute(position_id: int) -> Position:
    position = get_position(position_id)
    if position.stance is not Stance.DISPUTED:
        raise Refusal(f"{position.party.name} does not dispute this, so there is nothing to decide.")
    return position


def _outcome_before(dispute: Position, seen_id: int | None) -> str | None:
    """The outcome that stood so far; a refusal where it is not the one that was seen."""
    before = next(iter(list_outcomes(dispute.id)), None)
    if before is None:
        return None
    rules.check_outcome_seen(standing_id=before.id, seen_id=seen_id, by=before.decided_by.name, kind=before.kind)
    return before.kind.value


def _check_stands(dispute: Position) -> None:
    standing = find_standing(dispute.proposal_id, party_id=dispute.party_id, item=dispute.item)
    has_changed = standing is not None and standing.id != dispute.id
    changed_on = day_in_words(standing.given_at) if standing is not None and has_changed else None
    rules.check_stands(group=dispute.party.name, changed_on=changed_on)


def _interest_in(dispute: Position, by: Actor) -> str | None:
    """The name of the group, or of a practice that counted for it, in which the person declared an interest."""
    members = calculation_of(dispute.proposal.calculation).practice_groups
    for party in (get_party(party_id) for party_id in sorted(by.interests)):
        if party.id == dispute.party_id or members.get(party.code) == dispute.party.code:
            return party.name
    return None


def _calculation(calculation_id: int | None, dispute: Position) -> StoredCalculation | None:
    if calculation_id is None:
        return None
    found = get_calculation(calculation_id)
    if found.round_id != dispute.proposal.round_id:
        raise Refusal("The calculation in which a dispute was taken up belongs to the same round.")
    return found


def _name(dispute: Position) -> str:
    offers = Offers(calculation_of(dispute.proposal.calculation))
    return in_a_sentence(offers.get(dispute.party.code, dispute.item).name)


def _add_outcome(
    dispute: Position, kind: OutcomeKind, words: str, calculation_id: int | None, *, by: Actor, at: datetime
) -> Outcome:
    outcome = Outcome(
        position_id=dispute.id,
        kind=kind,
        words=words.replace("\r\n", "\n").strip(),
        calculation_id=calculation_id,
        decided_by_id=by.person_id,
        decided_at=at,
    )
    db.session.add(outcome)
    db.session.flush()
    return outcome


def _record(dispute: Position, act: str, *, by: Actor, old: audit.Values, new: audit.Values) -> None:
    found = dispute.proposal.round
    audit.record(
        db.session(),
        by=by,
        act=f"agreement.{act}",
        subject="round",
        subject_id=found.id,
        old=old,
        new=new,
        commissioner_id=found.commissioner_id,
    )
