"""A commissioner fills a budget's activity from frozen returns: looks first, presses once, and follows it back."""

import io
import json
from collections.abc import Iterator
from dataclasses import replace

import pytest
import time_machine
from openpyxl import load_workbook

from budgets.rounds import queries
from budgets.rounds.actions.calculations import calculate_scenario
from budgets.rounds.actions.scenarios import use_inputs
from core.db import db, transaction
from core.parties.actions import place_trust
from core.parties.rules import PartyKind
from core.permissions import Role
from tests.builders import a_person, an_organisation
from tests.builders_commissioning import a_lead, a_neighbour
from tests.builders_frozen import (
    APRIL,
    AT,
    MAY,
    Filling,
    a_filling,
    chosen,
    correct,
    filled,
    freeze,
    workbook_on_activity,
)
from tests.builders_rounds import opened, some_inputs
from tests.counting import asked_by
from tests.journeys.signing_in import sign_in_as
from tests.person import XHTML, Person

RETURNS = "Frozen returns of Provider services, April to May 2007: Contacts, submission 1 for April to May 2007."
PAGE = "/budgets/rounds/1/inputs/fill-activity"


@pytest.fixture(autouse=True)
def _in_march() -> Iterator[None]:
    with time_machine.travel(AT):
        yield


@pytest.fixture
def filling(person: Person) -> Filling:
    """Two frozen months of one provider; the commissioner sits at the browser."""
    found = a_filling()
    for month in (APRIL, MAY):
        freeze(found, month)
    sign_in_as(person, found.commissioner)
    return found


def _calculated(filling: Filling) -> int:
    """A calculation of the working budget on inputs 2, filled for April and May."""
    stored = filled(filling, chosen(APRIL, MAY))
    scenario = queries.list_scenarios(filling.round_id)[0]
    with transaction():
        use_inputs(scenario_id=scenario.id, inputs_id=stored.id, with_policy=False, by=filling.commissioner, at=AT)
        calculated, _ = calculate_scenario(scenario_id=scenario.id, by=filling.commissioner, at=AT)
        return calculated.id


def test_what_filling_does_is_seen_before_it_is_done_and_one_press_does_it(filling: Filling, person: Person) -> None:
    person.visit("/budgets/rounds/1").follow("Fill activity from frozen returns")
    assert "inputs 1 stay as they are" in person.words
    assert person.table("What is filled")[1:] == [
        ["Diabetes team DIAB", "contact", "April to May 2007 (2)", "–", "–", "2",
         "150 from file of inputs 1", "100", "−50", "0"],
        ["Lung team PULM", "contact", "April to May 2007 (2)", "–", "–", "1",
         "30 from file of inputs 1", "26", "−4", "6"],
        ["All lines", "", "", "", "", "", "180", "126", "−54", "6"],
    ]  # fmt: skip
    assert "6 of 126 could not be placed with a practice" in person.words
    assert len(queries.list_inputs(filling.round_id)) == 1
    person.send(button="Fill as new inputs")
    assert person.heading == "Budget round 2008/09Inputs 2"
    assert "Inputs 2 hold the activity of frozen returns. Inputs 1 stay as they were." in person.words
    assert person.table("Where the activity came from")[1:] == [
        [
            "Diabetes team DIAB",
            f"{RETURNS} The file of inputs 1: March 2007.",
        ],
        [
            "Lung team PULM",
            RETURNS,
        ],
    ]


@pytest.mark.usefixtures("filling")
def test_months_not_frozen_are_told_and_stay_only_where_the_person_says_so(person: Person) -> None:
    person.visit(f"{PAGE}?first=2007-03&last=2007-06&service=DIAB")
    (line, _) = person.table("What is filled")[1:]
    assert line[2:5] == [
        "April to May 2007 (2)",
        "June 2007 (1) Contacts of Provider services awaited",
        "March 2007 (1)",
    ]
    assert line[6:9] == ["230 from file of inputs 1", "100", "−130"]
    months = [row[:3] for row in person.table("Month by month")[2:]]
    assert months == [
        ["March 2007", "Not expected left out", "–"],
        ["April 2007", "Frozen", "–"],
        ["May 2007", "Frozen", "–"],
        ["June 2007", "Not frozen left out", "Contacts of Provider services"],
    ]
    person.visit(f"{PAGE}?first=2007-03&last=2007-06&service=DIAB&unfrozen=keep")
    assert person.table("What is filled")[1][6:9] == ["230 from file of inputs 1", "180", "−50"]


@pytest.mark.usefixtures("filling")
def test_what_is_refused_is_said_and_the_press_is_not_offered(person: Person) -> None:
    for query, said in (
        ("first=2007-06&last=2007-07&service=DIAB", "Nothing is frozen of these lines"),
        ("first=2006-01&last=2007-07&service=DIAB", "January 2006 is not counted in this round"),
        ("first=2007-05&last=2007-04&service=DIAB", "The first month is after the last."),
        ("first=nonsense&last=2007-04&service=DIAB", "“nonsense” is no month."),
        ("first=2007-04&last=2007-05", "Choose at least one line whose activity is to be filled."),
    ):
        person.visit(f"{PAGE}?{query}")
        assert said in person.words
        assert "Fill as new inputs" not in person.words
    person.visit(f"{PAGE}?inputs=99", status=404)


def test_inputs_stored_meanwhile_are_told_and_the_difference_is_shown_anew(filling: Filling, person: Person) -> None:
    person.visit(PAGE)
    other = replace(workbook_on_activity(), population_columns=("weighted", "community"))
    some_inputs(filling.round_id, filling.commissioner, other, b"another")
    person.send(button="Fill as new inputs", status=422)
    assert "stored inputs 2 on 3 March 2008" in person.words
    assert len(queries.list_inputs(filling.round_id)) == 2
    person.send(button="Fill as new inputs")
    assert person.heading.endswith("Inputs 3")


def test_a_double_press_makes_one_set_of_inputs(filling: Filling, person: Person) -> None:
    person.visit(PAGE)
    forms = [form for form in person.page.iter(f"{XHTML}form") if form.get("method") == "post"]
    sent = {each.get("name"): each.get("value") for each in forms[-1].iter(f"{XHTML}input")}
    first, second = (person.client.post(PAGE, data=sent) for _ in range(2))
    assert (first.status_code, first.location) == (302, second.location) == (302, "/budgets/rounds/inputs/2")
    db.session.rollback()
    assert len(queries.list_inputs(filling.round_id)) == 2


def test_every_driver_leads_back_to_the_submissions_it_came_from(filling: Filling, person: Person) -> None:
    correct(filling, -4)
    calculation = _calculated(filling)
    person.visit(f"/budgets/calculations/{calculation}/lines/DIAB/activity")
    assert [row[-1] for row in person.table("Activity counted by practice, 2007-01 to 2007-12")[1:3]] == [
        "Frozen returns, April to May 2007; file of inputs 1, row 5",
        "Frozen returns, April to May 2007",
    ]
    came = person.table("Where each month came from")[1:]
    assert [row[2:4] for row in came] == [
        ["The file of inputs 1", "–"],
        ["Provider services: Contacts, April 2007, submission 1", "50"],
        ["Provider services: Contacts, May 2007, submission 1", "50"],
        ["Provider services: Contacts, correction 1 posted to February 2008 Practice 1: Counted twice", "−4"],
    ]
    person.follow("Provider services: Contacts, May 2007, submission 1")
    assert "May 2007" in person.words


def test_lines_without_returns_lead_back_to_the_file_and_its_rows(filling: Filling, person: Person) -> None:
    stored = queries.list_scenarios(filling.round_id)[0]
    with transaction():
        calculated, _ = calculate_scenario(scenario_id=stored.id, by=filling.commissioner, at=AT)
    person.visit(f"/budgets/calculations/{calculated.id}/lines/DIAB/activity")
    assert "The file of inputs 1." in person.words
    assert person.table("Activity counted by practice, 2007-01 to 2007-12")[1][-1] == "File of inputs 1, rows 2 and 5"


def test_files_name_each_submission_with_its_hash(filling: Filling, person: Person) -> None:
    calculation = _calculated(filling)
    answer = person.client.get(f"/budgets/calculations/{calculation}/activity-sources.json")
    written = json.loads(answer.data)
    assert (written["schema"], written["inputs"]) == ("activity-sources/1", 2)
    named = [each for each in written["sources"] if each["line"] == "DIAB" and each["kind"] == "submission"]
    assert [(each["month"], each["quantity"], each["provider"], each["submission"]) for each in named] == [
        (APRIL, "50", "OWN", 1),
        (MAY, "50", "OWN", 1),
    ]
    assert all(len(each["file_hash"]) == 64 for each in written["sources"])
    book = load_workbook(io.BytesIO(person.client.get(answer.request.path.replace("json", "xlsx")).data))
    assert book["activity_sources"].max_row == len(written["sources"]) + 1


def test_a_lead_reads_words_without_links_and_no_quantities_by_month(filling: Filling, person: Person) -> None:
    correct(filling, -4)
    calculation = _calculated(filling)
    opened(queries.get_calculation(calculation), filling.commissioner)
    sign_in_as(person, a_lead(filling.field.trust)).visit(f"/budgets/calculations/{calculation}/lines/DIAB/activity")
    assert "Frozen returns of Provider services, April to May 2007" in person.words
    assert "with 1 later correction" in person.words
    assert "Where each month came from" not in person.words
    links = [each.get("href") for each in person.page.iter(f"{XHTML}a")]
    assert not [each for each in links if each and ("/activity/returns" in each or "activity-sources" in each)]
    for ending in ("json", "xlsx"):
        person.visit(f"/budgets/calculations/{calculation}/activity-sources.{ending}", status=404)
    person.visit(PAGE, status=403)


def test_who_looks_from_above_the_trust_sees_no_month_of_a_return(filling: Filling, person: Person) -> None:
    correct(filling, -4)
    calculation = _calculated(filling)
    trust = filling.field.trust
    authority = an_organisation(PartyKind.SHA, "EOE", by=trust.administrator)
    with transaction():
        place_trust(party_id=trust.id, overseer_id=authority.id, by=trust.administrator)
    above = a_person(Role.AUDITOR, authority.id, by=trust.administrator, name="Auditor", email="a@eoe.example")
    sign_in_as(person, above).visit(f"/budgets/calculations/{calculation}/lines/DIAB/activity")
    assert "Where each month came from" not in person.words
    for ending in ("json", "xlsx"):
        person.visit(f"/budgets/calculations/{calculation}/activity-sources.{ending}", status=404)


def test_nobody_else_reaches_the_page(filling: Filling, person: Person) -> None:
    sign_in_as(person, a_neighbour(filling.field.trust)).visit(PAGE, status=404)
    sign_in_as(person, filling.field.provider).visit(PAGE, status=403)


def test_sources_say_by_themselves_what_was_filled(filling: Filling, person: Person) -> None:
    filled(filling, chosen(APRIL, MAY, services=("PULM",)))
    person.visit("/budgets/rounds/1/sources")
    (line,) = person.table("Lines described apart")[1:]
    assert line[:1] + line[2:6] == [
        "Lung team",
        "Frozen returns of Provider services, April to May 2007 Contacts, submission 1 for April to May 2007.",
        "18 March 2008",
        "Provider services",
        "A, measured",
    ]


def test_a_correction_posted_after_filling_is_told_on_the_inputs(filling: Filling, person: Person) -> None:
    stored = filled(filling, chosen(APRIL, MAY))
    correct(filling, -20)
    person.visit(f"/budgets/rounds/inputs/{stored.id}")
    told = "Activity of Diabetes team for May 2007 (contact) was corrected since by −20; fill again to take it up."
    assert told in person.words
    person.follow("Fill these inputs again").send(button="Fill as new inputs")
    assert person.heading.endswith("Inputs 3")
    assert "corrected since" not in person.words


def test_the_page_makes_no_more_queries_with_more_months(filling: Filling, person: Person) -> None:
    path = f"{PAGE}?first=2007-04&last=2007-08&service=DIAB&service=PULM"
    few = asked_by(person, path)
    for month in ("2007-06", "2007-07", "2007-08"):
        freeze(filling, month)
    assert asked_by(person, path) == few
    assert few <= 24
