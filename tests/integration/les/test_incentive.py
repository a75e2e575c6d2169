"""The incentive: planned, judged, worked out, proposed and decided; who may; what stays once it is proposed."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select, update
from sqlalchemy.exc import DatabaseError

from core.db import db, transaction
from core.errors import NotAllowed, OutOfDate, Refusal
from core.parties.queries import get_party
from core.permissions import Actor
from les.claims.actions.drafting import begin_claim, fill_claim
from les.claims.actions.submitting import submit_claim
from les.claims.actions.windows import set_window
from les.claims.models.claims import Claim
from les.claims.models.dues import Due
from les.claims.queries.working import desk_of
from les.claims.rules.kinds import AdjustmentKind
from les.claims.rules.seen import seen_text
from les.payments.actions.incentive import change_plan
from les.payments.actions.incentive_freed import decide_freed_up
from les.payments.actions.incentive_proposing import decide_proposal, propose_instalment
from les.payments.models.incentive import IncentiveShare
from les.payments.queries.incentive import get_plan, history_of
from les.payments.queries.incentive_standing import NOT_SIGNED_UP
from les.payments.rules.incentive_workings import NOT_FREED
from les.schemes.rules.kinds import Verdict
from les.schemes.rules.quarters import Quarter
from tests.builders import AT
from tests.builders_claims import DAYS, FIRST, IN_JULY, JULY, injections, to
from tests.builders_incentive import Incentive, planned


@pytest.fixture
def incentive(app: Flask) -> Incentive:
    """A directed scheme with three practices signed up."""
    del app
    return Incentive()


@pytest.fixture
def everywhere(database: Flask) -> Incentive:
    """The same on each engine in turn."""
    del database
    return Incentive()


def _refused(act: Any, *details: Any, **named: Any) -> str:
    with pytest.raises(Refusal) as refused:
        act(*details, **named)
    return str(refused.value)


def _due(incentive: Incentive, plan_id: int) -> dict[str, list[tuple[int, int]]]:
    found = incentive.standing(plan_id).practices
    return {each.practice.code: [(one.due, one.kept) for one in each.workings] for each in found}


def _decide(proposal_id: int, by: Actor, verdict: Verdict = Verdict.APPROVED, words: str = "") -> None:
    with transaction():
        decide_proposal(proposal_id=proposal_id, verdict=verdict, words=words, exception="As agreed", by=by, at=AT)


def test_instalments_are_worked_out_proposed_and_due_to_the_penny(everywhere: Incentive) -> None:
    plan_id = everywhere.ready()
    expected = {
        "X82001": [(212000, 53000), (248000, 62000)],
        "X82002": [(320064, 80016), (155031, 38758)],
        "X82009": [(0, 0), (0, 0)],
    }
    assert _due(everywhere, plan_id) == expected
    proposal_id = everywhere.propose(plan_id, 0)
    assert not everywhere.standing(plan_id).to_propose(get_plan(plan_id).instalments[0])
    _decide(proposal_id, everywhere.finance)
    dues = list(db.session.scalars(select(Due).order_by(Due.id)))
    assert [(each.amount, each.quarter) for each in dues] == [(Decimal("2120.00"), 3), (Decimal("3200.64"), 3)]
    assert dues[0].adjustment is not None
    assert dues[0].adjustment.kind is AdjustmentKind.INCENTIVE
    assert dues[0].adjustment.what.startswith("Targets: 8,000 patients × £0.64 = £5,120.00, less freed-up resources")
    assert [line.did for line in history_of(get_plan(plan_id))][:2] == [
        "decided over Targets: £5,320.64, practices: 2, approved",
        "proposed Targets: £5,320.64, practices: 2",
    ]
    with pytest.raises(DatabaseError, match="frozen"), transaction():
        db.session.execute(update(IncentiveShare).values(due=Decimal("1.00")))


def test_what_is_proposed_stays_and_the_rest_is_worked_out_anew(incentive: Incentive) -> None:
    plan_id = incentive.ready()
    incentive.propose(plan_id, 0)
    incentive.freed(plan_id, X82001="6000.00")
    incentive.judge(plan_id, 0, "X82001", is_met=False)
    assert _due(incentive, plan_id)["X82001"] == [(212000, 53000), (0, 0)]
    incentive.freed(plan_id, X82001="5000.00")
    assert _due(incentive, plan_id)["X82001"] == [(212000, 53000), (48000, 12000)]
    assert _refused(_change, plan_id, incentive.commissioner) == (
        "An instalment of this plan was proposed for payment. The plan stays as it is from then on."
    )


def _change(plan_id: int, by: Actor, **changes: Any) -> None:
    with transaction():
        change_plan(plan_id=plan_id, planned=planned(**changes), by=by)


def test_what_is_declined_or_withdrawn_can_be_proposed_again(incentive: Incentive) -> None:
    plan_id = incentive.ready()
    first = incentive.propose(plan_id, 1)
    _decide(first, incentive.commissioner, Verdict.WITHDRAWN, "A slip")
    second = incentive.propose(plan_id, 1)
    _decide(second, incentive.finance)
    assert _refused(_decide, second, incentive.finance) == "Every payment of this proposal is decided already."
    assert [each.amount for each in db.session.scalars(select(Due).order_by(Due.id))] == [
        Decimal("2480.00"),
        Decimal("1550.31"),
    ]


def test_nobody_decides_over_what_they_proposed_or_entered(incentive: Incentive) -> None:
    plan_id = incentive.ready()
    proposal_id = incentive.propose(plan_id, 0, by=incentive.finance)
    own = "You proposed this. Ask a second person to approve or decline it, or withdraw it."
    assert _refused(_decide, proposal_id, incentive.finance) == own
    sheet_id = incentive.freed(plan_id, verdict=None, X82001="1.00")
    told: dict[str, Any] = {"sheet_id": sheet_id, "verdict": Verdict.APPROVED, "words": "", "at": AT}
    assert _refused(decide_freed_up, by=incentive.commissioner, **told) == own
    with transaction():
        decide_freed_up(by=incentive.second, **told)
    assert _refused(decide_freed_up, by=incentive.finance, **told) == "This is decided already: approved."


def test_what_was_seen_is_what_is_proposed(incentive: Incentive) -> None:
    plan_id = incentive.ready()
    instalment = get_plan(plan_id).instalments[0]
    with pytest.raises(OutOfDate, match=r"^What is due has changed since this page was opened\."):
        propose_instalment(
            plan_id=plan_id, instalment_id=instalment.id, seen="0" * 64, by=incentive.commissioner, at=AT
        )
    db.session.rollback()


def test_practices_wait_for_what_is_missing_and_those_not_signed_up_get_nothing(incentive: Incentive) -> None:
    incentive.leave("X82009")
    plan_id = incentive.plan()
    instalment = get_plan(plan_id).instalments[0]
    waiting = {each.practice.code: reason for each, reason in incentive.standing(plan_id).waiting(instalment)}
    assert waiting == {"X82001": NOT_FREED, "X82002": NOT_FREED, "X82009": NOT_SIGNED_UP}
    incentive.freed(plan_id, verdict=None, X82001="0.00")
    assert len(incentive.standing(plan_id).waiting(instalment)) == 3
    incentive.freed(plan_id, X82001="0.00", X82009="0.00")
    for party in ("X82001", "X82009"):
        incentive.judge(plan_id, 0, party)
    found = incentive.standing(plan_id).to_propose(instalment)
    assert [each.practice.code for each, _ in found] == ["X82001"]
    refused = _refused(incentive.propose, plan_id, 1)
    assert refused.startswith("Nothing of this instalment can be proposed now")


def test_who_may_not(incentive: Incentive) -> None:
    plan_id = incentive.ready()
    schemes = incentive.schemes
    for actor in (schemes.lead, schemes.auditor, schemes.manager, schemes.provider, schemes.neighbour):
        for act in (
            lambda by: incentive.judge(plan_id, 0, "DAC", by=by),
            lambda by: incentive.propose(plan_id, 0, by=by),
            lambda by: _change(plan_id, by),
        ):
            with pytest.raises(NotAllowed):
                act(actor)


def test_refuses_a_plan_that_cannot_be(incentive: Incentive) -> None:
    plan_id = incentive.plan()
    called = get_plan(plan_id).scheme.called
    assert _refused(incentive.plan) == f"{called} has a plan for 2008/09 already. Change that one."
    assert _refused(_change, plan_id, incentive.commissioner, list_on=None) == "Enter the day of the practice list."
    incentive.judge(plan_id, 0, "DAC")
    assert _refused(_change, plan_id, incentive.commissioner, instalments=planned().instalments[:1]) == (
        "An instalment was judged already. The instalments stay as they are from then on."
    )
    incentive.scheme_id = incentive.schemes.approved(name="Minor surgery")
    assert _refused(incentive.plan) == (
        "The incentive is a directed enhanced service (DES). Choose a scheme of that kind."
    )


def _window(incentive: Incentive) -> None:
    with transaction():
        set_window(commissioner_id=incentive.trust.id, quarter=FIRST, days=DAYS, by=incentive.commissioner, on=JULY)


def _begun(incentive: Incentive) -> Claim:
    manager, practice_id = incentive.schemes.manager, incentive.practices["X82001"]
    way: dict[str, Any] = {"by": manager, "on": JULY, "at": IN_JULY}
    with transaction():
        return begin_claim(scheme_id=incentive.scheme_id, practice_id=practice_id, quarter=FIRST, **way)


def test_what_a_plan_pays_is_not_claimed_besides(everywhere: Incentive) -> None:
    _window(everywhere)
    draft = _begun(everywhere)
    everywhere.plan()
    words = f"{everywhere.standing(1).plan.scheme.called} is paid by the plan of its year: nothing is claimed of it."
    assert _refused(_begun, everywhere) == words
    desk = desk_of(get_party(everywhere.practices["X82001"]), FIRST)
    assert (dict(desk.held.members), desk.held.planned) == ({}, frozenset({everywhere.scheme_id}))
    way: dict[str, Any] = {"by": everywhere.schemes.manager, "on": JULY, "at": IN_JULY, "address": to}
    assert "is paid by the plan" in _refused(submit_claim, claim_id=draft.id, seen="", **way)
    later = Quarter.of(date(2009, 4, 1))
    assert everywhere.scheme_id in desk_of(get_party(everywhere.practices["X82001"]), later).held.members


def test_nothing_is_planned_of_what_was_claimed(incentive: Incentive) -> None:
    _window(incentive)
    draft = _begun(incentive)
    desk = desk_of(draft.practice, FIRST, [incentive.scheme_id])
    with transaction():
        fill_claim(
            claim_id=draft.id,
            quantities=injections(10),
            is_nil=False,
            note="",
            by=incentive.schemes.manager,
        )
    seen = seen_text(desk.lines(incentive.scheme_id, injections(10), is_nil=False))
    with transaction():
        submit_claim(claim_id=draft.id, seen=seen, by=incentive.schemes.manager, on=JULY, at=IN_JULY, address=to)
    assert _refused(incentive.plan).startswith("Practices claimed of ")
