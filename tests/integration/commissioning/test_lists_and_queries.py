"""A list page makes no more queries with 50 rows than with 5; lists search, sort and page."""

import pytest
from flask.testing import FlaskClient

from commissioning.organisations.actions.sheets import record_organisations
from commissioning.organisations.rules.values import GroupLine, MembershipLine, ProviderLine, ProviderSort
from core.db import db, transaction
from tests.builders import DAY, FIRST_DAY, WORDS
from tests.builders_commissioning import Trust, a_line, a_trust, some_populations, some_services
from tests.counting import statements
from tests.person import Person

PAGES = (
    "/commissioning/",
    "/commissioning/organisations/localities",
    "/commissioning/organisations/groups",
    "/commissioning/organisations/practices",
    "/commissioning/organisations/providers",
    "/commissioning/organisations/populations",
    f"/commissioning/organisations/populations/day?on={DAY.isoformat()}",
    "/commissioning/catalogue/",
    "/commissioning/catalogue/services",
)


def _fill(trust: Trust, first: int, last: int) -> None:
    numbers = range(first, last)
    with transaction():
        record_organisations(
            commissioner_id=trust.id,
            localities=[f"Locality {n}" for n in numbers],
            groups=[GroupLine(code=f"G{n}", name=f"Group {n}", locality=f"Locality {n}") for n in numbers],
            practices=[MembershipLine(practice=f"X9{n:04}", name=f"Practice {n}", group=f"G{n}") for n in numbers],
            providers=[ProviderLine(code=f"P{n}", name=f"Provider {n}", sort=ProviderSort.PRIVATE) for n in numbers],
            on=FIRST_DAY,
            by=trust.commissioner,
        )
    some_populations(trust, *(a_line(f"X9{n:04}", community="10.5") for n in numbers))
    some_services(trust, *(f"SERV-{n}" for n in numbers))


def _sign_in(person: Person, trust: Trust) -> None:
    person.visit("/people/sign-in")
    person.send({"email": f"commissioner-{trust.id}@whp.example", "password": WORDS})


@pytest.mark.usefixtures("app")
def test_a_list_page_makes_no_more_queries_with_50_rows_than_with_5(person: Person, client: FlaskClient) -> None:
    trust = a_trust()
    _fill(trust, 0, 5)
    _sign_in(person, trust)
    few = {}
    for path in PAGES:
        db.session.remove()
        with statements() as asked:
            assert client.get(path).status_code == 200
        few[path] = len(asked)
    _fill(trust, 5, 47)
    for path in PAGES:
        db.session.remove()
        with statements() as asked:
            assert client.get(path).status_code == 200
        assert len(asked) == few[path], path


@pytest.mark.usefixtures("app")
def test_lists_search_sort_and_page(person: Person) -> None:
    trust = a_trust()
    _fill(trust, 0, 55)
    _sign_in(person, trust)
    person.visit("/commissioning/organisations/practices?sort=-code")
    rows = person.table("57 practices")
    assert (len(rows), rows[1][:2]) == (51, ["Practice 54", "X90054"])
    person.visit("/commissioning/organisations/practices?sort=-code&page=2")
    assert person.table("57 practices")[-1][1] == "X82001"
    person.visit("/commissioning/organisations/practices").send({"text": "x9001"})
    assert len(person.table("10 practices")) == 11
    person.visit("/commissioning/organisations/practices").send({"text": "nobody_%"})
    assert "No practice fits." in person.words
    person.visit("/commissioning/catalogue/services?text=SERV-54")
    assert len(person.table("1 service")) == 2
