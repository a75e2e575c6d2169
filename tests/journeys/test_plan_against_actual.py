"""People hold what was done against the plan of a contract: commissioner, provider, and the leads of the groups."""

import csv
import io

import pytest
from flask import Flask
from openpyxl import load_workbook
from pypdf import PdfReader

from tests.builders_contracts import a_contract, a_signed_contract
from tests.builders_watched import Watching
from tests.journeys.signing_in import sign_in_as
from tests.person import Person

CONTRACT = "/contracts/1"
ACTIVITY = f"{CONTRACT}/activity"
SERVICE = f"{ACTIVITY}/service"
TO_JUNE = "?year=2008/09&to=2008-06"
PLAIN = {"X1": 70, "X2": 50, "X3": 48}
FINDING = (
    "Podiatry: 12.0% above plan in April 2008 and June 2008; £1,200.00 above under the contract’s terms; "
    "forecast at the rate so far £97,200.00 (too early to go by). Without May 2008: missing."
)


@pytest.fixture
def people(app: Flask) -> Watching:
    """Podiatry 12% above plan in April and June; May is missing."""
    del app
    people = Watching()
    people.contract()
    people.returned("2008-04", PLAIN, freeze=True)
    people.returned("2008-06", PLAIN)
    return people


def test_a_commissioner_reads_how_far_off_plan_a_contract_is(person: Person, people: Watching) -> None:
    sign_in_as(person, people.commissioner).visit(CONTRACT).follow("Plan against actual")
    assert person.heading.endswith("Plan against actual")
    person.visit(f"{ACTIVITY}{TO_JUNE}")
    assert FINDING in person.words
    assert "Too early: the forecast of Podiatry stands on fewer than 3 months." in person.words
    [row] = _rows(person, "Activity and money, April to June 2008")
    assert row == [
        "Podiatry contacts",
        "April 2008 and June 2008 June 2008 provisional; without May 2008: missing",
        "300", "336", "+36", "+12.0", "15,000.00", "16,200.00", "+1,200.00",
    ]  # fmt: skip
    forecast = _rows(person, "Forecast of 2008/09")
    assert [each[1:6] for each in forecast] == [
        ["Actual to date, then the plan too early", "2", "1,800", "1,836", "+36"],
        ["Actual to date, then at the rate so far too early", "2", "1,800", "2,016", "+216"],
    ]
    assert "as the months so far do together" in person.words


def test_one_month_alone(person: Person, people: Watching) -> None:
    sign_in_as(person, people.commissioner).visit(f"{ACTIVITY}{TO_JUNE}&basis=month")
    [row] = _rows(person, "Activity and money, June 2008")
    assert row[1:] == [
        "June 2008 June 2008 provisional",
        "150",
        "168",
        "+18",
        "+12.0",
        "7,500.00",
        "8,100.00",
        "+600.00",
    ]
    person.visit(f"{ACTIVITY}?to=2008-05&basis=month")
    [row] = _rows(person, "Activity and money, May 2008")
    assert row[1] == "Nothing Without May 2008: missing."


def test_a_service_by_month_and_group_with_where_each_figure_comes_from(person: Person, people: Watching) -> None:
    sign_in_as(person, people.commissioner).visit(f"{ACTIVITY}{TO_JUNE}").follow("By month and group, Podiatry")
    assert person.heading.endswith("Podiatry")
    months = _rows(person, "Podiatry by month, 2008/09")
    assert months[0] == [
        "April 2008",
        "Frozen",
        "150",
        "168 in April 2008",
        "–",
        "+18",
        "+12.0",
        "150",
        "168",
        "+600.00",
    ]
    assert months[1][:4] == ["May 2008", "Missing No figure was returned.", "150", "–"]
    groups = _rows(person, "Podiatry by PbC group, to date")
    assert groups == [
        ["DacCom", "200", "240", "+40", "+20.0", "10,000.00", "11,333.33", "+1,333.33"],
        ["WatCom", "100", "96", "−4", "−4.0", "5,000.00", "4,866.67", "−133.33"],
        ["The service", "300", "336", "+36", "+12.0", "15,000.00", "16,200.00", "+1,200.00"],
    ]
    person.follow("168 in April 2008")
    assert person.path.startswith(f"/activity/returns/{people.expectation_id}/2008-04")
    person.visit(f"{SERVICE}{TO_JUNE}").follow("150")
    assert person.path == f"{CONTRACT}/as-at"
    person.visit(f"{SERVICE}{TO_JUNE}").follow("+600.00")
    assert person.path == f"{CONTRACT}/as-at/payment"


def test_files_hold_what_is_shown(person: Person, people: Watching) -> None:
    client = sign_in_as(person, people.commissioner).client
    rows = list(csv.reader(io.StringIO(client.get(f"{ACTIVITY}.csv{TO_JUNE}").data.decode("utf-8-sig"))))
    assert rows[1][:2] == ["Podiatry", "contacts"]
    assert rows[1][4:] == ["300", "336", "36", "12", "15000.00", "16200.00", "1200.00"]
    book = load_workbook(io.BytesIO(client.get(f"{SERVICE}.xlsx{TO_JUNE}").data))
    assert book.sheetnames == ["months", "groups", "forecast"]
    listed = client.get("/contracts/activity.csv?year=2008/09").data.decode("utf-8-sig")
    assert "WH/01" in listed
    pdf = client.get(f"{ACTIVITY}.pdf{TO_JUNE}").data
    assert pdf == client.get(f"{ACTIVITY}.pdf{TO_JUNE}").data
    text = " ".join(" ".join(each.extract_text() for each in PdfReader(io.BytesIO(pdf)).pages).split())
    assert "Podiatry: 12.0% above plan in April 2008 and June 2008" in text
    for chart in (f"{ACTIVITY}.svg{TO_JUNE}", f"{SERVICE}.svg{TO_JUNE}&narrow=1"):
        assert client.get(chart).data.startswith(b"<?xml"), chart


def test_a_lead_sees_the_own_group_and_the_rest_as_one(person: Person, people: Watching) -> None:
    sign_in_as(person, people.lead_of_watcom).visit(f"{SERVICE}{TO_JUNE}")
    groups = _rows(person, "Podiatry by PbC group, to date")
    assert [row[:3] for row in groups] == [
        ["WatCom", "100", "96"],
        ["All other groups, and in no group", "200", "240"],
        ["The service", "300", "336"],
    ]
    assert "DacCom" not in str(groups)
    person.visit("/contracts/activity?year=2008/09&group=DAC")
    assert _rows(person, "1 service, 2008/09, to March 2009")[0][5] == "336", "the group of others cannot be asked for"
    person.visit("/contracts/activity?year=2008/09&group=WAT")
    assert _rows(person, "1 service of WatCom, 2008/09, to March 2009")[0][4:7] == ["100", "96", "−4.0"]


def test_small_figures_are_shown_to_commissioner_and_provider_only(person: Person, people: Watching) -> None:
    people.returned("2008-07", {"X1": 150, "X3": 3})
    for by in (people.commissioner, people.provider):
        sign_in_as(person, by).visit(f"{SERVICE}{TO_JUNE}")
        assert len(_rows(person, "Podiatry by PbC group, to date")) == 3
    for reader in (people.lead, people.lead_of_watcom):
        sign_in_as(person, reader).visit(f"{SERVICE}{TO_JUNE}")
        assert "by PbC group" not in person.words
        assert "Groups are not shown: a month of one of them is 1 to 5." in person.words
        listed = person.visit("/contracts/activity?year=2008/09&group=WAT").words
        assert "not shown: a month is small" in listed or "96" not in listed
    people.returned("2008-08", {"X1": 2})
    sign_in_as(person, people.lead).visit(f"{SERVICE}{TO_JUNE}")
    assert "has a month with a figure of 1 to 5" in person.words
    assert "336" not in person.words
    for address in (f"{SERVICE}.svg", f"{SERVICE}.csv", f"{SERVICE}.xlsx"):
        assert person.client.get(address).status_code == 404, address
    assert "336" not in person.visit(f"{ACTIVITY}{TO_JUNE}").words  # not its bytes: a token may hold any digits
    for address in (f"{ACTIVITY}.csv{TO_JUNE}", "/contracts/activity.csv?year=2008/09"):
        assert b"336" not in person.client.get(address).data, address
    pdf = PdfReader(io.BytesIO(person.client.get(f"{ACTIVITY}.pdf{TO_JUNE}").data))
    assert "336" not in " ".join(each.extract_text() for each in pdf.pages)


def test_whom_a_contract_does_not_concern_finds_nothing(person: Person, people: Watching) -> None:
    for by in (people.stranger, people.idle_provider):
        sign_in_as(person, by)
        for address in (ACTIVITY, SERVICE, f"{ACTIVITY}.pdf", f"{ACTIVITY}.csv", f"{ACTIVITY}.svg", f"{SERVICE}.xlsx"):
            assert person.client.get(address).status_code == 404, (by.name, address)
        assert "WH/01" not in person.visit("/contracts/activity").words
    sign_in_as(person, people.practice_manager)
    assert person.client.get(ACTIVITY).status_code == 403


def test_a_lead_is_led_to_no_return_that_stays_closed(person: Person, people: Watching) -> None:
    sign_in_as(person, people.lead)
    assert b"/activity/returns/" not in person.client.get(f"{SERVICE}{TO_JUNE}").data
    sign_in_as(person, people.provider)
    assert b"/activity/returns/" in person.client.get(f"{SERVICE}{TO_JUNE}").data


def test_an_adjustment_is_a_line_of_its_own_with_its_reason(person: Person, people: Watching) -> None:
    people.adjusted("2008-04", "2008-06", -4)
    sign_in_as(person, people.commissioner).visit(f"{ACTIVITY}{TO_JUNE}")
    [row] = _rows(person, "Adjustments of frozen months that count in these months")
    assert row == [
        "June 2008", "Podiatry", "April 2008", "Practice X1", "−4", "One clinic was counted twice", "Provider manager",
    ]  # fmt: skip
    assert _rows(person, "Activity and money, April to June 2008")[0][3] == "332"
    sign_in_as(person, people.lead).visit(f"{ACTIVITY}{TO_JUNE}")
    [row] = _rows(person, "Adjustments of frozen months that count in these months")
    assert row[3:5] == ["not shown", "not shown"]


def test_the_list_of_all_contracts_has_the_largest_variance_first(person: Person, people: Watching) -> None:
    people.contract(reference="WH/02", terms=None)
    sign_in_as(person, people.commissioner).visit("/contracts/activity?year=2008/09")
    rows = _rows(person, "2 services, 2008/09, to March 2009")
    assert [row[0] for row in rows] == ["WH/01", "WH/02", "All that can be told"]
    assert rows[0][8] == "+1,200.00"
    assert rows[1][8] == "– cannot be told"
    assert rows[2][8] == "+1,200.00"
    assert "Podiatry in WH/02" in person.visit(f"{ACTIVITY}{TO_JUNE}").words
    assert "Podiatry in WH/01" in person.visit("/contracts/2/activity").words
    person.visit("/contracts/activity?year=2008/09&provider=NONE")
    assert "No service fits." in person.words
    for odd in ("?sort=nonsense", "?year=99", "?page=900", "?group=x&service=y", "?sort=--money"):
        person.visit(f"/contracts/activity{odd}")
    for odd in ("?to=2031-13", "?year=1999/00", "?basis=x"):
        person.visit(f"{ACTIVITY}{odd}")
    assert person.client.get(f"{SERVICE}?service=NONE").status_code == 404


def test_a_contract_that_is_not_signed_or_plans_nothing_says_so(person: Person, people: Watching) -> None:
    draft, plain = a_contract(people, reference="WH/08"), a_signed_contract(people, reference="WH/09")
    sign_in_as(person, people.commissioner).visit(f"/contracts/{draft}/activity")
    assert "once all parties have signed" in person.words
    assert person.client.get(f"/contracts/{draft}/activity.pdf").status_code == 404
    person.visit(f"/contracts/{plain}/activity")
    assert "The contract plans no activity in 2008/09" in person.words
    assert person.client.get(f"/contracts/{plain}/activity.pdf").status_code == 200


def _rows(person: Person, caption: str) -> list[list[str]]:
    """The rows of a table below its headings."""
    return person.table(caption)[1:]
