"""Tables of the trail, its redactions, its segments and files taken away, with what keeps them append-only.

The triggers stand in the migration too, as they were then; a test holds both equal.
"""

from datetime import datetime

from sqlalchemy import CheckConstraint, Connection, ForeignKey, Index, String, Table, Text, event
from sqlalchemy.orm import Mapped, mapped_column, relationship

from core.attempts import Attempt
from core.audit_trail.rules import Ground, Link
from core.db import Instant, Model, choice
from core.frozen import freeze
from core.people.models import Grant, Person


class AuditEvent(Model):
    """One row of the trail. Rows are numbered without gaps; the payload alone may go, redacted or with a segment."""

    __tablename__ = "audit_trail_event"
    __table_args__ = (
        Index("ix_audit_trail_event_subject_subject_id", "subject", "subject_id"),
        Index("ix_audit_trail_event_at", "at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    at: Mapped[datetime] = mapped_column(Instant)
    by_id: Mapped[int | None] = mapped_column(ForeignKey("people_person.id"), index=True)
    grant_id: Mapped[int | None] = mapped_column(ForeignKey("people_grant.id"))
    account: Mapped[str] = mapped_column(String(200))
    act: Mapped[str] = mapped_column(String(80), index=True)
    subject: Mapped[str] = mapped_column(String(40))
    subject_id: Mapped[int]
    commissioner_id: Mapped[int | None] = mapped_column(ForeignKey("parties_party.id"), index=True)
    payload: Mapped[str | None] = mapped_column(Text)
    payload_hash: Mapped[str] = mapped_column(String(64))
    previous_hash: Mapped[str] = mapped_column(String(64))
    hash: Mapped[str] = mapped_column(String(64), unique=True)

    by: Mapped[Person | None] = relationship()
    grant: Mapped[Grant | None] = relationship()

    @property
    def link(self) -> Link:
        """What of the row is chained."""
        return Link(
            number=self.id,
            at=self.at,
            by_id=self.by_id,
            grant_id=self.grant_id,
            account=self.account,
            act=self.act,
            subject=self.subject,
            subject_id=self.subject_id,
            commissioner_id=self.commissioner_id,
            payload_hash=self.payload_hash,
        )


class Redaction(Model):
    """A proposal to redact the values of one event, and its confirmation by another person.

    One that was declined may be proposed anew: its row says what was proposed last, the trail what was before.
    """

    __tablename__ = "audit_trail_redaction"
    __table_args__ = (CheckConstraint("confirmed_by_id <> proposed_by_id", name="two_people"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    event_id: Mapped[int] = mapped_column(ForeignKey("audit_trail_event.id"), unique=True)
    ground: Mapped[Ground] = mapped_column(choice(Ground, "ground"))
    reason: Mapped[str] = mapped_column(String(500))
    proposed_by_id: Mapped[int] = mapped_column(ForeignKey("people_person.id"))
    proposed_at: Mapped[datetime] = mapped_column(Instant)
    confirmed_by_id: Mapped[int | None] = mapped_column(ForeignKey("people_person.id"))
    confirmed_at: Mapped[datetime | None] = mapped_column(Instant)
    declined_at: Mapped[datetime | None] = mapped_column(Instant)

    event: Mapped[AuditEvent] = relationship()
    proposed_by: Mapped[Person] = relationship(foreign_keys=[proposed_by_id])
    confirmed_by: Mapped[Person | None] = relationship(foreign_keys=[confirmed_by_id])


class Segment(Model):
    """A part of the trail, from one row to another, that was written to a file. Frozen.

    Segments follow each other without gap or overlap. `content_hash`: SHA-256 of the file’s lines, as its last
    one says; `last_hash`: that of the last row, through which the whole segment is chained.
    """

    __tablename__ = "audit_trail_segment"
    __table_args__ = (CheckConstraint("last_id >= first_id", name="in_order"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    first_id: Mapped[int] = mapped_column(ForeignKey("audit_trail_event.id"), unique=True)
    last_id: Mapped[int] = mapped_column(ForeignKey("audit_trail_event.id"), unique=True)
    last_hash: Mapped[str] = mapped_column(String(64))
    content_hash: Mapped[str] = mapped_column(String(64), unique=True)
    file_name: Mapped[str] = mapped_column(String(200))
    sealed_by_id: Mapped[int] = mapped_column(ForeignKey("people_person.id"))
    sealed_at: Mapped[datetime] = mapped_column(Instant)

    first: Mapped[AuditEvent] = relationship(foreign_keys=[first_id])
    last: Mapped[AuditEvent] = relationship(foreign_keys=[last_id])
    sealed_by: Mapped[Person] = relationship()
    let_go: Mapped["LettingGo | None"] = relationship(back_populates="segment")

    @property
    def count(self) -> int:
        """How many events are in it."""
        return self.last_id - self.first_id + 1


class LettingGo(Model):
    """That the values of a sealed segment went from the trail after their time, by another than sealed it. Frozen."""

    __tablename__ = "audit_trail_letting_go"

    id: Mapped[int] = mapped_column(primary_key=True)
    segment_id: Mapped[int] = mapped_column(ForeignKey("audit_trail_segment.id"), unique=True)
    by_id: Mapped[int] = mapped_column(ForeignKey("people_person.id"))
    at: Mapped[datetime] = mapped_column(Instant)

    segment: Mapped[Segment] = relationship(back_populates="let_go")
    by: Mapped[Person] = relationship()


class FileTaken(Model):
    """A file that somebody took away: an export, a document, an attachment. Frozen.

    `name` and `organisation` are copies of who it was and stay as they were. `address`: what was asked for, with the
    filter that says of what the file is.
    """

    __tablename__ = "audit_trail_file_taken"
    __table_args__ = (Index("ix_audit_trail_file_taken_commissioner_id_taken_at", "commissioner_id", "taken_at"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    taken_at: Mapped[datetime] = mapped_column(Instant)
    person_id: Mapped[int] = mapped_column(ForeignKey("people_person.id"), index=True)
    grant_id: Mapped[int | None] = mapped_column(ForeignKey("people_grant.id"))
    commissioner_id: Mapped[int | None] = mapped_column(ForeignKey("parties_party.id"))
    name: Mapped[str] = mapped_column(String(120))
    organisation: Mapped[str] = mapped_column(String(120))
    file_name: Mapped[str] = mapped_column(String(200))
    address: Mapped[str] = mapped_column(String(1000))


class RefusedRequest(Model):
    """That somebody signed in was held off: the page or act at an address, and why. Frozen.

    `name` and `organisation` are copies of who it was and stay as they were. `method`: `GET` for a page, else an act.
    `route`: the form of the address, by which what is tried again and again is noted once an hour.
    """

    __tablename__ = "audit_trail_refused_request"
    __table_args__ = (Index("ix_audit_trail_refused_request_person_id_at", "person_id", "at"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    at: Mapped[datetime] = mapped_column(Instant)
    person_id: Mapped[int] = mapped_column(ForeignKey("people_person.id"))
    grant_id: Mapped[int | None] = mapped_column(ForeignKey("people_grant.id"))
    commissioner_id: Mapped[int | None] = mapped_column(ForeignKey("parties_party.id"), index=True)
    name: Mapped[str] = mapped_column(String(120))
    organisation: Mapped[str] = mapped_column(String(120))
    method: Mapped[str] = mapped_column(String(10))
    address: Mapped[str] = mapped_column(String(1000))
    attempt: Mapped[Attempt] = mapped_column(choice(Attempt, "attempt"))
    route: Mapped[str] = mapped_column(String(200))


KEPT_COLUMNS = tuple(column.name for column in AuditEvent.__table__.columns if column.name != "payload")
_REDACTED_BY_TWO = """EXISTS (SELECT 1 FROM audit_trail_redaction r WHERE r.event_id = OLD.id
    AND r.confirmed_by_id IS NOT NULL AND r.confirmed_by_id <> r.proposed_by_id)"""
_LET_GO = """EXISTS (SELECT 1 FROM audit_trail_letting_go g JOIN audit_trail_segment s ON s.id = g.segment_id
    WHERE OLD.id BETWEEN s.first_id AND s.last_id AND g.by_id <> s.sealed_by_id)"""
_SAME_ON_SQLITE = " AND ".join(f"NEW.{name} IS OLD.{name}" for name in KEPT_COLUMNS)
_SAME_ON_POSTGRESQL = " AND ".join(f"NEW.{name} IS NOT DISTINCT FROM OLD.{name}" for name in KEPT_COLUMNS)

SQLITE_TRIGGERS = (
    f"""CREATE TRIGGER audit_trail_event_stays BEFORE UPDATE ON audit_trail_event
WHEN NOT (NEW.payload IS NULL AND {_SAME_ON_SQLITE} AND ({_REDACTED_BY_TWO} OR {_LET_GO}))
BEGIN SELECT RAISE(ABORT, 'the audit trail is only appended to'); END""",
    """CREATE TRIGGER audit_trail_event_is_kept BEFORE DELETE ON audit_trail_event
BEGIN SELECT RAISE(ABORT, 'the audit trail is only appended to'); END""",
    """CREATE TRIGGER audit_trail_redaction_stays BEFORE UPDATE ON audit_trail_redaction
WHEN OLD.confirmed_by_id IS NOT NULL
BEGIN SELECT RAISE(ABORT, 'a confirmed redaction is not changed'); END""",
    """CREATE TRIGGER audit_trail_redaction_is_kept BEFORE DELETE ON audit_trail_redaction
BEGIN SELECT RAISE(ABORT, 'a redaction is kept'); END""",
)
POSTGRESQL_TRIGGERS = (
    f"""CREATE FUNCTION audit_trail_event_stays() RETURNS trigger LANGUAGE plpgsql AS $body$
BEGIN
  IF TG_OP = 'UPDATE' AND NEW.payload IS NULL AND {_SAME_ON_POSTGRESQL} AND ({_REDACTED_BY_TWO} OR {_LET_GO}) THEN
    RETURN NEW;
  END IF;
  RAISE EXCEPTION 'the audit trail is only appended to';
END $body$""",
    """CREATE TRIGGER audit_trail_event_stays BEFORE UPDATE OR DELETE ON audit_trail_event
FOR EACH ROW EXECUTE FUNCTION audit_trail_event_stays()""",
    """CREATE FUNCTION audit_trail_redaction_stays() RETURNS trigger LANGUAGE plpgsql AS $body$
BEGIN
  IF TG_OP = 'UPDATE' AND OLD.confirmed_by_id IS NULL THEN
    RETURN NEW;
  END IF;
  RAISE EXCEPTION 'a redaction is kept';
END $body$""",
    """CREATE TRIGGER audit_trail_redaction_stays BEFORE UPDATE OR DELETE ON audit_trail_redaction
FOR EACH ROW EXECUTE FUNCTION audit_trail_redaction_stays()""",
    """CREATE FUNCTION audit_trail_is_not_emptied() RETURNS trigger LANGUAGE plpgsql AS $body$
BEGIN
  RAISE EXCEPTION 'the audit trail is only appended to';
END $body$""",
    """CREATE TRIGGER audit_trail_event_is_not_emptied BEFORE TRUNCATE ON audit_trail_event
FOR EACH STATEMENT EXECUTE FUNCTION audit_trail_is_not_emptied()""",
    """CREATE TRIGGER audit_trail_redaction_is_not_emptied BEFORE TRUNCATE ON audit_trail_redaction
FOR EACH STATEMENT EXECUTE FUNCTION audit_trail_is_not_emptied()""",
)


@event.listens_for(Redaction.__table__, "after_create")
def _create_triggers(_: Table, connection: Connection, **__: object) -> None:
    for statement in SQLITE_TRIGGERS if connection.dialect.name == "sqlite" else POSTGRESQL_TRIGGERS:
        connection.exec_driver_sql(statement)


freeze("audit_trail", FileTaken, Segment, LettingGo, RefusedRequest)
