"""The worker's reminders of what falls due and what is overdue under notices."""

from datetime import date, datetime

from flask import current_app

from contracts.notices.actions.reminding import send_reminders
from core.db import aside, db
from core.jobs.registry import register_due


def make_known() -> None:
    """Tell the jobs that reminders are looked for."""
    register_due("reminders of notices", remind)


def remind(on: date, at: datetime) -> None:
    """Write the reminders that fall due by a day, each once."""
    with aside(db.session()):
        send_reminders(on=on, at=at, address_of=address_of)


def address_of(contract_id: int, number: int) -> str:
    """The path of a notice's page, outside any request."""
    pages = current_app.url_map.bind("localhost")
    return pages.build("contract_notices.show_notice", {"contract_id": contract_id, "number": number})
