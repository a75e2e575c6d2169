"""The demo year of enhanced services: two quarters paid, one open, and every pound of it accounted for."""

from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import func, select

from core.db import db
from core.money import as_pence
from core.people.queries import list_demo_people
from les.claims.demo import FIRST, SECOND, THIRD, YEAR
from les.claims.models.approvals import DuplicateAnswer
from les.claims.models.claims import Claim
from les.claims.models.decisions import Adjustment, ClaimDecision, LineCut
from les.claims.models.dues import Due
from les.claims.models.windows import Window
from les.claims.rules.kinds import AdjustmentKind, State
from les.payments.models.runs import Item, Payment, PaymentOutcome, Run
from les.payments.queries.spend import spent_of
from les.payments.rules.kinds import Result
from les.schemes.models.budgets import SchemeBudget
from les.schemes.models.prices import SchemePrice
from les.schemes.models.schemes import Scheme
from les.schemes.rules.quarters import Quarter
from les.verification.models.visits import Finding
from tests.conftest import close_file_of, copied_year

FIRST_DAY_OF_SPRING = "2008-03-31"


@pytest.fixture(scope="module")
def demo(told_year: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Flask]:
    """The application on a copy of the demo year."""
    app = copied_year(told_year, tmp_path_factory.mktemp("services"))
    with app.app_context():
        yield app
    close_file_of(app)


def states_of(quarter: Quarter) -> dict[State, int]:
    """How many claims of a quarter stand in each state."""
    rows = select(Claim.state, func.count().label("many")).where(
        Claim.year == str(quarter.year), Claim.quarter == quarter.number
    )
    return {row.state: row.many for row in db.session.execute(rows.group_by(Claim.state))}


def paid_by_scheme() -> dict[int, int]:
    """Pence of the items that the bank paid, by scheme."""
    rows = (
        select(Due.scheme_id, func.sum(Item.amount))
        .join(Item, Item.due_id == Due.id)
        .join(PaymentOutcome, PaymentOutcome.item_id == Item.id)
        .where(PaymentOutcome.result == Result.PAID)
        .group_by(Due.scheme_id)
    )
    return {scheme_id: as_pence(total) for scheme_id, total in db.session.execute(rows)}


@pytest.mark.usefixtures("demo")
def test_two_quarters_are_approved_and_one_is_open() -> None:
    for quarter in (FIRST, SECOND):
        assert set(states_of(quarter)) == {State.APPROVED}, f"{quarter} is approved"
        assert states_of(quarter)[State.APPROVED] > 180
    still = states_of(THIRD)
    assert {state for state, many in still.items() if many > 1} == {State.DRAFT, State.SUBMITTED, State.CHECKED}
    assert still[State.APPROVED] == 1, "the claim of nothing, of which nothing is paid"
    closes = select(Window.closes_on).where(Window.year == str(YEAR), Window.quarter == THIRD.number)
    assert db.session.scalars(closes).one().isoformat() == FIRST_DAY_OF_SPRING


@pytest.mark.usefixtures("demo")
def test_what_is_due_of_two_quarters_is_paid_once_and_sums_to_the_spend_of_each_scheme() -> None:
    paid = paid_by_scheme()
    rows = select(Due.scheme_id, func.sum(Due.amount)).group_by(Due.scheme_id)
    assert paid == {scheme_id: as_pence(total) for scheme_id, total in db.session.execute(rows)}
    assert len(paid) == 8
    for scheme_id, pence in paid.items():
        assert spent_of(scheme_id, None, str(YEAR)) == (0, pence)
    once = select(func.count()).select_from(Item).join(PaymentOutcome, PaymentOutcome.item_id == Item.id)
    again = once.where(PaymentOutcome.result == Result.PAID).group_by(Item.due_id).having(func.count() > 1)
    assert db.session.scalars(again).all() == []


@pytest.mark.usefixtures("demo")
def test_runs_statements_and_items_come_to_the_same() -> None:
    runs = db.session.scalars(select(Run)).all()
    assert len(runs) == 4
    for run in runs:
        items = db.session.execute(
            select(func.sum(Item.amount), func.sum(Item.kept), func.sum(Item.paid)).where(Item.run_id == run.id)
        ).one()
        payments = db.session.execute(
            select(func.sum(Payment.amount), func.sum(Payment.kept), func.sum(Payment.paid)).where(
                Payment.run_id == run.id
            )
        ).one()
        assert tuple(items) == tuple(payments) == (run.file.amount, run.file.kept, run.file.paid)
    kept = [run.file.kept for run in runs]
    assert kept[:3] == [Decimal("0.00")] * 3
    assert kept[3] > 0, "a quarter of the incentive is on the group’s account"


@pytest.mark.usefixtures("demo")
def test_no_budget_is_overspent_and_no_exception_was_needed() -> None:
    approved = {
        budget.scheme_id: as_pence(budget.amount)
        for budget in db.session.scalars(select(SchemeBudget).where(SchemeBudget.year == str(YEAR)))
    }
    assert {scheme_id for scheme_id, pence in paid_by_scheme().items() if pence > approved[scheme_id]} == set()
    exceptions = select(func.count()).select_from(ClaimDecision).where(ClaimDecision.exception != "")
    assert db.session.scalar(exceptions) == 0
    assert db.session.scalar(select(func.count()).select_from(DuplicateAnswer)) == 0


@pytest.mark.usefixtures("demo")
def test_what_goes_wrong_in_a_working_year_is_there() -> None:
    failed = select(func.count(Item.practice_id.distinct())).join(PaymentOutcome, PaymentOutcome.item_id == Item.id)
    assert db.session.scalar(failed.where(PaymentOutcome.result == Result.FAILED)) == 1
    count = {
        "late": select(func.count()).select_from(Claim).where(Claim.is_late),
        "nil": select(func.count()).select_from(Claim).where(Claim.is_nil, Claim.quarter == FIRST.number),
        "cut": select(func.count()).select_from(LineCut),
        "taken back": select(func.count()).select_from(Adjustment).where(Adjustment.kind == AdjustmentKind.CLAW_BACK),
        "found": select(func.count()).select_from(Finding),
    }
    assert {name: db.session.scalar(rows) or 0 for name, rows in count.items() if name != "late"} == {
        "nil": 1,
        "cut": 1,
        "taken back": 1,
        "found": 1,
    }
    assert db.session.scalar(count["late"])


@pytest.mark.usefixtures("demo")
def test_prices_say_that_they_are_illustrative_and_people_have_no_names() -> None:
    assert db.session.scalar(select(func.count()).select_from(Scheme)) == 8
    assert all("llustrative" in price.source for price in db.session.scalars(select(SchemePrice)))
    assert {each.name for each in list_demo_people() if "finance" in each.name} == {
        "PCT finance, West Hertfordshire PCT",
        "Second person of finance, West Hertfordshire PCT",
    }
