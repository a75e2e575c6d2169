"""Looking for what is due: each function in a transaction of its own, so that one broken stops none of the others."""

from datetime import date, datetime

from flask import current_app
from sqlalchemy.exc import IntegrityError

from core import clock
from core.db import bookkeeping, db, transaction
from core.jobs import actions, queries
from core.jobs.registry import Look, all_due, register_due


def look_for_all() -> dict[str, bool]:
    """Look for everything, however long ago it was looked for last; by name, whether that went well."""
    found = {}
    for name, look in all_due().items():
        _is_time(name, look, at=clock.now(), in_any_case=True)
        found[name] = _look(name, look)
    return found


def look_for_what_is_time() -> None:
    """Look for what was not looked for within its time: hourly, unless it says otherwise. One worker does it."""
    at = clock.now()
    looked_at = queries.list_looked_at(list(all_due()))
    db.session.rollback()
    for name, look in all_due().items():
        last = looked_at.get(name)
        if (last is None or not last <= at < last + look.every) and _is_time(name, look, at=at):
            _look(name, look)


def _is_time(name: str, look: Look, *, at: datetime, in_any_case: bool = False) -> bool:
    try:
        with bookkeeping():
            return actions.note_look(name=name, every=None if in_any_case else look.every, at=at)
    except IntegrityError:  # another worker looked for it the very first time a moment ago
        return False


def _look(name: str, look: Look) -> bool:
    try:
        _look_once(look)
    except IntegrityError:  # somebody did the same at the same moment: now it is there to be seen
        return _look_again(name, look)
    except Exception:
        current_app.logger.exception("looking for what is due of %s failed", name)
        return False
    return True


def _look_again(name: str, look: Look) -> bool:
    try:
        _look_once(look)
    except Exception:
        current_app.logger.exception("looking for what is due of %s failed twice", name)
        return False
    return True


def _look_once(look: Look) -> None:
    with transaction():
        look.function(clock.today(), clock.now())


def forget_old_jobs(_: date, at: datetime) -> None:
    """Remove jobs that ended long ago."""
    actions.forget_ended_jobs(at=at)


register_due("old jobs", forget_old_jobs)
