"""What schemes come to against their budgets: queries on either engine, pages, files, the command, who sees what."""

import json
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
import time_machine
from flask import Flask
from sqlalchemy import func, select

from core.db import db
from core.money import as_pence
from les.claims.models.dues import Due
from les.payments.charts import finding_of
from les.payments.models.runs import Item, PaymentOutcome
from les.payments.queries.spend import SpendAsked, SpendLine, closed_quarters, spend_in, spent_of
from les.payments.rules.kinds import Result
from les.payments.rules.spending import Standing
from les.schemes.rules.quarters import Quarter
from tests.builders_approvals import YEAR
from tests.builders_spend import AUGUST, PAID_ON, Spending
from tests.counting import statements
from tests.journeys.signing_in import sign_in_as
from tests.person import Person

PAGE = "/les/payments/spend"
SECOND = Quarter.of(date(2008, 7, 1))


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


def _lines(spending: Spending, **changes: Any) -> list[SpendLine]:
    values: dict[str, Any] = {"commissioner_ids": [spending.trust.id], "year": YEAR, "on": PAID_ON}
    return spend_in(SpendAsked(**{**values, **changes}))


def _one_quarter_paid(spending: Spending) -> None:
    """Practice 1: 10 injections paid; practice 2: 10 not decided; £100.00 proposed; the window closed."""
    spending.window()
    spending.due(spending.claim(spending.scheme_id))
    spending.claim(spending.scheme_id, code="X82002")
    spending.propose(spending.scheme_id)
    spending.pay_all()


def test_a_scheme_comes_to_what_was_claimed_approved_and_paid(everywhere: Spending) -> None:
    everywhere.budget(everywhere.scheme_id, "5000.00")
    _one_quarter_paid(everywhere)
    (line,) = _lines(everywhere)
    position = line.position
    assert (position.budget, position.claimed, position.undecided) == (500000, 84000, 52000)
    assert (position.approved, position.spent, position.set_aside, position.waiting) == (42000, 42000, 0, 0)
    assert position.left == 458000
    assert spent_of(everywhere.scheme_id, None, YEAR) == (0, position.spent)
    assert line.forecast is not None
    assert [(each.known, each.expected) for each in line.forecast.quarters] == [
        (84000, 0),
        (0, 84000),
        (0, 84000),
        (0, 84000),
    ]
    assert position.forecast == 4 * 84000 + 10000
    assert position.standing is Standing.WITHIN
    assert _lines(everywhere, year="2007/08")[0].position.claimed == 0


def test_localities_with_budgets_have_a_line_each_and_add_up(everywhere: Spending) -> None:
    locality_id = everywhere.trust.localities["Dacorum"]
    everywhere.budget(everywhere.scheme_id, "300.00", locality_id)
    _one_quarter_paid(everywhere)
    lines = _lines(everywhere)
    own = next(each for each in lines if each.where == "Dacorum")
    assert sum(each.position.claimed for each in lines) == 84000
    assert own.position.spent == spent_of(everywhere.scheme_id, locality_id, YEAR)[1]
    assert own.position.standing is Standing.OVERSPENT
    assert own.position.over == own.position.approved - 30000
    (alone,) = _lines(everywhere, locality_id=locality_id)
    assert alone.position == own.position
    assert _lines(everywhere, locality_id=0) == []


def test_a_scheme_without_a_budget_is_listed_as_such(spending: Spending) -> None:
    (line,) = _lines(spending)
    assert (line.position.standing, line.position.left) == (Standing.NO_BUDGET, None)
    assert finding_of([line]) == "No scheme has a budget."


def test_a_quarter_closes_with_its_window_or_without_one_after_the_next(spending: Spending) -> None:
    spending.window()
    told = [
        closed_quarters([spending.trust.id], YEAR, on=day)[spending.trust.id] for day in (date(2008, 7, 31), PAID_ON)
    ]
    assert told == [frozenset(), frozenset({1})]
    assert closed_quarters([spending.trust.id], "2007/08", on=PAID_ON)[spending.trust.id] == {1, 2, 3, 4}


def test_the_page_shows_what_the_queries_say_and_leads_to_its_parts(app: Flask, spending: Spending) -> None:
    spending.budget(spending.scheme_id, "400.00")
    _one_quarter_paid(spending)
    person = sign_in_as(Person(app.test_client()), spending.commissioner)
    found = person.visit(f"{PAGE}?year={YEAR}").table(f"Spend by scheme, {YEAR}")
    assert found[1][2:] == [
        "400.00 Minute of the board",
        "0.00",
        "840.00",
        "520.00",
        "420.00",
        "420.00",
        "0.00",
        "0.00",
        "−20.00",
        "3,460.00",
        "Overspent by £20.00",
    ]
    assert found[2][2:] == [
        "400.00",
        "0.00",
        "840.00",
        "520.00",
        "420.00",
        "420.00",
        "0.00",
        "0.00",
        "−20.00",
        "3,460.00",
        "",
    ]
    parts = person.visit(f"{PAGE}/{spending.scheme_id}?year={YEAR}")
    assert [row[2] for row in parts.table("By practice")[1:]] == ["420.00", "420.00", "840.00"]
    assert [row[2] for row in parts.table("By quarter")[1:]] == ["840.00", "0.00", "0.00", "0.00", "840.00"]
    assert parts.table("Forecast of the year: Whole area")[-1][:4] == ["The year", "940.00", "2,520.00", "3,460.00"]
    assert parts.table("Every sum approved")[1][-2] == "420.00"
    for kind in ("csv", "xlsx"):
        assert person.client.get(f"{PAGE}.{kind}?year={YEAR}").status_code == 200
    drawing = person.client.get(f"{PAGE}.svg?year={YEAR}")
    assert drawing.mimetype == "image/svg+xml"


def test_a_practice_sees_its_own_alone(app: Flask, spending: Spending) -> None:
    spending.budget(spending.scheme_id, "400.00")
    _one_quarter_paid(spending)
    person = sign_in_as(Person(app.test_client()), spending.other_manager)
    shown = person.visit(f"{PAGE}?year={YEAR}")
    assert shown.table(f"Your practice’s enhanced services, {YEAR}")[1][1:] == [
        "0.00",
        "420.00",
        "420.00",
        "0.00",
        "0.00",
        "0.00",
        "0.00",
    ]
    own = person.visit(f"{PAGE}/{spending.scheme_id}?year={YEAR}")
    assert [row[2] for row in own.table("By quarter")[1:]] == ["420.00", "0.00", "0.00", "0.00", "420.00"]
    assert "Nothing was approved of this scheme" in own.words
    assert "Budget" not in own.words
    assert person.client.get(f"{PAGE}.svg?year={YEAR}").status_code == 404


def test_people_of_a_group_see_their_locality_all_practices_together(app: Flask, spending: Spending) -> None:
    spending.budget(spending.scheme_id, "300.00", spending.trust.localities["Dacorum"])
    _one_quarter_paid(spending)
    (line,) = _lines(spending, locality_id=spending.trust.localities["Dacorum"])
    person = sign_in_as(Person(app.test_client()), spending.lead)
    shown = person.visit(f"{PAGE}?year={YEAR}&locality=999")
    assert "You see the practices of your locality together." in shown.words
    assert finding_of([line], in_one_place=True) in shown.words
    for ending in ("csv", "xlsx", "svg"):
        assert person.client.get(f"{PAGE}.{ending}?year={YEAR}").status_code == 200
    assert "X82002" not in person.client.get(f"{PAGE}.csv?year={YEAR}").text
    assert person.client.get(f"{PAGE}/{spending.scheme_id}?year={YEAR}").status_code == 403
    assert person.client.get("/les/payments/ageing").status_code == 403


def _queries(spending: Spending) -> int:
    db.session.rollback()
    with statements() as asked:
        _lines(spending)
    return len(asked)


def test_it_takes_as_many_queries_however_many_schemes(spending: Spending) -> None:
    spending.budget(spending.scheme_id, "400.00")
    spending.claim(spending.scheme_id)
    before = _queries(spending)
    for name in ("Stop smoking", "Phlebotomy", "End of life care"):
        scheme_id = spending.approved(name=name)
        spending.budget(scheme_id, "100.00")
        spending.claim(scheme_id)
        spending.claim(scheme_id, code="X82002")
    assert _queries(spending) == before


def test_the_command_says_what_the_page_and_the_payments_say(app: Flask, spending: Spending) -> None:
    spending.budget(spending.scheme_id, "5000.00")
    _one_quarter_paid(spending)
    runner = app.test_cli_runner()
    result = runner.invoke(args=["les", "spend", "--year", YEAR, "--format", "json"])
    assert result.exit_code == 0, result.output
    found = json.loads(result.stdout)
    paid = select(func.sum(Item.amount)).join(PaymentOutcome).where(PaymentOutcome.result == Result.PAID)
    assert as_pence(Decimal(found["total"]["paid"])) == as_pence(db.session.execute(paid).scalar_one())
    approved = db.session.execute(select(func.sum(Due.amount))).scalar_one()
    assert found["total"]["approved"] == f"{approved:.2f}"
    (scheme,) = found["schemes"]
    assert {key: scheme[key] for key in ("budget", "least", "claimed", "waiting", "left", "forecast", "state")} == {
        "budget": "5000.00",
        "least": None,
        "claimed": "840.00",
        "waiting": "0.00",
        "left": "4580.00",
        "forecast": "3460.00",
        "state": "within",
    }
    parts = scheme["forecast_parts"]
    quarters = sum(Decimal(each[key]) for each in parts["quarters"] for key in ("known", "expected"))
    assert quarters + Decimal(parts["beside"]) + Decimal(parts["incentive"]) == Decimal(scheme["forecast"])
    person = sign_in_as(Person(app.test_client()), spending.finance)
    row = person.visit(f"{PAGE}?year={YEAR}").table(f"Spend by scheme, {YEAR}")[1]
    assert [row[place].split(" ")[0].replace(",", "") for place in (2, 4, 6, 7, 11)] == [
        scheme[key] for key in ("budget", "claimed", "approved", "paid", "forecast")
    ]
    for form in ("csv", "text"):
        written = runner.invoke(args=["les", "spend", "--year", YEAR, "--format", form])
        assert written.exit_code == 0
        assert len(written.stdout.strip().splitlines()) == 3


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["--year", "2007"], "The year must be"),
        (["--year", YEAR, "--commissioner", "9ZZ"], "There is no primary care trust 9ZZ."),
    ],
)
def test_the_command_refuses_in_words(app: Flask, spending: Spending, arguments: list[str], words: str) -> None:
    del spending
    result = app.test_cli_runner().invoke(args=["les", "spend", *arguments])
    assert result.exit_code == 2
    assert words in result.stderr
