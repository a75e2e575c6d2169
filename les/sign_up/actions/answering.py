"""Answering offers: a practice accepts, which it signs and which makes its agreement, or declines."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from core.db import db
from core.errors import NotAllowed, Refusal
from core.four_eyes import check_other_person
from core.notifications.actions import notify
from core.permissions import ROLE_NAMES, Actor, Permission, check_may
from core.signatures.actions import sign
from core.signatures.rules import Capacity
from les.schemes.actions.recording import words_to_keep
from les.sign_up.actions.recording import record
from les.sign_up.actions.sending import agreement_to
from les.sign_up.models.agreements import SUBJECT, LesAgreement
from les.sign_up.models.offers import OFFER, OfferAnswer, Offered
from les.sign_up.queries.agreements import count_agreements, running_by_practice
from les.sign_up.queries.offers import get_offered
from les.sign_up.queries.practices import hold_practices
from les.sign_up.rules.binding import binding_from
from les.sign_up.rules.kinds import Outcome
from les.sign_up.rules.offers import check_may_answer, check_seen


@dataclass(frozen=True, slots=True, kw_only=True)
class Answered:
    """What a practice answers to one offer. `seen_hash`: of the text which the page showed."""

    offered_id: int
    outcome: Outcome
    seen_hash: str
    reason: str = ""


def answer_offer(*, answered: Answered, by: Actor, on: date, at: datetime, href: str = "") -> OfferAnswer:
    """Accept or decline an offer for one’s own practice.

    Accepting signs the text that names the version and every document with its hash, makes the agreement from the
    first day which the offer says, and ends the one to an earlier version on that day.
    """
    offered = _held(answered.offered_id, by)
    offer, practice = offered.offer, offered.practice
    check_may_answer(
        answered.outcome,
        given=[each.outcome for each in offered.answers],
        withdrawn_on=offer.withdrawal.withdrawn_on if offer.withdrawal else None,
        answer_by=offer.answer_by,
        starts_on=offer.starts_on,
        closed_on=practice.closed_on,
        on=on,
    )
    check_seen(is_seen=answered.seen_hash == offered.content_hash)
    check_other_person(by, offer.begun_by_id, offer.sent_by_id, did="made this offer")
    kept = words_to_keep(answered.reason, what="The reason", is_needed=False)
    agreement = _agree(offered, by, on, at) if answered.outcome is Outcome.ACCEPTED else None
    answer = OfferAnswer(
        offered_id=offered.id,
        outcome=answered.outcome,
        reason=kept,
        agreement_id=agreement.id if agreement else None,
        person_id=by.person_id,
        name=by.name,
        role=ROLE_NAMES[by.role],
        answered_on=on,
        answered_at=at,
    )
    db.session.add(answer)
    db.session.flush()
    _record(offered, answer, agreement, by)
    _tell(offered, answer, by, at, href)
    return answer


def answer_offers(*, answers: Sequence[Answered], by: Actor, on: date, at: datetime) -> list[OfferAnswer]:
    """Answer several offers to one’s own practice at once: all of them or, where one is refused, none."""
    if not answers:
        raise Refusal("Accept or decline at least one offer.")
    return [answer_offer(answered=each, by=by, on=on, at=at) for each in answers]


def _held(offered_id: int, by: Actor) -> Offered:
    """What was offered, the practice held until the act is over. Refuses who may not bind this very practice."""
    offered = get_offered(offered_id)
    check_may(by, Permission.BIND_PRACTICE, commissioner_id=offered.offer.scheme.commissioner_id)
    if by.organisation_id != offered.practice_id:
        raise NotAllowed(f"You act for {by.organisation_name}, and only the practice itself answers its offer.")
    hold_practices([offered.practice_id])
    return get_offered(offered_id)


def _agree(offered: Offered, by: Actor, on: date, at: datetime) -> LesAgreement:
    offer, binding = offered.offer, binding_from(offered.content)
    running = running_by_practice(offer.scheme_id, [offered.practice_id], after=offer.starts_on)
    before = running.get(offered.practice_id)
    if before is not None and before.joined_on >= offer.starts_on:
        raise Refusal(f"Your practice is signed up by {before.number} from that day on. Ask the commissioner.")
    if before is not None:
        before.left_on = offer.starts_on
        db.session.flush()
    earlier = count_agreements(offer.scheme_id, [offered.practice_id]).get(offered.practice_id, 0)
    agreement = agreement_to(offered, binding, earlier=earlier)
    db.session.add(agreement)
    db.session.flush()
    sign(
        subject=SUBJECT,
        subject_id=agreement.id,
        content_hash=offered.content_hash,
        statement=binding.statement,
        capacity=Capacity.FOR_PRACTICE,
        by=by,
        on=on,
        at=at,
        commissioner_id=offer.scheme.commissioner_id,
    )
    return agreement


def _record(offered: Offered, answer: OfferAnswer, agreement: LesAgreement | None, by: Actor) -> None:
    if agreement is None:
        new = {"practice": offered.practice.name, "reason": answer.reason}
        subject, subject_id, act = OFFER, offered.offer_id, "decline_offer"
    else:
        new = {"agreement": agreement.number, "content_hash": offered.content_hash}
        subject, subject_id, act = SUBJECT, agreement.id, "accept_offer"
    record(offered.offer.scheme, act, by, subject=subject, subject_id=subject_id, new=new)


def _tell(offered: Offered, answer: OfferAnswer, by: Actor, at: datetime, href: str) -> None:
    """Tell the one who sent the offer that it was declined; acceptances stand in the list of answers."""
    sender = offered.offer.sent_by_id
    if answer.outcome is not Outcome.DECLINED or sender is None or not href:
        return
    notify(
        key=f"sign_up.decline_offer/{offered.id}",
        person_ids=[sender],
        subject=f"{offered.practice.name} declined {offered.offer.scheme.called}",
        words=answer.reason or f"{by.name} gave no reason, and needs none.",
        href=href,
        at=at,
    )
