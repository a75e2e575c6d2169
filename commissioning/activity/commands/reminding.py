"""The worker's reminders of returns that are due, late or asked for again."""

from datetime import date, datetime

from flask import current_app

from commissioning.activity.actions.reminding import send_reminders
from core.db import aside, db
from core.jobs.registry import register_due


def make_known() -> None:
    """Tell the jobs that reminders are looked for."""
    register_due("reminders of activity returns", remind)


def remind(on: date, at: datetime) -> None:
    """Write the reminders that fall due by a day, each once."""
    with aside(db.session()):
        send_reminders(on=on, at=at, address_of=address_of)


def address_of(expectation_id: int, month: str) -> str:
    """The path of a return's page, outside any request."""
    pages = current_app.url_map.bind("localhost")
    return pages.build("activity.show_return", {"expectation_id": expectation_id, "month": month})
