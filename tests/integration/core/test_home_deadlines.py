"""Home says of each to-do how many working days are left, or how many it is overdue."""

from collections.abc import Iterator
from datetime import UTC, date, datetime

import pytest
import time_machine

from core import navigation
from core.navigation import ToDo, add_home_part
from core.permissions import Actor
from tests.builders import a_commissioner, an_installation
from tests.journeys.signing_in import sign_in_as
from tests.person import Person

MARCH = date(2008, 3, 31)  # summer time began the day before
OCTOBER = date(2008, 10, 27)  # it ended the day before


@pytest.fixture
def commissioner() -> Actor:
    return a_commissioner(an_installation())


@pytest.fixture(autouse=True)
def to_do() -> Iterator[None]:
    add_home_part("test", lambda _, on: [ToDo(what="Reply", href="/", by=MARCH if on < date(2008, 6, 1) else OCTOBER)])
    yield
    navigation._home_parts.pop("test")


@pytest.mark.parametrize(
    ("at", "said"),
    [
        ("2008-03-20T12:00:00", "In 5 working days by 31 March 2008"),
        ("2008-03-30T00:30:00", "In 1 working day by 31 March 2008"),
        ("2008-03-31T22:59:59", "Today by 31 March 2008"),  # 23:59:59 in London
        ("2008-03-31T23:00:00", "1 working day overdue was due 31 March 2008"),  # midnight in London
        ("2008-04-02T12:00:00", "2 working days overdue was due 31 March 2008"),
        ("2008-10-27T23:59:59", "Today by 27 October 2008"),
        ("2008-10-28T00:00:00", "1 working day overdue was due 27 October 2008"),
    ],
)
def test_a_deadline_is_overdue_only_after_its_day_is_over_in_london(
    person: Person, commissioner: Actor, at: str, said: str
) -> None:
    """TRAPS 7."""
    with time_machine.travel(datetime.fromisoformat(at).replace(tzinfo=UTC), tick=False):
        sign_in_as(person, commissioner).visit("/")
        assert f"Reply {said}" in person.words
