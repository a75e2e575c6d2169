"""Freezing the pack of a review: exactly what was shown, under a hash; a further one where something changed since."""

from datetime import date, datetime

from contracts.reviews.actions.recording import held_review, record_on
from contracts.reviews.models import Pack, Review
from contracts.reviews.queries.packs import content_from, content_now, said_in
from contracts.reviews.queries.reviews import list_packs, text_of
from contracts.reviews.rules.pack import check_supplement
from core.canonical import canonical_text, hash_of
from core.db import db
from core.errors import OutOfDate, Refusal
from core.notifications.actions import notify
from core.notifications.queries import people_at
from core.permissions import Actor, Permission
from core.wording import in_full


def freeze_pack(*, review_id: int, seen_hash: str, reason: str, by: Actor, on: date, at: datetime, href: str) -> Pack:
    """Freeze what the pack says now, and tell everybody who attends. The packs before stay.

    `seen_hash`: of the content the person looked at; something that changed meanwhile is shown to them first.
    """
    review = held_review(review_id, by=by)
    if review.meeting is not None and review.meeting.opened_at is not None:
        raise Refusal("The review was held. What was shown stays as it was; add to the minutes instead.")
    earlier, content = list_packs(review.id), content_now(review, on=on)
    number = len(earlier) + 1
    changed = not earlier or said_in(content_from(text_of(earlier[0]))) != said_in(content)
    check_supplement(number=number, reason=reason, changed=changed)
    text = canonical_text(content)
    if hash_of(text) != seen_hash:
        raise OutOfDate("What the pack says changed since you looked at it. Look at it again, then freeze it.")
    pack = Pack(
        review_id=review.id,
        number=number,
        reason=reason.strip() if earlier else "",
        content=text,
        content_hash=hash_of(text),
        frozen_by_id=by.person_id,
        frozen_at=at,
    )
    db.session.add(pack)
    db.session.flush()
    record_on(review, "freeze_pack", by=by, new={"number": number, "content_hash": pack.content_hash})
    _tell(review, pack, on=on, at=at, href=href)
    return pack


def _tell(review: Review, pack: Pack, *, on: date, at: datetime, href: str) -> None:
    parties = [each.party_id for each in review.meeting.parties] if review.meeting else []
    name = f"{review.named} of {review.contract.reference}"
    notify(
        key=f"reviews.pack/{pack.id}",
        person_ids=people_at(parties, on=on, permission=Permission.SEE_PERFORMANCE),
        subject=f"Papers for {name}" if pack.number == 1 else f"Further papers for {name}: pack {pack.number}",
        words=pack.reason or f"The pack for {in_full(review.meets_on)} is there to be read.",
        href=href,
        at=at,
    )
