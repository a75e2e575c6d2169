"""Two people press at the same moment: the pool never pays out more than it holds, and nobody meets a fault.

Beside it: what risk keeps is frozen, and the database refuses what no act would do.
"""

from collections.abc import Callable
from decimal import Decimal

import pytest
from flask import Flask
from sqlalchemy import func, select, text
from sqlalchemy.exc import DBAPIError

from budgets.method.policy import Holder
from budgets.risk.actions.asking import ask_for_movement
from budgets.risk.actions.deciding import approve_movement, decline_movement
from budgets.risk.actions.holding import decide_holder
from budgets.risk.models import PoolApproval, PoolMovement, ReserveHolding
from core.db import bookkeeping, db
from core.permissions import Actor
from tests.at_once import at_once
from tests.builders_risk import CONTRIBUTION, DRAWDOWN, RiskField
from tests.builders_rounds import AT


def approving(movement_id: int, by: Actor) -> Callable[[], object]:
    """The act of a person who approves a movement."""
    return lambda: approve_movement(movement_id=movement_id, words="", by=by, at=AT)


def count(table: type[PoolApproval] | type[PoolMovement] | type[ReserveHolding]) -> int:
    """How many rows a table has now."""
    return db.session.scalar(select(func.count()).select_from(table)) or 0


def test_two_drawdowns_approved_at_once_do_not_draw_more_than_there_is(database: Flask) -> None:
    field = RiskField()
    field.move(CONTRIBUTION, "500.00")
    first = field.ask(DRAWDOWN, "400.00")
    second = field.ask(DRAWDOWN, "400.00", party_id=field.red, by=field.lead_of_red)
    for movement_id in (first, second):
        field.approve(movement_id, field.commissioner)
    came = at_once(database, approving(first, field.finance), approving(second, field.deputy))
    assert came[1] == "done"
    assert came[0].startswith("The pool holds £100.00, less than the £400.00 of this drawdown. Decline movement")
    assert field.balance == 100_00


def test_the_same_person_approves_once_however_often_it_is_pressed(database: Flask) -> None:
    field = RiskField()
    movement_id = field.ask()
    told = "You approved movement 1 already on 3 March 2008: the second approval is another person’s."
    assert at_once(database, *[approving(movement_id, field.finance)] * 3) == [told, told, "done"]
    assert count(PoolApproval) == 1
    assert field.balance == 0


def test_three_who_approve_at_once_give_two_approvals(database: Flask) -> None:
    field = RiskField()
    movement_id = field.ask()
    people = (field.commissioner, field.finance, field.deputy)
    came = at_once(database, *(approving(movement_id, by) for by in people))
    assert came[1:] == ["done", "done"]
    assert came[0].endswith("on 3 March 2008: there is nothing left to decide.")
    assert field.balance == 1000_00


def test_who_approves_and_who_declines_at_once_are_heard_one_after_the_other(database: Flask) -> None:
    field = RiskField()
    movement_id = field.ask()
    field.approve(movement_id, field.commissioner)

    def declining() -> object:
        return decline_movement(movement_id=movement_id, reason="No.", by=field.deputy, at=AT)

    came = at_once(database, approving(movement_id, field.finance), declining)
    assert came[1] == "done"
    assert came[0].startswith("Movement 1 was ")
    assert field.balance in (0, 1000_00)
    assert count(PoolApproval) == 2


def test_movements_asked_for_at_once_are_numbered_once(database: Flask) -> None:
    field = RiskField()

    def asking() -> object:
        return ask_for_movement(
            round_id=field.round_id,
            kind=CONTRIBUTION,
            party_id=field.dac,
            amount=Decimal(1),
            reason="At once.",
            by=field.lead,
            at=AT,
        )

    assert at_once(database, asking, asking, asking) == ["done"] * 3
    assert list(db.session.scalars(select(PoolMovement.number).order_by(PoolMovement.number))) == [1, 2, 3]


def test_the_second_to_decide_on_the_reserve_is_told_of_the_first(database: Flask) -> None:
    field = RiskField()

    def deciding(holder: Holder) -> Callable[[], object]:
        return lambda: decide_holder(
            round_id=field.round_id, holder=holder, reason="So.", seen=0, by=field.commissioner, at=AT
        )

    came = at_once(database, deciding(Holder.COMMISSIONER), deciding(Holder.PROVIDER))
    assert came[1] == "done"
    assert came[0].startswith("PCT commissioner decided on 3 March 2008 at 10:12, while you were working on it, that ")
    assert count(ReserveHolding) == 1


FROZEN = {
    "risk_holding": ("UPDATE risk_holding SET reason = 'another'", "DELETE FROM risk_holding"),
    "risk_movement": ("UPDATE risk_movement SET amount = amount + 1", "DELETE FROM risk_movement"),
    "risk_approval": ("UPDATE risk_approval SET verdict = 'declined'", "DELETE FROM risk_approval"),
}


@pytest.mark.usefixtures("database")
@pytest.mark.parametrize("table", sorted(FROZEN))
def test_the_database_refuses_to_change_or_delete_what_is_frozen(table: str) -> None:
    field = RiskField()
    field.decide()
    field.move(CONTRIBUTION, "10.00")
    for statement in FROZEN[table]:
        with pytest.raises(DBAPIError, match=f"what {table} holds is frozen"), bookkeeping() as session:
            session.execute(text(statement))


@pytest.mark.usefixtures("database")
@pytest.mark.parametrize(
    "changed",
    [{"amount": 0}, {"kind": "drawdown", "party_id": None}, {"kind": "loan"}, {"number": 1}],
    ids=["of nothing", "drawdown for nobody", "of no kind", "number given twice"],
)
def test_the_database_refuses_a_movement_that_no_act_would_make(changed: dict[str, object]) -> None:
    field = RiskField()
    field.ask()
    statement = text(
        "INSERT INTO risk_movement (round_id, number, kind, party_id, amount, reason, asked_by_id, name, role, "
        "organisation, asked_at) SELECT round_id, CAST(:number AS INTEGER), :kind, CAST(:party_id AS INTEGER), "
        "CAST(:amount AS BIGINT), reason, asked_by_id, name, role, organisation, asked_at FROM risk_movement "
        "WHERE number = 1"
    )
    meant: dict[str, object] = {"number": 2, "kind": "contribution", "party_id": field.dac, "amount": 100}
    with bookkeeping() as session:
        session.execute(statement, {**meant, "number": 3})
    with pytest.raises(DBAPIError), bookkeeping() as session:
        session.execute(statement, {**meant, **changed})


@pytest.mark.usefixtures("database")
def test_the_database_keeps_one_word_a_person() -> None:
    field = RiskField()
    movement_id = field.ask()
    field.approve(movement_id, field.finance)
    statement = text(
        "INSERT INTO risk_approval (movement_id, verdict, words, given_by_id, name, role, organisation, given_at) "
        "SELECT movement_id, 'approved', '', given_by_id, name, role, organisation, given_at FROM risk_approval"
    )
    with pytest.raises(DBAPIError), bookkeeping() as session:
        session.execute(statement)
