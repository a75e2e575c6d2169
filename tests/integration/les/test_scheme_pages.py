"""Pages of schemes: who sees which, what the register shows, files of it, the home page, one press does it once."""

import io
from collections.abc import Iterator
from decimal import Decimal

import pytest
import time_machine
from flask import Flask
from openpyxl import load_workbook
from sqlalchemy import func, select

from core.db import db, transaction
from core.permissions import Actor
from les.schemes.actions.budgets import enter_budget
from les.schemes.actions.making import begin_next_version
from les.schemes.models.prices import SchemePrice
from les.schemes.models.schemes import Scheme
from les.schemes.queries.schemes import find_approved_version
from tests.builders import AT
from tests.builders_schemes import Schemes
from tests.journeys.signing_in import sign_in_as
from tests.person import Person

ROOT = "/les/schemes"


@pytest.fixture(autouse=True)
def _in_april() -> Iterator[None]:
    with time_machine.travel(AT):
        yield


@pytest.fixture
def schemes(app: Flask) -> Schemes:
    """A trust with its people and a service."""
    del app
    return Schemes()


def _as(app: Flask, actor: Actor) -> Person:
    return sign_in_as(Person(app.test_client()), actor)


def test_each_sees_what_concerns_them(schemes: Schemes, app: Flask) -> None:
    approved, draft = schemes.approved(), schemes.add(name="Stop smoking")
    version = find_approved_version(approved)
    assert version is not None
    with transaction():
        next_id = begin_next_version(version_id=version.id, by=schemes.commissioner, at=AT).id
    seen = {
        schemes.commissioner: (200, 200, 200, 200),
        schemes.finance: (200, 200, 200, 200),
        schemes.auditor: (200, 200, 200, 200),
        schemes.lead: (200, 404, 200, 404),
        schemes.manager: (200, 404, 200, 404),
        schemes.provider: (403, 403, 403, 403),
        schemes.neighbour: (404, 404, 404, 404),
    }
    pages = (f"/{approved}", f"/{draft}", f"/versions/{version.id}", f"/versions/{next_id}")
    for actor, expected in seen.items():
        person = _as(app, actor)
        assert tuple(person.client.get(f"{ROOT}{page}").status_code for page in pages) == expected, actor.name
    lead = _as(app, schemes.lead).visit(f"{ROOT}/{approved}")
    assert "version 2: draft" not in lead.words
    assert "History" not in lead.words
    assert "Budgets" in lead.words
    assert "Propose a price" not in lead.words
    assert "No budget is recorded" not in _as(app, schemes.manager).visit(f"{ROOT}/{approved}").words


def test_what_waits_stands_in_the_register_and_at_home(schemes: Schemes, app: Flask) -> None:
    scheme_id = schemes.approved()
    waiting = schemes.add(name="Stop smoking")
    version_id = schemes.write(waiting)
    schemes.price(waiting)
    schemes.submit(version_id)
    schemes.price(scheme_id, amount=Decimal("43.50"))
    with transaction():
        enter_budget(
            scheme_id=scheme_id,
            locality_id=None,
            year="2008/09",
            amount=Decimal("1000.00"),
            floor=None,
            source="Minute",
            by=schemes.commissioner,
            at=AT,
        )
    home = _as(app, schemes.finance).visit("/").words
    assert "Approve LES-002 Stop smoking, version 1" in home
    assert "Decide over a price of LES-001 Minor surgery" in home
    assert "Decide over a budget of LES-001 Minor surgery" in home
    own = _as(app, schemes.commissioner).visit("/").words
    assert "Decide over" not in own
    assert "Approve LES" not in own
    assert "1 enhanced service has no budget for 2008/09" in own
    rows = _as(app, schemes.commissioner).visit(ROOT).table("2 schemes")
    assert [(row[0], row[1], row[6].split()[0]) for row in rows[1:]] == [
        ("LES-001", "Minor surgery", "Approved"),
        ("LES-002", "Stop smoking", "Waiting"),
    ]


def test_past_review_is_said(schemes: Schemes, app: Flask) -> None:
    scheme_id = schemes.approved()
    with time_machine.travel(AT.replace(year=2009, month=1)):
        person = _as(app, schemes.commissioner)
        assert "1 enhanced service is past review" in person.visit("/").words
        assert "Review overdue" in person.visit(f"{ROOT}/{scheme_id}").words
    with time_machine.travel(AT.replace(year=2009, month=4, day=1)):
        assert "Expired" in _as(app, schemes.commissioner).visit(f"{ROOT}/{scheme_id}").words


def test_the_register_is_filtered_sorted_and_taken_away(schemes: Schemes, app: Flask) -> None:
    schemes.approved()
    schemes.add(name="Stop smoking", locality_id=schemes.trust.localities["Dacorum"])
    person = _as(app, schemes.commissioner)
    assert [row[1] for row in person.visit(f"{ROOT}?sort=-name").table("2 schemes")[1:]] == [
        "Stop smoking",
        "Minor surgery",
    ]
    place = schemes.trust.localities["Dacorum"]
    for query, name in (
        (f"locality={place}", "Stop smoking"),
        ("locality=0", "Minor surgery"),
        ("state=draft", "Stop smoking"),
    ):
        assert [row[1] for row in person.visit(f"{ROOT}?{query}").table("1 scheme")[1:]] == [name]
    assert "No scheme fits" in person.visit(f"{ROOT}?kind=nes").words
    csv = person.client.get(f"{ROOT}/schemes.csv?state=approved").text.splitlines()
    assert csv[0].startswith("Number,Scheme,Kind,Where,Service,Form of payment,State")
    assert len(csv) == 2
    book = load_workbook(io.BytesIO(person.client.get(f"{ROOT}/schemes.xlsx").data))
    assert [row[1] for row in book.worksheets[0].iter_rows(min_row=2, values_only=True)] == [
        "Minor surgery",
        "Stop smoking",
    ]


def test_one_press_does_it_once(schemes: Schemes, app: Flask) -> None:
    person = _as(app, schemes.commissioner).visit(f"{ROOT}/add")
    inputs = {each.get("name"): each.get("value") for each in person.page.iter() if each.get("type") == "hidden"}
    hidden = {name: inputs[name] for name in ("form_key", "csrf_token")}
    fields = {"name": "Phlebotomy", "service": str(schemes.services["MINOR"]), "kind": "les", "locality": "0"}
    sent = {**fields, **hidden}
    first, second = (person.client.post(f"{ROOT}/add", data=sent) for _ in range(2))
    assert first.location == second.location == f"{ROOT}/1"
    db.session.rollback()
    assert db.session.scalar(select(func.count()).select_from(Scheme)) == 1


def test_a_worked_example_is_asked_for(schemes: Schemes, app: Flask) -> None:
    scheme_id = schemes.approved()
    person = _as(app, schemes.manager).visit(f"{ROOT}/{scheme_id}")
    assert "40 × Joint injection at £42.00 (price from 1 April 2008) = £1,680.00." in person.words
    person.send({"count": "3"})
    assert "3 × Joint injection at £42.00 (price from 1 April 2008) = £126.00." in person.words
    assert person.visit(f"{ROOT}/{scheme_id}?count=nonsense").status == 200


def test_prices_by_locality(schemes: Schemes, app: Flask) -> None:
    schemes.approved()
    person = _as(app, schemes.lead).visit(f"{ROOT}/prices")
    assert "Everything is paid at one price wherever it is paid." in person.words
    assert person.table("Prices by locality")[1][1:] == ["42.00", "42.00", "0.00"]
    assert "Joint injection" in person.client.get(f"{ROOT}/prices.csv").text
    assert person.client.get(f"{ROOT}/prices.xlsx").status_code == 200
    assert "nothing to compare" in _as(app, schemes.neighbour).visit(f"{ROOT}/prices").words


def test_a_price_of_another_scheme_is_not_found(schemes: Schemes, app: Flask) -> None:
    price_id = schemes.price(schemes.approved(), amount=Decimal("43.50"))
    person = _as(app, schemes.neighbour)
    assert person.client.get(f"{ROOT}/prices/{price_id}/decide").status_code == 404
    assert person.client.get(f"{ROOT}/prices/999/decide").status_code == 404
    assert person.client.get(f"{ROOT}/budgets/999/decide").status_code == 404
    assert db.session.scalar(select(func.count()).select_from(SchemePrice)) == 2
