"""Adjustments: proposed by one, decided by a second person, never more taken back than was due, in instalments."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from functools import partial
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from core.audit_trail.queries import history_of
from core.db import db, transaction
from core.errors import NotAllowed, Refusal
from core.notifications.models import Message
from core.permissions import Actor
from les.claims.actions.adjustments import decide_adjustment, propose_instalments
from les.claims.models.dues import Due
from les.claims.queries.adjustments import get_adjustment
from les.claims.rules.kinds import AdjustmentKind
from les.schemes.rules.kinds import Verdict
from tests.at_once import at_once
from tests.builders_approvals import FIRST, JULY, YEAR, Approvals

CLAW = {"kind": AdjustmentKind.CLAW_BACK, "what": "Two injections were not done"}


@pytest.fixture
def approvals(app: Flask) -> Approvals:
    """A trust with schemes and approvers."""
    del app
    return Approvals()


@pytest.fixture
def everywhere(database: Flask) -> Approvals:
    """The same on each engine in turn."""
    del database
    return Approvals()


def _decide(adjustment_id: int, by: Actor, verdict: Verdict = Verdict.APPROVED, **changes: Any) -> None:
    with transaction():
        decide_adjustment(
            **{"adjustment_id": adjustment_id, "verdict": verdict, "words": "", "by": by, "at": JULY, **changes}
        )


def _refused(act: Any, *details: Any, **named: Any) -> str:
    with pytest.raises(Refusal) as refused:
        act(*details, **named)
    return str(refused.value)


def _dues() -> list[tuple[Decimal, date, str]]:
    return [(due.amount, due.due_on, due.what) for due in db.session.scalars(select(Due).order_by(Due.id))]


def test_what_a_second_person_approved_is_due_once(everywhere: Approvals) -> None:
    scheme_id = everywhere.approved()
    everywhere.budget(scheme_id, "1000.00")
    adjustment_id = everywhere.propose(scheme_id)
    _decide(adjustment_id, everywhere.finance)
    assert _dues() == [(Decimal("100.00"), date(2008, 7, 10), "Correction: Ten injections left out")]
    assert _refused(_decide, adjustment_id, everywhere.finance) == "This is decided already: approved."
    told = db.session.scalars(select(Message).where(Message.key.startswith("claims."))).all()
    assert [(each.person_id, each.subject, each.words) for each in told] == [
        (
            everywhere.manager.person_id,
            "Correction for Minor surgery: £100.00",
            "£100.00 is paid to you, with EA-000001: Ten injections left out",
        )
    ]
    assert [line.did for line in history_of("adjustment", adjustment_id)] == [
        "approved EA-000001, a correction of £100.00 for Practice 1",
        "proposed EA-000001, a correction of £100.00 for Practice 1: Ten injections left out",
    ]


def test_who_may_not(approvals: Approvals) -> None:
    scheme_id = approvals.approved()
    for actor in (approvals.manager, approvals.lead, approvals.auditor, approvals.neighbour, approvals.provider):
        with pytest.raises(NotAllowed):
            approvals.propose(scheme_id, by=actor)
    adjustment_id = approvals.propose(scheme_id, by=approvals.finance)
    assert _refused(_decide, adjustment_id, approvals.finance) == (
        "You proposed this. Ask a second person to approve or decline it, or withdraw it."
    )
    for actor in (approvals.commissioner, approvals.manager, approvals.auditor, approvals.neighbour):
        with pytest.raises(NotAllowed):
            _decide(adjustment_id, actor)
    interested = replace(approvals.second_finance, interests=frozenset({approvals.practice()}))
    sentence = "You declared an interest in Practice 1. Ask somebody without one."
    assert _refused(_decide, adjustment_id, interested) == sentence
    assert _refused(approvals.propose, scheme_id, by=interested) == sentence
    assert _refused(_decide, adjustment_id, approvals.second_finance, Verdict.DECLINED) == (
        "The reason is missing. Write it in a sentence."
    )
    _decide(adjustment_id, approvals.finance, Verdict.WITHDRAWN, words="A slip")
    assert _dues() == []


def test_refuses_what_is_not_there(approvals: Approvals) -> None:
    scheme_id = approvals.approved()
    other = approvals.approved(name="Other surgery")
    line_id = approvals.due(approvals.claim(other))
    no_practice = "There is no such practice. Choose one from the list."
    for practice_id in (0, approvals.trust.ids["DAC"]):
        assert _refused(approvals.propose, scheme_id, practice_id=practice_id) == no_practice
    assert _refused(approvals.propose, scheme_id, quarter=5) == "A quarter is one of 1 to 4."
    assert _refused(approvals.propose, scheme_id, year="2008") == "The year must be a financial year such as 2008/09."
    assert _refused(approvals.propose, scheme_id, line_id=line_id) == (
        "There is no such line in a claim of Practice 1 for Minor surgery."
    )
    assert _refused(approvals.propose, other, quarter=2, line_id=line_id) == (
        "This line is of quarter 1 of 2008/09. Adjust it in that quarter."
    )
    assert _refused(approvals.propose, scheme_id, "-0.01") == (
        "£0.00 was due of Minor surgery in 2008/09: there is nothing to take back."
    )
    approvals.propose(scheme_id, source="finding", source_id=7)
    assert _refused(approvals.propose, scheme_id, source="finding", source_id=7) == (
        "This was proposed already, as EA-000001. Decide over that one."
    )


def test_all_claw_backs_of_a_line_together_stay_within_what_was_due(everywhere: Approvals) -> None:
    scheme_id = everywhere.approved()
    line_id = everywhere.due(everywhere.claim(scheme_id))
    first = everywhere.propose(scheme_id, "-300.00", line_id=line_id, **CLAW)
    assert _refused(everywhere.propose, scheme_id, "-120.01", line_id=line_id, **CLAW) == (
        "£420.00 was due of this line and £300.00 of it is taken back or waits for it: at most £120.00 more."
    )
    _decide(first, everywhere.finance, Verdict.DECLINED, words="They were done")
    second = everywhere.propose(scheme_id, "-420.00", line_id=line_id, **CLAW)
    _decide(second, everywhere.finance)
    assert _dues()[-1] == (Decimal("-420.00"), date(2008, 7, 10), "Claw-back: Two injections were not done")
    assert _refused(everywhere.propose, scheme_id, "-0.01", line_id=line_id, **CLAW).endswith(
        "there is nothing to take back."
    )


def test_a_claw_back_reaches_no_further_than_evidence_is_kept(approvals: Approvals) -> None:
    scheme_id = approvals.approved()
    line_id = approvals.due(approvals.claim(scheme_id))
    late = JULY.replace(year=2011)
    assert _refused(approvals.propose, scheme_id, "-1.00", line_id=line_id, at=late, **CLAW) == (
        "Practices keep evidence for 36 months, and the quarter ended on 30 June 2008: it is too late."
    )


def test_instalments_are_decided_together_and_add_up(everywhere: Approvals) -> None:
    scheme_id = everywhere.approved()
    everywhere.budget(scheme_id, "100.00")
    days = [date(2008, 8, 1), date(2008, 9, 1), date(2008, 10, 1)]
    with transaction():
        parts = propose_instalments(
            scheme_id=scheme_id,
            practice_id=everywhere.practice(),
            year=YEAR,
            quarter=FIRST.number,
            kind=AdjustmentKind.INSTALMENT,
            amount=Decimal("100.00"),
            what="Equipment",
            days=days,
            by=everywhere.commissioner,
            at=JULY,
        )
        ids = [part.id for part in parts]
    _decide(ids[1], everywhere.finance)
    assert _dues() == [
        (Decimal("33.34"), days[0], "Instalment, part 1 of 3: Equipment"),
        (Decimal("33.33"), days[1], "Instalment, part 2 of 3: Equipment"),
        (Decimal("33.33"), days[2], "Instalment, part 3 of 3: Equipment"),
    ]
    assert _refused(_decide, ids[0], everywhere.finance) == "This is decided already: approved."


def test_a_large_sum_needs_two_people_of_finance(approvals: Approvals) -> None:
    scheme_id = approvals.approved()
    approvals.budget(scheme_id, "30000.00")
    adjustment_id = approvals.propose(scheme_id, "25000.00")
    _decide(adjustment_id, approvals.finance)
    assert (_dues(), get_adjustment(adjustment_id).decision) == ([], None)
    assert _refused(_decide, adjustment_id, approvals.finance) == (
        "You approved this already. It needs another person of finance besides."
    )
    _decide(adjustment_id, approvals.second_finance)
    assert [pounds for pounds, *_ in _dues()] == [Decimal("25000.00")]


def test_the_budget_holds_it_or_an_exception_is_recorded(approvals: Approvals) -> None:
    scheme_id = approvals.approved()
    approvals.budget(scheme_id, "99.00")
    adjustment_id = approvals.propose(scheme_id)
    assert _refused(_decide, adjustment_id, approvals.finance) == (
        "The budget of 2008/09 (whole area) has £99.00 left: £1.00 less than is to be approved. "
        "Say under “Exception” why it is paid all the same, or cut it."
    )
    _decide(adjustment_id, approvals.finance, exception="Agreed by the board")
    decision = get_adjustment(adjustment_id).decision
    assert decision is not None
    assert decision.exception == "Agreed by the board"


def test_two_decisions_at_once_make_one_sum_due(everywhere: Approvals, database: Flask) -> None:
    scheme_id = everywhere.approved()
    everywhere.budget(scheme_id, "1000.00")
    adjustment_id = everywhere.propose(scheme_id)
    told: dict[str, Any] = {"adjustment_id": adjustment_id, "verdict": Verdict.APPROVED, "words": "", "at": JULY}
    acts = (partial(decide_adjustment, by=by, **told) for by in (everywhere.finance, everywhere.second_finance))
    assert at_once(database, *acts) == ["This is decided already: approved.", "done"]
    assert len(_dues()) == 1
