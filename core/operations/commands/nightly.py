"""The job that checks the whole audit trail once a day, without holding anybody up while it reads."""

from datetime import date, datetime

from flask import current_app

from core import clock
from core.audit_trail.queries import find_head, find_last_of, first_fault
from core.clock import in_london
from core.db import aside, db, transaction
from core.jobs.actions import queue
from core.jobs.registry import Progress, register, register_due
from core.jobs.rules import Result, Values
from core.operations.actions import note_verification

KIND = "operations.verify_trail"
VERIFIED = ("operations.verify_trail", "operations.find_trail_broken")


def make_known() -> None:
    """Tell the jobs of this one, and that it is looked for whether the trail was checked today."""
    register(KIND, verify_trail, "Check the audit trail")
    register_due("check of the audit trail", ask_for_check)


def ask_for_check(on: date, at: datetime) -> None:
    """Ask for the check of the day, unless it was done: the first time after midnight that somebody looks."""
    last = find_last_of(VERIFIED)
    if last is None or in_london(last.at).date() < on:
        with aside(db.session()):
            queue(kind=KIND, key=on.isoformat(), at=at, values={})


def verify_trail(values: Values, progress: Progress) -> Result:
    """Check every row of the trail, then note what it came to."""
    del values
    progress("Reading the audit trail")
    last, fault = find_head(), first_fault()
    rows, head = (last.id, last.hash) if last else (0, "")
    db.session.rollback()
    href = current_app.url_map.bind("localhost").build("audit_trail.list_events")
    with transaction():
        note_verification(rows=rows, head=head, fault=fault, href=href, at=clock.now())
    if fault:
        return Result(words=f"The audit trail is broken: {fault}.", href=href)
    return Result(words=f"The audit trail holds: {rows:,} rows.", href=href)
