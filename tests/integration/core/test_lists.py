"""A list page asks the database as often with 50 rows as with 5."""

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from flask import Flask

from core.db import transaction
from core.parties.rules import PartyKind
from core.people.actions.grants import give_grant
from core.permissions import Actor, Role
from tests.builders import FIRST_DAY, a_commissioner, a_person, an_installation, an_organisation
from tests.counting import statements
from tests.journeys.signing_in import sign_in_as
from tests.person import Person


@contextmanager
def counted() -> Iterator[list[str]]:
    """The statements the database is asked meanwhile."""
    with statements() as asked:
        yield asked


def add_people(count: int, first: int, by: Actor) -> None:
    """People, each with a grant at a practice of their own and one at the trust."""
    for number in range(first, first + count):
        practice = an_organisation(PartyKind.PRACTICE, f"X{number:05}", by=by)
        made = a_person(Role.PRACTICE_MANAGER, practice.id, by=by)
        with transaction():
            give_grant(
                person_id=made.person_id,
                role=Role.FINANCE,
                organisation_id=by.organisation_id,
                starts_on=FIRST_DAY,
                by=by,
            )


@pytest.mark.parametrize(
    "address",
    [
        "/people/",
        "/people/?text=whp",
        "/audit-trail/",
        "/audit-trail/events.csv",
        "/commissioning/organisations/practices",
    ],
)
def test_a_list_takes_as_many_queries_with_50_rows_as_with_5(app: Flask, person: Person, address: str) -> None:
    administrator = an_installation()
    reader = a_commissioner(administrator) if address.endswith("practices") else administrator
    sign_in_as(person, reader)
    asked: list[list[str]] = []
    for count, first in ((5, 1), (45, 6)):
        add_people(count, first, administrator)
        person.visit(address)
        with app.app_context(), counted() as statements:
            person.visit(address)
        asked.append(statements)
    assert len(asked[0]) == len(asked[1]), asked[1]
    assert asked[0]
