"""A contract joined to what came before it: agreed specifications by choice, heads of terms term by term."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
import time_machine
from flask import Flask

from tests.builders import AT
from tests.builders_heads import NOW
from tests.builders_joins import FollowingField, NamingField
from tests.journeys.signing_in import sign_in_as
from tests.person import Person

CONTRACT = "/contracts/1"
HEADS = "/contracts/heads-of-terms/1"


@pytest.fixture
def naming(app: Flask) -> Iterator[NamingField]:
    del app
    with time_machine.travel(AT):
        yield NamingField()


@pytest.fixture
def field(app: Flask) -> Iterator[FollowingField]:
    del app
    with time_machine.travel(NOW):
        yield FollowingField()


def test_a_specification_is_chosen_and_read_from_the_contract(naming: NamingField, person: Person, app: Flask) -> None:
    schedule = f"{CONTRACT}/schedules/{naming.schedule_id}"
    sign_in_as(person, naming.commissioner).visit(schedule)
    assert "No specification is agreed that holds when this contract starts." in person.words
    version_id = naming.agreed()
    person.visit(schedule).send({"specification": str(version_id)}, "Name the specification")
    assert "SPEC-001, version 1, is named." in person.words
    person.follow("Read SPEC-001, Community nursing, version 1")
    assert person.heading.endswith("Community nursing")
    person.visit(CONTRACT).follow("Read SPEC-001, Community nursing, version 1")
    person.visit(f"/contracts/specifications/versions/{version_id}/withdraw")
    assert "Contract WH/01 in draft names it. Name another version there, or take it out." in person.words
    person.visit(schedule).send({"specification": "99"}, "Name the specification", status=422)
    assert "Choose one of the agreed specifications of West Hertfordshire PCT." in person.words
    provider = sign_in_as(Person(app.test_client()), naming.provider).visit(CONTRACT)
    provider.follow("Read SPEC-001, Community nursing, version 1")
    assert "names this version: draft." in provider.words
    provider.follow("Open WH/01").follow("SPEC-001, Community nursing, version 1")


def test_heads_are_followed_term_by_term_until_the_contract_takes_their_place(
    field: FollowingField, person: Person, app: Flask
) -> None:
    field.contract()
    waits = "Both parties have signed, and no contract follows these heads of terms yet."
    assert waits not in sign_in_as(person, field.provider).visit(HEADS).words
    assert waits in sign_in_as(person, field.commissioner).visit(HEADS).words
    person.visit(CONTRACT).follow("Follow heads of terms")
    person.send({"heads": str(field.heads_id)}, "Follow these heads")
    count = len(field.heads(field.heads_id).terms)
    assert f"{count} terms: 0 kept, 0 changed, 0 dropped, {count} not decided yet." in person.words
    person.visit(CONTRACT)
    assert f"{count} of the {count} terms of HT1 version 1 are not decided yet" in person.words
    for term in field.heads(field.heads_id).terms[1:]:
        field.trace(1, term.code)
    person.visit(f"{CONTRACT}/trace").follow("Changed or dropped, or say where it stands about Parties")
    person.send({"fate": "changed"}, "Save what becomes of it", status=422)
    assert "is changed: those who signed the heads will read it." in person.words
    person.send({"why": "One group joined later.", "fate": "changed", "part": "parties"}, "Save what becomes of it")
    assert "Why: One group joined later." in person.words
    provider = sign_in_as(Person(app.test_client()), field.provider).visit(CONTRACT)
    sign_both(person, provider)
    person.visit(HEADS)
    assert "Superseded by contract WH/01." in person.words
    person.follow("the trace").follow("Open HT1 version 1").follow("Open WH/01")
    person.follow("The terms with their text and figures, and what became of each")


def sign_both(person: Person, provider: Person) -> None:
    person.visit(CONTRACT).follow("Issue for signature").send(button="Issue WH/01 for signature")
    person.follow("Read and sign")
    assert "One group joined later." in person.words
    person.send(button="Sign for West Hertfordshire PCT")
    provider.visit(CONTRACT).follow("Read and sign").send(button="Sign for Provider services")


def test_the_trace_is_taken_away_as_it_is_shown_and_withheld_from_those_it_does_not_concern(
    field: FollowingField, person: Person
) -> None:
    red = field.leads["RED"]
    field.following(group_ids=(red.organisation_id,))
    field.trace(1, "TOTAL", part_key="value")
    sign_in_as(person, field.commissioner)
    told = person.client.get(f"{CONTRACT}/trace.csv").data.decode("utf-8-sig")
    assert "Category,Number,Term,Code,In the heads,Text,Figures,In this contract,Why,Where it stands" in told
    assert "Rehabilitation beds: £" in told
    assert ",Kept,,Value" in told
    assert person.client.get(f"{CONTRACT}/trace.xlsx").data.startswith(b"PK")
    total = "What is paid in all"
    sign_in_as(person, red).visit(f"{CONTRACT}/trace")
    assert "The text and figures of these heads concern their parties." in person.words
    assert "Open HT1 version 1" not in person.words
    hidden = person.client.get(f"{CONTRACT}/trace.csv").data.decode("utf-8-sig")
    assert "Rehabilitation beds" not in hidden
    assert total not in hidden
    sign_in_as(person, field.leads["WAT"]).visit(f"{CONTRACT}/trace", status=404)
    assert "WH/01" not in person.visit(HEADS).words


def test_whoever_decides_second_is_told(field: FollowingField, person: Person, app: Flask) -> None:
    field.following()
    page = f"{CONTRACT}/trace/{field.heads_id}/TOTAL"
    sign_in_as(person, field.commissioner).visit(page)
    other = sign_in_as(Person(app.test_client()), field.commissioner).visit(page)
    other.send({"fate": "kept"}, "Save what becomes of it")
    person.send({"fate": "dropped", "why": "Not wanted."}, "Save what becomes of it", status=422)
    assert "What you typed is still here" in person.words
    person.visit(f"{CONTRACT}/trace/{field.heads_id}/NOTHING", status=404)


def test_the_register_warns_after_the_time_that_is_set(field: FollowingField, person: Person) -> None:
    field.contract()
    sign_in_as(person, field.commissioner).visit("/contracts")
    assert "no time is set within which one is to follow" in person.words
    person.follow("Set the time").send({"days": "28", "source": "Leads’ meeting"}, "Save the time")
    assert "no time is set" not in person.words
    assert "No signed contract follows these heads of terms" not in person.words
    with time_machine.travel(NOW + timedelta(days=29)):
        for by in (field.commissioner, field.provider):
            sign_in_as(person, by).visit("/contracts")
            told = "signed by both on 25 March 2008, to be followed by 22 April 2008 (28 days: Leads’ meeting)"
            assert told in person.words
        person.visit("/contracts/following-time", status=403)
