"""Registers of reviews, minutes to approve and calendars ask as many queries for fifty reviews as for five."""

from collections.abc import Callable

import pytest
from flask import Flask

from commissioning.meetings.queries.meetings import list_to_approve, state_of_minutes, states_of_minutes
from commissioning.meetings.views.home_part import home_part
from contracts.reviews.queries.calendars import entries_for
from contracts.reviews.queries.reviews import Asked, list_reviews, standing_of
from core.db import db
from tests.builders_contracts import Contracting, a_signed_contract
from tests.builders_reviews import REVIEWED, address, many_held
from tests.counting import statements

ASKED: dict[str, Callable[[Contracting], object]] = {
    "register": lambda people: standing_of(list_reviews(Asked(), by=people.finance, on=REVIEWED), on=REVIEWED),
    "to approve": lambda people: list_to_approve(by=people.finance),
    "home page": lambda people: home_part(people.finance, REVIEWED),
    "calendar": lambda people: entries_for(
        people.finance, on=REVIEWED, review_at=address, action_at=address, notice_at=lambda *_: ""
    ),
}


def asked(ask: Callable[[Contracting], object], people: Contracting) -> int:
    """How many statements it takes, with nothing remembered from before."""
    db.session.expunge_all()

    with statements() as said:
        ask(people)
    return sum(each.lstrip().startswith("SELECT") for each in said)


@pytest.mark.parametrize("name", list(ASKED))
def test_fifty_take_as_many_queries_as_five(app: Flask, name: str) -> None:
    with app.test_request_context():
        people = Contracting()
        contract_id = a_signed_contract(people)
        many_held(people, contract_id, 5)
        few = asked(ASKED[name], people)
        many_held(people, contract_id, 45)
        assert len(list_reviews(Asked(), by=people.finance, on=REVIEWED)) == 50
        assert asked(ASKED[name], people) == few <= 8


def test_many_at_once_stand_as_each_by_itself(app: Flask) -> None:
    del app
    people = Contracting()
    many_held(people, a_signed_contract(people), 3)
    meetings = list_to_approve(by=people.finance)
    assert len(meetings) == 3
    assert states_of_minutes(meetings) == {each.id: state_of_minutes(each) for each in meetings}
    assert list_to_approve(by=people.lead) == [], "DacCom was not there"
