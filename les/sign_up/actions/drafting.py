"""Drafting an offer: its days and words, the practices it goes to, the documents that bind with it."""

from collections.abc import Collection
from datetime import date, datetime

from core import audit
from core.attachments.actions import attach, withdraw_attachment
from core.attachments.checking import CheckedFile
from core.attachments.models import Attachment
from core.db import db
from core.errors import Refusal
from core.parties.rules import PartyKind
from core.permissions import Actor, Permission
from core.wording import in_full
from les.schemes.actions.recording import held, words_to_keep
from les.schemes.queries.ending import ended_on
from les.schemes.queries.schemes import find_approved_version, get_version
from les.schemes.rules.ending import check_not_ended
from les.sign_up.actions.recording import held_offer, record
from les.sign_up.models.offers import OFFER, Offer, OfferDocument, OfferPractice
from les.sign_up.queries.binding import levels_of
from les.sign_up.queries.offers import find_document, next_offer_number
from les.sign_up.queries.practices import list_open_parties, practices_of_offer, practices_of_scheme
from les.sign_up.rules.kinds import DOCUMENT_NAMES, DocumentKind
from les.sign_up.rules.offers import OfferTerms, check_is_draft, check_terms

MOST_OF_WORDS = 5_000
MOST_OF_EDITION = 40


def begin_offer(*, scheme_id: int, terms: OfferTerms, by: Actor, on: date, at: datetime) -> Offer:
    """Begin an offer of the version of a scheme that is approved now: a draft, which nobody else sees."""
    scheme = held(scheme_id, by, Permission.OFFER_SCHEMES)
    check_not_ended(ended_on(scheme_id))
    approved = find_approved_version(scheme_id)
    if approved is None:
        raise Refusal("No version of this scheme is approved. What practices are offered is what was approved.")
    kept = _kept(terms)
    check_terms(kept, holds_from=approved.starts_on, expires_on=approved.expires_on, on=on)
    offer = Offer(
        scheme_id=scheme_id,
        number=next_offer_number(scheme_id),
        version_id=approved.id,
        begun_by_id=by.person_id,
        begun_at=at,
        **_values(kept),
    )
    db.session.add(offer)
    db.session.flush()
    new: audit.Values = {"offer": offer.number, "version": approved.number, **_said(kept)}
    record(scheme, "begin_offer", by, subject=OFFER, subject_id=offer.id, new=new)
    return offer


def change_offer(*, offer_id: int, terms: OfferTerms, by: Actor, on: date) -> Offer:
    """Change days, notice and words of a draft."""
    offer = _draft(offer_id, by)
    kept, old = _kept(terms), _said(offer.terms)
    version = get_version(offer.version_id)
    check_terms(kept, holds_from=version.starts_on, expires_on=version.expires_on, on=on)
    for name, value in _values(kept).items():
        setattr(offer, name, value)
    db.session.flush()
    record(offer.scheme, "change_offer", by, subject=OFFER, subject_id=offer.id, old=old, new=_said(kept))
    return offer


def choose_practices(
    *, offer_id: int, practice_ids: Collection[int], level: int = 0, by: Actor, on: date
) -> list[OfferPractice]:
    """Say to which practices an offer goes: exactly these at this level; those at other levels stay.

    Refuses practices that the scheme is not for, or that are closed on the first day.
    """
    offer = _draft(offer_id, by)
    levels = levels_of(offer.scheme_version)
    if level not in (levels or [0]):
        raise Refusal("The scheme does not pay that level of provider. Choose one that it pays.")
    wanted = set(practice_ids)
    usable = {each.practice.id for each in practices_of_scheme(offer.scheme, on=offer.starts_on)}
    if wanted - usable:
        raise Refusal("One of these practices is not open on the first day, or the scheme is not for it. Choose again.")
    before = {each.practice_id: each for each in practices_of_offer(offer_id)}
    for practice_id, each in before.items():
        if practice_id not in wanted and each.level == level:
            db.session.delete(each)
    for practice_id in sorted(wanted):
        if practice_id in before:
            before[practice_id].level = level
        else:
            db.session.add(OfferPractice(offer_id=offer_id, practice_id=practice_id, level=level))
    db.session.flush()
    found = practices_of_offer(offer_id)
    new: audit.Values = {"practices": len(found), "chosen": len(wanted), "level": level, "on": on.isoformat()}
    old = {"practices": len(before)} if before else None
    record(offer.scheme, "choose_practices", by, subject=OFFER, subject_id=offer.id, old=old, new=new)
    return found


def add_document(
    *,
    offer_id: int,
    kind: DocumentKind,
    edition: str,
    group_id: int | None,
    title: str,
    file: CheckedFile,
    by: Actor,
    on: date,
    at: datetime,
) -> OfferDocument:
    """Add a document that binds with the offer: for all practices, or for those of one group alone."""
    offer = _draft(offer_id, by)
    said = words_to_keep(edition, what="The edition", most=MOST_OF_EDITION)
    group = None
    if group_id is not None:
        found = list_open_parties([group_id], on=on)
        group = found[0] if found else None
        if group is None or group.kind is not PartyKind.PBC_GROUP or group.commissioner_id not in by.commissioner_ids:
            raise Refusal("There is no such PbC group. Choose one from the list.")
    commissioner_id = offer.scheme.commissioner_id
    attached = attach(
        subject=OFFER, subject_id=offer_id, title=title, file=file, by=by, at=at, commissioner_id=commissioner_id
    )
    document = OfferDocument(offer_id=offer_id, attachment_id=attached.id, kind=kind, edition=said, group_id=group_id)
    db.session.add(document)
    db.session.flush()
    new = {
        "kind": DOCUMENT_NAMES[kind],
        "title": attached.title,
        "edition": said,
        "for": group.name if group else "all practices",
        "content_hash": attached.content_hash,
    }
    record(offer.scheme, "add_document", by, subject=OFFER, subject_id=offer.id, new=new)
    return document


def take_out_document(*, offer_id: int, attachment_id: int, reason: str, by: Actor, at: datetime) -> Attachment:
    """Take a document out of a draft. It is kept, as withdrawn; of an offer that was sent nothing is taken out."""
    _draft(offer_id, by)
    document = find_document(offer_id, attachment_id)
    if document is None:
        raise Refusal("The offer has no such document.")
    withdraw_attachment(subject=OFFER, subject_id=offer_id, attachment_id=attachment_id, reason=reason, by=by, at=at)
    return document.attachment


def _draft(offer_id: int, by: Actor) -> Offer:
    offer = held_offer(offer_id, by)
    check_is_draft(is_sent=offer.sent_at is not None)
    return offer


def _kept(terms: OfferTerms) -> OfferTerms:
    return OfferTerms(
        starts_on=terms.starts_on,
        answer_by=terms.answer_by,
        notice_days=terms.notice_days,
        old_ends_on=terms.old_ends_on,
        words=words_to_keep(terms.words, what="What you tell practices", is_needed=False, most=MOST_OF_WORDS),
        reason=words_to_keep(terms.reason, what="The reason", is_needed=False),
    )


def _values(terms: OfferTerms) -> dict[str, object]:
    return {name: getattr(terms, name) for name in OfferTerms.__slots__}


def _said(terms: OfferTerms) -> dict[str, str]:
    return {
        "starts_on": in_full(terms.starts_on),
        "answer_by": in_full(terms.answer_by),
        "notice_days": str(terms.notice_days),
        "agreements before end on": in_full(terms.old_ends_on) if terms.old_ends_on else "",
        "reason": terms.reason,
    }
