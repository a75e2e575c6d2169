"""Lists of payments take as many statements for many runs, practices and lines as for one."""

from datetime import date
from decimal import Decimal

import pytest
from flask import Flask

from core.db import transaction
from core.permissions import Role
from les.payments.models.runs import Run
from tests.builders_payments import Payments, a_due
from tests.counting import asked_by
from tests.journeys.signing_in import sign_in_as
from tests.person import Person

ROOT = "/les/payments"
LISTS = (ROOT, f"{ROOT}/ageing?year=2008/09", f"{ROOT}/spend?year=2008/09", f"{ROOT}/settings", "/les/accounts")


@pytest.fixture
def payments(app: Flask) -> Payments:
    """Sums due."""
    del app
    return Payments()


def _paid(payments: Payments, turn: int, *, lines: int) -> Run:
    """A run that pays so many lines to each of two practices."""
    with transaction():
        for line in range(lines):
            for practice_id in (payments.first, payments.second_practice):
                a_due(payments, Decimal(f"{turn + 1}0.0{line}"), practice_id)
    run = payments.released(key=f"run {turn}", pays_on=date(2008, 5, 30))
    payments.told(run)
    return run


@pytest.mark.parametrize("role", [Role.FINANCE, Role.COMMISSIONER])
def test_lists_take_no_more_with_more_runs(payments: Payments, app: Flask, role: Role) -> None:
    by = payments.finance if role is Role.FINANCE else payments.commissioner
    person = sign_in_as(Person(app.test_client()), by)
    _paid(payments, 0, lines=1)
    few = {page: asked_by(person, page) for page in LISTS}
    for turn in range(1, 5):
        _paid(payments, turn, lines=3)
    assert {page: asked_by(person, page) for page in LISTS} == few
    assert max(few.values()) <= 24


def test_a_run_and_a_statement_take_no_more_with_more_lines(payments: Payments, app: Flask) -> None:
    person = sign_in_as(Person(app.test_client()), payments.finance)
    small, large = _paid(payments, 0, lines=1), _paid(payments, 1, lines=6)
    for page in ("", f"/practices/{payments.first}", "/outcomes"):
        few, many = (asked_by(person, f"{ROOT}/runs/{run.id}{page}") for run in (small, large))
        assert few == many <= 20, page
