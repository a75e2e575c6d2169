"""Verification: drawing, visiting, answering, appealing, recovering; who may; never more than was paid."""

import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select, update
from sqlalchemy.exc import DatabaseError

from core.db import db, transaction
from core.errors import NotAllowed, OutOfDate, Refusal
from core.permissions import Actor
from les.claims.models.decisions import Adjustment
from les.claims.rules.kinds import AdjustmentKind
from les.verification.actions.ending import extrapolation_of, sign_extrapolation
from les.verification.models.plans import SampledClaim
from les.verification.queries.plans import find_seen_plan, history_of
from les.verification.queries.visits import find_seen_visit, get_visit
from les.verification.queries.visits import history_of as history_of_visit
from les.verification.rules.kinds import Answer, AppealVerdict, Method, Reason, Risk
from les.verification.rules.sampling import Asked, Framed, draw
from tests.builders_verification import ANSWER_BY, AT_VISIT, SEPTEMBER, Verification, all_is_paid

LATER = datetime(2008, 10, 2, 9, 0, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _paid() -> Iterator[None]:
    with all_is_paid():
        yield


@pytest.fixture
def verification(app: Flask) -> Verification:
    """Two practices with paid claims."""
    del app
    return Verification()


@pytest.fixture
def everywhere(database: Flask) -> Verification:
    """The same on each engine in turn."""
    del database
    return Verification()


def _refused(act: Any, *details: Any, **named: Any) -> str:
    with pytest.raises(Refusal) as refused:
        act(*details, **named)
    db.session.rollback()
    return str(refused.value)


def _recoveries() -> list[tuple[Decimal, AdjustmentKind]]:
    return [(each.amount, each.kind) for each in db.session.scalars(select(Adjustment).order_by(Adjustment.id))]


def _sign(visit_id: int, by: Actor) -> None:
    _, seen = extrapolation_of(get_visit(visit_id))
    with transaction():
        sign_extrapolation(visit_id=visit_id, seen=seen, by=by, on=AT_VISIT.date(), at=AT_VISIT)


def test_a_sample_is_frozen_and_can_be_drawn_again(everywhere: Verification) -> None:
    asked = Asked(method=Method.RISK, seed="dice 4 2 6", size=1, weights={Risk.VALUE: 4, Risk.NEVER: 2})
    plan = find_seen_plan(everywhere.draw(asked=asked), everywhere.auditor)
    assert plan is not None
    frame = [
        Framed(number=number, paid=paid, risks=frozenset(map(Risk, risks)))
        for number, paid, risks in json.loads(plan.frame)
    ]
    assert [(each.number, each.paid) for each in frame] == [("EC-000001", 168000), ("EC-000002", 42000)]
    assert [each.claim.number for each in plan.sample] == [each.number for each in draw(frame, asked)]
    assert all(each.risks == {Risk.NEVER} for each in frame)
    drawn = [line.did for line in history_of(plan, [])]
    assert drawn == ["drew 1 of 2 paid claims of LES-001, by risk, seed dice 4 2 6"]
    with pytest.raises(DatabaseError, match="frozen"), transaction():
        db.session.execute(update(SampledClaim).values(place=9))


def test_what_was_looked_at_and_not_verified_is_recovered(everywhere: Verification) -> None:
    visit_id = everywhere.reported()
    everywhere.answer(visit_id)
    everywhere.recover(visit_id)
    assert _recoveries() == [(Decimal("-84.00"), AdjustmentKind.RECOVERY)]
    told = [line.did for line in history_of_visit(get_visit(visit_id))]
    assert told[0] == "proposed to recover £84.00, of the items looked at"
    assert told[1] == "answered the report: accepted. We found them"
    assert _refused(everywhere.recover, visit_id) == (
        "This visit is over: what is to be recovered was proposed already."
    )


def test_extrapolation_needs_both_signatures(verification: Verification) -> None:
    visit_id = verification.reported()
    assert _refused(_sign, visit_id, verification.commissioner).startswith("This is signed once the findings stand")
    verification.answer(visit_id)
    _sign(visit_id, verification.commissioner)
    with pytest.raises(NotAllowed):
        _sign(visit_id, verification.other_manager)
    db.session.rollback()
    _sign(visit_id, verification.manager)
    verification.recover(visit_id)
    assert _recoveries() == [(Decimal("-336.00"), AdjustmentKind.RECOVERY)]


def test_one_signature_alone_counts_for_nothing(verification: Verification) -> None:
    visit_id = verification.reported()
    verification.answer(visit_id)
    _sign(visit_id, verification.manager)
    verification.recover(visit_id)
    assert _recoveries() == [(Decimal("-84.00"), AdjustmentKind.RECOVERY)]


def test_an_appeal_is_decided_by_somebody_without_a_part_in_the_visit(verification: Verification) -> None:
    visit_id = verification.reported()
    verification.answer(visit_id, Answer.APPEALED)
    assert _refused(verification.recover, visit_id) == "The practice appealed. The appeal is decided first."
    own = "You had a part in this visit. Ask somebody else to decide over the appeal."
    assert _refused(verification.appeal, visit_id, AppealVerdict.STANDS, verification.commissioner) == own
    verification.appeal(visit_id, AppealVerdict.ALLOWED)
    assert _refused(verification.recover, visit_id) == "The appeal is allowed: nothing is recovered."
    assert not _recoveries()


def test_without_an_answer_findings_stand_from_the_day_after(verification: Verification) -> None:
    visit_id = verification.reported()
    waits = "The practice may answer by 1 October 2008. Wait for it, or for that day."
    assert _refused(verification.recover, visit_id) == waits
    late = "The report was to be answered by 1 October 2008. Write to the commissioner."
    assert _refused(verification.answer, visit_id, at=LATER) == late
    verification.recover(visit_id, at=LATER)
    assert len(_recoveries()) == 1


def test_what_is_taken_back_meanwhile_is_not_recovered_again(verification: Verification) -> None:
    """A correction of the same line waits for 1,630.00 of 1,680.00: only 50.00 is left, and 84.00 was found."""
    visit_id = verification.reported()
    verification.answer(visit_id)
    line = get_visit(visit_id).findings[0].line_id
    verification.propose(verification.scheme_id, "-1630.00", line_id=line, kind=AdjustmentKind.CLAW_BACK)
    verification.recover(visit_id)
    assert [amount for amount, _ in _recoveries()] == [Decimal("-1630.00")]


def test_refuses_what_cannot_be(verification: Verification) -> None:
    plan_id = verification.draw()
    assert _refused(verification.draw) == "There is a plan of that name already. Give this one another."
    assert _refused(verification.draw, name="B", scheme_ids=[99]) == "Choose at least one scheme from the list."
    assert _refused(verification.draw, name="B", quarters=[]) == "Choose at least one quarter."
    assert _refused(verification.arrange, plan_id, visit_on=date(2008, 8, 31)).startswith("A visit lies ahead.")
    visit_id = verification.arrange(plan_id)
    assert _refused(verification.arrange, plan_id) == "A visit to Practice 1 under this plan is arranged already."
    assert _refused(verification.find, visit_id, at=SEPTEMBER).startswith("The visit is on 10 September 2008.")
    assert _refused(verification.find, visit_id, "41") == "No more than the 40 that were claimed can be looked at."
    assert _refused(verification.find, visit_id, line_id=99).startswith("There is no such line")
    assert _refused(verification.find, visit_id, reason=Reason.NONE) == "Say why items could not be verified."
    for items in ("943 476 5919", "patient 9434765919"):
        assert "NHS number" in _refused(verification.find, visit_id, items=items)
    assert _refused(verification.report, visit_id, seen="0" * 64).startswith("Nothing is recorded yet.")
    verification.find(visit_id)
    with pytest.raises(OutOfDate):
        verification.report(visit_id, seen="0" * 64)
    db.session.rollback()
    soon = "Give the practice at least 10 days to answer."
    assert _refused(verification.report, visit_id, answer_by=date(2008, 9, 19)) == soon
    verification.report(visit_id)
    assert _refused(verification.find, visit_id).startswith("The report of this visit is sent.")
    report = get_visit(visit_id).report
    assert report is not None
    assert report.answer_by == ANSWER_BY


def test_who_may_not(verification: Verification) -> None:
    plan_id = verification.draw()
    visit_id = verification.arrange(plan_id)
    verification.find(visit_id)
    for actor in (verification.lead, verification.auditor, verification.manager, verification.neighbour):
        for act in (
            lambda by: verification.draw(name="Another", by=by),
            lambda by: verification.arrange(plan_id, "X82002", by=by),
            lambda by: verification.find(visit_id, by=by),
            lambda by: verification.report(visit_id, by=by),
            lambda by: verification.recover(visit_id, by=by),
        ):
            with pytest.raises(NotAllowed):
                act(actor)
            db.session.rollback()
    verification.report(visit_id)
    for actor in (verification.commissioner, verification.other_manager, verification.lead):
        with pytest.raises(NotAllowed):
            verification.answer(visit_id, by=actor)
        db.session.rollback()
    seen = [find_seen_visit(visit_id, each) is not None for each in _readers(verification)]
    assert seen == [True, True, True, True, False, False, False]


def test_nobody_with_an_interest_verifies_or_decides(verification: Verification) -> None:
    practice_id = verification.practice()
    interested = replace(verification.second, interests=frozenset({practice_id}))
    plan_id = verification.draw()
    said = "You declared an interest in Practice 1. Ask somebody without one."
    assert _refused(verification.arrange, plan_id, by=interested) == said
    visit_id = verification.arrange(plan_id)
    assert _refused(verification.find, visit_id, by=interested) == said
    verification.find(visit_id)
    assert _refused(verification.report, visit_id, by=interested) == said
    verification.report(visit_id)
    verification.answer(visit_id, Answer.APPEALED)
    assert _refused(verification.appeal, visit_id, AppealVerdict.STANDS, interested) == said
    verification.appeal(visit_id, AppealVerdict.STANDS)
    assert _refused(verification.recover, visit_id, interested) == said


def _readers(verification: Verification) -> list[Actor]:
    return [
        verification.commissioner,
        verification.finance,
        verification.auditor,
        verification.manager,
        verification.other_manager,
        verification.lead,
        verification.neighbour,
    ]
