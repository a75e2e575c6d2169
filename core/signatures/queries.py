"""Looking up signatures. They carry their own copy of who signed, so that no other table is read with them."""

from collections.abc import Sequence

from sqlalchemy import select

from core.db import db
from core.parties.models import Party
from core.signatures.models import Signature


def list_signatures(subject: str, subject_id: int) -> list[Signature]:
    """The signatures to a record, whichever content of it they are to, first signed first."""
    return signatures_of(subject, [subject_id])[subject_id]


def signatures_of(subject: str, subject_ids: Sequence[int]) -> dict[int, list[Signature]]:
    """The signatures to many records of one kind, by record, first signed first; none: an empty list. One query."""
    by_record: dict[int, list[Signature]] = {subject_id: [] for subject_id in subject_ids}
    rows = select(Signature).where(Signature.subject == subject, Signature.subject_id.in_(subject_ids))
    for signature in db.session.scalars(rows.order_by(Signature.signed_at, Signature.id)):
        by_record[signature.subject_id].append(signature)
    return by_record


def find_signature(*, subject: str, subject_id: int, content_hash: str, organisation_id: int) -> Signature | None:
    """The signature of one organisation to one content of a record."""
    rows = select(Signature).where(
        Signature.subject == subject,
        Signature.subject_id == subject_id,
        Signature.content_hash == content_hash,
        Signature.organisation_id == organisation_id,
    )
    return db.session.execute(rows).scalar_one_or_none()


def hold_organisation(organisation_id: int) -> Party:
    """The organisation, held until the act is over: two of its people do not sign the same thing at once.

    Held so that rows which only refer to it can still be written by others meanwhile.
    """
    rows = select(Party).where(Party.id == organisation_id).with_for_update(key_share=True)
    return db.session.execute(rows).scalar_one()
