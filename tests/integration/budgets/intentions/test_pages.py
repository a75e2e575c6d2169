"""Who may open which page of intentions, what the files hold, and how often a page asks the database."""

import csv
import io

import pytest
from flask import Flask
from flask.testing import FlaskClient
from openpyxl import load_workbook

from core.permissions import Actor
from tests.builders_intentions import (
    Willing,
    a_new_service,
    a_pay_scale,
    an_investment,
    an_offer,
    answered,
    asked_for,
    said_of,
)
from tests.builders_reading import read_as
from tests.builders_rounds import a_round
from tests.integration.budgets.test_matrix_queries import queries_of

READ = (
    "/intentions",
    "/intentions/groups",
    "/intentions/lines/PHYSIO",
    "/intentions/1",
    "/intentions/intentions.csv",
    "/intentions/intentions.xlsx",
    "/intentions/groups.csv",
    "/intentions/groups.xlsx",
    "/offers",
    "/offers/1",
    "/offers/offers.csv",
    "/offers/offers.xlsx",
    "/offers/1/posts.csv",
    "/offers/1/posts.xlsx",
    "/grossing-up",
)
POSTS_OF_A_PROVIDER = ("/offers/1", "/offers/1/posts.csv", "/offers/1/posts.xlsx")
SPEAK = (
    "/intentions/lines/PHYSIO/state",
    "/intentions/same",
    "/intentions/new-service",
    "/intentions/2/change",
    "/intentions/1/take-back",
)
ANSWER = ("/intentions/1/answer", "/grossing-up/prices")
UNKNOWN = (
    "/intentions/lines/NOTHING",
    "/intentions/99",
    "/offers/99",
    "/offers/99/posts.csv",
    "/grossing-up/grossing-up.csv",
)


@pytest.fixture
def field(app: Flask) -> Willing:
    del app
    made = Willing()
    made.open_a_calculation()
    said_of(made, an_investment())
    asked_for(made)
    an_offer(made, made.provider, a_pay_scale(made.commissioner))
    return made


def statuses(client: FlaskClient, actor: Actor, paths: tuple[str, ...], round_id: int) -> set[int]:
    read_as(actor)
    return {client.get(f"/budgets/rounds/{round_id}{path}").status_code for path in paths}


def test_everybody_who_takes_part_reads_everything(field: Willing, client: FlaskClient) -> None:
    readers = (
        field.commissioner,
        field.finance,
        field.auditor,
        field.lead,
        field.member,
        field.lead_of_watcom,
        field.provider,
    )
    assert {actor.name: statuses(client, actor, READ, field.round_id) for actor in readers} == {
        actor.name: {200} for actor in readers
    }
    shared = tuple(path for path in READ if path not in POSTS_OF_A_PROVIDER)
    assert statuses(client, field.acute_manager, shared, field.round_id) == {200}
    assert statuses(client, field.acute_manager, POSTS_OF_A_PROVIDER, field.round_id) == {404}
    assert statuses(client, field.auditor, UNKNOWN, field.round_id) == {404}


def test_only_leads_speak_and_only_for_their_own_group(field: Willing, client: FlaskClient) -> None:
    assert statuses(client, field.lead, SPEAK, field.round_id) == {200}
    assert statuses(client, field.lead_of_watcom, SPEAK[3:], field.round_id) == {404}
    for actor in (field.member, field.commissioner, field.auditor, field.provider):
        assert statuses(client, actor, SPEAK, field.round_id) == {403}


def test_only_providers_answer_and_only_what_concerns_them(field: Willing, client: FlaskClient) -> None:
    assert statuses(client, field.provider, ANSWER, field.round_id) == {200}
    assert statuses(client, field.acute_manager, ANSWER[:1], field.round_id) == {404}
    for actor in (field.lead, field.commissioner, field.auditor):
        assert statuses(client, actor, ANSWER, field.round_id) == {403}


def test_offers_are_made_by_those_who_cost_posts_and_changed_by_their_own(field: Willing, client: FlaskClient) -> None:
    for actor, made, changed in (
        (field.provider, 200, 200),
        (field.second_manager, 200, 200),
        (field.lead, 200, 404),
        (field.commissioner, 200, 404),
        (field.member, 403, 403),
        (field.auditor, 403, 403),
    ):
        assert statuses(client, actor, ("/offers/make",), field.round_id) == {made}
        assert statuses(client, actor, ("/offers/1/change",), field.round_id) == {changed}


def test_people_of_another_commissioner_find_nothing(field: Willing, client: FlaskClient) -> None:
    for actor in (field.stranger, field.lead_elsewhere):
        assert statuses(client, actor, READ, field.round_id) == {404}
    read_as(field.stranger)
    assert client.get("/budgets/pay-scales/1").status_code == 404
    assert "Agenda for Change" not in client.get("/budgets/pay-scales").text


def test_before_a_calculation_is_open_only_those_who_prepare_it_see_the_page(app: Flask, client: FlaskClient) -> None:
    del app
    made = Willing()
    for actor in (made.lead, made.provider):
        assert statuses(client, actor, READ[:2], made.round_id) == {404}
    assert statuses(client, made.commissioner, ("/intentions",), made.round_id) == {200}
    assert statuses(client, made.commissioner, ("/intentions/groups",), made.round_id) == {404}
    read_as(made.commissioner)
    shown = client.get(f"/budgets/rounds/{made.round_id}/intentions").text
    assert "No calculation of 2008/09 is open to the groups yet." in shown


def test_an_intention_is_not_found_in_another_round(field: Willing, client: FlaskClient) -> None:
    other = a_round(field.commissioner, "2009/10")
    assert statuses(client, field.commissioner, ("/intentions/1", "/offers/1"), other.id) == {404}


def rows_of(client: FlaskClient, path: str) -> list[list[str]]:
    answer = client.get(path)
    assert answer.status_code == 200
    return list(csv.reader(io.StringIO(answer.text)))


def test_a_group_takes_away_its_lines_as_they_are_shown(field: Willing, client: FlaskClient) -> None:
    read_as(field.lead)
    rows = rows_of(client, f"/budgets/rounds/{field.round_id}/intentions/intentions.csv?show=changes")
    assert rows[1:] == [
        ["No category", "Physiotherapy", "61380.00", "Invest", "5000.00", "66380.00", "Not answered yet"],
        ["", "Total of 1 line", "61380.00", "1 said", "5000.00", "66380.00", ""],
    ]
    book = load_workbook(io.BytesIO(client.get(f"/budgets/rounds/{field.round_id}/intentions/intentions.xlsx").data))
    assert book.sheetnames == ["own-lines", "new-services"]


def test_a_provider_and_a_commissioner_take_away_what_they_see(field: Willing, client: FlaskClient) -> None:
    address = f"/budgets/rounds/{field.round_id}/intentions"
    read_as(field.provider)
    assert rows_of(client, f"{address}/intentions.csv")[1][:3] == ["Physiotherapy", "", "102300.00"]
    assert load_workbook(io.BytesIO(client.get(f"{address}/intentions.xlsx").data)).sheetnames == [
        "lines", "due", "answered",
    ]  # fmt: skip
    read_as(field.commissioner)
    rows = rows_of(client, f"{address}/groups.csv?text=physio")
    assert rows[1] == ["No category", "Physiotherapy", "5000.00", "", "5000.00", "0 of 1 answered"]
    named = client.get(f"{address}/groups.xlsx").headers["Content-Disposition"]
    assert named.endswith("filename=west-hertfordshire-pct-2008-09-intentions-of-all-groups.xlsx")


def test_the_posts_of_an_offer_can_be_taken_away(field: Willing, client: FlaskClient) -> None:
    read_as(field.lead)
    rows = rows_of(client, f"/budgets/rounds/{field.round_id}/offers/1/posts.csv")
    assert rows[1][0] == "Matron"
    assert rows[1][-1] == "75992.74"
    rows = rows_of(client, f"/budgets/rounds/{field.round_id}/offers/offers.csv")
    assert rows[1] == ["Matrons", "Provider services", "Something new", "1.6", "15% add-on", "75992.74"]


@pytest.mark.parametrize("page", ["/intentions", "/intentions/groups", "/intentions/lines/PHYSIO", "/intentions/1"])
def test_a_page_asks_no_more_often_when_more_is_said(field: Willing, client: FlaskClient, page: str) -> None:
    address = f"/budgets/rounds/{field.round_id}{page}"
    readers = (field.commissioner, field.lead, field.provider)

    def asked() -> list[int]:
        counts = []
        for actor in readers:
            read_as(actor)
            counts.append(queries_of(client, address))
        return counts

    answered(field, said_of(field, an_investment(), line="WOUND", by=field.lead_of_watcom), by=field.acute_manager)
    asked()  # what is frozen stays at hand from then on
    few = asked()
    for number in range(6):
        asked_for(field, a_new_service(name=f"Nurse {number}"), by=field.lead_of_watcom)
    assert asked() == few
    assert max(few) <= 16
