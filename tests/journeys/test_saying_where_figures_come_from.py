"""A commissioner says where the figures come from; a group reads how much of its money rests on what."""

import io

import pytest
from flask import Flask
from openpyxl import load_workbook
from sqlalchemy import func, select

from budgets.sources.demo import seed_demo_sources
from budgets.sources.models import DriverSource
from core.db import db, transaction
from tests.builders_reading import Reading, read_as
from tests.builders_rounds import AT, a_round, some_inputs
from tests.journeys.signing_in import sign_in_as
from tests.person import Person

SOURCES = "/budgets/rounds/1/sources"


@pytest.fixture
def field(app: Flask) -> Reading:
    del app
    return Reading()


def described(field: Reading) -> None:
    """Everything said as in the demo year."""
    with transaction():
        seed_demo_sources(inputs_id=1, by=field.commissioner, at=AT)


def test_from_nothing_described_to_a_graded_budget(field: Reading, person: Person) -> None:
    sign_in_as(person, field.commissioner)
    person.visit(SOURCES)
    assert "Not all described" in person.words
    assert "No money can be graded yet" in person.words
    assert person.table("What gives the groups their weights")[2][2:6] == ["Not described yet", "", "", "Not graded"]
    person.follow("Describe population snapshot")
    person.send({"source": "Registered lists", "owner": ""}, "Save the description", status=422)
    assert "Enter extract date" in person.words
    assert "Choose a quality grade" in person.words
    day = {"extracted_on-day": "7", "extracted_on-month": "1", "extracted_on-year": "2008"}
    person.send({"grade": "A", **day}, "Save the description", status=422)
    assert "Say who owns the figures." in person.words
    person.send({"owner": "PCT information team"}, "Save the description")
    assert "Population snapshot of inputs 1 is described as grade A." in person.words
    assert "rests on figures of grade A, measured" in person.words
    assert person.table("What gives the groups their weights")[1][2:6] == [
        "Registered lists",
        "7 January 2008",
        "PCT information team",
        "A, measured",
    ]
    assert "described Population snapshot as grade A, measured: Registered lists" in person.words


def test_a_line_is_described_apart_and_its_money_moves_to_its_own_grade(field: Reading, person: Person) -> None:
    described(field)
    sign_in_as(person, field.finance)
    person.visit(SOURCES)
    assert "All described" in person.words
    assert person.table("Each line by what it rests on, £")[1][:4] == [
        "Intermediate care: home based",
        "Activity",
        "D, rough and ready",
        "2,446,716.54",
    ]
    person.follow("Activity", within="main")
    person.send({"line": "IC-HOME", "grade": "B", "source": "Referral system", "note": ""}, "Save the description")
    assert person.table("Lines described apart")[2][:3] == [
        "Intermediate care: home based",
        "Activity",
        "Referral system",
    ]
    assert "Intermediate care: home based" not in person.table("Each line by what it rests on, £")[1]


def test_tables_are_filtered_sorted_and_taken_away_as_they_are_shown(field: Reading, person: Person) -> None:
    described(field)
    sign_in_as(person, field.auditor)
    person.visit(f"{SOURCES}?calculation={field.first}")
    assert person.table("Each group’s gross budget by what it rests on, £")[-1] == [
        "All groups", "8,144,554.66", "2,355,675.92", "15,423,987.26", "22,573,632.27", "219,575.67", "48,717,425.78",
    ]  # fmt: skip
    person.send({"grade": "C"}, "Filter")
    assert [row[0] for row in person.table("Each line by what it rests on")][1:5] == [
        "Children’s community nursing",
        "Speech and language therapy, adults",
        "Diabetes specialist nursing",
        "Heart failure nurses",
    ]
    person.follow("In %")
    lines = person.table("Each line by what it rests on, %")
    assert lines[1][-1] == "1,029,896.96"
    answer = person.client.get(f"/budgets/rounds/1/sources/lines.csv?{person.address.partition('?')[2]}")
    written = answer.text.splitlines()
    assert answer.headers["Content-Disposition"].endswith(
        "west-hertfordshire-pct-2008-09-inputs-1-calculation-1-sources-lines.csv"
    )
    assert len(written) == len(lines)
    assert written[1].startswith('Children’s community nursing,Cost-centre map,"C, mapped by hand"')
    everything = person.client.get(f"{SOURCES}.xlsx?calculation={field.first}")
    sheets = load_workbook(io.BytesIO(everything.data))
    assert sheets.sheetnames == ["drivers", "exceptions", "groups", "lines"]
    assert sheets["groups"].max_row == 7
    for name in ("drivers", "groups"):
        assert person.client.get(f"{SOURCES}/{name}.csv?calculation={field.first}").status_code == 200


def test_the_chart_is_an_image_of_its_own_with_its_finding(field: Reading, person: Person) -> None:
    described(field)
    sign_in_as(person, field.commissioner)
    person.visit(SOURCES)
    finding = "DacCom rests most on grade D, rough and ready, 18.3% of the gross budget; Hertsmere least, 14.9%."
    [image] = person.page.iter("{http://www.w3.org/1999/xhtml}img")
    drawn = person.client.get(str(image.get("src")))
    assert drawn.mimetype == "image/svg+xml"
    assert "rests most on grade D, rough and ready" in drawn.text
    first = person.client.get(f"{SOURCES}/chart?calculation={field.first}")
    assert finding in first.text


def test_new_inputs_begin_without_descriptions_and_take_over_those_before(field: Reading, person: Person) -> None:
    described(field)
    some_inputs(1, field.commissioner, file=b"newer")
    sign_in_as(person, field.commissioner)
    person.visit(SOURCES)
    assert "Nothing has been calculated from inputs 2 yet." in person.words
    person.send(button="Take over what was said of inputs 1")
    assert "4 descriptions were taken over for inputs 2. Describe anew what has changed since." in person.words
    assert "took over 4 descriptions from inputs 1" in person.words
    person.visit(f"{SOURCES}?inputs=1")
    assert "calculation 2" in person.words


def test_a_group_sees_the_sources_of_what_was_shown_to_it_and_nothing_else(field: Reading, person: Person) -> None:
    described(field)
    read_as(field.lead_of_hertsmere)
    person.visit(SOURCES, status=404)
    field.show(field.first)
    some_inputs(1, field.commissioner, file=b"newer")
    read_as(field.lead_of_hertsmere)
    person.visit(SOURCES)
    assert "Every driver of inputs 1 has a source" in person.words
    assert "calculation 1" in person.words
    for hidden in (f"?calculation={field.second}", "?inputs=2", "?calculation=99"):
        person.visit(f"{SOURCES}{hidden}", status=404)
    for path in ("/chart", "/lines.csv", "/groups.csv", "/drivers.csv", ".xlsx"):
        assert person.client.get(f"{SOURCES}{path}?calculation={field.second}").status_code == 404
        assert person.client.get(f"{SOURCES}{path}").status_code == 200
    assert person.client.get(f"{SOURCES}/1/describe").status_code == 403
    assert person.client.post(f"{SOURCES}/1/copy").status_code == 403


def test_others_find_no_round_here(field: Reading, person: Person) -> None:
    field.show(field.first)
    read_as(field.lead_elsewhere)
    person.visit(SOURCES, status=404)
    read_as(field.stranger)
    person.visit(SOURCES, status=404)
    assert person.client.get(f"{SOURCES}/1/describe").status_code == 404
    read_as(field.provider)
    person.visit(SOURCES, status=403)


def test_inputs_of_another_round_are_not_found_here(field: Reading, person: Person) -> None:
    other = a_round(field.commissioner, "2009/10")
    sign_in_as(person, field.commissioner)
    person.visit(f"/budgets/rounds/{other.id}/sources/1/describe", status=404)
    person.visit(f"/budgets/rounds/{other.id}/sources")
    assert "No workbook has been stored in this round yet" in person.words
    for path in ("/chart", "/lines.csv"):
        assert person.client.get(f"/budgets/rounds/{other.id}/sources{path}").status_code == 404


def test_a_double_click_says_it_once(field: Reading, person: Person) -> None:
    sign_in_as(person, field.commissioner)
    person.visit(f"{SOURCES}/1/describe?driver=activity")
    hidden = {f.get("name"): f.get("value") for f in person.page.iter() if f.get("type") == "hidden"}
    typed = {
        "driver": "activity",
        "line": "",
        "source": "Paper returns",
        "owner": "Provider information team",
        "grade": "D",
        "note": "",
        "extracted_on-day": "14",
        "extracted_on-month": "1",
        "extracted_on-year": "2008",
    }
    sent = [person.client.post(f"{SOURCES}/1/describe?driver=activity", data={**hidden, **typed}) for _ in range(2)]
    assert [answer.location for answer in sent] == [f"{SOURCES}?inputs=1"] * 2
    db.session.rollback()
    assert db.session.scalar(select(func.count()).select_from(DriverSource)) == 1


def test_only_the_net_uplift_is_said_to_be_given(field: Reading, person: Person) -> None:
    sign_in_as(person, field.auditor)
    person.visit(SOURCES)
    assert "Gross inflation Not given separately Efficiency requirement Not given separately Net uplift 2.3%" in (
        person.words
    )
