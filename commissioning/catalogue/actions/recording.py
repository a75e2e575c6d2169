"""How acts on the catalogue are recorded."""

from commissioning.catalogue.models import CommissionedService
from core import audit
from core.db import db
from core.permissions import Actor


def record_on(
    by: Actor, act: str, service: CommissionedService, *, old: audit.Values | None = None, new: audit.Values
) -> None:
    """Note an act on a service."""
    audit.record(
        db.session(),
        by=by,
        act=f"catalogue.{act}",
        subject="service",
        subject_id=service.id,
        old=old,
        new=new,
        commissioner_id=service.commissioner_id,
    )


def record_on_trust(by: Actor, act: str, commissioner_id: int, new: audit.Values) -> None:
    """Note an act on a whole sheet, under the trust whose it is."""
    audit.record(
        db.session(),
        by=by,
        act=f"catalogue.{act}",
        subject="party",
        subject_id=commissioner_id,
        new=new,
        commissioner_id=commissioner_id,
    )
