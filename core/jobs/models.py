"""Tables of jobs and of when what is due was last looked for."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from core.db import Instant, Model, choice
from core.jobs.rules import JobState
from core.people.models import Grant, Person

_UNFINISHED = text("state IN ('waiting', 'running')")


class Job(Model):
    """Long work. Nobody's (`by` and `grant` empty) when the installation itself asks for it.

    `scope`: what the token allowed through which it was asked for, a permission a line; empty for no token.
    `tries`: how often a worker has taken it up; the number also tells a worker whether the job is still its own.
    `not_before_at`: a worker leaves it until then. `step`, `done` of `total`: how far it is, as of `heartbeat_at`.
    """

    __tablename__ = "jobs_job"
    __table_args__ = (
        Index(
            "uq_jobs_job_kind_key_unfinished",
            "kind",
            "key",
            unique=True,
            sqlite_where=_UNFINISHED,
            postgresql_where=_UNFINISHED,
        ),
        Index("ix_jobs_job_state_not_before_at", "state", "not_before_at"),
        CheckConstraint("(by_id IS NULL) = (grant_id IS NULL)", name="asked_under_a_grant_or_by_nobody"),
        CheckConstraint("(state IN ('done', 'failed')) = (ended_at IS NOT NULL)", name="ended_when_done_or_failed"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str] = mapped_column(String(80))
    key: Mapped[str] = mapped_column(String(200))
    given: Mapped[str] = mapped_column(Text)
    by_id: Mapped[int | None] = mapped_column(ForeignKey("people_person.id"), index=True)
    grant_id: Mapped[int | None] = mapped_column(ForeignKey("people_grant.id"))
    scope: Mapped[str] = mapped_column(Text)
    state: Mapped[JobState] = mapped_column(choice(JobState, "state"))
    step: Mapped[str] = mapped_column(String(200))
    done: Mapped[int]
    total: Mapped[int]
    tries: Mapped[int]
    asked_at: Mapped[datetime] = mapped_column(Instant)
    not_before_at: Mapped[datetime] = mapped_column(Instant)
    started_at: Mapped[datetime | None] = mapped_column(Instant)
    heartbeat_at: Mapped[datetime | None] = mapped_column(Instant)
    ended_at: Mapped[datetime | None] = mapped_column(Instant)
    problem: Mapped[str] = mapped_column(Text)
    result: Mapped[str] = mapped_column(Text)
    href: Mapped[str] = mapped_column(String(2000))

    by: Mapped[Person | None] = relationship()
    grant: Mapped[Grant | None] = relationship()


class Due(Model):
    """When what is due of one name was last looked for."""

    __tablename__ = "jobs_due"

    name: Mapped[str] = mapped_column(String(80), primary_key=True)
    ran_at: Mapped[datetime] = mapped_column(Instant)
