"""Who set which rule of checking when, in plain words."""

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from core.audit_trail.models import AuditEvent
from core.audit_trail.queries import Line, lines_of
from core.db import db
from core.people.models import Grant

_MOST = 50


def list_rule_history(commissioner_id: int) -> list[Line]:
    """The settings of a trust's rules, the newest first, at most fifty."""
    rows = select(AuditEvent).options(
        joinedload(AuditEvent.by), joinedload(AuditEvent.grant).joinedload(Grant.organisation)
    )
    rows = rows.where(
        AuditEvent.subject == "party", AuditEvent.subject_id == commissioner_id, AuditEvent.act == "activity.set_rule"
    )
    return lines_of(db.session.scalars(rows.order_by(AuditEvent.id.desc()).limit(_MOST)))
