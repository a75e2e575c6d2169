"""The risk of a round as people meet it: a lead asks, two people approve, the commissioner decides on the reserve."""

from collections.abc import Iterator
from datetime import UTC, datetime
from urllib.parse import urljoin
from xml.etree.ElementTree import tostring

import pytest
import time_machine
from flask import Flask
from sqlalchemy import func, select

from budgets.method.policy import Holder
from budgets.risk.models import PoolMovement, ReserveHolding
from core.db import bookkeeping, db
from core.people.models import Person as People
from tests.builders_risk import CONTRIBUTION, DRAWDOWN, RiskField
from tests.builders_sign_off import SigningOff
from tests.journeys.signing_in import sign_in_as
from tests.person import XHTML, Person

RISK = "/budgets/rounds/1/risk"


@pytest.fixture(autouse=True)
def _in_march() -> Iterator[None]:
    with time_machine.travel(datetime(2008, 3, 4, 9, 0, tzinfo=UTC)):
        yield


@pytest.fixture
def field(app: Flask) -> RiskField:
    """A round of which a calculation is opened to the groups."""
    del app
    found = RiskField()
    found.show()
    return found


def count(table: type[PoolMovement] | type[ReserveHolding]) -> int:
    db.session.rollback()
    return db.session.scalar(select(func.count()).select_from(table)) or 0


def test_a_lead_asks_for_a_drawdown_and_two_people_approve_it(person: Person, field: RiskField) -> None:
    field.move(CONTRIBUTION, "500.00", party_id=field.red, by=field.lead_of_red)
    sign_in_as(person, field.lead)
    person.visit(RISK)
    assert person.heading.endswith("Risk")
    person.follow("Ask for a movement of the pool")
    assert "The pool holds £500.00. DacCom has contributed £0.00, and has £0.00 drawn and not repaid." in person.words
    assert "once two of these approved it: Deputy in finance, PCT commissioner, PCT finance." in person.words
    person.send({"kind": "drawdown", "amount": "£1,200", "reason": "A long stay."}, status=422)
    assert "The pool holds £500.00, less than the £1,200.00 of this drawdown. Ask for £500.00 at most." in person.words
    person.send({"amount": "120.50"})
    assert person.heading.endswith("Movement 2")
    assert (
        "You asked for a drawdown of £120.50 for DacCom. It counts once two other people approved it." in person.words
    )
    assert "It counts once two people of West Hertfordshire PCT approved it." in person.words

    sign_in_as(person, field.finance)
    person.visit("/").follow("Approve a drawdown of £120.50 for DacCom")
    assert "With your approval one more is needed." in person.words
    person.send({"verdict": "approved", "words": "Agreed with the leads."}, "Record your decision")
    assert "You approved a drawdown of £120.50 for DacCom. It counts once a second person approves it." in person.words
    assert "You approved movement 2 already on 4 March 2008: the second approval is another person’s." in person.words

    sign_in_as(person, field.commissioner)
    person.visit(RISK).follow("Approve or decline movement 2")
    assert "PCT finance approved it: with your approval it counts." in person.words
    person.send({"verdict": "approved"}, "Record your decision")
    assert "You approved a drawdown of £120.50 for DacCom. It counts from now on." in person.words
    _, newest, _ = person.table("Movements of the pool")
    assert newest[1:6] == ["Drawdown", "DacCom", "−120.50", "Approved", "379.50"]
    assert person.table("Whose money")[1:3] == [
        ["DacCom", "0.00", "120.50", "0.00", "120.50"],
        ["Red House", "500.00", "0.00", "0.00", "0.00"],
    ]
    person.follow("2")
    assert "PCT finance (PCT finance, West Hertfordshire PCT) approved it: Agreed with the leads." in person.words


def test_a_requester_who_approves_is_refused_in_one_sentence(person: Person, field: RiskField) -> None:
    field.move(CONTRIBUTION, "500.00")
    own = field.ask(DRAWDOWN, "10.00", by=field.finance)
    another = field.ask(DRAWDOWN, "20.00")
    sentence = "You asked for movement 2 yourself, so two other people decide over it."
    sign_in_as(person, field.finance)
    person.visit(f"/budgets/risk/movements/{own}/decide")
    assert person.heading.endswith("Movement 2")
    assert person.words.count(sentence) == 1
    person.visit(f"/budgets/risk/movements/{another}/decide")
    path = person.path.replace(f"/{another}/", f"/{own}/")
    person.path = person.address = path
    person.send({"verdict": "approved"}, "Record your decision", status=422)
    assert person.words.count(sentence) == 1
    assert field.balance == 500_00


def test_declining_needs_a_reason_and_keeps_what_was_typed(person: Person, field: RiskField) -> None:
    field.move(CONTRIBUTION, "500.00")
    movement_id = field.ask(DRAWDOWN, "10.00")
    sign_in_as(person, field.finance)
    person.visit(f"/budgets/risk/movements/{movement_id}/decide")
    person.send({}, "Record your decision", status=422)
    assert "Choose whether you approve or decline." in person.words
    person.send({"verdict": "declined"}, "Record your decision", status=422)
    assert "The reason is missing: write it in a few words." in person.words
    person.send({"words": "It can wait."}, "Record your decision")
    assert "You declined a drawdown of £10.00 for DacCom." in person.words
    assert person.table("Movements of the pool")[1][4] == "Declined"
    person.send({"state": "waiting"}, "Filter")
    assert "No movement is of that kind, party and state." in person.words


def test_the_requester_withdraws(person: Person, field: RiskField) -> None:
    field.ask(CONTRIBUTION, "10.00")
    sign_in_as(person, field.lead)
    person.visit(RISK).follow("Withdraw it: movement 1")
    person.send({"reason": "The wrong amount."}, "Withdraw it")
    assert "Movement 1 is withdrawn. It stays in the list." in person.words
    assert "PbC lead of DacCom (PbC lead, DacCom) withdrew it: The wrong amount." in person.words


def test_the_commissioner_contributes_the_reserve_of_the_calculation(person: Person, field: RiskField) -> None:
    sign_in_as(person, field.commissioner)
    person.visit(RISK)
    person.follow("Contribute the reserve of the calculation opened to the groups last, £1,534.50")
    person.send(button="Ask for it")
    assert "You asked for a contribution of £1,534.50 from the commissioner." in person.words
    assert "The reserve of calculation 1." in person.words
    person.visit(RISK)
    assert "Contribute the reserve" not in person.words
    field.approve(1, field.finance, field.deputy)
    assert field.balance == 1534_50


def test_who_would_find_nobody_to_approve_is_told_so(person: Person, field: RiskField) -> None:
    with bookkeeping() as session:
        session.get_one(People, field.deputy.person_id).is_active = False
    sign_in_as(person, field.lead)
    assert (
        "once two of these approved it: PCT commissioner, PCT finance." in person.visit(f"{RISK}/movements/ask").words
    )
    sign_in_as(person, field.finance)
    person.visit(f"{RISK}/movements/ask")
    assert "Two people other than you must approve it, and only PCT commissioner may." in person.words


def test_the_commissioner_decides_who_holds_the_reserve(person: Person, field: RiskField) -> None:
    sign_in_as(person, field.commissioner)
    person.visit("/").follow("Decide who holds the risk reserve of 2008/09")
    person.send({"holder": "provider", "reason": "It must recruit early."}, "Record the decision")
    assert "It is recorded that the provider holds the reserve of 2008/09." in person.words
    assert "Held by the provider" in person.words
    assert (
        "Calculation 1 does not follow this decision: it reckons as if the commissioner held the reserve. Change who "
        "holds it in the policy of the scenario and calculate, or decide anew."
    ) in person.words
    assert "Contribute the reserve" not in person.words
    person.follow("Change the policy of Working budget")
    person.send({"risk_reserve__held_by": "provider"}, "Save the policy").send(button="Calculate")
    person.visit(RISK)
    assert "Calculation 2 follows this decision." in person.words
    person.follow("Decide anew")
    person.send({"holder": "commissioner", "reason": "The provider declined."}, "Record the decision")
    assert person.table("Earlier decisions")[1][:2] == ["the provider", "It must recruit early."]
    assert "PCT commissioner (PCT commissioner, West Hertfordshire PCT) decided that" in person.words


def test_the_second_to_decide_is_told_of_the_first_and_may_insist(app: Flask, person: Person, field: RiskField) -> None:
    sign_in_as(person, field.commissioner)
    person.visit(f"{RISK}/holder")
    colleague = sign_in_as(Person(app.test_client()), field.commissioner)
    colleague.visit(f"{RISK}/holder").send({"holder": "provider", "reason": "First."}, "Record the decision")
    person.send({"holder": "commissioner", "reason": "Second."}, "Record the decision", status=422)
    assert "PCT commissioner decided on 4 March 2008 at 09:00, while you were working on it" in person.words
    assert count(ReserveHolding) == 1
    person.send({}, "Record the decision")
    assert "Held by the commissioner" in person.words
    assert count(ReserveHolding) == 2


def test_pressing_twice_asks_once(person: Person, field: RiskField) -> None:
    sign_in_as(person, field.lead)
    person.visit(f"{RISK}/movements/ask")
    form = person._form({"kind", "amount", "reason"}, "")
    typed = {e.get("name"): e.get("value", "") for e in form.iter(f"{XHTML}input") if e.get("type") == "hidden"}
    typed |= {"kind": "contribution", "amount": "10.00", "reason": "Once."}
    answers = [person.client.post(person.path, data=typed) for _ in range(2)]
    assert [answer.status_code for answer in answers] == [302, 302]
    assert answers[0].location == answers[1].location
    assert urljoin("/", answers[0].location).endswith("/movements/1")
    assert count(PoolMovement) == 1


def test_an_nhs_number_is_refused_and_is_nowhere_on_the_page(person: Person, field: RiskField) -> None:
    sign_in_as(person, field.lead)
    person.visit(f"{RISK}/movements/ask")
    reason = "For 943 476 5919, a long stay."
    person.send({"kind": "contribution", "amount": "10.00", "reason": reason}, status=422)
    assert "Reason held a number that passes the NHS number check." in person.words
    assert "5919" not in tostring(person.page, encoding="unicode")
    assert "For (identifier), a long stay." in person.words
    assert count(PoolMovement) == 0


def test_a_round_without_anything_says_what_comes(person: Person, app: Flask) -> None:
    del app
    field = RiskField()
    sign_in_as(person, field.commissioner)
    person.visit(RISK)
    for sentence in (
        "Nobody has recorded yet which.",
        "Nothing has been calculated yet, so there is no reserve to compare with.",
        "Nothing has been paid into the pool yet, and nothing asked for.",
        "Nothing has been calculated yet. As soon as there is a calculation, each group’s band stands here.",
    ):
        assert sentence in person.words
    field.calculate()
    person.visit(RISK)
    assert "Calculation 1 reckons as if the commissioner held it. Record who holds it, and why." in person.words
    assert "Figures of calculation 1, not opened to the groups." in person.words


def test_a_reserve_that_the_provider_holds_is_not_offered_to_the_pool(person: Person, app: Flask) -> None:
    del app
    field = RiskField(risk_reserve__held_by="provider")
    field.show()
    field.decide(Holder.PROVIDER)
    sign_in_as(person, field.finance)
    person.visit(RISK)
    assert "Calculation 1 follows this decision." in person.words
    assert "Contribute the reserve" not in person.words
    assert "Decide anew" not in person.words


def test_a_provider_reads_that_it_holds_the_reserve_and_nothing_of_the_pool(person: Person) -> None:
    people = SigningOff()
    sign_in_as(person, people.managers["PROV"]).visit("/budgets/rounds/1/reserve")
    assert "Nobody has recorded yet which." in person.words
    sign_in_as(person, people.commissioner).visit("/budgets/rounds/1/risk/holder")
    person.send({"holder": "provider", "reason": "It must recruit early."}, "Record the decision")
    sign_in_as(person, people.managers["PROV"]).visit("/budgets/rounds/1/board").follow("Reserve")
    assert "Held by the provider It must recruit early. Decided by PCT commissioner" in person.words
    assert "pool" not in person.words
    person.visit(RISK, 403)
