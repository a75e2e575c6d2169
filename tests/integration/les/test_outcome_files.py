"""Outcomes from a file: recorded in one act, once; refused whole where something else was recorded meanwhile."""

import json
from collections.abc import Callable, Sequence
from functools import partial
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import func, select

from core.audit_trail.models import AuditEvent
from core.db import db, transaction
from core.errors import NotAllowed, OutOfDate, Refusal
from les.payments.actions import outcome_files
from les.payments.actions.outcome_files import record_outcome_file
from les.payments.models.runs import PaymentOutcome, Report, Run
from les.payments.queries.outcomes import known_run
from les.payments.queries.runs import get_run
from les.payments.rules.kinds import Result
from les.payments.rules.outcome_files import KnownLine, ToTell
from tests.at_once import at_once
from tests.builders import AT, DAY
from tests.builders_payments import HREF, Payments

HASH = "a" * 64


@pytest.fixture
def everywhere(database: Flask) -> Payments:
    """A trust on either engine."""
    del database
    return Payments()


@pytest.fixture
def payments(app: Flask) -> Payments:
    """The same on one."""
    del app
    return Payments()


def _released(payments: Payments, lines: int = 3) -> Run:
    for number in range(lines):
        payments.due(f"{number + 1}0.00", payments.second_practice if number % 2 else None)
    return payments.released()


def _paid(*places: int, **changes: Any) -> ToTell:
    values: dict[str, Any] = {"result": Result.PAID, "day": DAY, "bank_reference": "BACS 7", "reason": ""}
    return ToTell(places=places, **{**values, **changes})


def _failed(*places: int) -> ToTell:
    return ToTell(result=Result.FAILED, day=None, bank_reference="", reason="Account closed", places=places)


def _recording(payments: Payments, run: Run, told: Sequence[ToTell], **changes: Any) -> Callable[[], int]:
    given: dict[str, Any] = {"href": HREF, "by": payments.finance, "on": DAY, "at": AT, "file_hash": HASH}
    return partial(record_outcome_file, run_id=run.id, told=told, **{**given, **changes})


def _record(payments: Payments, run: Run, *told: ToTell) -> int:
    with transaction():
        return _recording(payments, run, told)()


def _refused(act: Callable[[], object], kind: type[Refusal] = Refusal) -> str:
    with pytest.raises(kind) as refusal:
        act()
    db.session.rollback()
    return str(refusal.value)


def test_a_file_is_recorded_in_one_act_and_says_nothing_new_a_second_time(everywhere: Payments) -> None:
    run = _released(everywhere)
    assert _record(everywhere, run, _paid(1, 2), _failed(3)) == 3
    assert known_run(get_run(run.id), on=DAY).lines == {
        1: KnownLine(paid=1000, result=Result.PAID, paid_on=DAY),
        2: KnownLine(paid=3000, result=Result.PAID, paid_on=DAY),
        3: KnownLine(paid=2000, result=Result.FAILED, paid_on=None),
    }
    db.session.rollback()
    assert _record(everywhere, run, _paid(1, 2), _failed(3)) == 0
    events = db.session.scalars(select(AuditEvent).where(AuditEvent.act == "payments.record_outcome_file")).all()
    assert [json.loads(str(each.payload))["new"] for each in events] == [
        {"run": "EP-000001", "lines": 3, "result": "failed and paid", "hash": HASH},
    ]
    assert db.session.scalar(select(func.count()).select_from(Report)) == 2


def test_what_is_known_of_some_lines_leaves_the_others_to_be_recorded(everywhere: Payments) -> None:
    run = _released(everywhere)
    everywhere.told(run, places=[1])
    assert _record(everywhere, run, _paid(1, 2)) == 1
    assert _record(everywhere, run, _paid(1, 2, 3)) == 1


def test_something_else_recorded_meanwhile_refuses_the_whole_file(everywhere: Payments) -> None:
    run = _released(everywhere)
    everywhere.told(run, Result.FAILED, places=[2])
    for told in ([_paid(1), _paid(2)], [_paid(1), _paid(9)]):
        assert _refused(_recording(everywhere, run, told), OutOfDate) == (
            "Something else was recorded of these lines meanwhile. Nothing was stored: look at the file again."
        )
    assert db.session.scalar(select(func.count()).select_from(PaymentOutcome)) == 1


def test_the_same_file_at_once_is_recorded_once(everywhere: Payments, database: Flask) -> None:
    run = _released(everywhere)
    acts = [_recording(everywhere, run, [_paid(1, 2, 3)], by=by) for by in (everywhere.finance, everywhere.payer)]
    assert at_once(database, *acts) == ["done", "done"]
    assert db.session.scalar(select(func.count()).select_from(PaymentOutcome)) == 3
    assert db.session.scalar(select(func.count()).select_from(Report)) == 1


def test_many_lines_are_recorded_in_parts(payments: Payments, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(outcome_files, "MOST_AT_ONCE", 2)
    run = _released(payments, 5)
    assert _record(payments, run, _paid(1, 2, 3, 4, 5)) == 5
    assert db.session.scalar(select(func.count()).select_from(Report)) == 3


def test_only_finance_of_the_trust_records_a_file_of_a_released_run(payments: Payments) -> None:
    run = _released(payments)
    for other in (payments.commissioner, payments.manager, payments.lead, payments.neighbour):
        assert _refused(_recording(payments, run, [_paid(1)], by=other), NotAllowed)
    payments.due("5.00")
    waiting = payments.run(key="another")
    assert _refused(_recording(payments, waiting, [_paid(1)])) == (
        "Nothing of this run went to the bank: it is not released."
    )
    assert _refused(_recording(payments, run, [_paid(1, bank_reference="")])) == "Enter the bank’s reference."
