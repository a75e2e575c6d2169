"""Next versions carried over or accepted anew, leaving with notice, ending by two persons, cover and commitment."""

from datetime import date
from decimal import Decimal
from functools import partial

import pytest
from flask import Flask

from core.db import transaction
from core.errors import NotAllowed, Refusal
from les.schemes.actions.budgets import decide_budget, enter_budget
from les.schemes.queries.budgets import committed_and_spent, get_budget
from les.schemes.rules.kinds import Verdict
from les.schemes.rules.terms import Form
from les.sign_up.actions.leaving import decide_ending, end_agreement, leave_scheme
from les.sign_up.actions.sending import withdraw_offer
from les.sign_up.queries.agreements import get_agreement
from les.sign_up.queries.offers import list_offered_to
from les.sign_up.rules.binding import binding_from
from les.sign_up.rules.kinds import Outcome
from tests.builders import AT, DAY
from tests.builders_sign_up import JULY, OCTOBER, SigningUp

NOVEMBER = date(2008, 11, 1)
NEXT = {"starts_on": OCTOBER, "answer_by": date(2008, 9, 30)}


@pytest.fixture
def signing(app: Flask) -> SigningUp:
    """A trust with schemes and the managers of two practices."""
    del app
    return SigningUp()


def test_nothing_binding_changed_carries_over(signing: SigningUp) -> None:
    scheme_id = signing.schemes.approved()
    first = signing.member(scheme_id)
    signing.next_version(scheme_id, price="43.50")
    offered = signing.sent(scheme_id, signing.first, **NEXT)[0]
    assert [each.outcome for each in offered.answers] == [Outcome.CARRIED_OVER]
    agreement = offered.answers[0].agreement
    assert agreement is not None
    assert (agreement.number, agreement.joined_on, agreement.left_on) == ("LES-001/X82001/2", OCTOBER, None)
    assert get_agreement(first.id).left_on == OCTOBER
    assert [each.words for each in binding_from(offered.content).changes] == [
        "The price of Joint injection rises from £42.00 to £43.50."
    ]


def test_worse_terms_need_an_answer_and_withdrawing_gives_the_old_back(signing: SigningUp) -> None:
    scheme_id = signing.schemes.approved()
    first = signing.member(scheme_id)
    signing.next_version(scheme_id, price="40.00")
    with pytest.raises(Refusal, match="Say until when the earlier version holds"):
        signing.sent(scheme_id, signing.first, **NEXT)
    offered = signing.sent(scheme_id, signing.first, **NEXT, old_ends_on=NOVEMBER)[0]
    assert (offered.answers, get_agreement(first.id).left_on) == ([], NOVEMBER)
    with transaction():
        withdraw_offer(offer_id=offered.offer_id, reason="A mistake", by=signing.commissioner, on=DAY, at=AT)
    assert get_agreement(first.id).left_on is None
    again = signing.sent(scheme_id, signing.first, **NEXT, old_ends_on=NOVEMBER)[0]
    second_id = signing.answer(again)
    assert second_id is not None
    assert (get_agreement(first.id).left_on, get_agreement(second_id).joined_on) == (OCTOBER, OCTOBER)
    assert len(list_offered_to(signing.first)) == 3


def test_leaving_keeps_the_notice_and_ending_needs_two(signing: SigningUp) -> None:
    agreement = signing.member(signing.schemes.approved())
    leave = partial(leave_scheme, agreement_id=agreement.id, reason="Few patients", on=DAY, at=AT, href="/")
    with pytest.raises(Refusal, match="1 July 2008 is the first day without it"), transaction():
        leave(left_on=date(2008, 6, 30), by=signing.manager)
    with pytest.raises(NotAllowed, match="only the practice itself"), transaction():
        leave(left_on=OCTOBER, by=signing.other)
    with transaction():
        wish = end_agreement(
            agreement_id=agreement.id, left_on=NOVEMBER, reason="Unsafe", by=signing.commissioner, on=DAY, at=AT
        ).id
    decide = partial(decide_ending, leaving_id=wish, reason="", on=DAY, at=AT, href="/")
    with pytest.raises(Refusal, match="Ask a second person"), transaction():
        decide(verdict=Verdict.APPROVED, by=signing.commissioner)
    assert get_agreement(agreement.id).left_on is None
    with transaction():
        decide(verdict=Verdict.APPROVED, by=signing.finance)
    assert get_agreement(agreement.id).left_on == NOVEMBER
    with transaction():
        leave(left_on=OCTOBER, by=signing.manager)
    assert get_agreement(agreement.id).left_on == OCTOBER


def test_a_sign_up_commits_what_falls_due_by_time(signing: SigningUp) -> None:
    schemes, scheme_id = signing.schemes, signing.schemes.add()
    version_id = schemes.write(scheme_id, form=Form.RETAINER_AND_ITEM, written="Retainer; year\nVisit; visit")
    schemes.price(scheme_id, element="retainer", amount=Decimal("1000.00"))
    schemes.price(scheme_id, element="visit", amount=Decimal("20.00"))
    schemes.submit(version_id)
    schemes.approve(version_id)
    for offered in signing.sent(scheme_id, starts_on=JULY):
        signing.answer(offered)
    with transaction():
        budget_id = enter_budget(
            scheme_id=scheme_id,
            locality_id=None,
            year="2008/09",
            amount=Decimal("5000.00"),
            floor=None,
            source="Minute",
            by=signing.commissioner,
            at=AT,
        ).id
    with transaction():
        decide_budget(budget_id=budget_id, verdict=Verdict.APPROVED, reason="", by=signing.finance, at=AT)
    assert committed_and_spent(get_budget(budget_id)) == (150_000, 0)
