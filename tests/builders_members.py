"""Builders of practices that are signed up to a scheme, without the way there: for the rooms above signing up."""

from datetime import date

from core import audit
from core.db import db, transaction
from core.permissions import Actor
from les.schemes.queries.contents import hash_of_version
from les.schemes.queries.schemes import get_version
from les.sign_up.models.agreements import SUBJECT, LesAgreement


def a_member(
    version_id: int,
    practice_id: int,
    *,
    by: Actor,
    joined_on: date = date(2008, 4, 1),
    left_on: date | None = None,
    level: int = 0,
) -> int:
    """A practice in a scheme by an agreement to one of its approved versions; the agreement's id."""
    with transaction():
        version = get_version(version_id)
        agreement = LesAgreement(
            number=f"{version.scheme.reference}/{version.number}/{practice_id}/{joined_on:%Y%m%d}",
            scheme_id=version.scheme_id,
            version_id=version_id,
            practice_id=practice_id,
            level=level,
            content_hash=hash_of_version(version),
            joined_on=joined_on,
            left_on=left_on,
        )
        db.session.add(agreement)
        db.session.flush()
        audit.record(
            db.session(),
            by=by,
            act="sign_up.accept_offer",
            subject=SUBJECT,
            subject_id=agreement.id,
            new={"agreement": agreement.number},
            commissioner_id=version.scheme.commissioner_id,
        )
        return agreement.id
