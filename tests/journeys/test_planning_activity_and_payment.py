"""A contract with figures: a service planned by group and month, months written by hand, paid for, read by others."""

import csv
import io
from collections.abc import Iterator

import openpyxl
import pytest
import time_machine
from docx import Document
from flask import Flask
from pypdf import PdfReader

from contracts.agreements.models.schedules import PlannedLine
from contracts.agreements.queries.contracts import get_schedule
from contracts.agreements.rules.schedules import ScheduleKind
from core.db import db
from tests.builders_contracts import Contracting, a_contract, issued, put_to_groups
from tests.builders_figures import VOLUME, a_schedule, planned_service, written_terms
from tests.builders_rounds import AT
from tests.journeys.signing_in import sign_in_as
from tests.person import Person

PLAN, PRICES = "/contracts/1/schedules/1", "/contracts/1/schedules/2"


@pytest.fixture(autouse=True)
def _in_march() -> Iterator[None]:
    with time_machine.travel(AT):
        yield


@pytest.fixture
def people(app: Flask) -> Contracting:
    """A draft with a schedule of either kind, the budgets put to the groups."""
    del app
    found = Contracting()
    put_to_groups(found)
    contract_id = a_contract(found)
    a_schedule(contract_id, found, ScheduleKind.ACTIVITY_PLAN)
    a_schedule(contract_id, found, ScheduleKind.PRICES)
    return found


def _plan() -> list[PlannedLine]:
    """The lines of the plan as they are kept now."""
    db.session.rollback()
    return get_schedule(1, 1).plan


def test_a_service_is_planned_and_its_months_written_by_hand(people: Contracting, person: Person) -> None:
    sign_in_as(person, people.commissioner).visit(PLAN)
    assert "Nothing stands here yet." in person.words
    person.follow("Plan a service")
    typed = {"service": "PHYSIO", "unit": "contacts", "total": "1,200", "part_DAC": "1,100"}
    person.send(typed, "Plan the service", status=422)
    assert "Physiotherapy: the groups add up to 1,100 contacts, but the service has 1,200 in all" in person.words
    person.send({"part_DAC": "1,200", "total": "twelve"}, "Plan the service", status=422)
    assert "Planned in all must be a whole number such as 1,200" in person.words
    person.send({"total": "1,200", "phasing": "by given weights"}, "Plan the service", status=422)
    assert "No month has a weight above 0" in person.words
    person.send({"phasing": "in equal parts"}, "Plan the service")
    assert "Physiotherapy is planned. Its months add up to 1,200 contacts." in person.words
    assert person.table("Physiotherapy: contacts by month, phased in equal parts")[-1] == ["In all", "1,200"]

    person.follow("Write single months")
    person.send({"units_1_2008-04": "130", "units_1_2008-05": "80"}, "Save the plan", status=422)
    assert "the months add up to 1,210 contacts, but 1,200 are planned in all: 10 too many." in person.words
    assert person.table("Physiotherapy, contacts")[1][-1] == "130", "the sum of what was typed"
    person.send({"units_1_2008-04": "1.5"}, "Save the plan", status=422)
    assert "Physiotherapy for DacCom, April 2008 must be a whole number such as 1,200" in person.words
    person.send({"units_1_2008-04": "120"}, "Save the plan")
    assert "The activity plan is saved. It adds up by month and by group." in person.words
    assert "single months written by hand" in person.words

    person.follow("Plan Physiotherapy anew")
    person.send({"total": "12", "part_DAC": "", "phasing": "by calendar days"}, "Plan Physiotherapy anew")
    assert person.table("Physiotherapy: contacts by month, phased by calendar days")[-1] == ["In all", "12"]
    person.send(button="Take out Physiotherapy")
    assert "Nothing stands here yet." in person.words


def test_a_service_nobody_lists_is_named(people: Contracting, person: Person) -> None:
    sign_in_as(person, people.commissioner).visit(f"{PLAN}/plan/add")
    person.send({"unit": "visits", "total": "10"}, "Plan the service", status=422)
    assert "Choose a service, or enter its name" in person.words
    person.send({"another": "Wound care 943 476 5919"}, "Plan the service", status=422)
    assert "5919" not in person.words
    person.send({"another": "Wound care"}, "Plan the service")
    assert [row.service_code for row in _plan()] == ["WOUND-CARE"]


def test_two_at_once_and_a_second_click(people: Contracting, person: Person, app: Flask) -> None:
    planned_service(1, 1, people.commissioner)
    address = f"{PLAN}/plan/write"
    first = sign_in_as(person, people.commissioner).visit(address)
    second = sign_in_as(Person(app.test_client()), people.colleague).visit(address)
    changed = {"units_1_2008-04": "110", "units_1_2008-05": "90"}
    first.send(changed, "Save the plan")
    second.send({"units_1_2008-04": "90", "units_1_2008-05": "110"}, "Save the plan", status=422)
    assert "compare it" in second.words
    assert [each.units for each in _plan()[0].months][:2] == [110, 90]
    person.visit(f"{PLAN}/plan/add")
    form = {
        field.get("name"): field.get("value") or "" for field in person.page.iter("{http://www.w3.org/1999/xhtml}input")
    }
    typed = {**form, "service": "", "another": "Wound care", "unit": "visits", "total": "10", "first": "2008-04"}
    typed |= {"last": "2009-03", "dealing": "units", "phasing": "in equal parts"}
    answers = [person.client.post(f"{PLAN}/plan/add", data=typed) for _ in range(2)]
    assert [answer.status_code for answer in answers] == [302, 302]
    assert sorted(row.service_code for row in _plan()) == ["PODIATRY", "WOUND-CARE"]


def test_terms_are_written_basis_first_and_paid_step_by_step(people: Contracting, person: Person) -> None:
    sign_in_as(person, people.commissioner).visit(PRICES)
    person.send({"service": "PHYSIO"}, "Continue")
    assert "Choose a service, or name another one, and a basis of payment." in person.words
    person.send({"service": "PHYSIO", "basis": "cost and volume"}, "Continue")
    assert person.heading.endswith("Physiotherapy: cost and volume")
    typed = {"unit": "contacts", "price": "50", "plan": "10,000", "band_below": "3", "band_above": "3%"}
    person.send({**typed, "rate_below": "130", "rate_above": "30"}, "Save the terms", status=422)
    assert "The marginal rate below the band is from 0 to 1" in person.words
    person.send({"rate_below": "lots"}, "Save the terms", status=422)
    assert "must be a number such as 1,200 or 2.5" in person.words
    person.send({"rate_below": "30"}, "Save the terms")
    assert "How Physiotherapy is paid for is saved: cost and volume." in person.words

    person.follow("What would be paid for Physiotherapy")
    assert "£500,000.00 for 10,000 contacts" in person.words
    person.send({"activity": "10,800"}, "Show the payment")
    assert [row[-1] for row in person.table("How the payment is made up")] == [
        "Amount £",
        "515,000.0000",
        "7,500.0000",
        "522,500.00",
    ]
    assert ["Where the band begins", "9,700", "485,000.00", "−15,000.00"] in person.table("What would be paid at other")
    assert person.client.get(f"{PRICES}/terms/1/payment.svg").mimetype == "image/svg+xml"
    person.visit(f"{PRICES}/terms/1/payment?activity=many")
    assert "Activity must be a number such as 1,200 or 2.5" in person.words

    person.visit(PRICES).follow("Change its terms").send({"price": "51.005"}, "Save the terms", status=422)
    assert "must be an amount in pounds with at most two decimals" in person.words
    person.visit(f"{PRICES}/terms/write?service=PHYSIO&basis=block")
    assert "Now: 10,000 contacts planned at £50.00 each." in person.words
    person.send({"amount": "100.01", "last": "2008-06"}, "Save the terms")
    person.follow("What would be paid for Physiotherapy")
    assert person.table("Paid by month")[1:] == [
        ["April 2008", "33.34"],
        ["May 2008", "33.34"],
        ["June 2008", "33.33"],
        ["All months", "100.01"],
    ]
    person.visit(PRICES).send(button="Take out the terms of Physiotherapy")
    assert "The terms of payment are taken out." in person.words


def test_what_is_signed_reads_well_for_all_parties(people: Contracting, person: Person, app: Flask) -> None:
    planned_service(1, 1, people.commissioner)
    written_terms(1, 2, people.commissioner, VOLUME)
    issued(1, people)
    provider = sign_in_as(person, people.provider).visit("/contracts/1")
    assert provider.table("Podiatry: contacts by month")[-1] == ["In all", "1,200"]
    assert provider.table("Terms of payment by service")[1][1] == "Cost and volume"
    provider.visit(PRICES).follow("What would be paid for Podiatry")
    rows = list(csv.reader(io.StringIO(provider.client.get(f"{PLAN}/plan.csv").data.decode("utf-8-sig"))))
    assert rows[1][:4] == ["Podiatry", "DacCom", "contacts", "In equal parts"]
    assert rows[1][-1] == "1200"
    book = openpyxl.load_workbook(io.BytesIO(provider.client.get(f"{PLAN}/plan.xlsx").data))
    assert [cell.value for cell in list(book.worksheets[0].rows)[1]][-1] == 1200
    text = "\n".join(
        each.extract_text()
        for each in PdfReader(io.BytesIO(provider.client.get("/contracts/1/contract.pdf").data)).pages
    )
    assert "Podiatry: contacts by month, phased in equal parts" in text
    assert "10,000 contacts planned at £50.00 each." in " ".join(text.split())
    word = Document(io.BytesIO(provider.client.get("/contracts/1/contract.docx").data))
    assert any(table.rows[-1].cells[0].text == "In all" for table in word.tables)
    for address in (f"{PLAN}/plan/add", f"{PLAN}/plan/write", f"{PRICES}/terms/write"):
        provider.visit(address, status=403)
    stranger = sign_in_as(Person(app.test_client()), people.stranger)
    for address in (PLAN, f"{PLAN}/plan.csv", f"{PLAN}/plan.xlsx", f"{PRICES}/terms/1/payment"):
        stranger.visit(address, status=404)
    commissioner = sign_in_as(Person(app.test_client()), people.commissioner)
    commissioner.visit(f"{PLAN}/plan/write")
    assert "This contract is no draft any more, so its activity plan stays as it is." in commissioner.words
    for address in (
        f"{PRICES}/plan.csv",
        f"{PLAN}/terms/write",
        f"{PRICES}/terms/9/payment",
        f"{PLAN}/plan/9/plan-anew",
    ):
        commissioner.visit(address, status=404)
