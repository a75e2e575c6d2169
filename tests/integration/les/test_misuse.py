"""Enhanced services misused: colleagues who stand in, counts that cannot be, the last minute of a window."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from functools import partial
from typing import Any

import pytest
import time_machine
from flask import Flask

from core.db import db, transaction
from core.errors import NotAllowed, Refusal
from core.permissions import Actor
from les.claims.actions.adjustments import decide_adjustment
from les.claims.actions.approving import approve_evidence, decline_claim, return_claim
from les.claims.actions.releasing import approve_payment
from les.claims.queries.approving import get_claim as approved_claim
from les.claims.queries.approving import seen_hash_of
from les.claims.queries.claims import get_claim
from les.claims.rules.kinds import State, Step
from les.payments.actions.releasing import release_run
from les.schemes.rules.kinds import Verdict
from tests.builders import AT
from tests.builders_approvals import JULY, Approvals
from tests.builders_claims import Claims, injections
from tests.builders_payments import Payments
from tests.journeys.signing_in import sign_in_as
from tests.person import Person

LAST_MINUTE = datetime(2008, 7, 14, 22, 59, tzinfo=UTC)
MIDNIGHT = datetime(2008, 7, 14, 23, 0, tzinfo=UTC)


def _for(by: Actor, colleague: Actor) -> Actor:
    """One who acts for an absent colleague."""
    return replace(by, stands_in_for_id=colleague.person_id, stands_in_for=colleague.name)


def _refused(act: Callable[[], object], kind: type[Refusal] = Refusal) -> str:
    with pytest.raises(kind) as refusal, transaction():
        act()
    db.session.rollback()
    return str(refusal.value)


def _told(claim_id: int, by: Actor) -> dict[str, Any]:
    return {"claim_id": claim_id, "words": "", "seen": seen_hash_of(approved_claim(claim_id)), "by": by, "at": JULY}


def test_who_stands_in_for_a_hand_in_a_claim_does_not_decide_over_it(app: Flask) -> None:
    del app
    approvals = Approvals()
    scheme_id = approvals.approved()
    approvals.budget(scheme_id, "1000.00")
    claim_id = approvals.claim(scheme_id)
    no_cuts: dict[str, Any] = {"cuts": {}, "answer": ""}
    for_practice = _for(approvals.commissioner, approvals.manager)
    for act in (
        partial(approve_evidence, **no_cuts),
        partial(return_claim, step=Step.EVIDENCE),
        partial(decline_claim, step=Step.EVIDENCE),
    ):
        assert _refused(partial(act, **_told(claim_id, for_practice))) == (
            "You work or worked at Practice 1. Ask somebody who does not."
        )
    with transaction():
        approve_evidence(**no_cuts, **_told(claim_id, approvals.commissioner))
    for_checker = _for(approvals.finance, approvals.commissioner)
    assert _refused(partial(approve_payment, exception="", **no_cuts, **_told(claim_id, for_checker))) == (
        "You approved EC-000001 already. It needs a second person."
    )
    assert approved_claim(claim_id).state is State.CHECKED


def test_who_stands_in_for_the_proposer_does_not_decide_over_the_sum(app: Flask) -> None:
    del app
    approvals = Approvals()
    adjustment_id = approvals.propose(approvals.approved())
    told: dict[str, Any] = {"adjustment_id": adjustment_id, "words": "Agreed", "exception": "Agreed", "at": JULY}
    own = _for(approvals.finance, approvals.commissioner)
    for verdict in (Verdict.APPROVED, Verdict.DECLINED):
        assert "second person" in _refused(partial(decide_adjustment, verdict=verdict, by=own, **told))


def test_who_stands_in_for_the_maker_of_a_run_neither_releases_it_nor_is_asked_to(app: Flask) -> None:
    payments = Payments()
    payments.due("10.00")
    run = payments.run()
    own = _for(payments.payer, payments.finance)
    seen: dict[str, Any] = {"run_id": run.id, "seen_hash": run.file.content_hash, "at": AT}
    assert _refused(partial(release_run, by=own, **seen), NotAllowed) == (
        "You made this run, so somebody else of finance releases it. You may cancel it."
    )
    with time_machine.travel(AT):
        payer = sign_in_as(Person(app.test_client()), payments.payer)
        assert "Release payment run EP-000001" in payer.visit("/").words
        assert "Release this run" in payer.visit(f"/les/payments/runs/{run.id}").words


@pytest.mark.parametrize("count", [-1, 10_000_000, 10**12])
def test_a_count_that_cannot_be_is_refused_and_nothing_is_kept(app: Flask, count: int) -> None:
    del app
    claims = Claims()
    claim_id = claims.begin(claims.member_of())
    claims.fill(claim_id, injections(3))
    with pytest.raises(Refusal, match=r"^A count is a whole number from 0 to 9,999,999\.$"):
        claims.fill(claim_id, injections(count))
    db.session.rollback()
    assert [each.count for each in get_claim(claim_id).quantities] == [3]


@pytest.mark.parametrize("typed", ["-1", "1000000000000", "1.5", "=1+1", "1e3", "ten"])
def test_what_is_typed_and_no_count_is_said_at_its_field(app: Flask, typed: str) -> None:
    claims = Claims()
    claim_id = claims.begin(claims.member_of())
    with time_machine.travel(JULY):
        manager = sign_in_as(Person(app.test_client()), claims.manager).visit(f"/les/claims/{claim_id}/fill")
        manager.send({"count_0": typed}, button="Save and work it out", status=422)
        assert "There is a problem" in manager.words
    db.session.rollback()
    assert get_claim(claim_id).quantities == []


@pytest.mark.parametrize(("moment", "is_late"), [(LAST_MINUTE, False), (MIDNIGHT, True)])
def test_a_window_closes_with_the_last_minute_of_its_day_in_london(app: Flask, moment: datetime, is_late: bool) -> None:
    claims = Claims()
    claim_id = claims.begin(claims.member_of())
    claims.fill(claim_id, injections(3))
    with time_machine.travel(moment, tick=False):
        manager = sign_in_as(Person(app.test_client()), claims.manager).visit(f"/les/claims/{claim_id}/submit")
        manager.send(button="Submit this claim")
        assert ("It came after the last day of its window" in manager.words) is is_late
    db.session.rollback()
    assert get_claim(claim_id).is_late is is_late
