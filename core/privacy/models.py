"""The table of leavers: who proposed to anonymise whom, and what a second administrator made of it."""

from datetime import datetime

from sqlalchemy import CheckConstraint, Connection, ForeignKey, Index, String, Table, event, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from core.db import Instant, Model, choice
from core.people.models import Person
from core.privacy.rules import Verdict

_OPEN = text("verdict IS NULL")


class Leaver(Model):
    """A proposal to anonymise a person who left, and its outcome. Once decided it is frozen. It holds no name."""

    __tablename__ = "privacy_leaver"
    __table_args__ = (
        Index("uq_privacy_leaver_person_id_open", "person_id", unique=True, sqlite_where=_OPEN, postgresql_where=_OPEN),
        CheckConstraint("(verdict IS NULL) = (decided_by_id IS NULL)", name="decided_by_somebody"),
        CheckConstraint("(verdict IS NULL) = (decided_at IS NULL)", name="decided_at_some_time"),
        CheckConstraint("verdict = 'declined' OR decided_by_id <> proposed_by_id", name="two_people"),
        CheckConstraint("proposed_by_id <> person_id AND decided_by_id <> person_id", name="not_oneself"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("people_person.id"), index=True)
    reason: Mapped[str] = mapped_column(String(500))
    proposed_by_id: Mapped[int] = mapped_column(ForeignKey("people_person.id"))
    proposed_at: Mapped[datetime] = mapped_column(Instant)
    decided_by_id: Mapped[int | None] = mapped_column(ForeignKey("people_person.id"))
    decided_at: Mapped[datetime | None] = mapped_column(Instant)
    verdict: Mapped[Verdict | None] = mapped_column(choice(Verdict, "verdict"))

    person: Mapped[Person] = relationship(foreign_keys=[person_id])
    proposed_by: Mapped[Person] = relationship(foreign_keys=[proposed_by_id])
    decided_by: Mapped[Person | None] = relationship(foreign_keys=[decided_by_id])


SQLITE_TRIGGERS = (
    """CREATE TRIGGER privacy_leaver_stays BEFORE UPDATE ON privacy_leaver WHEN OLD.verdict IS NOT NULL
BEGIN SELECT RAISE(ABORT, 'what was decided about a leaver is not changed'); END""",
    """CREATE TRIGGER privacy_leaver_is_kept BEFORE DELETE ON privacy_leaver
BEGIN SELECT RAISE(ABORT, 'what was decided about a leaver is kept'); END""",
)
POSTGRESQL_TRIGGERS = (
    """CREATE FUNCTION privacy_leaver_stays() RETURNS trigger LANGUAGE plpgsql AS $body$
BEGIN
  IF TG_OP = 'UPDATE' AND OLD.verdict IS NULL THEN
    RETURN NEW;
  END IF;
  RAISE EXCEPTION 'what was decided about a leaver is kept';
END $body$""",
    """CREATE TRIGGER privacy_leaver_stays BEFORE UPDATE OR DELETE ON privacy_leaver
FOR EACH ROW EXECUTE FUNCTION privacy_leaver_stays()""",
    """CREATE TRIGGER privacy_leaver_is_not_emptied BEFORE TRUNCATE ON privacy_leaver
FOR EACH STATEMENT EXECUTE FUNCTION privacy_leaver_stays()""",
)


@event.listens_for(Leaver.__table__, "after_create")
def _create_triggers(_: Table, connection: Connection, **__: object) -> None:
    for statement in SQLITE_TRIGGERS if connection.dialect.name == "sqlite" else POSTGRESQL_TRIGGERS:
        connection.exec_driver_sql(statement)
