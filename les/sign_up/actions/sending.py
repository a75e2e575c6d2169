"""Sending an offer, which freezes what each practice is offered; withdrawing it for those who have not accepted."""

from collections.abc import Callable, Sequence
from datetime import date, datetime

from core import audit
from core.db import db
from core.errors import Refusal
from core.notifications.actions import notify
from core.notifications.queries import people_at
from core.permissions import ROLE_NAMES, Actor, Permission
from core.wording import in_full
from les.schemes.actions.recording import words_to_keep
from les.schemes.queries.ending import ended_on
from les.schemes.rules.ending import check_not_ended
from les.sign_up.actions.recording import held_offer, record
from les.sign_up.models.agreements import LesAgreement
from les.sign_up.models.offers import OFFER, Offer, OfferAnswer, Offered, OfferWithdrawal
from les.sign_up.queries.agreements import count_agreements
from les.sign_up.queries.binding import Prepared, prepared_for, problems_in
from les.sign_up.queries.offers import list_offered
from les.sign_up.queries.practices import hold_practices, practices_of_offer
from les.sign_up.rules.binding import Binding, agreement_number, binding_from, canonical, hash_of
from les.sign_up.rules.kinds import Outcome
from les.sign_up.rules.offers import check_may_send

Address = Callable[[int], str]


def send_offer(*, offer_id: int, by: Actor, on: date, at: datetime, address_of: Address) -> Offer:
    """Send an offer to its practices, whose managers are told. What each is offered is frozen with its hash.

    Where nothing that binds a practice changed, its agreement is carried over and nobody is asked. For all others
    that are signed up to an earlier version, that one ends on the day which the offer says.
    """
    offer = held_offer(offer_id, by)
    check_not_ended(ended_on(offer.scheme_id))
    hold_practices([each.practice_id for each in practices_of_offer(offer_id)])
    prepared = prepared_for(offer)
    check_may_send(problems_in(offer, prepared, on=on), is_sent=offer.sent_at is not None)
    offer.sent_by_id, offer.sent_at = by.person_id, at
    offered = [_offered(offer, each) for each in prepared]
    db.session.add_all(offered)
    db.session.flush()
    carried = [each for each in zip(prepared, offered, strict=True) if each[0].binding.carries_over]
    _carry_over(offer, carried, by, on, at)
    for each in prepared:
        if each.replaces is not None and not each.binding.carries_over:
            _end_earlier(each.replaces, offer)
    db.session.flush()
    _tell(offer, list(zip(prepared, offered, strict=True)), on, at, address_of)
    new = {"offer": offer.number, "practices": len(offered), "carried_over": len(carried)}
    record(offer.scheme, "send_offer", by, subject=OFFER, subject_id=offer.id, new=new)
    return offer


def withdraw_offer(*, offer_id: int, reason: str, by: Actor, on: date, at: datetime) -> OfferWithdrawal:
    """Withdraw an offer for all who have not accepted it. Their earlier agreements run on as before the offer."""
    offer = held_offer(offer_id, by)
    if offer.sent_at is None:
        raise Refusal("This offer was not sent: nobody has seen it.")
    if offer.withdrawal is not None:
        raise Refusal(f"This offer was withdrawn on {in_full(offer.withdrawal.withdrawn_on)} already.")
    kept = words_to_keep(reason, what="The reason")
    offered = list_offered(offer_id)
    hold_practices([each.practice_id for each in offered])
    left = [each for each in list_offered(offer_id) if not _is_signed(each)]
    if not left:
        raise Refusal("All practices have accepted: there is nobody for whom it could be withdrawn.")
    for each in left:
        if each.replaces is not None and each.replaces.left_on == offer.old_ends_on:
            each.replaces.left_on = each.replaces_left_on
    withdrawal = OfferWithdrawal(
        offer_id=offer_id, reason=kept, person_id=by.person_id, name=by.name, withdrawn_on=on, withdrawn_at=at
    )
    db.session.add(withdrawal)
    db.session.flush()
    db.session.expire(offer, ["withdrawal"])
    new: audit.Values = {"offer": offer.number, "practices": len(left), "reason": kept}
    record(offer.scheme, "withdraw_offer", by, subject=OFFER, subject_id=offer.id, new=new)
    return withdrawal


def agreement_to(offered: Offered, binding: Binding, *, earlier: int) -> LesAgreement:
    """The agreement that accepting or carrying over makes. `earlier`: how many the practice had to the scheme."""
    return LesAgreement(
        number=agreement_number(binding.reference, binding.practice, earlier),
        scheme_id=offered.offer.scheme_id,
        version_id=offered.offer.version_id,
        practice_id=offered.practice_id,
        level=offered.level,
        content_hash=binding.documents[0].content_hash,
        joined_on=offered.offer.starts_on,
    )


def _is_signed(offered: Offered) -> bool:
    return any(answer.agreement_id is not None for answer in offered.answers)


def _offered(offer: Offer, prepared: Prepared) -> Offered:
    place = prepared.place
    return Offered(
        offer_id=offer.id,
        practice_id=prepared.asked.practice_id,
        group_id=place.group.id if place and place.group else None,
        level=prepared.asked.level,
        replaces_id=prepared.replaces.id if prepared.replaces else None,
        replaces_left_on=prepared.replaces.left_on if prepared.replaces else None,
        content=canonical(prepared.binding),
        content_hash=hash_of(prepared.binding),
    )


def _carry_over(offer: Offer, carried: Sequence[tuple[Prepared, Offered]], by: Actor, on: date, at: datetime) -> None:
    earlier = count_agreements(offer.scheme_id, [each.practice_id for _, each in carried])
    for prepared, offered in carried:
        if prepared.replaces is None:
            continue
        runs_until, prepared.replaces.left_on = prepared.replaces.left_on, offer.starts_on
        db.session.flush()
        agreement = agreement_to(offered, binding_from(offered.content), earlier=earlier[offered.practice_id])
        agreement.left_on = runs_until
        db.session.add(agreement)
        db.session.flush()
        db.session.add(
            OfferAnswer(
                offered_id=offered.id,
                outcome=Outcome.CARRIED_OVER,
                reason="Nothing that binds the practice changed",
                agreement_id=agreement.id,
                person_id=by.person_id,
                name=by.name,
                role=ROLE_NAMES[by.role],
                answered_on=on,
                answered_at=at,
            )
        )


def _end_earlier(agreement: LesAgreement, offer: Offer) -> None:
    """Let the earlier version hold until the day the offer says, or until it ends before that anyway."""
    if offer.old_ends_on is not None and (agreement.left_on is None or agreement.left_on > offer.old_ends_on):
        agreement.left_on = offer.old_ends_on


def _tell(offer: Offer, pairs: Sequence[tuple[Prepared, Offered]], on: date, at: datetime, address_of: Address) -> None:
    for prepared, offered in pairs:
        carried = prepared.binding.carries_over
        title = f"{'Carried over to' if carried else 'Offer:'} {offer.scheme_version.called}"
        said = (
            f"Nothing that binds your practice changed. It goes on under this version from {in_full(offer.starts_on)}."
            if carried
            else f"Accept or decline it by {in_full(offer.answer_by)}. You choose freely."
        )
        notify(
            key=f"sign_up.send_offer/{offered.id}",
            person_ids=people_at([offered.practice_id], on=on, permission=Permission.BIND_PRACTICE),
            subject=title,
            words=said,
            href=address_of(offered.id),
            at=at,
        )
