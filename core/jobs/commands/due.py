"""Looking for what is due: each function in a transaction of its own, so that one broken stops none of the others."""

from datetime import datetime

from flask import current_app
from sqlalchemy.exc import IntegrityError

from core import clock
from core.db import bookkeeping, db, transaction
from core.jobs import actions, queries
from core.jobs.registry import Due, all_due


def look_for_all() -> dict[str, bool]:
    """Look for everything, however long ago it was looked for last; by name, whether that went well."""
    found = {}
    for name, due in all_due().items():
        _is_time(name, due, at=clock.now(), in_any_case=True)
        found[name] = _look(name, due)
    return found


def look_for_what_is_time() -> None:
    """Look for what was not looked for within its time: hourly, unless it says otherwise. One worker does it."""
    at = clock.now()
    looked_at = queries.list_looked_at(list(all_due()))
    db.session.rollback()
    for name, due in all_due().items():
        last = looked_at.get(name)
        if (last is None or not last <= at < last + due.every) and _is_time(name, due, at=at):
            _look(name, due)


def _is_time(name: str, due: Due, *, at: datetime, in_any_case: bool = False) -> bool:
    try:
        with bookkeeping():
            return actions.note_look(name=name, every=None if in_any_case else due.every, at=at)
    except IntegrityError:  # another worker looked for it the very first time a moment ago
        return False


def _look(name: str, due: Due) -> bool:
    try:
        _look_once(due)
    except IntegrityError:  # somebody did the same at the same moment: now it is there to be seen
        return _look_again(name, due)
    except Exception:
        current_app.logger.exception("looking for what is due of %s failed", name)
        return False
    return True


def _look_again(name: str, due: Due) -> bool:
    try:
        _look_once(due)
    except Exception:
        current_app.logger.exception("looking for what is due of %s failed twice", name)
        return False
    return True


def _look_once(due: Due) -> None:
    with transaction():
        due.look(clock.today(), clock.now())
