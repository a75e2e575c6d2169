"""Who may read which page of a calculation: every route by every role, before and after it is shown."""

import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests.builders_reading import Reading, read_as

WHOLE = (
    "",
    "/matrix",
    "/matrix.csv",
    "/matrix.xlsx",
    "/lines/COMM-NUR",
    "/lines/COMM-NUR/activity",
    "/bridge",
    "/bridge?group=DAC",
    "/bridge/uplift",
    "/bridge/risk-reserve",
    "/last-year",
    "/matrix?measure=fair-share",
    "/groups",
    "/downloads",
    "/comparison",
    "/report.pdf",
    "/charts/gross",
    "/charts/per-head",
    "/charts/distance",
    "/charts/bridge",
    "/charts/bridge?group=HER",
    "/charts/lines/COMM-NUR",
)
OF_HERTSMERE = ("/groups/HER", "/groups/HER/statement.pdf", "/practices/X82011", "/calculation.json")
OF_OTHERS = ("/groups/DAC", "/groups/DAC/statement.pdf", "/practices/X82002", "/calculation.xlsx", "/calculation.zip")
UNKNOWN = (
    "/lines/NOTHING",
    "/lines/NOTHING/activity",
    "/groups/NOTHING",
    "/practices/NOTHING",
    "/bridge?group=NOTHING",
    "/bridge/nothing",
    "/comparison?before=99",
    "/comparison?before=first",
    "/comparison.csv?before=99",
    "/charts/lines/NOTHING",
    "/charts/bridge?group=NOTHING",
    "/charts/comparison/99",
)


@pytest.fixture
def field(app: Flask) -> Reading:
    del app
    return Reading()


def answers(client: FlaskClient, calculation_id: int, paths: tuple[str, ...]) -> dict[str, int]:
    return {path: client.get(f"/budgets/calculations/{calculation_id}{path}").status_code for path in paths}


@pytest.mark.parametrize("role", ["commissioner", "finance", "auditor"])
def test_those_who_prepare_and_check_see_everything(field: Reading, client: FlaskClient, role: str) -> None:
    read_as(getattr(field, role))
    paths = (*WHOLE, *OF_HERTSMERE, *OF_OTHERS, f"/charts/comparison/{field.second}")
    assert set(answers(client, field.first, paths).values()) == {200}


@pytest.mark.parametrize("role", ["lead_of_hertsmere", "member_of_hertsmere", "lead"])
def test_groups_see_nothing_before_it_is_shown(field: Reading, client: FlaskClient, role: str) -> None:
    read_as(getattr(field, role))
    assert set(answers(client, field.first, (*WHOLE, *OF_HERTSMERE, *OF_OTHERS)).values()) == {404}


@pytest.mark.parametrize("role", ["lead_of_hertsmere", "member_of_hertsmere"])
def test_a_group_sees_the_whole_and_its_own_pages_once_shown(field: Reading, client: FlaskClient, role: str) -> None:
    field.show(field.first)
    read_as(getattr(field, role))
    assert set(answers(client, field.first, (*WHOLE, *OF_HERTSMERE)).values()) == {200}
    assert set(answers(client, field.first, OF_OTHERS).values()) == {404}


def test_showing_one_calculation_opens_no_other(field: Reading, client: FlaskClient) -> None:
    field.show(field.first)
    read_as(field.lead_of_hertsmere)
    assert set(answers(client, field.second, (*WHOLE, *OF_HERTSMERE)).values()) == {404}
    paths = (f"/comparison?before={field.second}", f"/comparison.csv?before={field.second}")
    assert set(answers(client, field.first, (*paths, f"/charts/comparison/{field.second}")).values()) == {404}


@pytest.mark.parametrize("role", ["stranger", "lead_elsewhere"])
def test_other_commissioners_and_their_groups_see_nothing(field: Reading, client: FlaskClient, role: str) -> None:
    field.show(field.first)
    read_as(getattr(field, role))
    assert set(answers(client, field.first, (*WHOLE, *OF_HERTSMERE, *OF_OTHERS)).values()) == {404}


def test_a_provider_may_not_see_budget_rounds(field: Reading, client: FlaskClient) -> None:
    field.show(field.first)
    read_as(field.provider)
    assert set(answers(client, field.first, (*WHOLE, *OF_HERTSMERE, *OF_OTHERS)).values()) == {403}


def test_what_does_not_exist_is_not_found(field: Reading, client: FlaskClient) -> None:
    read_as(field.commissioner)
    assert set(answers(client, field.first, UNKNOWN).values()) == {404}
    assert set(answers(client, 99, WHOLE).values()) == {404}


def test_a_line_shows_a_group_its_own_practices_only(field: Reading, client: FlaskClient) -> None:
    field.show(field.first)
    read_as(field.lead_of_hertsmere)
    for path in ("/lines/COMM-NUR", "/lines/COMM-NUR/activity", "/comparison", "/calculation.json"):
        text = client.get(f"/budgets/calculations/{field.first}{path}").text
        assert "X82002" not in text, path
    assert "X82011" in client.get(f"/budgets/calculations/{field.first}/lines/COMM-NUR").text


def test_months_of_activity_are_for_those_who_pay_and_check(field: Reading, client: FlaskClient) -> None:
    field.show(field.first)
    path = f"/budgets/calculations/{field.first}/lines/COMM-NUR/activity"
    read_as(field.lead_of_hertsmere)
    assert "2007-04" not in client.get(path).text
    read_as(field.auditor)
    assert "2007-04" in client.get(path).text
