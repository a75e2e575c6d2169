"""Builders of jobs: kinds of work for one test, a worker's round, and what the table says."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime, timedelta

from core import clock
from core.db import db, transaction
from core.jobs import registry
from core.jobs.actions import ask_for
from core.jobs.commands.stopping import Stop
from core.jobs.commands.worker import do_next
from core.jobs.models import Job
from core.jobs.registry import WhatIsDue, Work
from core.jobs.rules import HOURLY, Values
from core.permissions import Actor

KIND = "test"


@contextmanager
def known(works: Mapping[str, Work]) -> Iterator[None]:
    """These kinds of job are known meanwhile, besides those of the house."""
    before = dict(registry._kinds)
    for kind, work in works.items():
        registry.register(kind, work, f"Do {kind}")
    try:
        yield
    finally:
        registry._kinds.clear()
        registry._kinds.update(before)


@contextmanager
def looked_for(functions: Mapping[str, WhatIsDue], every: timedelta = HOURLY) -> Iterator[None]:
    """Only these are looked for meanwhile when they fall due."""
    before = dict(registry._due)
    registry._due.clear()
    for name, function in functions.items():
        registry.register_due(name, function, every=every)
    try:
        yield
    finally:
        registry._due.clear()
        registry._due.update(before)


def asked(by: Actor, *, kind: str = KIND, key: str = "k", at: datetime | None = None, **values: str | int) -> int:
    """The number of a job this person asked for."""
    given: Values = dict(values)
    with transaction():
        return ask_for(kind=kind, key=key, by=by, at=at or clock.now(), values=given).id


def worked() -> bool:
    """One round of a worker, which sees what was committed before: whether there was something to do."""
    db.session.rollback()
    return do_next(Stop())


def job(job_id: int) -> Job:
    """A job as the database has it now."""
    db.session.rollback()
    return db.session.get_one(Job, job_id)
