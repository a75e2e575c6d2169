"""The register: what it asks and shows, and that a page costs the same with five thousand contracts."""

from dataclasses import replace
from datetime import date

import pytest
from flask import Flask
from sqlalchemy import insert

from contracts.agreements.charts import terms_chart
from contracts.agreements.models.contracts import Contract
from contracts.agreements.presented.register import register_table
from contracts.agreements.queries import register
from contracts.agreements.queries.contracts import get_contract
from contracts.agreements.queries.register import Asked
from contracts.agreements.rules.states import State
from core.db import bookkeeping
from core.web import page_of
from tests.builders_contracts import (
    Contracting,
    a_contract,
    a_signed_contract,
    issued,
    put_to_groups,
    signed_by,
    with_reviews,
    with_schedule,
    written_line,
)
from tests.counting import statements
from tests.journeys.signing_in import sign_in_as
from tests.person import Person

pytestmark = pytest.mark.usefixtures("database")
ON = date(2008, 6, 1)


def found(people: Contracting, asked: Asked, on: date = ON) -> list[str]:
    return [each.reference for each in register.list_register(asked, by=people.commissioner, on=on)]


def test_states_in_sql_are_those_of_the_rule_on_every_day() -> None:
    people = Contracting()
    a_signed_contract(people)
    a_contract(people, reference="WH/02")
    for on in (date(2008, 3, 31), date(2008, 4, 1), date(2009, 3, 31), date(2009, 4, 1)):
        for state in State:
            expected = [each.reference for each in (get_contract(1), get_contract(2)) if each.state_on(on) is state]
            assert found(people, Asked(state=state.value, sort="reference"), on) == expected, (state, on)
        counted = register.count_by_state(register.count_by_year_and_state(by=people.commissioner, on=on))
        assert counted == {get_contract(1).state_on(on): 1, State.DRAFT: 1}


def test_the_register_is_searched_filtered_and_sorted() -> None:
    people = Contracting()
    a_contract(people)
    a_contract(people, reference="WH/02", title="100% nursing", year_value=1, group_ids=(people.watcom,))
    every = Asked(sort="reference")
    for changes, expected in (
        ({}, ["WH/01", "WH/02"]),
        ({"sort": "-reference"}, ["WH/02", "WH/01"]),
        ({"sort": "value"}, ["WH/02", "WH/01"]),
        ({"sort": "nonsense"}, ["WH/01", "WH/02"]),
        ({"text": "nurs"}, ["WH/02"]),
        ({"text": "100%"}, ["WH/02"]),
        ({"text": "provider serv"}, ["WH/01", "WH/02"]),
        ({"group": "WAT"}, ["WH/02"]),
        ({"form": "binding"}, []),
        ({"kind": "community"}, ["WH/01", "WH/02"]),
        ({"year": "2009/10"}, []),
    ):
        assert found(people, replace(every, **changes)) == expected, changes


def test_a_row_says_who_signed_and_when_the_next_review_is() -> None:
    people = Contracting()
    contract_id = a_contract(people)
    with_schedule(contract_id, people)
    with_reviews(contract_id, people)
    issued(contract_id, people)
    signed_by(contract_id, people.commissioner, people.provider, people.lead)
    rows = register.rows_of(register.list_register(Asked(), by=people.commissioner, on=ON), on=ON)
    row = rows[0]
    assert (row.needed, row.signed, row.asked, row.assented) == (2, 2, 1, 1)
    assert (row.next_review, row.open_variations, row.groups) == (date(2008, 7, 1), 0, ["DacCom"])
    shown = register_table(rows, caption="1 contract")
    assert [cell.text for cell in shown.rows[0]][:4] == [
        "WH/01", "In force", "Provider services", "Community services contract",
    ]  # fmt: skip
    figure = terms_chart(rows, on=ON)
    assert figure is not None
    assert figure.finding == "1 of the 1 contracts shown is in force; WH/01 ends first, on 31 March 2009."


def test_lines_with_money_and_without_a_contract_are_warned_about() -> None:
    people = Contracting()
    put_to_groups(people)
    assert [(each.code, each.without) for each in register.lines_without_contract(people.pct, "2008/09")] == [
        ("PHYSIO", 102_300_00)
    ]
    written_line(a_contract(people), 1_00, people.commissioner)
    assert register.lines_without_contract(people.pct, "2008/09") == []
    assert register.lines_without_contract(people.pct, "2009/10") == []


def test_a_page_of_five_thousand_contracts_takes_at_most_fifteen_queries(database: Flask) -> None:
    people = Contracting()
    put_to_groups(people)
    a_signed_contract(people)
    counts = []
    for size in (5, 5_000):
        _many(size)
        person = sign_in_as(Person(database.test_client()), people.commissioner)
        person.visit("/contracts")
        with statements() as asked:
            person.visit("/contracts")
        ours = [each for each in asked if any(name in each for name in ("agreements_", "rounds_", "agreement_"))]
        counts.append((len(ours), len([each for each in asked if each.startswith("SELECT")])))
    assert max(every for _, every in counts) <= 15, counts
    listed = page_of(register.select_register(Asked(), by=people.commissioner, on=ON), 1)
    assert (len(listed.rows), listed.count) == (50, 5_006)


def _many(size: int) -> None:
    """That many contracts like the first, straight into the table: what is measured is reading them."""
    first = get_contract(1)
    columns = {column.key: getattr(first, column.key) for column in Contract.__table__.columns if column.key != "id"}
    with bookkeeping() as session:
        session.execute(insert(Contract), [{**columns, "reference": f"M/{size}/{turn}"} for turn in range(size)])
