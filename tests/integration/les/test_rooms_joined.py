"""The rooms of enhanced services joined: funding to be paid, caps after claims, a scheme that ends, giving back."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from flask import Flask

from core.db import db, transaction
from core.errors import NotAllowed, Refusal
from core.permissions import Actor
from les.claims.actions.approving import return_claim
from les.claims.actions.funding import take_over_funding
from les.claims.queries.approving import get_claim, seen_hash_of
from les.claims.rules.kinds import AdjustmentKind, State, Step
from les.schemes.actions.ending import decide_end, propose_end
from les.schemes.queries.claimed import before_of
from les.schemes.queries.funding import list_approved_funding
from les.schemes.rules.kinds import Verdict
from les.sign_up.queries.agreements import agreements_between
from tests.builders import AT, DAY
from tests.builders_claims import FIRST, IN_JULY, Claims, injections
from tests.builders_funding import Funding
from tests.builders_schemes import HREF


@pytest.fixture
def funding(app: Flask) -> Funding:
    """A trust with a scheme under which funding is asked for."""
    del app
    return Funding()


@pytest.fixture
def claims(app: Flask) -> Claims:
    """A trust with schemes and windows."""
    del app
    return Claims()


def test_approved_funding_is_taken_over_once_to_be_paid(funding: Funding) -> None:
    application_id = funding.approved_funding(300000)

    def take_over(by: Actor) -> None:
        with transaction():
            adjustment = take_over_funding(application_id=application_id, by=by, at=AT)
            assert (adjustment.kind, adjustment.amount) == (AdjustmentKind.FUNDING, Decimal("3000.00"))
            assert adjustment.source_id == application_id

    assert [each.id for each in list_approved_funding(funding.trust.id)] == [application_id]
    for other in (funding.commissioner, funding.auditor, funding.neighbour):
        with pytest.raises(NotAllowed):
            take_over(other)
    take_over(funding.finance)
    assert list_approved_funding(funding.trust.id) == []
    with pytest.raises(Refusal, match="Nothing of this application waits to be paid"):
        take_over(funding.finance)


def test_what_is_left_under_caps_counts_what_was_claimed(claims: Claims) -> None:
    scheme_id = claims.member_of()
    claims.claimed(scheme_id, injections(30))
    told = before_of(scheme_id, None, str(FIRST.year))
    assert told is not None
    assert (told.scheme_paid, told.paid, told.done) == ({"joint-injection": 126000}, {}, ())
    own = before_of(scheme_id, claims.practice, str(FIRST.year))
    assert own is not None
    assert (own.paid, sum(each.count for each in own.done)) == ({"joint-injection": 126000}, 30)
    other = before_of(scheme_id, claims.other_practice, str(FIRST.year))
    assert other is not None
    assert (other.scheme_paid, other.paid) == ({"joint-injection": 126000}, {})


def test_nothing_is_claimed_for_days_after_the_end_of_a_scheme(claims: Claims) -> None:
    scheme_id = claims.member_of()
    ends_on = date(2008, 6, 1)
    told: dict[str, Any] = {"on": DAY, "at": AT, "href": HREF}
    with transaction():
        why = "It is replaced."
        end_id = propose_end(scheme_id=scheme_id, ends_on=ends_on, reason=why, by=claims.commissioner, **told).id
    with transaction():
        decide_end(end_id=end_id, verdict=Verdict.APPROVED, reason="", by=claims.second, **told)
    assert agreements_between(first=ends_on, end=date(2009, 4, 1), scheme_ids=[scheme_id]) == []
    claim_id = claims.begin(scheme_id)
    claims.fill(claim_id, injections(1, on=ends_on))
    with pytest.raises(Refusal, match="was in the scheme until 31 May 2008"):
        claims.send(claim_id)
    db.session.rollback()
    claims.fill(claim_id, injections(2, on=date(2008, 5, 31)))
    claims.send(claim_id)


def test_a_claim_that_was_given_back_may_come_again_just_so(claims: Claims) -> None:
    scheme_id = claims.member_of()
    claim_id = claims.claimed(scheme_id, injections(3))
    with transaction():
        seen = seen_hash_of(get_claim(claim_id))
        words = "Show the operating list."
        return_claim(claim_id=claim_id, step=Step.EVIDENCE, words=words, seen=seen, by=claims.commissioner, at=IN_JULY)
    again = claims.claimed(scheme_id, injections(3))
    assert [get_claim(each).state for each in (claim_id, again)] == [State.REPLACED, State.SUBMITTED]
