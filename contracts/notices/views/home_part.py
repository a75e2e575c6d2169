"""What notices put on the home page of both parties, and above the pages of a contract: what waits, what is overdue."""

from collections.abc import Iterator, Sequence
from datetime import date

from flask import url_for

from contracts.notices.models.notices import Notice
from contracts.notices.queries.ledger import list_to_decide
from contracts.notices.queries.notices import count_open
from contracts.notices.queries.open_notices import tasks_of_contracts
from contracts.notices.queries.register import list_open_of
from contracts.notices.rules.kinds import SIDE_NAMES, Side
from contracts.notices.rules.standing import Task
from core import clock
from core.money import as_pence
from core.navigation import Figure, ToDo
from core.navigation import Notice as Above
from core.permissions import Actor, Permission
from core.wording import sterling, upper_first


def home_part(actor: Actor, on: date) -> Sequence[ToDo | Figure]:
    """What the reader is to do under notices, what is overdue on the other side, and entries to approve."""
    found: list[ToDo | Figure] = []
    if actor.may(Permission.ISSUE_NOTICES) or actor.may(Permission.ANSWER_NOTICES):
        found += _tasks(actor, on)
    if actor.may(Permission.WITHHOLD_PAYMENT):
        found += _entries(actor)
    return found


def above_contract(contract_id: int) -> Sequence[Above]:
    """That notices are open under a contract, and how many of them are overdue."""
    is_open, overdue = count_open(contract_id, on=clock.today())
    if not is_open:
        return []
    late = f", {overdue:,} overdue" if overdue else ""
    said = f"{is_open:,} notice{' is' if is_open == 1 else 's are'} open under this contract{late}."
    href = url_for("contract_notices.list_of_contract", contract_id=contract_id)
    return [Above(words=said, href=href, link="See the notices")]


def _tasks(actor: Actor, on: date) -> Iterator[ToDo]:
    notices = list_open_of(by=actor)
    tasks = tasks_of_contracts(notices)
    for notice in notices:
        own = Side.COMMISSIONER if notice.contract.commissioner_id == actor.organisation_id else Side.PROVIDER
        for task in tasks[notice.id]:
            if task.side is own or task.is_overdue(on):
                yield _to_do(notice, task, own, on)


def _to_do(notice: Notice, task: Task, own: Side, on: date) -> ToDo:
    about = f"{notice.contract.reference}, notice {notice.number}"
    what = upper_first(task.what) if task.side is own else f"{SIDE_NAMES[task.side]} is late: {task.what}"
    return ToDo(
        what=f"{what} ({about})",
        href=url_for("contract_notices.show_notice", contract_id=notice.contract_id, number=notice.number),
        by=task.due_on,
        detail=f"{notice.title}.{' Overdue.' if task.is_overdue(on) else ''}",
    )


def _entries(actor: Actor) -> Iterator[ToDo]:
    for entry in list_to_decide(by=actor):
        notice = entry.notice
        amount = sterling(as_pence(entry.amount))
        yield ToDo(
            what=f"Approve or decline: {entry.kind_name.lower()} {amount} ({notice.contract.reference})",
            href=url_for(
                "contract_notices.decide_entry",
                contract_id=notice.contract_id,
                number=notice.number,
                entry_number=entry.number,
            ),
            detail=f"{notice.title}. Proposed by {entry.name}.",
        )
