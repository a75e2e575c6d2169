"""Long lists of signing up come in pages: filters and totals are those of the whole list."""

from collections.abc import Sequence
from typing import Any

import pytest
import time_machine
from flask import Flask

from core.web import Page, page_of_list
from tests.builders import AT
from tests.builders_commissioning import a_line, some_populations
from tests.builders_sign_up import SigningUp
from tests.journeys.signing_in import sign_in_as
from tests.person import Person


@pytest.fixture
def signing(app: Flask, monkeypatch: pytest.MonkeyPatch) -> SigningUp:
    """A trust whose two practices signed up to a scheme that begins in July, and pages of one row."""

    def short(rows: Sequence[Any]) -> Page:
        return page_of_list(rows, 1)

    del app
    monkeypatch.setattr("les.sign_up.views.agreements.page_of_list", short)
    monkeypatch.setattr("les.sign_up.views.cover.page_of_list", short)
    with time_machine.travel(AT, tick=False):
        found = SigningUp()
        some_populations(found.trust, a_line(), a_line("X82002", registered="3000"))
        for offered in found.sent(found.schemes.approved()):
            found.answer(offered)
    return found


@time_machine.travel(AT, tick=False)
def test_agreements_come_in_pages_and_keep_the_filter(signing: SigningUp, app: Flask) -> None:
    person = sign_in_as(Person(app.test_client()), signing.commissioner).visit("/les/sign-up?state=to+come")
    assert [row[3].split(" X")[0] for row in person.table("2 agreements")[1:]] == ["Practice 1"]
    assert "Page 1 of 2, 2 in all" in person.words
    person.follow("Next: page 2 of 2")
    assert "state=to+come" in person.address
    assert [row[3].split(" X")[0] for row in person.table("2 agreements")[1:]] == ["Practice 2"]
    whole = person.client.get("/les/sign-up/agreements.csv?state=to+come&page=2").text
    assert "Practice 1" in whole
    assert "Practice 2" in whole


@time_machine.travel(AT, tick=False)
def test_the_total_of_cover_is_that_of_all_pages(signing: SigningUp, app: Flask) -> None:
    person = sign_in_as(Person(app.test_client()), signing.commissioner).visit("/les/sign-up/cover?page=2")
    rows = person.table("2 lines of practice and scheme")
    assert rows[1][1].startswith("Practice 2")
    assert rows[-1][0] == "Total of all pages"
    every = sum(int(_people(person, number)) for number in (1, 2))
    assert int(rows[-1][-2].replace(",", "")) == every > 3000
    assert "Page 2 of 2, 2 in all" in person.words


def _people(person: Person, number: int) -> str:
    """The registered patients of the one line on a page of cover."""
    row = person.visit(f"/les/sign-up/cover?page={number}").table("2 lines of practice and scheme")[1]
    return row[-2].replace(",", "")


@pytest.mark.parametrize(
    ("asked", "number", "rows"), [("", 1, [1, 2]), ("2", 2, [3]), ("9", 2, [3]), ("-1", 1, [1, 2])]
)
def test_gives_the_nearest_page_of_a_list(app: Flask, asked: str, number: int, rows: list[int]) -> None:
    with app.test_request_context(f"/?page={asked}"):
        listed = page_of_list([1, 2, 3], 2)
        assert (listed.rows, listed.number, listed.pages, listed.count) == (rows, number, 2, 3)
        assert page_of_list([]).pages == 1
