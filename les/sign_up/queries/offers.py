"""Looking up offers, what each practice was offered, and answers."""

from collections.abc import Collection
from datetime import date

from sqlalchemy import ColumnElement, Select, exists, func, or_, select
from sqlalchemy.orm import joinedload, selectinload

from core.attachments.models import Attachment
from core.db import db
from core.parties.models import Party
from core.permissions import Actor, Role
from les.schemes.models.schemes import Scheme, SchemeVersion
from les.sign_up.models.offers import Offer, OfferAnswer, OfferDocument, Offered, OfferWithdrawal
from les.sign_up.rules.kinds import Outcome

SEE_ALL = (Role.COMMISSIONER, Role.FINANCE, Role.AUDITOR)
_SIGNED = (Outcome.ACCEPTED, Outcome.CARRIED_OVER)


def get_offer(offer_id: int, *, for_change: bool = False) -> Offer:
    """The offer of that id; `for_change` holds it, so that acts on it follow each other."""
    rows = _offers().where(Offer.id == offer_id).execution_options(populate_existing=True)
    if for_change:
        rows = rows.with_for_update(of=Offer)
    return db.session.execute(rows).scalar_one()


def find_seen_offer(offer_id: int, by: Actor) -> Offer | None:
    """The offer of that id, for those of the commissioner who see all of them."""
    rows = _offers().join(Offer.scheme).where(Offer.id == offer_id, _seen_by(by))
    return db.session.scalars(rows.execution_options(populate_existing=True)).first()


def list_offers(by: Actor, *, scheme_id: int | None = None) -> list[Offer]:
    """The commissioner's offers, newest first."""
    rows = _offers().join(Offer.scheme).where(_seen_by(by))
    if scheme_id is not None:
        rows = rows.where(Offer.scheme_id == scheme_id)
    return list(db.session.scalars(rows.order_by(Offer.id.desc())))


def next_offer_number(scheme_id: int) -> int:
    """The number of the next offer of a scheme, which the caller holds."""
    newest = db.session.scalar(select(func.max(Offer.number)).where(Offer.scheme_id == scheme_id))
    return (newest or 0) + 1


def list_offered(offer_id: int) -> list[Offered]:
    """What was offered to each practice of an offer, by code, with answers."""
    rows = _offered().where(Offered.offer_id == offer_id).execution_options(populate_existing=True)
    return list(db.session.scalars(rows.order_by(Party.code)))


def get_offered(offered_id: int) -> Offered:
    """What a practice was offered, as the database has it now; NoResultFound when there is none."""
    rows = _offered().where(Offered.id == offered_id).execution_options(populate_existing=True)
    return db.session.execute(rows).scalar_one()


def find_seen_offered(offered_id: int, by: Actor) -> Offered | None:
    """The same, if it concerns the reader: the practice itself, and those of the commissioner who see all."""
    rows = _offered().join(Offered.offer).join(Offer.scheme).where(Offered.id == offered_id)
    return db.session.scalars(rows.where(_concerns(by)).execution_options(populate_existing=True)).first()


def list_offered_to(practice_id: int) -> list[Offered]:
    """All that a practice was ever offered, newest first."""
    rows = _offered().where(Offered.practice_id == practice_id).execution_options(populate_existing=True)
    return list(db.session.scalars(rows.order_by(Offered.id.desc())))


def list_open_offered(practice_id: int, *, on: date) -> list[Offered]:
    """What a practice can answer on a day, what is due first at first; what it declined and could accept too."""
    rows = _offered().join(Offered.offer).where(Offered.practice_id == practice_id, *_is_open(on))
    return list(
        db.session.scalars(rows.order_by(Offer.answer_by, Offered.id).execution_options(populate_existing=True))
    )


def practices_with_open_offer(scheme_id: int, practice_ids: Collection[int], *, on: date) -> set[int]:
    """Which of these practices have an offer of the scheme that they can still answer."""
    rows = select(Offered.practice_id).join(Offered.offer)
    rows = rows.where(Offer.scheme_id == scheme_id, Offered.practice_id.in_(practice_ids), *_is_open(on))
    return set(db.session.scalars(rows))


def practices_offered(scheme_ids: Collection[int], *, on: date) -> dict[int, set[int]]:
    """To which practices each of these schemes was offered, by offers that begin by a day and were not withdrawn."""
    rows = (
        select(Offer.scheme_id, Offered.practice_id)
        .join(Offer, Offered.offer_id == Offer.id)
        .where(Offer.scheme_id.in_(scheme_ids), Offer.starts_on <= on, ~Offer.withdrawal.has())
    )
    found: dict[int, set[int]] = {}
    for scheme_id, practice_id in db.session.execute(rows):
        found.setdefault(scheme_id, set()).add(practice_id)
    return found


def list_unanswered(commissioner_ids: Collection[int], *, on: date) -> list[tuple[Offer, int]]:
    """Offers whose day to answer by is over, each with how many practices gave no answer at all; oldest first."""
    count = func.count(Offered.id)
    rows = (
        select(Offered.offer_id, count)
        .join(Offered.offer)
        .join(Offer.scheme)
        .where(
            Scheme.commissioner_id.in_(commissioner_ids),
            Offer.answer_by < on,
            ~exists().where(OfferWithdrawal.offer_id == Offer.id),
            ~exists().where(OfferAnswer.offered_id == Offered.id),
        )
        .group_by(Offered.offer_id)
    )
    counted: dict[int, int] = {row[0]: row[1] for row in db.session.execute(rows)}
    offers = db.session.scalars(_offers().where(Offer.id.in_(counted)).order_by(Offer.answer_by, Offer.id))
    return [(offer, counted[offer.id]) for offer in offers]


def count_answers(offer_ids: Collection[int]) -> dict[int, dict[str, int]]:
    """How many practices each offer went to (`offered`) and what they answered last, by offer and outcome."""
    found: dict[int, dict[str, int]] = {offer_id: {} for offer_id in offer_ids}
    every = select(Offered.offer_id, func.count()).where(Offered.offer_id.in_(offer_ids)).group_by(Offered.offer_id)
    for offer_id, many in db.session.execute(every):
        found[offer_id]["offered"] = many
    last = select(func.max(OfferAnswer.id)).group_by(OfferAnswer.offered_id)
    answers = (
        select(Offered.offer_id, OfferAnswer.outcome, func.count())
        .join(OfferAnswer.offered)
        .where(Offered.offer_id.in_(offer_ids), OfferAnswer.id.in_(last))
        .group_by(Offered.offer_id, OfferAnswer.outcome)
    )
    for offer_id, outcome, many in db.session.execute(answers):
        found[offer_id][outcome.value] = many
    return found


def answers_of_agreements(agreement_ids: Collection[int]) -> dict[int, OfferAnswer]:
    """The answer by which each agreement was made, by agreement, with what was offered; none for older ones."""
    rows = (
        select(OfferAnswer)
        .where(OfferAnswer.agreement_id.in_(agreement_ids))
        .options(joinedload(OfferAnswer.offered).joinedload(Offered.offer))
    )
    return {each.agreement_id: each for each in db.session.scalars(rows) if each.agreement_id is not None}


def find_document(offer_id: int, attachment_id: int) -> OfferDocument | None:
    """A document of an offer."""
    rows = _documents().where(OfferDocument.offer_id == offer_id, OfferDocument.attachment_id == attachment_id)
    return db.session.scalars(rows).first()


def list_documents(offer_id: int) -> list[OfferDocument]:
    """The documents of an offer that count, in the order in which they were added."""
    rows = _documents().where(OfferDocument.offer_id == offer_id, ~Attachment.withdrawal.has())
    return list(db.session.scalars(rows.order_by(OfferDocument.id).execution_options(populate_existing=True)))


def is_practices_own(offered: Offered, by: Actor) -> bool:
    """Whether somebody acts for the practice that was offered this."""
    return by.role is Role.PRACTICE_MANAGER and by.organisation_id == offered.practice_id


def _seen_by(by: Actor) -> ColumnElement[bool]:
    if by.role not in SEE_ALL:
        return Scheme.id.in_(())
    return Scheme.commissioner_id.in_(by.commissioner_ids)


def _concerns(by: Actor) -> ColumnElement[bool]:
    if by.role is Role.PRACTICE_MANAGER:
        return Offered.practice_id == by.organisation_id
    return _seen_by(by)


def _is_open(on: date) -> tuple[ColumnElement[bool], ...]:
    signed = exists().where(OfferAnswer.offered_id == Offered.id, OfferAnswer.outcome.in_(_SIGNED))
    withdrawn = exists().where(OfferWithdrawal.offer_id == Offered.offer_id)
    open_practice = Offered.practice.has(or_(Party.closed_on.is_(None), Party.closed_on > on))
    return (Offer.answer_by >= on, ~signed, ~withdrawn, open_practice)


def _documents() -> Select[OfferDocument]:
    attachment = joinedload(OfferDocument.attachment).joinedload(Attachment.withdrawal)
    return select(OfferDocument).join(OfferDocument.attachment).options(attachment, joinedload(OfferDocument.group))


def _offers() -> Select[Offer]:
    version = joinedload(Offer.scheme_version)
    return select(Offer).options(
        version.joinedload(SchemeVersion.scheme).joinedload(Scheme.commissioner),
        version.joinedload(SchemeVersion.approved),
        joinedload(Offer.scheme).joinedload(Scheme.commissioner),
        joinedload(Offer.withdrawal),
        joinedload(Offer.begun_by),
        joinedload(Offer.sent_by),
    )


def _offered() -> Select[Offered]:
    offer = joinedload(Offered.offer)
    return (
        select(Offered)
        .join(Offered.practice)
        .options(
            offer.joinedload(Offer.scheme),
            offer.joinedload(Offer.withdrawal),
            offer.joinedload(Offer.scheme_version).joinedload(SchemeVersion.scheme),
            joinedload(Offered.practice),
            joinedload(Offered.group),
            joinedload(Offered.replaces),
            selectinload(Offered.answers).joinedload(OfferAnswer.agreement),
        )
    )
