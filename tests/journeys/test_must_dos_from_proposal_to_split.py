"""A must-do on its way: proposed by a group, approved by the commissioner, taken into inputs, split among groups."""

import io
from collections.abc import Iterator

import pytest
import time_machine
from flask import Flask
from openpyxl import load_workbook
from sqlalchemy import func, select

from budgets.must_dos.models import ProposedMustDo
from budgets.rounds.queries import list_scenarios
from core.db import db
from tests.builders_agreement import Agreeing
from tests.builders_must_dos import a_must_do, a_wish, approved, inputs_with_growth
from tests.builders_reading import read_as
from tests.builders_rounds import AT, a_calculation, a_round, opened
from tests.journeys.signing_in import sign_in_as
from tests.person import Person

MUST_DOS = "/budgets/rounds/1/must-dos"
TYPED = {
    "name": "Infection control nurse",
    "code": "MD-INFECT",
    "reason": "More beds need more infection control.",
    "mandate": "sha",
    "reference": "Circular 2008/1",
    "amount": "£41,400",
    "basis": "1.0 WTE with 15% leave cover",
    "method": "capitation",
}


@pytest.fixture(autouse=True)
def _in_march() -> Iterator[None]:
    with time_machine.travel(AT):
        yield


@pytest.fixture
def people(app: Flask) -> Agreeing:
    """A round with £100,000 of growth, £30,000 of it for matrons, its calculation open to the groups."""
    del app
    found = Agreeing()
    made = a_round(found.commissioner)
    inputs_with_growth(made.id, found.commissioner)
    opened(a_calculation(found.commissioner, list_scenarios(made.id)[0]), found.commissioner, "Please look.")
    return found


def test_from_a_groups_proposal_to_every_groups_share(people: Agreeing, person: Person, app: Flask) -> None:
    sign_in_as(person, people.lead).visit(MUST_DOS)
    assert "£30,000.00 of the growth money of £100,000.00 is committed to must-dos; £70,000.00 is left." in person.words
    assert person.table("What each group gets of the must-dos in calculation 1")[1] == [
        "Matrons", "18,000.00", "12,000.00", "30,000.00",
    ]  # fmt: skip
    person.follow("Propose a must-do").send({**TYPED, "amount": "lots", "mandate": ""}, "Propose it", status=422)
    assert "Choose who mandates it" in person.words
    assert "Cost for the year must be an amount in pounds" in person.words
    person.send(TYPED, "Propose it")
    assert "Infection control nurse is proposed. The commissioner decides about it." in person.words
    person.follow("Change").send({"amount": "40,000.00"}, "Save the change")
    assert "changed cost" in person.words
    assert "£40,000.00" in person.words

    boss = sign_in_as(Person(app.test_client()), people.commissioner)
    boss.visit("/")
    boss.follow("Decide on 1 must-do proposed for 2008/09")
    assert [row[0] for row in boss.table("Must-dos")][1:3] == ["Proposed", "Infection control nurse MD-INFECT"]
    boss.follow("Infection control nurse").follow("Approve")
    assert "£70,000.00 of the growth money is left now." in boss.words
    boss.send({"words": "Recruit at once."}, "Approve it")
    assert "Infection control nurse is approved." in boss.words
    boss.visit(MUST_DOS).send(button="Take 1 approved must-do into the inputs")
    assert boss.heading.endswith("Inputs 2")
    boss.follow("Use them in Working budget").send({"inputs": "2"}, "Use these inputs")
    boss.send(button="Calculate")
    boss.visit(MUST_DOS)
    assert [row[0] for row in boss.table("What each group gets of the must-dos in calculation 2")[1:]] == [
        "Matrons",
        "Infection control nurse",
        "All must-dos",
    ]
    boss.follow("Infection control nurse")
    assert "In inputs 2" in boss.words
    assert boss.table("What each group gets")[1] == [
        "Infection control nurse", "24,000.00", "16,000.00", "40,000.00",
    ]  # fmt: skip

    sign_in_as(person, people.lead).visit(f"{MUST_DOS}/1")
    assert "Recruit at once." in person.words
    assert "What each group gets" not in person.words, "calculation 2 was not opened to the groups"


def test_declining_and_withdrawing_keep_their_reasons_in_the_list(people: Agreeing, person: Person) -> None:
    first = a_must_do(1, people.lead, a_wish("MD-ONE")).id
    second = a_must_do(1, people.provider, a_wish("MD-TWO")).id
    sign_in_as(person, people.commissioner).visit(f"{MUST_DOS}/{first}").follow("Decline")
    person.send({"reason": ""}, "Decline it", status=422)
    assert "Say why. Whoever proposed it reads this." in person.words
    person.send({"reason": "Not this year."}, "Decline it")
    sign_in_as(person, people.provider).visit(f"{MUST_DOS}/{second}").follow("Withdraw")
    person.send({"reason": "Paid otherwise."}, "Withdraw it")
    person.visit(MUST_DOS)
    assert "Not this year." in person.words
    assert "Paid otherwise." in person.words
    assert person.table("Must-dos")[-1][0] == "Committed"


def test_an_approval_not_taken_in_can_be_taken_back(people: Agreeing, person: Person) -> None:
    must_do = approved(a_must_do(1, people.lead), people.commissioner).id
    sign_in_as(person, people.commissioner).visit(f"{MUST_DOS}/{must_do}").follow("Take the approval back")
    person.send({"reason": "The trust pays it."}, "Take the approval back")
    assert "Must-do MD-NURSE was declined." in person.words


def test_what_growth_cannot_pay_is_refused_on_the_page(people: Agreeing, person: Person) -> None:
    must_do = a_must_do(1, people.provider, a_wish(amount=70_000_01)).id
    sign_in_as(person, people.commissioner).visit(f"{MUST_DOS}/{must_do}/approve")
    person.send({"words": "Yes."}, "Approve it", status=422)
    assert "the must-dos come to £100,000.01, and growth is £100,000.00: £0.01 too little." in person.words
    person.visit(MUST_DOS)
    assert "what is proposed besides is £0.01 more than the £70,000.00 left." in person.words


def test_the_list_is_filtered_sorted_and_taken_away_as_it_is_shown(people: Agreeing, person: Person) -> None:
    for code, amount in (("MD-AAA", 1_00), ("MD-BBB", 2_00)):
        a_must_do(1, people.lead, a_wish(code, amount))
    sign_in_as(person, people.auditor).visit(MUST_DOS)
    assert "Propose a must-do" not in person.words
    person.follow("Cost £")
    costs = [row[3] for row in person.table("Must-dos")]
    assert costs == ["Cost £", "30,000.00", "30,000.00", "3.00", "2.00", "1.00", "30,000.00", "30,003.00"]
    person.send({"state": "proposed", "mandate": "sha"}, "Filter")
    assert [row[3] for row in person.table("Must-dos")][1:] == ["3.00", "2.00", "1.00", "3.00"]
    query = person.address.partition("?")[2]
    written = person.client.get(f"{MUST_DOS}/must-dos.csv?{query}").text.splitlines()
    assert [line.split(",")[1] for line in written[1:]] == [
        "Must-do MD-BBB",
        "Must-do MD-AAA",
        "2 must-dos shown",
    ]
    book = load_workbook(io.BytesIO(person.client.get(f"{MUST_DOS}/must-dos.xlsx?{query}").data))
    assert book.sheetnames == ["must-dos", "groups"]
    person.send({"state": "", "mandate": "national"}, "Filter")
    assert "No must-do has that state and mandate." in person.words
    drawn = person.client.get(f"{MUST_DOS}/chart")
    assert drawn.mimetype == "image/svg+xml"
    assert "£70,000.00 is left, £69,997.00 if all that is proposed is approved." in drawn.text


def test_a_provider_sees_the_list_and_no_calculation(people: Agreeing, person: Person) -> None:
    sign_in_as(person, people.provider).visit(MUST_DOS)
    assert "Matrons" in person.words
    assert "What each group gets" not in person.words
    read_as(people.idle_provider)
    person.visit(MUST_DOS, status=404)


def test_pages_are_found_by_those_concerned_alone(people: Agreeing, person: Person) -> None:
    must_do = a_must_do(1, people.lead).id
    pages = ("", f"/{must_do}", "/must-dos.csv", "/must-dos.xlsx", "/chart")
    for who in ("stranger", "lead_elsewhere"):
        read_as(getattr(people, who))
        assert {person.client.get(f"{MUST_DOS}{path}").status_code for path in pages} == {404}, who
    read_as(people.lead_of_watcom)
    assert {person.client.get(f"{MUST_DOS}{path}").status_code for path in pages} == {200}
    assert person.client.get(f"{MUST_DOS}/99").status_code == 404
    for act in ("change", "withdraw"):
        assert person.client.get(f"{MUST_DOS}/{must_do}/{act}").status_code == 404, "another group proposed it"
    for act in ("approve", "decline"):
        assert person.client.get(f"{MUST_DOS}/{must_do}/{act}").status_code == 403
    assert person.client.post(f"{MUST_DOS}/take").status_code == 403
    other = a_round(people.commissioner, "2009/10")
    read_as(people.commissioner)
    assert person.client.get(f"/budgets/rounds/{other.id}/must-dos/{must_do}").status_code == 404
    person.visit(f"/budgets/rounds/{other.id}/must-dos")
    assert "nobody knows its growth money" in person.words
    person.visit(f"/budgets/rounds/{other.id}/must-dos/propose")
    assert person.heading == "Budget round 2009/10Must-dos"
    for path in ("/must-dos.csv", "/chart"):
        assert person.client.get(f"/budgets/rounds/{other.id}/must-dos{path}").status_code == 404


def test_before_anything_is_opened_groups_and_providers_find_nothing(app: Flask, person: Person) -> None:
    del app
    found = Agreeing()
    made = a_round(found.commissioner)
    inputs_with_growth(made.id, found.commissioner)
    for who in ("lead", "provider"):
        read_as(getattr(found, who))
        person.visit(MUST_DOS, status=404)


def test_the_second_to_change_it_is_told_and_loses_nothing(people: Agreeing, person: Person, app: Flask) -> None:
    must_do = a_must_do(1, people.lead).id
    sign_in_as(person, people.lead).visit(f"{MUST_DOS}/{must_do}/change")
    colleague = sign_in_as(Person(app.test_client()), people.member)
    colleague.visit(f"{MUST_DOS}/{must_do}/change").send({"amount": "39,000.00"}, "Save the change")
    person.send({"name": "Another name"}, "Save the change", status=422)
    assert "PbC member of DacCom changed cost from £40,000.00 to £39,000.00 on 3 March 2008" in person.words
    assert "Another name" in [field.get("value") for field in person.page.iter() if field.get("name") == "name"]


def test_a_double_click_proposes_once(people: Agreeing, person: Person) -> None:
    sign_in_as(person, people.lead).visit(f"{MUST_DOS}/propose")
    hidden = {f.get("name"): f.get("value") for f in person.page.iter() if f.get("type") == "hidden"}
    sent = [person.client.post(f"{MUST_DOS}/propose", data={**hidden, **TYPED, "blend": ""}) for _ in range(2)]
    assert [answer.location for answer in sent] == [f"{MUST_DOS}/1"] * 2
    db.session.rollback()
    assert db.session.scalar(select(func.count()).select_from(ProposedMustDo)) == 1


def test_a_patients_number_is_refused_and_not_repeated_beside_the_field(people: Agreeing, person: Person) -> None:
    sign_in_as(person, people.lead).visit(f"{MUST_DOS}/propose")
    person.send({**TYPED, "reason": "for 943 476 5919"}, "Propose it", status=422)
    summary = person.words.partition("There is a problem")[2][:200]
    assert "5919" not in summary
    assert db.session.scalar(select(func.count()).select_from(ProposedMustDo)) == 0
