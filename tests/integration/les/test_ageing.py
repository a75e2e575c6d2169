"""How old what is not paid is, and how long payment took, by query on either engine and on the page."""

from collections.abc import Iterator
from datetime import UTC, date, datetime
from fractions import Fraction
from typing import Any

import pytest
import time_machine
from flask import Flask

from les.payments.queries.ageing import AgeingAsked, took_of, waits_of
from les.payments.rules.ageing import days_to_pay
from tests.builders_spend import AUGUST, PAID_ON, Spending
from tests.journeys.signing_in import sign_in_as
from tests.person import Person

PAGE = "/les/payments/ageing"
APRIL = datetime(2008, 4, 10, 9, 0, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _in_august() -> Iterator[None]:
    with time_machine.travel(AUGUST, tick=False):
        yield


@pytest.fixture
def everywhere(database: Flask) -> Spending:
    """A trust, on either engine."""
    del database
    return Spending()


@pytest.fixture
def spending(app: Flask) -> Spending:
    """The same on one."""
    del app
    return Spending()


def _asked(spending: Spending, **changes: Any) -> AgeingAsked:
    values: dict[str, Any] = {"commissioner_ids": [spending.trust.id], "on": PAID_ON}
    return AgeingAsked(**{**values, **changes})


def test_a_claim_ages_until_it_is_wholly_paid(everywhere: Spending) -> None:
    everywhere.window()
    everywhere.due(everywhere.claim(everywhere.scheme_id))
    everywhere.claim(everywhere.scheme_id, code="X82002", at=APRIL)
    everywhere.claim(everywhere.approved(name="Stop smoking"), items=[], is_nil=True)
    found = waits_of(_asked(everywhere))
    assert sorted((each.days, each.pence, each.is_approved) for each in found) == [
        (26, 42000, True),
        (89, 42000, False),
    ]
    assert took_of(_asked(everywhere)) == []
    everywhere.pay_all()
    (left,) = waits_of(_asked(everywhere))
    assert left.practice_id == everywhere.practice("X82002")
    (quarter,) = days_to_pay(took_of(_asked(everywhere)))
    assert (quarter.year, quarter.quarter, quarter.claims) == ("2008/09", 1, 1)
    assert (quarter.average, quarter.median, quarter.in_time) == (Fraction(26), Fraction(26), Fraction(100))
    other = everywhere.practice("X82002")
    assert took_of(_asked(everywhere, practice_id=other)) == []
    assert waits_of(_asked(everywhere, scheme_id=everywhere.scheme_id + 1)) == []


def test_what_is_paid_after_the_day_of_the_window_is_not_in_time(spending: Spending) -> None:
    spending.window(pays_on=date(2008, 8, 14))
    spending.due(spending.claim(spending.scheme_id))
    spending.pay_all()
    (quarter,) = days_to_pay(took_of(_asked(spending)))
    assert quarter.in_time == 0


def test_the_page_shows_ages_by_scheme_and_practice_and_days_to_pay(app: Flask, spending: Spending) -> None:
    spending.window()
    spending.due(spending.claim(spending.scheme_id))
    spending.pay_all()
    spending.claim(spending.scheme_id, code="X82002", at=APRIL)
    person = sign_in_as(Person(app.test_client()), spending.finance)
    shown = person.visit(PAGE)
    assert shown.table("Not paid, by scheme")[1][1:] == [
        "0.00",
        "0.00",
        "0.00",
        "420.00 1 claim",
        "1",
        "0.00",
        "420.00",
    ]
    assert shown.table("Not paid, by practice")[1][4] == "420.00 1 claim"
    days = shown.table("Working days from submission to payment")[1]
    assert (days[0], days[2], days[-1]) == ("2008/09 Q1", "26", "100.0")
    assert "1 claim is not wholly paid: £420.00, £420.00 of it older than 60 working days." in shown.words
    for path in (f"{PAGE}.csv", f"{PAGE}.xlsx", f"{PAGE}.svg", "/les/payments/days-to-pay.svg"):
        assert person.client.get(path).status_code == 200


def test_a_practice_sees_its_own_alone(app: Flask, spending: Spending) -> None:
    spending.window()
    spending.due(spending.claim(spending.scheme_id))
    spending.pay_all()
    spending.claim(spending.scheme_id, code="X82002", at=APRIL)
    shown = sign_in_as(Person(app.test_client()), spending.manager).visit(PAGE)
    assert "Every claim is paid." in shown.words
    assert "Not paid, by practice" not in shown.words
    assert shown.table("Working days from submission to payment")[1][1] == "1"
    other = sign_in_as(Person(app.test_client()), spending.other_manager).visit(PAGE)
    assert other.table("Not paid, by scheme")[-1][-1] == "420.00"
    assert "No claim is wholly paid yet." in other.words
