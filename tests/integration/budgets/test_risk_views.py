"""Pages of risk: who may open them, what files hold, how often the database is asked, what the home page says."""

import csv
import io

import pytest
from flask import Flask
from flask.testing import FlaskClient
from openpyxl import load_workbook

from budgets.method.policy import Holder
from core.clock import today
from core.navigation import home_of, tabs_for
from core.permissions import Actor
from tests.builders_reading import read_as
from tests.builders_risk import CONTRIBUTION, DRAWDOWN, RiskField, with_interest_in
from tests.integration.budgets.test_matrix_queries import queries_of

PAGES = ("", "/pool.csv", "/pool.xlsx", "/chance", "/chance.csv", "/chance.xlsx")


@pytest.fixture
def field(app: Flask) -> RiskField:
    del app
    return RiskField()


def answers(client: FlaskClient, field: RiskField, paths: tuple[str, ...] = PAGES) -> set[int]:
    return {client.get(f"/budgets/rounds/{field.round_id}/risk{path}").status_code for path in paths}


@pytest.mark.parametrize("who", ["commissioner", "finance", "auditor"])
def test_those_who_prepare_and_check_see_the_risk_of_a_round(field: RiskField, client: FlaskClient, who: str) -> None:
    field.calculate()
    read_as(getattr(field, who))
    assert answers(client, field) == {200}


def test_groups_see_it_once_a_calculation_is_opened_to_them(field: RiskField, client: FlaskClient) -> None:
    field.calculate()
    movement = f"/budgets/risk/movements/{field.ask()}"
    for who in (field.lead, field.member, field.lead_of_red):
        read_as(who)
        assert answers(client, field) == {404}
        assert client.get(movement).status_code == 404
    field.show()
    for who in (field.lead, field.member, field.lead_of_red):
        read_as(who)
        assert answers(client, field) == {200}
        assert client.get(movement).status_code == 200


def test_other_commissioners_find_nothing_and_providers_may_not_look(field: RiskField, client: FlaskClient) -> None:
    field.show()
    movement = f"/budgets/risk/movements/{field.ask()}"
    for who in (field.stranger, field.lead_elsewhere):
        read_as(who)
        assert answers(client, field, (*PAGES, "/movements/ask")) == {404}
        assert client.get(movement).status_code == 404
        assert client.get(f"{movement}/withdraw").status_code == 404
    read_as(field.provider)
    assert answers(client, field, (*PAGES, "/movements/ask", "/holder")) == {403}
    assert client.get(movement).status_code == 403


def test_what_does_not_exist_is_not_found(field: RiskField, client: FlaskClient) -> None:
    read_as(field.commissioner)
    assert {client.get(path).status_code for path in ("/budgets/rounds/99/risk", "/budgets/risk/movements/99")} == {404}
    assert answers(client, field, ("/chance", "/chance.csv", "/chance.xlsx")) == {404}
    assert answers(client, field, ("", "/pool.csv")) == {200}


@pytest.mark.parametrize(
    ("who", "path"), [("finance", "/holder"), ("member", "/movements/ask"), ("auditor", "/holder")]
)
def test_who_may_not_act_may_not_open_the_form(field: RiskField, client: FlaskClient, who: str, path: str) -> None:
    field.show()
    read_as(getattr(field, who))
    assert answers(client, field, (path,)) == {403}


def test_the_tab_is_among_the_pages_of_a_round(field: RiskField) -> None:
    assert [tab.label for tab in tabs_for(field.lead, "round") if tab.endpoint == "risk.show_risk"] == ["Risk"]
    assert not [tab for tab in tabs_for(field.provider, "round") if tab.endpoint == "risk.show_risk"]


def rows_of(client: FlaskClient, path: str) -> list[list[str]]:
    answer = client.get(path)
    assert answer.status_code == 200, path
    return list(csv.reader(io.StringIO(answer.text.removeprefix("\ufeff"))))


def test_files_hold_what_is_shown_and_formulas_are_made_safe(field: RiskField, client: FlaskClient) -> None:
    field.show()
    field.move(CONTRIBUTION, "1234.50")
    field.move(DRAWDOWN, "200.25", party_id=field.red, by=field.lead_of_red)
    declined = field.ask(DRAWDOWN, "5.00", reason="=1+1")
    field.decline(declined)
    read_as(field.auditor)
    pool = f"/budgets/rounds/{field.round_id}/risk/pool"
    head, *rows = rows_of(client, f"{pool}.csv")
    assert head == [
        "Movement", "Kind", "Whose", "Into or out of the pool £", "State", "Pool after it £", "Reason", "Asked for by",
        "Asked for by, note", "Decided by", "Decided by, note",
    ]  # fmt: skip
    assert [row[:8] for row in rows] == [
        ["3", "Drawdown", "DacCom", "-5.00", "Declined", "", "'=1+1", "PbC lead of DacCom"],
        ["2", "Drawdown", "Red House", "-200.25", "Approved", "1034.25", "For swings.", "PbC lead of Red House"],
        ["1", "Contribution", "DacCom", "1234.50", "Approved", "1234.50", "For swings.", "PbC lead of DacCom"],
    ]
    assert [row[9] for row in rows] == [
        "PCT finance declined: “Not now.”",
        "PCT commissioner approved; PCT finance approved",
        "PCT commissioner approved; PCT finance approved",
    ]
    for query, numbers in (
        ("kind=drawdown&state=approved", ["2"]),
        (f"party={field.dac}", ["3", "1"]),
        ("party=own", []),
        ("kind=nonsense", []),
        ("state=", ["3", "2", "1"]),
    ):
        assert [row[0] for row in rows_of(client, f"{pool}.csv?{query}")[1:]] == numbers
    sheet = load_workbook(io.BytesIO(client.get(f"{pool}.xlsx").data)).active
    assert sheet is not None
    assert [cell.value for cell in next(sheet.iter_rows())] == head


def test_the_table_of_chance_as_a_file(field: RiskField, client: FlaskClient) -> None:
    field.show()
    read_as(field.lead)
    head, *rows = rows_of(client, f"/budgets/rounds/{field.round_id}/risk/chance.csv")
    assert head[-2:] == ["Change on last year %", "Against chance"]
    beyond = "fewer people than were measured: the line is continued"
    nothing = ["", "Cannot be compared"]
    assert rows == [
        ["DacCom", "6000", "61380.00", "8.9453", beyond, "5490.62", "10761.61", "17.5328", *nothing],
        ["WatCom", "4000", "40920.00", "10.7276", beyond, "4389.75", "8603.91", "21.0262", *nothing],
    ]


def test_the_chart_is_a_drawing_with_its_finding(field: RiskField, client: FlaskClient) -> None:
    field.show()
    read_as(field.lead)
    answer = client.get(f"/budgets/rounds/{field.round_id}/risk/chance")
    assert answer.mimetype == "image/svg+xml"
    assert "No group’s change can be compared with chance." in answer.text


def test_fifty_movements_need_no_more_queries_than_five(field: RiskField, client: FlaskClient) -> None:
    field.show()
    counts = []
    for size in (5, 45):
        for number in range(size):
            by, party_id = (field.lead, field.dac) if number % 2 else (field.lead_of_red, field.red)
            field.ask(CONTRIBUTION, "1.00", party_id=party_id, by=by)
        read_as(field.commissioner)
        paths = (f"/budgets/rounds/{field.round_id}/risk", "/")
        assert {client.get(path).status_code for path in paths} == {200}  # what is frozen stays at hand from then on
        counts.append([queries_of(client, path) for path in paths])
    assert counts[0] == counts[1]
    assert counts[0][0] <= 15


def to_dos(actor: Actor) -> list[str]:
    now, _, _ = home_of(actor, today())
    return [to_do.what for to_do in now if "/risk/" in to_do.href]


def test_the_home_page_says_what_waits_for_ones_own_approval(app: Flask, field: RiskField) -> None:
    field.show()
    field.decide()
    field.move(CONTRIBUTION, "500.00")
    movement_id = field.ask(DRAWDOWN, "120.00")
    with app.test_request_context():
        assert to_dos(field.commissioner) == to_dos(field.finance) == ["Approve a drawdown of £120.00 for DacCom"]
        assert to_dos(field.lead) == to_dos(field.auditor) == to_dos(field.stranger) == []
        assert to_dos(with_interest_in(field.deputy, field.practice)) == []
    field.approve(movement_id, field.finance)
    with app.test_request_context():
        assert to_dos(field.finance) == []
        assert to_dos(field.commissioner) == ["Approve a drawdown of £120.00 for DacCom"]
    field.approve(movement_id, field.commissioner)
    with app.test_request_context():
        assert to_dos(field.commissioner) == []


def test_the_home_page_asks_for_a_decision_once_a_reserve_is_shown(app: Flask, field: RiskField) -> None:
    with app.test_request_context():
        assert to_dos(field.commissioner) == []
    field.show()
    with app.test_request_context():
        assert to_dos(field.commissioner) == ["Decide who holds the risk reserve of 2008/09"]
        assert to_dos(field.finance) == []
    field.decide(Holder.PROVIDER)
    with app.test_request_context():
        assert to_dos(field.commissioner) == []
