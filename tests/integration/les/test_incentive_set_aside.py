"""What a plan of the incentive sets aside and what a run sets aside of its scheme cannot differ silently."""

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from functools import partial
from typing import Any

import pytest
from flask import Flask

from core.db import db, transaction
from core.errors import Refusal
from core.permissions import Actor, Role
from les.payments.actions.incentive_proposing import decide_proposal
from les.payments.actions.making import make_run
from les.payments.actions.settings import decide_set_aside, propose_set_aside
from les.payments.exports.finance_file import finance_file
from les.payments.queries.planned_percent import percent_on
from les.payments.queries.runs import get_run, list_items
from les.payments.queries.settings import list_set_asides
from les.schemes.rules.kinds import Verdict
from tests.builders import AT, DAY, a_person
from tests.builders_incentive import Incentive

PAYS_ON = date(2008, 5, 30)
APRIL = date(2008, 4, 1)


@pytest.fixture
def everywhere(database: Flask) -> Incentive:
    """A plan’s practices, on either engine."""
    del database
    return Incentive()


@pytest.fixture
def incentive(app: Flask) -> Incentive:
    """The same on one."""
    del app
    return Incentive()


def _approve(incentive: Incentive, proposal_id: int, by: Actor | None = None) -> None:
    with transaction():
        decide_proposal(
            proposal_id=proposal_id,
            verdict=Verdict.APPROVED,
            words="",
            exception="As agreed",
            by=by or incentive.finance,
            at=AT,
        )


def _set_aside(incentive: Incentive, percent: str, *, starts_on: date = APRIL) -> None:
    second = a_person(
        Role.FINANCE, incentive.trust.id, by=incentive.trust.administrator, name="Payer", email="payer@whp.example"
    )
    told: dict[str, Any] = {"scheme_id": incentive.scheme_id, "percent": Decimal(percent), "source": "Minute"}
    with transaction():
        found = propose_set_aside(**told, starts_on=starts_on, by=incentive.finance, at=AT).id
    with transaction():
        decide_set_aside(set_aside_id=found, verdict=Verdict.APPROVED, reason="", by=second, at=AT)


def _run(incentive: Incentive) -> int:
    with transaction():
        return make_run(
            commissioner_id=incentive.trust.id,
            pays_on=PAYS_ON,
            key="a run",
            write=finance_file,
            by=incentive.finance,
            on=DAY,
            at=AT,
        ).id


def _refused(act: Callable[[], object]) -> str:
    with pytest.raises(Refusal) as refusal:
        act()
    db.session.rollback()
    return str(refusal.value)


def test_a_run_splits_the_incentive_as_its_plan_does(everywhere: Incentive) -> None:
    plan_id = everywhere.ready()
    proposal_id = everywhere.propose(plan_id, 0)
    assert percent_on(everywhere.scheme_id, DAY) is None
    _approve(everywhere, proposal_id)
    assert percent_on(everywhere.scheme_id, DAY) == Decimal(25)
    standing = everywhere.standing(plan_id)
    planned = {each.practice.id: each.workings[0] for each in standing.practices}
    for item in list_items(get_run(_run(everywhere)).id):
        working = planned[item.practice_id]
        assert (item.kept, item.paid) == (Decimal(working.kept) / 100, Decimal(working.paid) / 100)


def test_where_another_percentage_holds_the_plan_is_not_approved_for_payment(incentive: Incentive) -> None:
    _set_aside(incentive, "10")
    proposal_id = incentive.propose(incentive.ready(), 0)
    assert "sets 25% aside, but 10% is set aside of what is due on" in _refused(
        partial(_approve, incentive, proposal_id)
    )


def test_the_same_percentage_is_not_made_twice(incentive: Incentive) -> None:
    _set_aside(incentive, "25")
    proposal_id = incentive.propose(incentive.ready(), 0)
    before = len(_percents(incentive))
    _approve(incentive, proposal_id)
    assert len(_percents(incentive)) == before


def test_a_percentage_changed_after_approval_stops_the_run_in_words(incentive: Incentive) -> None:
    proposal_id = incentive.propose(incentive.ready(), 0)
    _approve(incentive, proposal_id)
    _set_aside(incentive, "10")
    refused = _refused(partial(_run, incentive))
    assert "10% is set aside of what is due on" in refused
    assert "Have the plan’s percentage approved from that day" in refused
    _again(incentive)
    assert get_run(_run(incentive)).file.kept > 0


def _again(incentive: Incentive) -> None:
    third = a_person(
        Role.FINANCE, incentive.trust.id, by=incentive.trust.administrator, name="Third", email="third@whp.example"
    )
    with transaction():
        found = propose_set_aside(
            scheme_id=incentive.scheme_id,
            percent=Decimal(25),
            starts_on=DAY,
            source="Plan",
            by=incentive.finance,
            at=AT,
        ).id
    with transaction():
        decide_set_aside(set_aside_id=found, verdict=Verdict.APPROVED, reason="", by=third, at=AT)


def _percents(incentive: Incentive) -> list[int]:
    return [each.id for each in list_set_asides([incentive.trust.id])]
