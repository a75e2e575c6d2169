"""Whoever did the first part of what takes two people does not do the second: by themselves, through a colleague who
stands in for them, or while they stand in for the colleague; and then the colleague does.
"""

from collections.abc import Callable
from dataclasses import replace

import pytest

from core.db import db
from core.errors import Refusal
from core.permissions import Actor
from tests.security.figures import note
from tests.security.waiting import ALL, Waiting

pytestmark = pytest.mark.usefixtures("app")


def _through(by: Actor, absent: Actor) -> Actor:
    """One who acts for an absent colleague."""
    return replace(by, stands_in_for_id=absent.person_id, stands_in_for=absent.name)


def _under_the_grant_of(by: Actor, absent: Actor) -> Actor:
    """One who acts under the grant of an absent colleague."""
    return _through(replace(absent, person_id=by.person_id, name=by.name), absent)


@pytest.mark.parametrize("make", ALL, ids=lambda make: make.__name__)
def test_one_person_does_not_do_both_parts_whoever_stands_in(make: Callable[[], Waiting]) -> None:
    waiting = make()
    tried = (
        replace(waiting.second, person_id=waiting.first.person_id, name=waiting.first.name),
        _through(waiting.second, waiting.first),
        _under_the_grant_of(waiting.first, waiting.second),
    )
    for by in tried:
        with pytest.raises(Refusal, match=r"\bYou\b"):
            waiting.act(by)
        db.session.rollback()
    waiting.act(waiting.second)
    note("second parts refused to who did the first", len(tried))
