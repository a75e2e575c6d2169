"""How acts on groups, practices and providers are recorded: each is an organisation of `core.parties`."""

from core import audit
from core.db import db
from core.parties.models import Party
from core.permissions import Actor


def record_on(
    party: Party, *, by: Actor, act: str, old: audit.Values | None = None, new: audit.Values | None = None
) -> None:
    """Note an act of this room on an organisation, so that its history stands in one place."""
    audit.record(
        db.session(),
        by=by,
        act=f"organisations.{act}",
        subject="party",
        subject_id=party.id,
        old=old,
        new=new,
        commissioner_id=party.commissioner_id,
    )
