"""Noting who took the file or the statements of a run away: an access log, in a short transaction of its own."""

from datetime import datetime

from core.db import db
from core.permissions import ROLE_NAMES, Actor
from les.payments.models.runs import FileDownload


def note_download(*, run_id: int, what: str, by: Actor, at: datetime) -> FileDownload:
    """Note that somebody took something of a run away."""
    taken = FileDownload(
        run_id=run_id, what=what, person_id=by.person_id, name=by.name, role=ROLE_NAMES[by.role], taken_at=at
    )
    db.session.add(taken)
    db.session.flush()
    return taken
