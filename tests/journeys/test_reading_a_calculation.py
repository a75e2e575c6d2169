"""A commissioner and a PbC lead read a calculation, from the overview down to a practice."""

import pytest
from flask import Flask

from tests.builders_reading import Reading, read_as
from tests.person import Person


@pytest.fixture
def field(app: Flask) -> Reading:
    del app
    return Reading()


def test_a_commissioner_follows_a_figure_from_the_overview_to_a_practice(field: Reading, person: Person) -> None:
    read_as(field.commissioner)
    person.visit(f"/budgets/calculations/{field.first}")
    assert person.heading.endswith("Overview")
    assert "£48,717,425.78" in person.words
    assert "£1,507,860.19 pooled, £350,000.00 of growth held" in person.words
    assert "All 6 checks passed." in person.words
    assert "Not put to the groups" in person.words
    assert person.table("Budgets by group")[4][:4] == ["Hertsmere", "9,633,129.41", "11,932,687.61", "+2,299,558.20"]

    person.follow("Matrix")
    assert person.table("Gross budgets by line and group")[2][:3] == [
        "Community nursing",
        "By activity",
        "2,544,895.33",
    ]
    person.send({"category": "Adult services", "text": "beds"}, button="Filter")
    assert [row[0] for row in person.table("Gross budgets")][2:] == [
        "Intermediate care beds", "Total of the 1 line shown", "Total of all 32 lines",
    ]  # fmt: skip
    person.follow("Net £")
    assert person.table("Net budgets")[2][0] == "Intermediate care beds"

    person.follow("Intermediate care beds")
    assert person.heading.endswith("How this was worked out: Intermediate care beds")
    assert person.table("From ledger to total")[-1][-1] == "4,399,537.74"
    assert person.table("How it was divided")[1][0] == "DacCom"
    person.follow("See the activity that was counted")
    assert person.table("Activity counted by month")[1][0] == "2007-01"

    person.visit(f"/budgets/calculations/{field.first}/groups/HER")
    assert person.heading.endswith("Statement of Hertsmere")
    assert person.table("From baseline to net")[-1][1] == "11,736,270.14"
    person.follow("Hertsmere practice 9")
    assert person.table("Lines of the practice")[-1][3] == "698,556.22"


def test_a_commissioner_compares_a_scenario_with_the_working_budget(field: Reading, person: Person) -> None:
    read_as(field.commissioner)
    person.visit(f"/budgets/calculations/{field.first}").follow("Compare")
    person.send({"before": str(field.first), "after": str(field.second)}, button="Compare")
    assert person.heading.endswith("Calculation 2 compared with 1")
    assert "What differs in how they were made: the method of 2 lines." in person.words
    assert person.table("Methods that differ")[1] == ["Community nursing", "By activity", "By capitation"]
    assert person.table("Gross budgets by group")[1][:4] == [
        "DacCom", "12,246,212.22", "12,714,184.48", "+467,972.26",
    ]  # fmt: skip
    assert "DacCom +£467,972.26 (+3.8%)" in person.words
    assert "Hertsmere −£252,557.56 (−2.1%)" in person.words


def test_a_lead_sees_their_own_statement_only_after_it_was_opened(field: Reading, person: Person) -> None:
    read_as(field.lead_of_hertsmere)
    person.visit(f"/budgets/calculations/{field.first}", status=404)
    field.show(field.first)
    person.visit(f"/budgets/calculations/{field.first}")
    assert "Please answer by 20 March." in person.words
    assert "Put to the groups" in person.words
    person.follow("Statements").follow("Hertsmere")
    assert person.heading.endswith("Statement of Hertsmere")
    person.follow("Bridge").follow("DacCom")
    assert person.table("From baseline to net")[1][1] == "11,031,977.87"
    person.visit(f"/budgets/calculations/{field.first}/groups/DAC", status=404)


def test_the_only_calculation_a_lead_sees_has_nothing_to_be_compared_with(field: Reading, person: Person) -> None:
    field.show(field.first)
    read_as(field.lead_of_hertsmere)
    person.visit(f"/budgets/calculations/{field.first}").follow("Compare")
    assert "There is no other calculation of this round to compare with." in person.words


def test_every_kind_of_line_can_be_read(field: Reading, person: Person) -> None:
    read_as(field.auditor)
    for code in ("GROWTH", "PRISON", "NEURO-BED", "PULM-REH", "MD-EOL", "STOP-SMK", "DIAB-NUR", "SALT-AD"):
        person.visit(f"/budgets/calculations/{field.first}/lines/{code}")
        assert code in person.words
        person.visit(f"/budgets/calculations/{field.first}/lines/{code}/activity")
