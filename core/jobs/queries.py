"""Looking up jobs: one's own, an administrator's view of all, what a worker may take up; when what is due was seen."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import ColumnElement, Select, func, or_, select
from sqlalchemy.orm import joinedload

from core.db import db
from core.jobs.models import Due, Job
from core.jobs.rules import SILENT_FOR, UNFINISHED, JobState
from core.people.models import Grant
from core.people.queries import select_person_ids_within_reach
from core.permissions import Actor, Permission


def find_unfinished_job(*, kind: str, key: str) -> Job | None:
    """The job of that kind and key that is waiting or running."""
    rows = select(Job).where(Job.kind == kind, Job.key == key, Job.state.in_(UNFINISHED))
    return db.session.execute(rows).scalar_one_or_none()


def get_job(job_id: int, *, by: Actor) -> Job:
    """A job one asked for oneself, or that one sees as administrator; NoResultFound for any other."""
    rows = select(Job).options(joinedload(Job.by), joinedload(Job.grant).joinedload(Grant.organisation))
    own = Job.by_id == by.person_id
    seen = or_(own, _within_reach(by)) if by.may(Permission.SEE_OUTBOX) else own
    return db.session.execute(rows.where(Job.id == job_id, seen)).scalar_one()


def select_jobs(*, by: Actor, state: JobState | None = None, kind: str = "") -> Select[Job]:
    """The jobs an administrator sees, newest first: those of people within reach, and the installation's own."""
    rows = select(Job).options(joinedload(Job.by), joinedload(Job.grant).joinedload(Grant.organisation))
    rows = rows.where(_within_reach(by)).order_by(Job.id.desc())
    if state is not None:
        rows = rows.where(Job.state == state)
    return rows.where(Job.kind == kind) if kind else rows


def select_own_jobs(person_id: int) -> Select[Job]:
    """The jobs a person asked for, newest first."""
    return select(Job).where(Job.by_id == person_id).order_by(Job.id.desc())


def list_jobs_on_the_mind(person_id: int, *, failed_since: datetime) -> list[Job]:
    """The jobs a person asked for that are waiting or running, or failed since an instant, the oldest first."""
    failed = (Job.state == JobState.FAILED) & (Job.ended_at > failed_since)
    rows = select(Job).where(Job.by_id == person_id, or_(Job.state.in_(UNFINISHED), failed))
    return list(db.session.scalars(rows.order_by(Job.id)))


def job_waits(at: datetime) -> bool:
    """Whether there is anything for a worker to take up now."""
    rows = select(Job.id).where(or_(_may_be_taken_up(at), _is_abandoned(at))).limit(1)
    return db.session.execute(rows).first() is not None


def find_job_to_take_up(at: datetime) -> Job | None:
    """The job that has waited longest, held until the act is over; one that another worker holds is passed over."""
    rows = select(Job).where(_may_be_taken_up(at)).order_by(Job.not_before_at, Job.id).limit(1)
    return db.session.scalars(rows.with_for_update(skip_locked=True)).first()


def list_abandoned_jobs(at: datetime) -> list[Job]:
    """Running jobs of which nothing was heard for too long, held until the act is over."""
    return list(db.session.scalars(select(Job).where(_is_abandoned(at)).with_for_update(skip_locked=True)))


def find_running_job(job_id: int, *, tries: int) -> Job | None:
    """The job of that id while it still runs at that try; held until the act is over."""
    rows = select(Job).where(Job.id == job_id, Job.tries == tries, Job.state == JobState.RUNNING)
    return db.session.execute(rows.with_for_update()).scalar_one_or_none()


def list_job_ids_ended_before(at: datetime) -> list[int]:
    """Jobs that ended before an instant."""
    return list(db.session.scalars(select(Job.id).where(Job.ended_at < at).order_by(Job.id)))


def find_due(name: str) -> Due | None:
    """When what is due of one name was last looked for, held until the act is over."""
    return db.session.execute(select(Due).where(Due.name == name).with_for_update()).scalar_one_or_none()


def list_looked_at(names: Sequence[str]) -> dict[str, datetime]:
    """When each of these was last looked for; those never looked for are left out."""
    rows = db.session.execute(select(Due.name, Due.ran_at).where(Due.name.in_(names)))
    return {row.name: row.ran_at for row in rows}


def find_last_look() -> datetime | None:
    """When anything that may be due was last looked for: without a worker this stands still."""
    return db.session.scalar(select(func.max(Due.ran_at)))


def _within_reach(by: Actor) -> ColumnElement[bool]:
    return or_(Job.by_id.is_(None), Job.by_id.in_(select_person_ids_within_reach(by)))


def _may_be_taken_up(at: datetime) -> ColumnElement[bool]:
    return (Job.state == JobState.WAITING) & (Job.not_before_at <= at)


def _is_abandoned(at: datetime) -> ColumnElement[bool]:
    return (Job.state == JobState.RUNNING) & (Job.heartbeat_at < at - SILENT_FOR)
