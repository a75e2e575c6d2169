"""Many variations: registers, the page of one, and the contract as at a date cost as many queries as with a few."""

from datetime import date

import pytest
from flask import Flask

from contracts.agreements.queries.contracts import get_contract
from contracts.variations.queries.content import base_of
from contracts.variations.queries.register import Asked, list_variations, select_ids
from contracts.variations.queries.variations import get_variation
from contracts.variations.rules.states import Stage
from core.db import db
from core.permissions import Actor
from tests.builders_contracts import Contracting, put_to_groups
from tests.builders_register import Register
from tests.builders_rounds import DAY
from tests.builders_varied import a_long_contract, add_variations
from tests.counting import statements
from tests.journeys.signing_in import sign_in_as
from tests.person import Person

pytestmark = pytest.mark.usefixtures("database")
LAST = date(2009, 3, 1)
PAID = "{}/as-at/payment?line=quality-5:terms/S5&on=2009-03-01"


def test_a_page_of_many_variations_takes_at_most_fifteen_queries(database: Flask) -> None:
    people = Contracting()
    register = Register(people, put_to_groups(people))
    register.add(120)
    add_variations(register, 480)
    for by in (people.commissioner, people.provider, people.lead):
        person = sign_in_as(Person(database.test_client()), by)
        for asked in ("", "?sort=-due&page=2", "?text=service+4&state=in_effect&kind=service&year=2008%2F09"):
            assert _queries(person, f"/contracts/variations{asked}") <= 15, (by.role, asked)


def test_what_is_counted_is_what_is_listed() -> None:
    people = Contracting()
    register = Register(people, put_to_groups(people))
    register.add(60)
    add_variations(register, 200)
    searches = (
        *(Asked(sort=sort) for sort in ("from", "-from", "due", "-due", "contract", "-contract", "nonsense")),
        Asked(text="Provider 1"), Asked(text="change 3"), Asked(text="WH/0000"), Asked(year="2008/09"),
        Asked(state="in_effect"), Asked(state="withdrawn"), Asked(text="Service 4", kind="service", year="2008/09"),
    )  # fmt: skip
    readers = (people.commissioner, people.provider, people.lead, people.lead_of_watcom, people.stranger)
    for by in readers:
        for asked in searches:
            listed = [each.id for each in list_variations(asked, by=by, on=DAY)]
            counted = db.session.scalars(select_ids(asked, by=by, on=DAY)).all()
            assert sorted(listed) == sorted(counted), (by.role, asked)
    by_day = [each.effective_from for each in list_variations(Asked(), by=people.commissioner, on=DAY)]
    assert by_day == sorted(by_day, reverse=True)
    assert len(by_day) > 150


def test_drafts_of_others_and_drafts_withdrawn_by_them_are_not_seen() -> None:
    people = Contracting()
    register = Register(people, put_to_groups(people))
    register.add(60)
    add_variations(register, 200)

    def seen(by: Actor, stage: Stage) -> set[int]:
        rows = db.session.scalars(select_ids(Asked(state=stage.value), by=by, on=DAY)).all()
        return {get_variation(each).proposer_id for each in rows}

    assert seen(people.commissioner, Stage.DRAFT) == {people.pct}
    assert seen(people.lead, Stage.DRAFT) == set()
    assert people.providing in seen(people.commissioner, Stage.WITHDRAWN), "put to the other party before"


def test_pages_of_a_contract_with_many_variations_cost_what_those_with_one_do(database: Flask) -> None:
    people, counts = Contracting(), []
    person = sign_in_as(Person(database.test_client()), people.commissioner)
    for variations in (1, 40):
        contract_id = a_long_contract(people, schedules=10, variations=variations, reference=f"WH/{variations}")
        address = f"/contracts/{contract_id}"
        pages = (f"{address}/variations/1", f"{address}/as-at?on={LAST}", f"{address}/variations", PAID.format(address))
        counts.append([_queries(person, page) for page in pages])
        found = base_of(get_contract(contract_id)).as_at(LAST)
        assert len(found.composition.numbers) == variations
    assert counts[0] == counts[1], counts
    assert max(counts[1]) <= 40, counts


def _queries(person: Person, address: str) -> int:
    """How many queries a page takes once it has been read before."""
    person.visit(address)
    with statements() as asked:
        person.visit(address)
    return len([each for each in asked if each.lstrip().upper().startswith("SELECT")])
