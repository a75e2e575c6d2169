"""Asking for jobs, and what a worker does with them: take up, say how far, finish, fail, give back."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import delete
from sqlalchemy.exc import IntegrityError

from core import audit
from core.db import aside, db
from core.jobs import queries, rules
from core.jobs.models import Due, Job
from core.jobs.registry import kind_of, label_of
from core.jobs.rules import JobState, Result, Values
from core.permissions import Actor


class Superseded(BaseException):
    """Another worker has taken the job up meanwhile, because nothing was heard of this one: it must leave off."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim:
    """A job as the worker holds it that took it up: `tries` tells whether it is still this worker's."""

    job_id: int
    kind: str
    values: Values
    by_id: int | None
    grant_id: int | None
    scope: str
    tries: int


def ask_for(*, kind: str, key: str, by: Actor, at: datetime, values: Values) -> Job:
    """Ask for long work. The same work (kind and key) asked for again, while it is not finished, is the same job.

    The act whose page asks has checked that this person may; the work checks again, under the same grant. The key
    says what is done and, where each person gets their own, for whom. No secret goes into the values.
    """
    scope = "" if by.scope is None else "\n".join(sorted(by.scope))
    found = queries.find_unfinished_job(kind=kind, key=key)
    if found is not None:
        return found
    job, is_new = _add(_new(kind, key, at, values, by_id=by.person_id, grant_id=by.grant_id, scope=scope))
    if is_new:
        audit.record(
            db.session(),
            by=by,
            act="jobs.ask_for",
            subject="job",
            subject_id=job.id,
            new={"work": label_of(kind), "key": key},
        )
    return job


def queue(*, kind: str, key: str, at: datetime, values: Values) -> Job:
    """Ask for work of the installation's own, which is nobody's business and needs no event: sending mail."""
    found = queries.find_unfinished_job(kind=kind, key=key)
    if found is not None:
        return found
    return _add(_new(kind, key, at, values, by_id=None, grant_id=None, scope=""))[0]


def take_up(*, at: datetime) -> Claim | None:
    """Take up the job that has waited longest, if there is one; abandoned ones first go back among those."""
    for abandoned in queries.list_abandoned_jobs(at):
        _put_back(abandoned, at=at, problem=rules.ABANDONED)
    db.session.flush()
    job = queries.find_job_to_take_up(at)
    if job is None:
        return None
    job.state, job.tries = JobState.RUNNING, job.tries + 1
    job.step, job.done, job.total = "", 0, 0
    job.started_at = job.heartbeat_at = at
    db.session.flush()
    return Claim(
        job_id=job.id,
        kind=job.kind,
        values=rules.values_in(job.given),
        by_id=job.by_id,
        grant_id=job.grant_id,
        scope=job.scope,
        tries=job.tries,
    )


def note_progress(claim: Claim, *, step: str, done: int, total: int, at: datetime) -> None:
    """Keep how far a job is, and that it is alive."""
    job = _held(claim)
    job.step, job.done, job.total, job.heartbeat_at = step[:200], done, total, at
    db.session.flush()


def finish(claim: Claim, *, result: Result, at: datetime) -> None:
    """Keep what a job came to."""
    job = _held(claim)
    job.state, job.ended_at, job.heartbeat_at = JobState.DONE, at, at
    job.problem, job.result, job.href = "", result.words, result.href
    db.session.flush()


def refuse(claim: Claim, *, problem: str, at: datetime) -> None:
    """Keep why a job was refused, in words; trying again would change nothing."""
    job = _held(claim)
    job.state, job.ended_at, job.problem = JobState.FAILED, at, problem
    db.session.flush()


def fail(claim: Claim, *, problem: str, at: datetime) -> None:
    """Keep that a try failed; the job waits for another, longer each time, until it has been tried often enough."""
    job = _held(claim)
    _put_back(job, at=rules.next_try_at(job.tries, at=at) or at, problem=problem)
    db.session.flush()


def give_back(claim: Claim, *, at: datetime) -> None:
    """Leave a job to the next worker, because this one is told to stop; that was no try."""
    job = _held(claim)
    job.state, job.tries, job.not_before_at = JobState.WAITING, job.tries - 1, at
    db.session.flush()


def note_look(*, name: str, every: timedelta | None, at: datetime) -> bool:
    """Keep that what is due of one name is looked for now; False when it was, less long ago than `every`."""
    due = queries.find_due(name)
    if due is None:
        db.session.add(Due(name=name, ran_at=at))
    elif every is not None and timedelta() <= at - due.ran_at < every:
        return False
    else:
        due.ran_at = at
    db.session.flush()
    return True


def forget_ended_jobs(*, at: datetime) -> int:
    """Remove jobs that ended long ago; how many. What they did, and who asked, stays in the audit trail."""
    ids = queries.list_job_ids_ended_before(at - rules.KEPT_FOR)
    with aside(db.session()):
        db.session.execute(delete(Job).where(Job.id.in_(ids)))
    return len(ids)


def _held(claim: Claim) -> Job:
    job = queries.find_running_job(claim.job_id, tries=claim.tries)
    if job is None:
        raise Superseded
    return job


def _put_back(job: Job, *, at: datetime, problem: str) -> None:
    job.problem = problem
    if job.tries < rules.MOST_TRIES:
        job.state, job.not_before_at = JobState.WAITING, at
    else:
        job.state, job.ended_at = JobState.FAILED, at


def _new(
    kind: str, key: str, at: datetime, values: Values, *, by_id: int | None, grant_id: int | None, scope: str
) -> Job:
    if kind_of(kind) is None:
        raise LookupError(f"no job of the kind {kind!r} is registered")
    if not key or len(key) > rules.LONGEST_KEY:
        raise ValueError(f"a job has a key of at most {rules.LONGEST_KEY} characters")
    return Job(
        kind=kind,
        key=key,
        given=rules.text_of(values),
        by_id=by_id,
        grant_id=grant_id,
        scope=scope,
        state=JobState.WAITING,
        step="",
        done=0,
        total=0,
        tries=0,
        asked_at=at,
        not_before_at=at,
        problem="",
        result="",
        href="",
    )


def _add(job: Job) -> tuple[Job, bool]:
    """Keep a new job; or give the one that somebody asked for at the same moment, and False. Records no event."""
    kind, key = job.kind, job.key
    try:
        with aside(db.session()), db.session.begin_nested():
            db.session.add(job)
    except IntegrityError:
        found = queries.find_unfinished_job(kind=kind, key=key)
        if found is None:
            raise
        return found, False
    return job, True
