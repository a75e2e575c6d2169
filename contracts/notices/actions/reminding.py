"""Reminders of what falls due under notices: by the state of the records, so a missed day loses and doubles none."""

from collections.abc import Callable
from datetime import date, datetime

from contracts.notices.actions.recording import tell
from contracts.notices.models.notices import Notice
from contracts.notices.queries.notices import list_open
from contracts.notices.queries.open_notices import tasks_of_contracts
from contracts.notices.queries.terms import terms_of_all
from contracts.notices.rules.days import days_before
from contracts.notices.rules.kinds import SIDE_NAMES, Side
from contracts.notices.rules.standing import Task
from core.wording import in_full
from core.working_days import add_working_days


def send_reminders(*, on: date, at: datetime, address_of: Callable[[int, int], str]) -> int:
    """Remind parties of what falls due soon and of what is overdue, each once; how many messages were written.

    An act of the installation, which records no event. What is overdue is told to both parties. `address_of`: the page
    of a notice, by its contract and number.
    """
    notices = list_open()
    tasks = tasks_of_contracts(notices)
    terms = terms_of_all(list({each.contract_id: each.contract for each in notices}.values()))
    before = {contract_id: days_before(each.settings(on)) for contract_id, each in terms.items()}
    return sum(
        _remind(
            notice,
            task,
            before[notice.contract_id],
            on=on,
            at=at,
            href=address_of(notice.contract_id, notice.number),
        )
        for notice in notices
        for task in tasks[notice.id]
    )


def _remind(notice: Notice, task: Task, before: int | None, *, on: date, at: datetime, href: str) -> int:
    if task.due_on is None:
        return 0
    if task.is_overdue(on):
        return sum(_tell(notice, task, side, "overdue", on=on, at=at, href=href) for side in Side)
    if before is not None and on >= add_working_days(task.due_on, -before):
        return _tell(notice, task, task.side, "soon", on=on, at=at, href=href)
    return 0


def _tell(notice: Notice, task: Task, side: Side, when: str, *, on: date, at: datetime, href: str) -> int:
    due = in_full(task.due_on) if task.due_on else ""
    is_late = when == "overdue"
    subject = f"overdue since {due}" if is_late else f"due by {due}"
    return tell(
        notice,
        f"remind/{task.key}/{task.due_on}/{when}/{side.value}",
        side=side,
        subject=subject,
        words=f"{notice.title}. {SIDE_NAMES[task.side]}: {task.what}. It {'was' if is_late else 'is'} due by {due}.",
        at=at,
        on=on,
        href=href,
    )
