"""Appending to the trail, redacting a payload by two people, sealing segments, and noting who took which file away."""

import secrets
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

from sqlalchemy import func, insert, select, update
from sqlalchemy.orm import Session

from core import audit
from core.attempts import Attempt
from core.audit_trail import queries, rules
from core.audit_trail.models import AuditEvent, FileTaken, LettingGo, Redaction, RefusedRequest, Segment
from core.canonical import hash_of
from core.clock import in_london
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


def propose_redaction(*, event_id: int, ground: rules.Ground, reason: str, by: Actor, at: datetime) -> Redaction:
    """Propose that the values of an event go, because they must not be kept; another person confirms.

    What was declined may be proposed anew.
    """
    check_may(by, Permission.REDACT_AUDIT_TRAIL)
    rules.check_reason(reason)
    event = queries.get_event(event_id, by=by)
    redaction = queries.find_redaction(event.id)
    if redaction is not None and redaction.declined_at is None:
        raise Refusal("A redaction of this event is proposed or done already.")
    if event.payload is None:
        raise Refusal("The values of this event are no longer held here: they went with a sealed segment.")
    redaction = redaction or Redaction(event_id=event.id)
    redaction.ground, redaction.reason, redaction.declined_at = ground, reason.strip(), None
    redaction.proposed_by_id, redaction.proposed_at = by.person_id, at
    db.session.add(redaction)
    db.session.flush()
    _record(by, "propose_redaction", redaction, event)
    return redaction


def confirm_redaction(*, redaction_id: int, by: Actor, at: datetime) -> AuditEvent:
    """Redact the values for good, as the second person. The row, its hashes and this event stay."""
    check_may(by, Permission.REDACT_AUDIT_TRAIL)
    redaction = _open_redaction(redaction_id)
    rules.check_second_person(by, proposed_by_id=redaction.proposed_by_id)
    event = queries.get_event(redaction.event_id, by=by)
    redaction.confirmed_by_id = by.person_id
    redaction.confirmed_at = at
    db.session.flush()
    event.payload = None
    db.session.flush()
    _record(by, "confirm_redaction", redaction, event)
    return event


def decline_redaction(*, redaction_id: int, reason: str, by: Actor, at: datetime) -> AuditEvent:
    """Keep the values, as another person than the one who proposed their redaction, or take one's own proposal back."""
    check_may(by, Permission.REDACT_AUDIT_TRAIL)
    if not reason.strip():
        raise Refusal("Say why the values stay.")
    redaction = _open_redaction(redaction_id)
    event = queries.get_event(redaction.event_id, by=by)
    redaction.declined_at = at
    db.session.flush()
    _record(by, "decline_redaction", redaction, event, reason=reason.strip())
    return event


def seal_segment(*, read: rules.SegmentRead, file_name: str, by: Actor, at: datetime) -> Segment:
    """Record that a part of the trail was written to a file, which says by itself whether it was changed.

    `read`: what was found in the file when it was read again after it was written.
    """
    check_may(by, Permission.REDACT_AUDIT_TRAIL)
    if queries.find_unsealed(in_london(read.last_at).date()) != (read.first_id, read.last_id):
        raise Refusal("Another segment was sealed, or the trail went on, meanwhile. Nothing was sealed; try again.")
    segment = Segment(
        first_id=read.first_id,
        last_id=read.last_id,
        last_hash=read.last_hash,
        content_hash=read.content_hash,
        file_name=file_name,
        sealed_by_id=by.person_id,
        sealed_at=at,
    )
    db.session.add(segment)
    db.session.flush()
    _record_segment(by, "seal_segment", segment)
    return segment


def let_segment_go(*, read: rules.SegmentRead, years: int, by: Actor, at: datetime) -> Segment:
    """Let the values of a sealed segment go from the trail after their time; the rows and their hashes stay.

    `read`: what was found in its file, which whoever lets them go must have at hand. `years`: how long values are held
    after the end of the financial year. Refused to the one who sealed it.
    """
    check_may(by, Permission.REDACT_AUDIT_TRAIL)
    segment = queries.find_segment(read.content_hash)
    if segment is None or (segment.last_id, segment.last_hash) != (read.last_id, read.last_hash):
        raise Refusal("This file is no segment that was sealed from this audit trail.")
    if segment.let_go is not None:
        raise Refusal("The values of this segment were let go already.")
    last_on = in_london(segment.last.at).date()
    on = in_london(at).date()
    rules.check_may_let_go(by, sealed_by_id=segment.sealed_by_id, last_on=last_on, years=years, on=on)
    db.session.add(LettingGo(segment_id=segment.id, by_id=by.person_id, at=at))
    db.session.flush()
    within = AuditEvent.id.between(segment.first_id, segment.last_id)
    db.session.execute(update(AuditEvent).where(within, AuditEvent.payload.is_not(None)).values(payload=None))
    db.session.expire_all()
    _record_segment(by, "let_segment_go", segment)
    return segment


def note_file_taken(*, file_name: str, address: str, by: Actor, at: datetime) -> None:
    """Note that somebody took a file away. It is bookkeeping and no act of its own: a GET may do it.

    It is written past the session of the request: what that has loaded stays as it is while a long file is sent.
    """
    row = {
        **_who(by),
        "taken_at": at,
        "file_name": masked(file_name)[:200],
        "address": masked(address)[:1000],
    }
    with db.engine.begin() as connection:
        connection.execute(insert(FileTaken).values(row))


def note_refused(*, attempt: Attempt, method: str, address: str, route: str, by: Actor, at: datetime) -> None:
    """Note that somebody was held off: bookkeeping, as of files taken.

    So that nobody fills the log, what was not permitted is noted once a minute for an address, and all else once an
    hour for a route: whoever walks the numbers of a record leaves the first one.
    """
    row = {
        **_who(by),
        "at": at,
        "method": method[:10],
        "address": masked(address)[:1000],
        "attempt": attempt,
        "route": route[:200],
    }
    since, alike = _noted_once(attempt, at)
    same = select(RefusedRequest.id).where(RefusedRequest.at > since)
    same = same.where(*(getattr(RefusedRequest, name) == row[name] for name in ("person_id", *alike)))
    with db.engine.begin() as connection:
        if connection.execute(same.limit(1)).first() is None:
            connection.execute(insert(RefusedRequest).values(row))


def _noted_once(attempt: Attempt, at: datetime) -> tuple[datetime, tuple[str, ...]]:
    """Since when, and by what besides the person, an attempt counts as the one that is noted already."""
    if attempt is Attempt.NOT_PERMITTED:
        return at - timedelta(minutes=1), ("attempt", "method", "address")
    return at - timedelta(hours=1), ("attempt", "method", "route")


def _who(by: Actor) -> dict[str, object]:
    """Who it was, as the logs of access keep it."""
    reached = by.commissioner_ids
    return {
        "person_id": by.person_id,
        "grant_id": by.grant_id,
        "commissioner_id": next(iter(reached)) if len(reached) == 1 else None,
        "name": by.name,
        "organisation": by.organisation_name,
    }


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


def _open_redaction(redaction_id: int) -> Redaction:
    redaction = queries.get_redaction(redaction_id)
    if redaction.confirmed_by_id is not None:
        raise Refusal("This redaction is done already.")
    if redaction.declined_at is not None:
        raise Refusal("This redaction was declined already.")
    return redaction


def _record_segment(by: Actor, act: str, segment: Segment) -> None:
    audit.record(
        db.session(),
        by=by,
        act=f"audit_trail.{act}",
        subject="audit segment",
        subject_id=segment.id,
        new={
            "first": segment.first_id,
            "last": segment.last_id,
            "last_hash": segment.last_hash,
            "content_hash": segment.content_hash,
            "file": segment.file_name,
        },
    )


def _record(by: Actor, act: str, redaction: Redaction, event: AuditEvent, reason: str = "") -> None:
    audit.record(
        db.session(),
        by=by,
        act=f"audit_trail.{act}",
        subject="audit event",
        subject_id=event.id,
        new={
            "event": event.id,
            "ground": rules.GROUND_NAMES[redaction.ground].lower(),
            "reason": reason or redaction.reason,
        },
        commissioner_id=event.commissioner_id,
    )
