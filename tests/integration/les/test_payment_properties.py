"""Money of payments whatever is due and set aside: nothing is lost, nothing paid twice, what failed is paid once later.

A plain reckoning beside the database says for each run what it takes and how it is divided; both must be the same.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal

import pytest
from flask import Flask
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import func, select

from core.db import db
from core.money import as_decimal, as_pence
from les.payments.actions.making import make_run
from les.payments.actions.outcomes import Told, record_outcomes
from les.payments.actions.releasing import cancel_run, release_run
from les.payments.actions.settings import decide_set_aside, propose_set_aside
from les.payments.exports.finance_file import finance_file
from les.payments.models.runs import Item, Payment, PaymentOutcome, Run
from les.payments.queries.runs import list_items
from les.payments.queries.statements import statements_of
from les.payments.queries.taking import count_due
from les.payments.rules import split_with_set_aside
from les.payments.rules.kinds import Result
from les.schemes.rules.kinds import Verdict
from tests.builders import AT, DAY
from tests.builders_payments import HREF, PAYS_ON, Payments, a_due

APRIL = date(2008, 4, 1)
SUMS = st.integers(-30_000, 30_000).filter(bool)
DUES = st.lists(st.tuples(st.booleans(), SUMS, st.integers(0, 59)), max_size=5)
PERCENTS = st.lists(
    st.tuples(st.decimals(0, 100, places=2), st.integers(0, 59)), max_size=3, unique_by=lambda each: each[1]
)
ENDINGS = st.sampled_from(("paid", "first fails", "both fail", "cancelled"))
ROUNDS = st.lists(st.tuples(DUES, ENDINGS), min_size=1, max_size=3)


@dataclass(frozen=True, slots=True, kw_only=True)
class Sum:
    """Something due, as the reckoning knows it. Pence."""

    practice_id: int
    amount: int
    kept: int
    paid: int


@dataclass(slots=True)
class Reckoning:
    """What is due and not paid, by due, and what was paid, as one would keep it by hand."""

    open: dict[int, Sum] = field(default_factory=dict)
    paid: dict[int, Sum] = field(default_factory=dict)
    tries: dict[int, int] = field(default_factory=dict)

    def taken(self) -> dict[int, Sum]:
        """What the next run takes: all that is open of practices that it leaves with nothing or more."""
        nets: dict[int, int] = {}
        for each in self.open.values():
            nets[each.practice_id] = nets.get(each.practice_id, 0) + each.paid
        return {due_id: each for due_id, each in self.open.items() if nets[each.practice_id] >= 0}


@pytest.fixture
def payments(app: Flask) -> Payments:
    """A trust of which nothing is due."""
    del app
    return Payments()


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(percents=PERCENTS, rounds=ROUNDS)
def test_all_that_is_due_is_paid_once(
    payments: Payments, percents: list[tuple[Decimal, int]], rounds: list[tuple[list[tuple[bool, int, int]], str]]
) -> None:
    try:
        for percent, days in percents:
            _set_aside(payments, percent, APRIL + timedelta(days=days))
        told = Reckoning()
        for dues, ending in rounds:
            _fall_due(payments, told, dues, percents)
            _pay(payments, told, ending)
        _fall_due(payments, told, [(True, 10_000_000, 59), (False, 10_000_000, 59)], percents)
        _pay(payments, told, "paid")
        assert not told.open
        _check_paid_once(payments, told)
    finally:
        db.session.rollback()


def _set_aside(payments: Payments, percent: Decimal, starts_on: date) -> None:
    found = propose_set_aside(
        scheme_id=payments.scheme_id,
        percent=percent,
        starts_on=starts_on,
        source="Minute",
        by=payments.finance,
        at=AT,
    )
    decide_set_aside(set_aside_id=found.id, verdict=Verdict.APPROVED, reason="", by=payments.payer, at=AT)


def _fall_due(
    payments: Payments,
    told: Reckoning,
    dues: Sequence[tuple[bool, int, int]],
    percents: Sequence[tuple[Decimal, int]],
) -> None:
    """Sums fall due, each so many days after the beginning of April, and are divided by what is set aside by then."""
    for is_first, pence, days in dues:
        practice_id = payments.first if is_first else payments.second_practice
        due = a_due(payments, as_decimal(pence), practice_id, due_on=APRIL + timedelta(days=days))
        begun = [(day, percent) for percent, day in percents if day <= days]
        kept, paid = split_with_set_aside(as_decimal(pence), max(begun)[1] if begun else Decimal(0))
        told.open[due.id] = Sum(practice_id=practice_id, amount=pence, kept=as_pence(kept), paid=as_pence(paid))


def _pay(payments: Payments, told: Reckoning, ending: str) -> None:
    """Make a run, if there is anything to pay, hold it against the reckoning, and let it end in one of the ways."""
    taken = told.taken()
    lines, _, total = count_due(payments.trust.id, on=PAYS_ON)
    assert (lines, as_pence(total)) == (len(told.open), sum(each.amount for each in told.open.values()))
    if not taken:
        return
    number = db.session.scalar(select(func.count()).select_from(Run))
    run = make_run(
        commissioner_id=payments.trust.id,
        pays_on=PAYS_ON,
        key=f"run {number}",
        write=finance_file,
        by=payments.finance,
        on=DAY,
        at=AT,
    )
    _check_run(run, told, taken)
    for due_id in taken:
        told.tries[due_id] = told.tries.get(due_id, 0) + 1
    _end(payments, run, ending)
    lost = {"paid": (), "first fails": (payments.first,)}.get(ending, (payments.first, payments.second_practice))
    for due_id, each in taken.items():
        if each.practice_id not in lost:
            told.paid[due_id] = told.open.pop(due_id)


def _check_run(run: Run, told: Reckoning, taken: dict[int, Sum]) -> None:
    """Each line, each practice, the file, and the statements hold what the reckoning holds; parts add up."""
    items = list_items(run.id)
    found = {
        each.due_id: Sum(
            practice_id=each.practice_id,
            amount=as_pence(each.amount),
            kept=as_pence(each.kept),
            paid=as_pence(each.paid),
        )
        for each in items
    }
    assert found == taken
    assert len(items) == len(found) == run.file.lines
    whole = tuple(map(as_pence, (run.file.amount, run.file.kept, run.file.paid)))
    assert whole == _sums(list(taken.values()))
    assert whole[1] + whole[2] == whole[0]
    for payment in db.session.scalars(select(Payment).where(Payment.run_id == run.id)):
        of = told.open if payment.is_carried else taken
        own = [each for each in of.values() if each.practice_id == payment.practice_id]
        assert tuple(map(as_pence, (payment.amount, payment.kept, payment.paid))) == _sums(own)
        assert payment.lines == len(own)
        assert payment.is_carried == (payment.paid < 0)
    statements = statements_of(run, sorted({each.practice_id for each in taken.values()}))
    assert tuple(sum(part) for part in zip(*((s.amount, s.kept, s.paid) for s in statements), strict=True)) == whole
    assert sorted(line.reference for s in statements for line in s.lines) == sorted(each.reference for each in items)


def _sums(of: Sequence[Sum]) -> tuple[int, int, int]:
    return sum(each.amount for each in of), sum(each.kept for each in of), sum(each.paid for each in of)


def _end(payments: Payments, run: Run, ending: str) -> None:
    if ending == "cancelled":
        cancel_run(run_id=run.id, reason="Wrong day", by=payments.finance, at=AT)
        return
    release_run(run_id=run.id, seen_hash=run.file.content_hash, by=payments.payer, at=AT)
    fails = {"first fails": [payments.first], "both fail": None}.get(ending, [])
    told = []
    in_run = set(db.session.scalars(select(Item.practice_id).where(Item.run_id == run.id)))
    if fails is None or in_run & set(fails):
        told.append(Told(result=Result.FAILED, reason="Account closed", practice_ids=fails))
    if fails is not None and in_run - set(fails):
        told.append(Told(result=Result.PAID, paid_on=DAY, bank_reference="BACS 1"))
    record_outcomes(run_id=run.id, told=told, href=HREF, by=payments.finance, on=DAY, at=AT)


def _check_paid_once(payments: Payments, told: Reckoning) -> None:
    """Every due stands in one run that paid it, and was tried once more than it failed or was cancelled."""
    assert count_due(payments.trust.id, on=PAYS_ON)[0] == 0
    rows = (
        select(Item.due_id, func.count(), func.max(Item.attempt))
        .join(PaymentOutcome, PaymentOutcome.item_id == Item.id)
        .where(PaymentOutcome.result == Result.PAID)
        .group_by(Item.due_id)
    )
    found = {due_id: (count, attempt) for due_id, count, attempt in db.session.execute(rows)}
    assert found == {due_id: (1, told.tries[due_id]) for due_id in told.paid}
    tried = select(Item.due_id, func.count()).group_by(Item.due_id)
    assert {row[0]: row[1] for row in db.session.execute(tried)} == told.tries
