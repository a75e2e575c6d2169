"""Reminders of returns that are not there: by the state of the records, so that a missed day loses and doubles none."""

from collections.abc import Callable
from datetime import date, datetime

from commissioning.activity.queries.returns import Return, list_returns
from commissioning.activity.rules.due import reminder_on
from commissioning.activity.rules.months import month_after, month_of
from commissioning.activity.rules.states import Standing
from core.notifications.actions import notify
from core.notifications.queries import people_at
from core.permissions import Permission
from core.wording import in_full
from core.working_days import add_working_days

MONTHS_BACK = 6
_WAITING = frozenset({Standing.NOT_DUE, Standing.DUE, Standing.LATE, Standing.MISSING, Standing.ASKED_AGAIN})


def send_reminders(*, on: date, at: datetime, address_of: Callable[[int, str], str]) -> int:
    """Remind providers of what is due, late or asked for again, each reminder once; how many messages were written.

    An act of the installation, which records no event. `address_of`: the page of a return, by expectation and month.
    """
    written = 0
    for held in list_returns(on=on, since=month_after(month_of(on), -MONTHS_BACK)):
        count = reminder_on(held.due, on=on, add_working_days=add_working_days)
        waits = held.state in _WAITING or (held.facts.owed_rows > 0 and not held.facts.is_frozen)
        if not waits or count is None:
            continue
        month = held.due.period.first_month
        written += notify(
            key=f"activity.remind/{held.expectation.id}/{month}/{count}",
            person_ids=people_at([held.expectation.provider_id], on=on, permission=Permission.SUBMIT_ACTIVITY),
            subject=f"{held.expectation.name} for {held.due.period}: {held.state_name.lower()}",
            words=_words(held),
            href=address_of(held.expectation.id, month),
            at=at,
        )
    return written


def _words(held: Return) -> str:
    due = in_full(held.due.due_on)
    if held.facts.owed_rows:
        return f"Rows you owe of this return: {held.facts.owed_rows:,}. Send it again with them mended."
    if held.state is Standing.ASKED_AGAIN:
        return "The commissioner asked you to send services again. What stands stays until they come."
    is_past = held.state in {Standing.LATE, Standing.MISSING}
    return f"The return was due on {due}." if is_past else f"The return is due on {due}."
