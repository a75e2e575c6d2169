"""Taking positions: what a group says to the total, its split, a line or a pot. Every change of mind is a new row."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from decimal import Decimal

from budgets.agreement.models.positions import Position
from budgets.agreement.models.proposals import Proposal
from budgets.agreement.queries.positions import find_standing
from budgets.agreement.queries.proposals import get_proposal, list_proposals
from budgets.agreement.queries.what_if import amount_by_method
from budgets.agreement.rules import positions as rules
from budgets.agreement.rules.items import Item
from budgets.agreement.rules.offers import Offer, Offers
from budgets.agreement.rules.positions import Answer
from budgets.agreement.rules.stances import Reason, Stance
from budgets.rounds.models import Round
from budgets.rounds.queries import calculation_of, get_round, workbook_of
from core import audit
from core.clock import day_in_words, moment_in_words
from core.db import db
from core.errors import Refusal
from core.money import as_decimal, as_pence, grouped
from core.parties.models import Party
from core.parties.queries import get_party
from core.permissions import ROLE_NAMES, Actor, Permission, check_may
from core.wording import in_full

reasons_against_answering: list[Callable[[Round], list[str]]] = []


@dataclass(frozen=True, slots=True, kw_only=True)
class Taken:
    """A position that was taken, what the item is called, and the position that stood before."""

    name: str
    position: Position
    before: Position | None


def take_position(
    *,
    proposal_id: int,
    group_id: int,
    item: Item,
    stance: Stance,
    reason: Reason | None,
    words: str,
    claimed: Decimal | None,
    claimed_method: str,
    seen_id: int | None,
    by: Actor,
    at: datetime,
    on: date,
) -> Position:
    """Say what a group says to one item of the current proposal; only a person of the group with the right may.

    `claimed` (pounds) or `claimed_method` (for a line) say what the group should get; the amount by a method is worked
    out now and kept with it. `seen_id`: the position the person had in front of them, None where there was none.
    """
    answer = Answer(
        item=item,
        stance=stance,
        reason=reason,
        words=words,
        claimed=claimed,
        claimed_method=claimed_method,
        seen_id=seen_id,
    )
    speaking = speak_for(proposal_id, group_id, by=by, at=at, on=on)
    return _take(speaking, "take_position", [answer])[0]


def take_positions(
    *, proposal_id: int, group_id: int, answers: Sequence[Answer], by: Actor, at: datetime, on: date
) -> list[Position]:
    """Say what a group says to several items at once, such as the total and the split: all of it, or nothing.

    An answer that is what stands already is passed over.
    """
    speaking = speak_for(proposal_id, group_id, by=by, at=at, on=on)
    if not answers:
        raise Refusal("Choose your position on the total, on the split, or on both.")
    return _take(speaking, "take_positions", answers)


def check_open_for_answers(proposal: Proposal) -> None:
    """Refuse a proposal that was withdrawn or followed by a newer one, and a round that takes no answers any more."""
    newest = list_proposals(proposal.round_id)[0]
    withdrawn = proposal.withdrawal
    rules.check_is_current(
        number=proposal.number,
        newest=newest.number,
        newest_issued=day_in_words(newest.issued_at),
        withdrawn_on=day_in_words(withdrawn.withdrawn_at) if withdrawn else None,
        reason=withdrawn.reason if withdrawn else "",
    )
    against = [sentence for reasons in reasons_against_answering for sentence in reasons(proposal.round)]
    if against:
        raise Refusal(" ".join(against))


def add_position(proposal: Proposal, party_id: int, answer: Answer, *, by: Actor, at: datetime) -> Position:
    """Keep a position that was checked, with copies of who spoke."""
    position = Position(
        proposal_id=proposal.id,
        party_id=party_id,
        item_kind=answer.item.kind,
        item_code=answer.item.code,
        stance=answer.stance,
        reason=answer.reason,
        words=answer.words,
        claimed=answer.claimed,
        claimed_method=answer.claimed_method,
        given_by_id=by.person_id,
        name=by.name,
        role=ROLE_NAMES[by.role],
        given_at=at,
    )
    db.session.add(position)
    db.session.flush()
    return position


def record(proposal: Proposal, act: str, party: Party, taken: Sequence[Taken], *, by: Actor) -> None:
    """Note positions in the audit trail, as part of the history of the round."""
    new: dict[str, str | int | bool | None] = {
        "proposal": proposal.number,
        "group": party.name,
        "said": "; ".join(rules.in_words(each.name, _said(each.position)) for each in taken),
    }
    for each in taken:
        item, claimed = str(each.position.item), each.position.claimed
        new[item], new[f"{item} words"] = each.position.stance.value, each.position.words
        new[f"{item} claimed"] = None if claimed is None else grouped(as_pence(claimed))
    audit.record(
        db.session(),
        by=by,
        act=f"agreement.{act}",
        subject="round",
        subject_id=proposal.round_id,
        old={str(each.position.item): each.before.stance.value if each.before else None for each in taken},
        new=new,
        commissioner_id=proposal.round.commissioner_id,
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Speaking:
    """A person who may answer a proposal for a group, what it offers, and when."""

    proposal: Proposal
    party: Party
    offers: Offers
    by: Actor
    at: datetime


def speak_for(proposal_id: int, group_id: int, *, by: Actor, at: datetime, on: date) -> Speaking:
    """The group that answers and the proposal, its round held until the act is over; a refusal where it may not."""
    proposal = get_proposal(proposal_id)
    check_may(by, Permission.TAKE_POSITIONS, commissioner_id=proposal.round.commissioner_id)
    party = get_party(group_id)
    rules.check_speaks_for(by, group_id=group_id, group=party.name)
    get_round(proposal.round_id, for_change=True)
    check_open_for_answers(proposal)
    calculation = calculation_of(proposal.calculation)
    closed = party.closed_on if party.closed_on and party.closed_on <= on else None
    rules.check_is_asked(
        group=party.name,
        closed_on=in_full(closed) if closed else None,
        is_in_calculation=party.code in calculation.totals.by_group,
        number=proposal.number,
    )
    return Speaking(proposal=proposal, party=party, offers=Offers(calculation), by=by, at=at)


def _take(speaking: Speaking, act: str, answers: Sequence[Answer]) -> list[Position]:
    taken = [done for answer in answers if (done := _taken(speaking, answer)) is not None]
    if not taken:
        raise Refusal("Nothing was changed: this is what you said before.")
    record(speaking.proposal, act, speaking.party, taken, by=speaking.by)
    return [each.position for each in taken]


def _taken(speaking: Speaking, answer: Answer) -> Taken | None:
    """The answer kept as a position; None where it is what stands already, unless that was only carried over."""
    offer = speaking.offers.get(speaking.party.code, answer.item)
    rules.check_answer(answer, name=offer.name)
    before = find_standing(speaking.proposal.id, party_id=speaking.party.id, item=answer.item)
    rules.check_seen(_standing(before), answer.seen_id, name=offer.name)
    kept = _with_claim(speaking, rules.as_kept(answer), offer)
    if before is not None and before.carried_from_id is None and _said(before) == kept:
        return None
    position = add_position(speaking.proposal, speaking.party.id, kept, by=speaking.by, at=speaking.at)
    return Taken(name=offer.name, position=position, before=before)


def _with_claim(speaking: Speaking, answer: Answer, offer: Offer) -> Answer:
    """The answer with the amount its method gives the group, where it claims one."""
    if not answer.claimed_method:
        return answer
    stored = speaking.proposal.calculation
    method = rules.check_claimed_method(answer.claimed_method, workbook_of(stored.inputs))
    amount = amount_by_method(stored, answer.item.code, method, group=speaking.party.code)
    if amount is None:
        raise Refusal(f"No method splits “{offer.name}”. Say the amount you should get instead.")
    return replace(answer, claimed=as_decimal(amount), claimed_method=method)


def _said(position: Position) -> Answer:
    return Answer(
        item=position.item,
        stance=position.stance,
        reason=position.reason,
        words=position.words,
        claimed=position.claimed,
        claimed_method=position.claimed_method,
    )


def _standing(position: Position | None) -> rules.Standing | None:
    if position is None:
        return None
    return rules.Standing(
        id=position.id,
        by=position.name,
        stance=position.stance,
        at=moment_in_words(position.given_at),
    )
