"""The activity plan and terms of payment of a signed contract varied through pages, and read as at dates."""

import io
from collections.abc import Iterator

import pytest
import time_machine
from flask import Flask
from pypdf import PdfReader

from contracts.variations.rules.composition import VariationKind
from core.db import db
from tests.builders_contracts import Contracting
from tests.builders_rounds import AT
from tests.builders_variations import DAC_LINE, PLAN, PRICES, TERMS_LINE, a_draft, a_figured_contract, proposed, signed
from tests.journeys.signing_in import sign_in_as
from tests.person import Person

CONTRACT = "/contracts/1"
VARIATION = f"{CONTRACT}/variations/1"
WRITING = ("plan", f"plan/write?line={DAC_LINE}", f"plan/add?part={PLAN}", "terms")
TERMS = f"terms/write?part={PRICES}&service=PODIATRY&basis=cost+and+volume"


@pytest.fixture(autouse=True)
def _in_march() -> Iterator[None]:
    with time_machine.travel(AT):
        yield


@pytest.fixture
def people(app: Flask) -> Contracting:
    """A signed contract with an activity plan and terms of payment, and the draft of a variation of it."""
    del app
    found = Contracting()
    a_draft(a_figured_contract(found), found.commissioner, title="More podiatry", kind=VariationKind.ACTIVITY)
    return found


def agreed(people: Contracting) -> None:
    """The draft as the pages left it, proposed and signed by both parties."""
    db.session.rollback()
    proposed(1, people.commissioner)
    signed(1, people.commissioner, people.provider)


def test_the_plan_and_the_terms_are_varied_and_read_as_at_dates(people: Contracting, person: Person) -> None:
    sign_in_as(person, people.commissioner).visit(VARIATION)
    write_the_plan(person)
    write_the_terms(person)
    agreed(people)
    read_it(sign_in_as(person, people.provider))


def write_the_plan(person: Person) -> None:
    person.follow("Change the activity plan").follow("Podiatry for DacCom")
    table = person.table("Podiatry for DacCom, contacts by month")
    assert table[1] == ["April 2008", "100", "stays"]
    assert table[7] == ["October 2008", "100", ""]
    assert table[13:] == [["The months added up", "1,200", "1,200"], ["Planned in all", "1,200", ""]]
    person.send({"units_2008-10": "150", "planned": "1,300"}, "Save the line", status=422)
    assert "the months add up to 1,250 contacts, but 1,300 are planned in all: 50 too few." in person.words
    assert person.table("Podiatry for DacCom")[13] == ["The months added up", "1,200", "1,250"]
    person.send({"units_2008-11": "many"}, "Save the line", status=422)
    assert "must be a whole number such as 1,200" in person.words
    person.send({"units_2008-11": "150"}, "Save the line")
    assert "What the variation makes of Podiatry for DacCom is saved. Its months add up." in person.words
    assert ["October 2008", "100", "150"] in person.table("Podiatry for DacCom")
    person.follow("Change its months: Podiatry for DacCom")
    assert person.table("Podiatry for DacCom")[13:][0][1:] == ["1,200", "1,300"]
    person.visit(VARIATION).follow("Change the activity plan").follow(
        "Plan a service besides in Indicative activity plan"
    )
    typed = {"another": "Wound care", "unit": "contacts", "total": "60", "part_DAC": "60", "first": "2008-10"}
    person.send({**typed, "total": "61"}, "Plan the service", status=422)
    assert "1 too few" in person.words
    person.send(typed, "Plan the service")
    assert "Wound care is planned by the variation. Its months add up to 60." in person.words


def write_the_terms(person: Person) -> None:
    person.follow("Change terms of payment").send(button="Continue")
    assert "Choose a service, or name another one, and a basis of payment." in person.words
    person.follow("Podiatry")
    assert "Without this variation, on 1 October 2008: 10,000 contacts planned at £50.00 each." in person.words
    person.send({"price": ""}, "Save the terms", status=422)
    person.send({"price": "52"}, "Save the terms")
    assert "What the variation makes of the terms of Podiatry is saved: cost and volume." in person.words
    assert "planned at £52.00 each" in person.words
    person.follow("Change it otherwise: Podiatry")
    assert person.table("Prices")[1][3] == "Changed"


def read_it(provider: Person) -> None:
    provider.visit(f"{CONTRACT}/as-at?on=2008-10-01")
    assert "Line of the activity plan “Podiatry for DacCom”: changed by variation 1" in provider.words
    assert "Line of the activity plan “Wound care for DacCom”: added by variation 1" in provider.words
    assert ["October 2008", "150", "50", "200"] in provider.table("Podiatry: contacts by month")
    plan = provider.client.get(f"{CONTRACT}/as-at/plan.csv?on=2008-10-01").data.decode("utf-8-sig").splitlines()
    assert "Podiatry,DacCom,contacts" in plan[1]
    assert plan[1].endswith(",1300")
    assert provider.client.get(f"{CONTRACT}/as-at/plan.xlsx?on=2008-09-30").data.startswith(b"PK")
    provider.follow("What would be paid for Podiatry on that day")
    assert "Changed by variation 1." in provider.words
    assert "£520,000.00 for 10,000 contacts" in provider.words
    assert provider.client.get(f"{CONTRACT}/as-at/payment.svg?line={TERMS_LINE}&on=2008-10-01").data.startswith(
        b"<?xml"
    )
    provider.send({"activity": "10,300", "on-day": "30", "on-month": "9", "on-year": "2008"}, "Show the payment")
    assert "As the contract was signed." in provider.words
    assert "£515,000.00 for 10,300 contacts" in provider.words
    provider.send({"activity": "a lot"}, "Show the payment")
    assert "Activity must be a number such as 1,200 or 2.5" in provider.words
    for line in ("prices-1", "prices-1:terms/NONE", DAC_LINE, ""):
        provider.visit(f"{CONTRACT}/as-at/payment?line={line}", status=404)
    provider.visit(f"{CONTRACT}/as-at?on=2008-09-30")
    assert "Wound care" not in provider.words
    assert ["October 2008", "100", "50", "150"] in provider.table("Podiatry: contacts by month")
    answer = provider.client.get(f"{CONTRACT}/as-at.pdf?on=2008-10-01").data
    words = " ".join(" ".join(page.extract_text().split()) for page in PdfReader(io.BytesIO(answer)).pages)
    assert "“Podiatry for DacCom”: changed by variation 1." in words
    assert "October 2008 150 50 200" in words
    assert "£52.00" in words


def test_terms_taken_out_have_no_payment_on_that_day(people: Contracting, person: Person) -> None:
    sign_in_as(person, people.commissioner).visit(f"{VARIATION}/terms").send(button="Take out the terms of Podiatry")
    assert "The variation takes it out." in person.words
    person.follow("Change it otherwise: Podiatry")
    assert person.table("Prices")[1][3] == "Taken out"
    person.visit(VARIATION).send(button="Take this change back")
    person.visit(f"{VARIATION}/terms").send(button="Take out the terms of Podiatry")
    agreed(people)
    person.visit(f"{CONTRACT}/as-at/payment?line={TERMS_LINE}&on=2008-10-01")
    assert "the contract does not say how this service is paid for" in person.words
    person.send({"on-day": "1", "on-month": "9", "on-year": "2008"}, "Show the payment")
    assert "£500,000.00 for 10,000 contacts" in person.words
    person.visit(f"{CONTRACT}/as-at?on=2008-10-01")
    assert "Terms of payment “Podiatry”: taken out by variation 1" in person.words


def test_a_line_is_not_taken_out_of_months_that_are_past(people: Contracting, person: Person) -> None:
    sign_in_as(person, people.commissioner).visit(f"{VARIATION}/plan")
    person.send(button="Take out Podiatry for DacCom")
    assert "so April 2008, May 2008, June 2008 and 3 more stay as planned." in person.words


@pytest.mark.parametrize("who", ["provider", "lead", "finance", "idle_provider", "stranger"])
def test_others_do_not_write_figures_in_a_draft(people: Contracting, person: Person, who: str) -> None:
    sign_in_as(person, getattr(people, who))
    for page in (*WRITING, TERMS):
        answer = person.client.get(f"{VARIATION}/{page}")
        assert answer.status_code in (403, 404), (page, answer.status_code)
    for page in ("payment", "payment.svg", "plan.csv", "plan.xlsx"):
        allowed = who in ("provider", "lead", "finance")
        answer = person.client.get(f"{CONTRACT}/as-at/{page}?line={TERMS_LINE}&on=2008-10-01")
        assert answer.status_code == (200 if allowed else 404), page


def test_what_does_not_stand_is_not_found_and_what_is_put_stays(people: Contracting, person: Person) -> None:
    sign_in_as(person, people.commissioner)
    for page in (
        "plan/write?line=activity_plan-1:plan/NONE/DAC",
        "plan/write",
        "plan/add?part=prices-1",
        "terms/write",
    ):
        person.visit(f"{VARIATION}/{page}", status=404)
    person.visit(f"{VARIATION}/{WRITING[1]}")
    person.send({"units_2008-10": "150", "planned": "1,250"}, "Save the line")
    db.session.rollback()
    proposed(1, people.commissioner)
    for page in (*WRITING[1:3], TERMS):
        person.visit(f"{VARIATION}/{page}")
        assert "no draft any more" in person.words


def test_a_line_sent_twice_is_kept_once(people: Contracting, person: Person) -> None:
    sign_in_as(person, people.commissioner).visit(f"{VARIATION}/{WRITING[1]}")
    page = person.page
    person.send({"units_2008-10": "150", "planned": "1,250"}, "Save the line")
    person.page, person.path, person.address = page, f"{VARIATION}/plan/write", f"{VARIATION}/{WRITING[1]}"
    person.send({"units_2008-10": "150", "planned": "1,250"}, "Save the line")
    assert person.words.count("changed the plan of Podiatry for DacCom from 1,200 contacts in all") == 1
