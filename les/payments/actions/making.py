"""Making a payment run: everything due by a day, once, with the file for the finance system frozen in it."""

from collections.abc import Callable, Iterable
from datetime import date, datetime
from decimal import Decimal

from sqlalchemy import insert

from core.canonical import hash_of
from core.db import aside, db
from core.errors import Refusal
from core.money import as_pence
from core.permissions import Actor, Permission, check_may
from core.wording import in_full, sterling
from core.working_days import is_working_day
from les.payments.actions.recording import record
from les.payments.models.runs import Run, RunFile
from les.payments.models.settings import Split
from les.payments.queries.planned_percent import find_differing
from les.payments.queries.runs import file_lines, find_run_of_key, get_run, hold_commissioner
from les.payments.queries.settings import layout_on
from les.payments.queries.taking import (
    insert_carried,
    insert_items,
    insert_payments,
    list_missing_splits,
    sets_anything_aside,
    what_items_come_to,
)
from les.payments.rules import split_with_set_aside
from les.payments.rules.incentive_plans import check_percents_agree
from les.payments.rules.layouts import AS_USUAL, FileLine, Layout
from les.payments.rules.running import check_pay_day

WriteFile = Callable[[Layout, Iterable[FileLine]], str]


def check_may_make(*, commissioner_id: int, pays_on: date, by: Actor, on: date) -> None:
    """Refuse who may not make a run, and a day on which none pays."""
    check_may(by, Permission.PAY_CLAIMS, commissioner_id=commissioner_id)
    check_pay_day(pays_on, on=on, is_working_day=is_working_day(pays_on))


def make_run(
    *, commissioner_id: int, pays_on: date, key: str, write: WriteFile, by: Actor, on: date, at: datetime
) -> Run:
    """Make a run of everything due by its day that is in no other; asked again for the same key, it is the same run.

    One transaction: a run that was killed half-way was never there. `write`: how a layout and lines become a file.
    """
    check_may_make(commissioner_id=commissioner_id, pays_on=pays_on, by=by, on=on)
    hold_commissioner(commissioner_id)
    if found := find_run_of_key(key):
        return found
    _check_plans_are_followed(commissioner_id, on=pays_on)
    layout = layout_on(commissioner_id, on=pays_on)
    run = Run(
        commissioner_id=commissioner_id, key=key, pays_on=pays_on, layout=layout, made_by_id=by.person_id, made_at=at
    )
    db.session.add(run)
    db.session.flush()
    _take(run)
    content = write(layout.value if layout else AS_USUAL, file_lines(run))
    _freeze_file(run, content)
    run = get_run(run.id)
    record(
        run,
        "make_run",
        by,
        day=in_full(pays_on),
        lines=run.file.lines,
        practices=run.file.practices,
        total=sterling(as_pence(run.file.paid)),
        hash=run.file.content_hash,
    )
    return run


def _take(run: Run) -> None:
    """Take what is due into the run: each a statement that the database carries out by itself."""
    divides = sets_anything_aside(run.commissioner_id)
    if divides:
        _divide_new_amounts(run)
    db.session.execute(insert_items(run.id, run.commissioner_id, on=run.pays_on, divides=divides))
    db.session.execute(insert_payments(run.id))
    db.session.execute(insert_carried(run.id, run.commissioner_id, on=run.pays_on, divides=divides))


def _check_plans_are_followed(commissioner_id: int, *, on: date) -> None:
    """Refuse a run that would split the incentive otherwise than its plan, by which each share was worked out."""
    found = find_differing(commissioner_id, on=on)
    if found is not None:
        check_percents_agree(
            scheme=found.plan.scheme.called,
            planned=found.plan.set_aside,
            in_force=found.in_force,
            on=in_full(found.due_on),
        )


def _divide_new_amounts(run: Run) -> None:
    """Let the rule divide each amount that was never divided by its percentage."""
    rows = []
    for percent, amount in list_missing_splits(run.commissioner_id, on=run.pays_on):
        kept, paid = split_with_set_aside(amount, percent)
        rows.append({"percent": percent, "amount": amount, "kept": kept, "paid": paid})
    if rows:
        with aside(db.session()):
            db.session.execute(insert(Split), rows)


def _freeze_file(run: Run, content: str) -> None:
    comes = what_items_come_to(run.id)
    if not comes.lines:
        raise Refusal(f"Nothing is due by {in_full(run.pays_on)} that could be paid.")
    if comes.paid < Decimal(0):
        raise RuntimeError("a run never takes money back from all practices together")
    db.session.add(
        RunFile(
            run_id=run.id,
            lines=comes.lines,
            practices=comes.practices,
            amount=comes.amount,
            kept=comes.kept,
            paid=comes.paid,
            content=content,
            content_hash=hash_of(content),
        )
    )
    db.session.flush()
