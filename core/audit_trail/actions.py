"""Appending to the trail, redacting a payload by two people, and noting who took which file away."""

import secrets
from collections.abc import Sequence
from datetime import UTC, datetime

from sqlalchemy import func, insert, select
from sqlalchemy.orm import Session

from core import audit
from core.audit_trail import queries, rules
from core.audit_trail.models import AuditEvent, FileTaken, Redaction
from core.canonical import hash_of
from core.db import db
from core.errors import Refusal
from core.identifiers import masked
from core.permissions import Actor, Permission, check_may

_LOCK = 2_008_2009
_BEGINNING = datetime.min.replace(tzinfo=UTC)


def keep_events(session: Session, events: Sequence[audit.Event]) -> None:
    """Append the events of an act at the end of the chain, in order, one writer at a time.

    No row is older than the one before it. SQLite has one writer anyway; on PostgreSQL a lock of the transaction is
    taken here, last, and held to the commit.
    """
    if session.get_bind().dialect.name == "postgresql":
        session.execute(select(func.pg_advisory_xact_lock(_LOCK)))
    newest = select(AuditEvent.id, AuditEvent.hash, AuditEvent.at).order_by(AuditEvent.id.desc()).limit(1)
    head = session.execute(newest).first()
    number, previous, at = (head.id, head.hash, head.at) if head else (0, rules.GENESIS, _BEGINNING)
    for place, event in enumerate(events, start=number + 1):
        at = max(at, event.at)
        row = _row_of(event, number=place, at=at, previous_hash=previous)
        session.add(row)
        previous = row.hash
    session.flush()


def propose_redaction(*, event_id: int, reason: str, by: Actor, at: datetime) -> Redaction:
    """Propose that the values of an event go, because they must not be kept; another person confirms."""
    check_may(by, Permission.REDACT_AUDIT_TRAIL)
    rules.check_reason(reason)
    event = queries.get_event(event_id, by=by)
    if queries.find_redaction(event.id) is not None:
        raise Refusal("A redaction of this event is proposed or done already.")
    redaction = Redaction(event_id=event.id, reason=reason.strip(), proposed_by_id=by.person_id, proposed_at=at)
    db.session.add(redaction)
    db.session.flush()
    _record(by, "propose_redaction", redaction, event)
    return redaction


def confirm_redaction(*, redaction_id: int, by: Actor, at: datetime) -> AuditEvent:
    """Redact the values for good, as the second person. The row, its hashes and this event stay."""
    check_may(by, Permission.REDACT_AUDIT_TRAIL)
    redaction = queries.get_redaction(redaction_id)
    rules.check_second_person(proposed_by_id=redaction.proposed_by_id, by_id=by.person_id)
    event = queries.get_event(redaction.event_id, by=by)
    if redaction.confirmed_by_id is not None:
        raise Refusal("This redaction is done already.")
    redaction.confirmed_by_id = by.person_id
    redaction.confirmed_at = at
    db.session.flush()
    event.payload = None
    db.session.flush()
    _record(by, "confirm_redaction", redaction, event)
    return event


def note_file_taken(*, file_name: str, address: str, by: Actor, at: datetime) -> None:
    """Note that somebody took a file away. It is bookkeeping and no act of its own: a GET may do it.

    It is written past the session of the request: what that has loaded stays as it is while a long file is sent.
    """
    reached = by.commissioner_ids
    row = {
        "taken_at": at,
        "person_id": by.person_id,
        "grant_id": by.grant_id,
        "commissioner_id": next(iter(reached)) if len(reached) == 1 else None,
        "name": by.name,
        "organisation": by.organisation_name,
        "file_name": masked(file_name)[:200],
        "address": masked(address)[:1000],
    }
    with db.engine.begin() as connection:
        connection.execute(insert(FileTaken).values(row))


def _row_of(event: audit.Event, *, number: int, at: datetime, previous_hash: str) -> AuditEvent:
    payload = rules.payload_text(event.old, event.new, secrets.token_hex(16))
    row = AuditEvent(
        id=number,
        at=at,
        by_id=event.by.person_id if event.by else None,
        grant_id=event.by.grant_id if event.by else None,
        account=rules.account_of(event.by) if event.by else "",
        act=event.act,
        subject=event.subject,
        subject_id=event.subject_id,
        commissioner_id=_commissioner_of(event),
        payload=payload,
        payload_hash=hash_of(payload),
        previous_hash=previous_hash,
    )
    row.hash = rules.link_hash(row.link, previous_hash)
    return row


def _commissioner_of(event: audit.Event) -> int | None:
    if event.commissioner_id is not None or event.by is None:
        return event.commissioner_id
    reached = event.by.commissioner_ids
    return next(iter(reached)) if len(reached) == 1 else None


def _record(by: Actor, act: str, redaction: Redaction, event: AuditEvent) -> None:
    audit.record(
        db.session(),
        by=by,
        act=f"audit_trail.{act}",
        subject="audit event",
        subject_id=event.id,
        new={"event": event.id, "reason": redaction.reason},
        commissioner_id=event.commissioner_id,
    )
