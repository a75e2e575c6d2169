"""Approving claims: by two people without a hand in it, as they saw it, cut, within the budget, once."""

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from functools import partial
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from core.audit_trail.queries import history_of
from core.clock import in_london
from core.db import db, transaction
from core.errors import NotAllowed, OutOfDate, Refusal
from core.notifications.models import Message
from core.people.actions.grants import give_grant
from core.permissions import Actor, Role
from core.threads.actions import add_comment
from les.claims.actions.approving import approve_evidence, decide_late_claim, decline_claim, return_claim
from les.claims.actions.bulk import Ticked, approve_many
from les.claims.actions.releasing import approve_payment
from les.claims.models.approvals import DuplicateAnswer
from les.claims.models.claims import Claim
from les.claims.models.decisions import ClaimDecision
from les.claims.models.dues import Due
from les.claims.queries.approving import get_claim, seen_hash_of
from les.claims.rules.approving import Cut
from les.claims.rules.kinds import CutReason, State, Step, Verdict
from tests.at_once import at_once
from tests.builders import FIRST_DAY
from tests.builders_approvals import JULY, Approvals

TWO = (("joint-injection", 10, "420.00"), ("excision", 2, "80.00"))


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


def _seen(claim_id: int) -> str:
    return seen_hash_of(get_claim(claim_id))


def _check(claim_id: int, by: Actor, **changes: Any) -> None:
    told = {"cuts": {}, "words": "", "answer": "", "seen": _seen(claim_id), "by": by, "at": JULY, **changes}
    with transaction():
        approve_evidence(claim_id=claim_id, **told)


def _release(claim_id: int, by: Actor, **changes: Any) -> None:
    told = {"cuts": {}, "words": "", "answer": "", "exception": "", "seen": _seen(claim_id), "by": by, "at": JULY}
    with transaction():
        approve_payment(claim_id=claim_id, **{**told, **changes})


def _act(act: Any, claim_id: int, by: Actor, **changes: Any) -> None:
    with transaction():
        act(claim_id=claim_id, **{"words": "Look again", "seen": _seen(claim_id), "by": by, "at": JULY, **changes})


def _refused(act: Any, *details: Any, **named: Any) -> str:
    with pytest.raises(Refusal) as refused:
        act(*details, **named)
    return str(refused.value)


def _dues() -> list[tuple[Decimal, date, str]]:
    return [(due.amount, due.due_on, due.what) for due in db.session.scalars(select(Due).order_by(Due.id))]


def _told_practice(who: Actor) -> list[tuple[str, str]]:
    rows = select(Message).where(Message.person_id == who.person_id, Message.key.startswith("claims."))
    return [(each.subject, each.words) for each in db.session.scalars(rows.order_by(Message.id))]


def _state(claim_id: int) -> State:
    return get_claim(claim_id).state


def _cut_to(pence: int, reason: CutReason = CutReason.WRONG_COUNT, words: str = "") -> Cut:
    return Cut(pence=pence, reason=reason, words=words)


def test_two_people_approve_with_cuts_and_it_is_due_once(everywhere: Approvals) -> None:
    scheme_id = everywhere.approved()
    everywhere.window()
    everywhere.budget(scheme_id, "1000.00")
    claim_id = everywhere.claim(scheme_id, items=TWO)
    first, second = (line.id for line in get_claim(claim_id).lines)
    _check(claim_id, everywhere.commissioner, cuts={first: _cut_to(37800)})
    assert _state(claim_id) is State.CHECKED
    _release(claim_id, everywhere.finance, cuts={second: _cut_to(0, CutReason.OTHER, "Done elsewhere")})
    assert (_state(claim_id), _dues()) == (
        State.APPROVED,
        [(Decimal("378.00"), date(2008, 8, 15), "EC-000001, Joint injection: 10 × £42.00")],
    )
    assert _told_practice(everywhere.manager) == [
        (
            "EC-000001 for Minor surgery is approved for payment",
            "£378.00 is due on 15 August 2008: Joint injection £378.00.",
        )
    ]
    assert [line.did for line in history_of("claim", claim_id)][:2] == [
        "approved EC-000001 for payment, £378.00, £80.00 cut from 1 line",
        "approved the evidence of EC-000001, £458.00, £42.00 cut from 1 line",
    ]
    assert _refused(_release, claim_id, everywhere.second_finance) == (
        "EC-000001 does not wait for this: approved for payment."
    )


def test_nobody_approves_what_they_have_a_hand_in(approvals: Approvals) -> None:
    scheme_id, practice_id = approvals.approved(), approvals.practice()
    approvals.budget(scheme_id, "1000.00")
    claim_id = approvals.claim(scheme_id)
    for actor in (approvals.finance, approvals.manager, approvals.lead, approvals.auditor, approvals.neighbour):
        with pytest.raises(NotAllowed):
            _check(claim_id, actor)
    with pytest.raises(NotAllowed):
        _check(claim_id, replace(approvals.trust.administrator, commissioner_ids=frozenset({approvals.trust.id})))
    interested = replace(approvals.commissioner, interests=frozenset({practice_id}))
    declared = "You declared an interest in Practice 1. Ask somebody without one."
    assert _refused(_check, claim_id, interested) == declared
    own_hand = replace(approvals.commissioner, person_id=approvals.manager.person_id)
    assert _refused(_check, claim_id, own_hand) == "You work or worked at Practice 1. Ask somebody who does not."
    elsewhere = approvals.claim(scheme_id, code="X82002", begun_by_id=approvals.second.person_id)
    assert _refused(_check, elsewhere, approvals.second) == (
        "You wrote or submitted EC-000002. Nobody decides over a claim of their own."
    )
    _check(claim_id, approvals.commissioner)
    both = replace(approvals.finance, person_id=approvals.commissioner.person_id)
    assert _refused(_release, claim_id, both) == "You approved EC-000001 already. It needs a second person."
    assert _refused(_release, claim_id, replace(approvals.finance, interests=frozenset({practice_id}))) == declared


def test_who_worked_at_the_practice_in_the_quarter_does_not_decide(approvals: Approvals) -> None:
    claim_id = approvals.claim(approvals.approved())
    with transaction():
        give_grant(
            person_id=approvals.second.person_id,
            role=Role.PRACTICE_MANAGER,
            organisation_id=approvals.practice(),
            starts_on=FIRST_DAY,
            by=approvals.trust.administrator,
        )
    assert (
        _refused(_check, claim_id, approvals.second) == "You work or worked at Practice 1. Ask somebody who does not."
    )


def test_what_was_seen_is_what_is_approved(approvals: Approvals) -> None:
    claim_id = approvals.claim(approvals.approved(), is_late=True)
    stale = _seen(claim_id)
    _act(decide_late_claim, claim_id, approvals.commissioner, verdict=Verdict.APPROVED)
    with pytest.raises(OutOfDate, match="is not as you saw it any more"):
        _check(claim_id, approvals.commissioner, seen=stale)


def test_a_late_claim_is_taken_or_refused_first(approvals: Approvals) -> None:
    scheme_id = approvals.approved()
    claim_id = approvals.claim(scheme_id, is_late=True)
    assert _refused(_check, claim_id, approvals.commissioner) == (
        "EC-000001 came late. Decide first whether it is taken."
    )
    assert _refused(_act, decide_late_claim, claim_id, approvals.commissioner, verdict=Verdict.APPROVED, words=" ") == (
        "The reason is missing. Write it in a sentence."
    )
    with pytest.raises(NotAllowed):
        _act(decide_late_claim, claim_id, approvals.finance, verdict=Verdict.APPROVED)
    _act(decide_late_claim, claim_id, approvals.commissioner, verdict=Verdict.APPROVED)
    _check(claim_id, approvals.commissioner)
    other = approvals.claim(scheme_id, code="X82002", is_late=True)
    _act(decide_late_claim, other, approvals.commissioner, verdict=Verdict.DECLINED, words="A year too late")
    assert _state(other) is State.DECLINED
    assert _told_practice(approvals.other_manager) == [
        ("EC-000002 for Minor surgery was not taken", "It came late. A year too late")
    ]


def test_an_open_query_holds_it_up(approvals: Approvals) -> None:
    claim_id = approvals.claim(approvals.approved())
    with transaction():
        told: dict[str, Any] = {"subject": "claim", "subject_id": claim_id, "by": approvals.commissioner, "at": JULY}
        add_comment(words="Which days?", **told)
    assert _refused(_check, claim_id, approvals.commissioner) == (
        "One query is open on EC-000001. Resolve what was asked before you approve it."
    )


def test_given_back_or_declined_with_words_the_practice_reads(approvals: Approvals) -> None:
    scheme_id = approvals.approved()
    claim_id = approvals.claim(scheme_id)
    _check(claim_id, approvals.commissioner)
    with pytest.raises(NotAllowed):
        _act(return_claim, claim_id, approvals.commissioner, step=Step.PAYMENT)
    assert _refused(_act, return_claim, claim_id, approvals.finance, step=Step.PAYMENT, words="") == (
        "What the practice is to do is missing. Write it in a sentence."
    )
    _act(return_claim, claim_id, approvals.finance, step=Step.PAYMENT)
    assert _state(claim_id) is State.SUBMITTED
    assert _refused(_check, claim_id, approvals.second) == (
        "EC-000001 was given back: it waits for the practice to submit it again."
    )
    other = approvals.claim(scheme_id, code="X82002")
    _act(decline_claim, other, approvals.commissioner, step=Step.EVIDENCE, words="No evidence")
    assert (_state(other), _dues()) == (State.DECLINED, [])
    assert [subject for subject, _ in _told_practice(approvals.manager)] == [
        "EC-000001 for Minor surgery was given back to you"
    ]
    kept = [(each.step, each.verdict) for each in db.session.scalars(select(ClaimDecision).order_by(ClaimDecision.id))]
    assert kept[:2] == [(Step.EVIDENCE, Verdict.APPROVED), (Step.PAYMENT, Verdict.RETURNED)]


def test_a_claim_of_nothing_is_approved_with_its_evidence(approvals: Approvals) -> None:
    claim_id = approvals.claim(approvals.approved(), items=())
    _check(claim_id, approvals.commissioner)
    assert (_state(claim_id), _dues()) == (State.APPROVED, [])


def test_what_seems_claimed_twice_is_answered_in_words(approvals: Approvals) -> None:
    first, second = approvals.approved(), approvals.approved(name="Joints")
    approvals.budget(first, "1000.00")
    claim_id = approvals.claim(first)
    approvals.claim(second)
    assert _refused(_check, claim_id, approvals.commissioner) == (
        "It seems to be claimed twice: Joint injection, 10 from 1 April 2008 to 30 June 2008: EC-000002 "
        "(LES-002 Joints, quarter 1 of 2008/09) claims it as well, 10 from 1 April 2008 to 30 June 2008. "
        "Say why it is not, or cut or decline it."
    )
    _check(claim_id, approvals.commissioner, answer="Other patients, by the register")
    _release(claim_id, approvals.finance)
    assert [each.words for each in db.session.scalars(select(DuplicateAnswer))] == ["Other patients, by the register"]


def test_a_large_claim_needs_two_of_finance_who_approve_the_same(approvals: Approvals) -> None:
    scheme_id = approvals.approved()
    approvals.budget(scheme_id, "90000.00")
    claim_id = approvals.claim(scheme_id, items=(("joint-injection", 600, "25000.00"),))
    line_id = get_claim(claim_id).lines[0].id
    _check(claim_id, approvals.commissioner)
    _release(claim_id, approvals.finance, cuts={line_id: _cut_to(2000000)})
    assert (_state(claim_id), _dues()) == (State.CHECKED, [])
    assert (
        _refused(_release, claim_id, approvals.finance) == "You approved EC-000001 already. It needs a second person."
    )
    assert _refused(_release, claim_id, approvals.second_finance, cuts={line_id: _cut_to(1)}) == (
        "Somebody approved this sum for payment already. Approve the same, or give it back or decline it."
    )
    _release(claim_id, approvals.second_finance)
    assert [pounds for pounds, *_ in _dues()] == [Decimal("20000.00")]


def test_the_last_pounds_of_a_budget_are_used_once(everywhere: Approvals, database: Flask) -> None:
    scheme_id = everywhere.approved()
    everywhere.budget(scheme_id, "500.00")
    ids = [everywhere.claim(scheme_id, code=code) for code in ("X82001", "X82002")]
    for claim_id in ids:
        _check(claim_id, everywhere.commissioner)
    told: dict[str, Any] = {"cuts": {}, "words": "", "answer": "", "exception": "", "at": JULY}
    acts = [
        partial(approve_payment, claim_id=claim_id, seen=_seen(claim_id), by=by, **told)
        for claim_id, by in zip(ids, (everywhere.finance, everywhere.second_finance), strict=True)
    ]
    assert at_once(database, *acts) == [
        (
            "The budget of 2008/09 (whole area) has £80.00 left: £340.00 less than is to be approved. "
            "Say under “Exception” why it is paid all the same, or cut it."
        ),
        "done",
    ]
    assert len(_dues()) == 1


def test_a_locality_draws_on_its_own_budget(approvals: Approvals) -> None:
    scheme_id = approvals.approved()
    approvals.budget(scheme_id, "500.00", locality_id=approvals.trust.localities["Dacorum"])
    for code in ("X82001", "X82002"):
        claim_id = approvals.claim(scheme_id, code=code)
        _check(claim_id, approvals.commissioner)
    _release(claim_id, approvals.finance)
    assert _refused(_release, claim_id - 1, approvals.finance).startswith(
        "The budget of 2008/09 (Dacorum) has £80.00 left"
    )


def test_many_at_once_are_each_checked_alone(everywhere: Approvals) -> None:
    scheme_id = everywhere.approved()
    ids = [everywhere.claim(scheme_id), everywhere.claim(scheme_id, code="X82002", is_late=True)]
    ticked = [Ticked(claim_id=claim_id, seen=_seen(claim_id)) for claim_id in reversed(ids)]
    with transaction():
        outcomes = approve_many(step=Step.EVIDENCE, ticked=ticked, by=everywhere.commissioner, at=JULY)
    assert [(each.claim.number, each.refusal) for each in outcomes] == [
        ("EC-000001", ""),
        ("EC-000002", "EC-000002 came late. Decide first whether it is taken."),
    ]
    assert (_state(ids[0]), _state(ids[1])) == (State.CHECKED, State.SUBMITTED)
    events = [line.did for claim_id in ids for line in history_of("claim", claim_id)]
    assert sum(did.startswith("approved the evidence") for did in events) == 1


def test_paid_at_once_where_the_day_of_the_window_is_over(approvals: Approvals) -> None:
    scheme_id = approvals.approved()
    approvals.window(pays_on=date(2008, 8, 15))
    approvals.budget(scheme_id, "1000.00")
    claim_id = approvals.claim(scheme_id)
    later = JULY + timedelta(days=60)
    _check(claim_id, approvals.commissioner, at=later)
    _release(claim_id, approvals.finance, at=later)
    assert [due_on for _, due_on, _ in _dues()] == [in_london(later).date()]
    assert db.session.get_one(Claim, claim_id).state is State.APPROVED
