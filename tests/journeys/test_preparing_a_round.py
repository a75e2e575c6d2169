"""A commissioner takes a year from an empty round to a calculation the groups see; what bad input gets on the way."""

import io
import zipfile
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from xml.etree.ElementTree import tostring

import pytest
import time_machine
from sqlalchemy import func, select

from budgets.rounds.models import Inputs, Round, StoredCalculation
from core.db import db
from tests.builders_rounds import (
    Field,
    a_calculation,
    a_round,
    a_scenario,
    a_workbook,
    some_inputs,
    with_two_services,
)
from tests.counting import asked_by
from tests.journeys.signing_in import sign_in_as
from tests.person import Person

EXAMPLE = Path(__file__).resolve().parents[2] / "examples/west-herts-2008-09"
UPLOAD = "/budgets/rounds/1/inputs/upload"


@pytest.fixture(autouse=True)
def _in_march() -> Iterator[None]:
    with time_machine.travel(datetime(2008, 3, 4, 9, 0, tzinfo=UTC)):
        yield


@pytest.fixture
def people(person: Person) -> Field:
    """West Hertfordshire; its commissioner sits at the browser."""
    found = Field()
    sign_in_as(person, found.commissioner)
    return found


def example(change: Callable[[str, str], str] = lambda _, text: text) -> bytes:
    """The example as a ZIP of CSV files, each text changed on the way."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        for path in sorted(EXAMPLE.iterdir()):
            if path.suffix in {".csv", ".toml"}:
                archive.writestr(path.name, change(path.name, path.read_text(encoding="utf-8")))
    return stream.getvalue()


def count(table: type[Round] | type[Inputs] | type[StoredCalculation]) -> int:
    """How many rows a table has now."""
    db.session.rollback()
    return db.session.scalar(select(func.count()).select_from(table)) or 0


def upload(person: Person, content: bytes, name: str = "west-herts.zip", status: int = 200) -> Person:
    """Send a file on the upload page."""
    return person.visit(UPLOAD).send({"workbook": (io.BytesIO(content), name)}, "Upload and check", status)


@pytest.mark.usefixtures("people")
def test_from_nothing_to_a_calculation_of_the_example(person: Person) -> None:
    person.visit("/").follow("Open the first budget round")
    person.send({"year": "2008/09"}, "Open the round")
    assert person.heading.endswith("Budget round 2008/09")
    assert "The split is to be agreed by 31 March 2008." in person.words
    person.follow("Upload a workbook").send(
        {"workbook": (io.BytesIO(example()), "west\u202e-herts\0.zip")}, "Upload and check"
    )
    assert "west-herts.zip was stored as inputs 1." in person.words
    person.follow("Go on to the round").send(button="Calculate Working budget")
    person.visit("/budgets/rounds/1")
    [_, calculation] = person.table("Calculations")
    assert calculation[:5] == ["Calculation 1", "Working budget", "1", "48,717,425.78", "47,920,671.32"]
    assert "PCT commissioner uploaded inputs 1 (west-herts.zip)." in person.words
    person.visit("/")
    assert "Agree the 2008/09 split" in person.words
    assert "Next: put a calculation to the groups." in person.words
    assert "£47,920,671.32" in person.words


def test_a_bad_workbook_shows_every_problem_and_stores_nothing(person: Person, people: Field) -> None:
    a_round(people.commissioner)

    def spoiled(name: str, text: str) -> str:
        if name == "services.csv":
            return text.replace(",capitation,", ",capitaton,", 1)
        return text.replace("2007-04", "2007-14", 3) if name == "activity.csv" else text

    upload(person, example(spoiled), "bad.zip", 422)
    assert person.heading == "4 problems in bad.zip"
    assert "Nothing was stored" in person.words
    _, *rows = person.table("Problems")
    assert [(row[0], row[2], row[3]) for row in rows] == [
        ("services.csv", "method", "capitaton"),
        *[("activity.csv", "month", "2007-14")] * 3,
    ]
    assert count(Inputs) == 0


@pytest.mark.parametrize(
    ("content", "name"),
    [(b"", "empty.zip"), (b"no spreadsheet", "notes.xlsx"), (b"PK\x03\x04 torn", "torn.zip"), (b"\x00\xff", "x.bin")],
)
def test_a_file_that_is_no_workbook_ends_in_a_sentence(
    person: Person, people: Field, content: bytes, name: str
) -> None:
    a_round(people.commissioner)
    upload(person, content, name, 422)
    assert name in person.words
    assert count(Inputs) == 0


@pytest.mark.parametrize("content", [b"", b"no spreadsheet", None])
def test_a_patient_identifier_is_nowhere_on_the_page(person: Person, people: Field, content: bytes | None) -> None:
    a_round(people.commissioner)

    def spoiled(name: str, text: str) -> str:
        return text.replace("\n", "\n943 476 5919,x,\n", 1) if name == "services.csv" else text

    upload(person, example(spoiled) if content is None else content, "of 943-476-5919.zip", 422)
    assert "5919" not in tostring(person.page, encoding="unicode")
    assert count(Inputs) == 0


def test_the_same_file_twice_is_said_and_not_stored_again(person: Person, people: Field) -> None:
    a_round(people.commissioner)
    upload(person, example())
    upload(person, example(), "again.zip")
    assert "already in this round as inputs 1, stored by PCT commissioner on 4 March 2008" in person.words
    assert count(Inputs) == 1


def test_a_double_click_opens_one_round_and_calculates_once(person: Person, people: Field) -> None:
    person.visit("/budgets/rounds/open")
    form = {field.get("name"): field.get("value") for field in person.page.iter() if field.get("type") == "hidden"}
    sent = [person.client.post("/budgets/rounds/open", data={**form, "year": "2008/09"}) for _ in range(2)]
    assert [answer.location for answer in sent] == ["/budgets/rounds/1"] * 2
    assert count(Round) == 1
    some_inputs(1, people.commissioner)
    person.visit("/budgets/rounds/scenarios/1").send(button="Calculate")
    person.visit("/budgets/rounds/1")
    person.client.post("/budgets/rounds/scenarios/1/calculate", data=_press_of(person))
    assert count(StoredCalculation) == 1


def _press_of(person: Person) -> dict[str | None, str | None]:
    person.visit("/budgets/rounds/scenarios/1/policy")
    return {field.get("name"): field.get("value") for field in person.page.iter() if field.get("type") == "hidden"}


def test_changing_one_method_gives_the_new_calculation_at_once(person: Person, people: Field) -> None:
    a_calculation(people.commissioner)
    person.visit("/budgets/rounds/scenarios/1").follow("Physiotherapy")
    person.send({"method-0": "equal"}, "Save and calculate")
    assert person.path == "/budgets/calculations/2"
    person.visit("/budgets/rounds/scenarios/1/methods/PHYSIO").send({"method-0": "capitation"}, "Save and calculate")
    assert person.path == "/budgets/calculations/1"
    assert "Calculation 1 was made from the same inputs, policy and methods." in person.words
    person.visit("/budgets/rounds/scenarios/1/methods/NOTHING", 404)


def test_a_mistake_in_a_blend_stands_beside_its_line(person: Person, people: Field) -> None:
    a_scenario(people.commissioner)
    person.visit("/budgets/rounds/scenarios/1/methods")
    person.send({"method-0": "blend", "blend-0": "activity:60+capitation:30"}, "Save the methods", 422)
    assert "Physiotherapy: expected the percentages of a blend to add up to exactly 100" in person.words
    person.send({"blend-0": "activity:60+capitation:40"}, "Save the methods")
    assert person.table("Methods")[1][:2] == ["Physiotherapy PHYSIO", "Services"]
    assert "activity:60+capitation:40 changed; the inputs say capitation" in person.words


def test_mistakes_in_the_policy_stand_beside_their_fields_and_nothing_typed_is_lost(
    person: Person, people: Field
) -> None:
    a_scenario(people.commissioner)
    person.visit("/budgets/rounds/scenarios/1/policy")
    typed = {
        "uplift__percent": "",
        "uplift__gross_percent": "5.3",
        "activity__to": "2006-01",
        "growth__amount": "1,000",
    }
    person.send(typed, "Save the policy", 422)
    assert "Net uplift: this is missing" in person.words
    person.send({"uplift__percent": "2.3", "uplift__efficiency_percent": "3"}, "Save the policy", 422)
    assert "2006-01" in str([field.get("value") for field in person.page.iter()])
    person.send({"activity__to": "2007-12"}, "Save the policy")
    assert ["Growth money", "£1,000.00"] in person.table("Policy")
    assert ["Gross inflation", "5.3%"] in person.table("Policy")


def test_two_people_editing_the_policy_lose_nothing_of_what_they_typed(person: Person, people: Field) -> None:
    a_scenario(people.commissioner)
    other = Person(person.client.application.test_client())
    sign_in_as(other, people.finance).visit("/budgets/rounds/scenarios/1/policy")
    person.visit("/budgets/rounds/scenarios/1/policy")
    other.send({"uplift__percent": "2.5"}, "Save the policy")
    person.send({"uplift__percent": "3"}, "Save the policy", 422)
    assert "PCT finance changed this policy on 4 March 2008 at 09:00" in person.words
    assert "Net uplift was 2.3, is now 2.5." in person.words
    person.send(button="Save the policy")
    assert ["Net uplift", "3%"] in person.table("Policy")


def test_a_lead_sees_nothing_before_it_is_opened(person: Person, people: Field) -> None:
    stored = a_calculation(people.commissioner)
    sign_in_as(person, people.lead)
    person.visit("/budgets/rounds")
    assert "Nothing has been put to the groups yet." in person.words
    for path in ("/budgets/rounds/1", f"/budgets/calculations/{stored.id}"):
        person.visit(path, 404)
    for path in ("/budgets/rounds/scenarios/1", "/budgets/rounds/inputs/1", UPLOAD):
        person.visit(path, 403)


def test_another_commissioner_finds_nothing(person: Person, people: Field) -> None:
    a_calculation(people.commissioner)
    sign_in_as(person, people.stranger)
    for path in ("1", "scenarios/1", "scenarios/1/policy", "inputs/1", "inputs/1/file", "calculations/1/copy"):
        person.visit(f"/budgets/rounds/{path}", 404)


def test_a_scenario_is_copied_renamed_and_moved_to_newer_inputs(person: Person, people: Field) -> None:
    stored = a_calculation(people.commissioner)
    person.visit("/budgets/rounds/scenarios/1").follow("Copy as another scenario")
    person.send({"name": "Working budget"}, "Begin the scenario", 422)
    assert "There is already a scenario called “Working budget”" in person.words
    person.send({"name": "By activity"}, "Begin the scenario").follow("Rename").send(
        {"name": "All by activity"}, "Save"
    )
    some_inputs(stored.round_id, people.finance, with_two_services(a_workbook()), b"newer")
    person.follow("Use other inputs").send(button="Use these inputs")
    assert "All by activity now uses inputs 2." in person.words
    assert ["Wound care WOUND", "Services", "equal"] in person.table("Methods")


def test_inputs_can_be_taken_away_as_they_came_and_read_again(person: Person, people: Field) -> None:
    some_inputs(a_round(people.commissioner).id, people.commissioner)
    assert person.client.get("/budgets/rounds/inputs/1/file").data == b"the file"
    for kind in ("xlsx", "zip"):
        taken = person.client.get(f"/budgets/rounds/inputs/1.{kind}").data
        upload(person, taken, f"taken.{kind}")
        assert "The same content, from another file, is already in this round as inputs 1" in person.words
    for path in ("template.xlsx", "example.zip"):
        assert person.client.get(f"/budgets/rounds/inputs/{path}").data.startswith(b"PK")


def test_filling_from_what_is_stored_lists_every_problem_and_stores_nothing(person: Person, people: Field) -> None:
    a_round(people.commissioner)
    person.visit("/budgets/rounds/1/inputs/fill")
    assert "There are no earlier inputs to take the money from." in person.words
    some_inputs(1, people.commissioner)
    person.visit(UPLOAD).follow("fill the inputs from what is stored").send(button="Fill and check", status=422)
    assert person.heading.endswith("problems in what is stored")
    assert "practices.csv" in [row[0] for row in person.table("Problems")]
    assert count(Inputs) == 1


def test_methods_can_be_filtered_and_only_those_shown_are_changed(person: Person, people: Field) -> None:
    some_inputs(a_round(people.commissioner).id, people.commissioner, with_two_services(a_workbook()))
    person.visit("/budgets/rounds/scenarios/1/methods?text=wound")
    assert [row[0] for row in person.table("1 of 2 lines")[1:]] == ["Wound careWOUND"]
    person.visit("/budgets/rounds/scenarios/1/methods?text=nothing")
    assert "No line holds “nothing”." in person.words


def test_the_list_and_a_round_make_no_more_queries_with_more_to_show(person: Person, people: Field) -> None:
    a_calculation(people.commissioner)

    paths = ("/budgets/rounds", "/budgets/rounds/1", "/budgets/rounds/scenarios/1")
    few = [asked_by(person, path) for path in paths]
    for year in ("2006/07", "2007/08", "2009/10"):
        a_round(people.commissioner, year)
    for method in ("equal", "activity", "fixed"):
        person.visit("/budgets/rounds/scenarios/1/methods/PHYSIO").send({"method-0": method}, "Save and calculate")
    assert len(person.visit("/budgets/rounds/1").table("Calculations")) > 3
    many = [asked_by(person, path) for path in paths]
    assert [now - then for then, now in zip(few, many, strict=True)] == [0, 0, 0]
