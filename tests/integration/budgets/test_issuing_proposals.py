"""Putting a calculation to the groups: it does it, refuses in words, tells people, and says so in the audit trail."""

import pytest

from tests.builders_agreement import Agreeing, a_proposal

pytestmark = pytest.mark.usefixtures("database")


def test_smoke() -> None:
    people = Agreeing()
    found = a_proposal(people.commissioner)
    assert found.number == 1
