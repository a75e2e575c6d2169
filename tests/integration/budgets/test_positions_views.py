"""Who may open the pages of positions, the board and disputes, and what is not found."""

import csv
import io

import pytest
from flask import Flask
from flask.testing import FlaskClient
from openpyxl import load_workbook

from budgets.agreement.rules.items import SPLIT, TOTAL
from budgets.agreement.rules.stances import Stance
from core.permissions import Actor
from tests.builders_positions import PHYSIO, WOUND, Talks, dispute, say
from tests.builders_reading import read_as
from tests.builders_rounds import Field, a_round

READ = (
    "/budgets/rounds/1/board",
    "/budgets/rounds/1/board.csv",
    "/budgets/rounds/1/board.xlsx",
    "/budgets/rounds/1/disputes.csv",
    "/budgets/proposals/1/positions",
    "/budgets/proposals/1/positions?group=WAT",
    "/budgets/proposals/1/positions.csv",
    "/budgets/proposals/1/positions.xlsx",
    "/budgets/proposals/1/positions/total?group=DAC",
    "/budgets/proposals/1/positions/line:PHYSIO?group=DAC",
    "/budgets/proposals/1/positions/pot:must_dos?group=DAC",
    "/budgets/disputes/1",
)
TAKE = (
    "/budgets/proposals/1/positions/take",
    "/budgets/proposals/1/positions/line:PHYSIO/take",
    "/budgets/disputes/1/withdraw",
)
DECIDE = ("/budgets/disputes/1/decide",)
UNKNOWN = (
    "/budgets/rounds/99/board",
    "/budgets/rounds/1/board?proposal=9",
    "/budgets/rounds/1/board.csv?proposal=first",
    "/budgets/proposals/99/positions",
    "/budgets/proposals/1/positions?group=FAR",
    "/budgets/proposals/1/positions/line:NOTHING?group=DAC",
    "/budgets/proposals/1/positions/pot:returned_money?group=DAC",
    "/budgets/proposals/1/positions/pot:nothing?group=DAC",
    "/budgets/proposals/1/positions/nothing?group=DAC",
    "/budgets/disputes/2",
    "/budgets/disputes/99",
)


@pytest.fixture
def talks(app: Flask) -> Talks:
    """A proposal with a dispute (1) and a position that is none (2)."""
    del app
    found = Talks()
    dispute(found.proposal_id, found.lead, PHYSIO)
    say(found.proposal_id, found.lead, TOTAL, Stance.AGREED)
    return found


def answers(client: FlaskClient, by: Actor, *paths: str) -> set[int]:
    read_as(by)
    return {client.get(path).status_code for path in paths}


def test_everybody_who_follows_the_round_reads_positions_board_and_disputes(talks: Talks, client: FlaskClient) -> None:
    for by in (
        talks.commissioner,
        talks.finance,
        talks.auditor,
        talks.lead,
        talks.member,
        talks.lead_of_watcom,
        talks.provider,
    ):
        assert answers(client, by, *READ) == {200}, by.name


def test_nobody_else_does(talks: Talks, client: FlaskClient) -> None:
    for by in (talks.stranger, talks.lead_elsewhere, talks.idle_provider):
        assert answers(client, by, *READ) == {404}, by.name
    assert answers(client, talks.practice_manager, *READ) == {403}


def test_only_a_lead_of_the_group_answers_and_only_a_commissioner_decides(talks: Talks, client: FlaskClient) -> None:
    confirmed = {200, 302}  # what binds the group asks for the password again
    assert answers(client, talks.lead, *TAKE) == confirmed
    assert answers(client, talks.lead_of_watcom, *TAKE[:2]) == confirmed
    assert answers(client, talks.lead_of_watcom, TAKE[2]) == {404}
    assert answers(client, talks.lead_elsewhere, *TAKE[1:], *DECIDE) == {404, 403}
    assert answers(client, talks.another_group("NEW", "New group"), *TAKE[:2]) == {302, 404}
    for by in (talks.member, talks.commissioner, talks.finance, talks.auditor, talks.provider):
        assert answers(client, by, *TAKE) == {403}, by.name
    assert answers(client, talks.commissioner, *DECIDE) == {302}
    for by in (talks.finance, talks.auditor, talks.lead, talks.provider):
        assert answers(client, by, *DECIDE) == {403}, by.name


def test_what_does_not_exist_is_not_found(talks: Talks, client: FlaskClient) -> None:
    assert answers(client, talks.commissioner, *UNKNOWN) == {404}


def test_total_and_split_have_a_form_of_their_own(talks: Talks, client: FlaskClient) -> None:
    read_as(talks.lead)
    for item in ("total", "split"):
        answer = client.get(f"/budgets/proposals/1/positions/{item}/take")
        assert (answer.status_code, answer.location) == (302, "/budgets/proposals/1/positions/take")


def test_a_round_without_a_proposal_says_so(app: Flask, client: FlaskClient) -> None:
    del app
    field = Field()
    a_round(field.commissioner)
    read_as(field.commissioner)
    assert "Nothing has been put to the groups yet." in client.get("/budgets/rounds/1/board").text
    assert client.get("/budgets/rounds/1/board.csv").status_code == 404


def test_reading_pages_notes_that_a_group_received_the_proposal(talks: Talks, client: FlaskClient) -> None:
    read_as(talks.member)
    client.get("/budgets/proposals/1/positions")
    assert "PbC member of DacCom, " in client.get("/budgets/rounds/1/board").text
    read_as(talks.commissioner)
    client.get("/budgets/proposals/1/positions")
    assert "Not opened yet by WatCom." in client.get("/budgets/rounds/1/board").text


def test_the_board_downloads_as_it_is_shown(talks: Talks, client: FlaskClient) -> None:
    dispute(talks.proposal_id, talks.lead, WOUND, claimed="30000.00")
    dispute(talks.proposal_id, talks.lead_of_watcom, SPLIT)
    read_as(talks.auditor)
    rows = list(csv.reader(io.StringIO(client.get("/budgets/rounds/1/disputes.csv?group=DAC&sort=item").text)))
    assert [row[0] for row in rows] == ["What", "Physiotherapy", "Wound care"]
    answer = client.get("/budgets/rounds/1/board.xlsx?group=WAT")
    assert answer.headers["Content-Disposition"].endswith("west-hertfordshire-pct-2008-09-proposal-1-board.xlsx")
    book = load_workbook(io.BytesIO(answer.data))
    assert book.sheetnames == ["groups", "disputes"]
    assert [row[0].value for row in book["disputes"].iter_rows()] == ["What", "The split"]
    assert [row[0].value for row in book["groups"].iter_rows()] == ["Group", "DacCom", "WatCom", "All groups"]


def test_the_list_of_disputes_is_sorted_and_turned_round(talks: Talks, client: FlaskClient) -> None:
    dispute(talks.proposal_id, talks.lead_of_watcom, WOUND, claimed="30000.00")

    def listed(query: str) -> list[str]:
        rows = csv.reader(io.StringIO(client.get(f"/budgets/rounds/1/disputes.csv{query}").text))
        return [row[0] for row in rows][1:]

    read_as(talks.auditor)
    assert listed("") == ["Physiotherapy", "Wound care"]
    assert listed("?sort=offered&backwards=yes") == ["Wound care", "Physiotherapy"]
    assert listed("?sort=difference") == ["Wound care", "Physiotherapy"]
    assert listed("?sort=nothing&state=nothing") == ["Physiotherapy", "Wound care"]
    assert listed("?item=line:WOUND") == ["Wound care"]
    assert listed("?state=decided") == []
    text = client.get("/budgets/rounds/1/board?sort=item").text
    assert 'aria-sort="ascending"' in text
    assert "No dispute is like that." in client.get("/budgets/rounds/1/board?state=decided").text
