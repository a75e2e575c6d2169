"""What people do with specifications: start, write, review, accept, begin the next, withdraw."""

import pytest
from flask import Flask

from contracts.specifications.queries.versions import get_version
from contracts.specifications.rules.states import State
from tests.builders_specifications import Parties


@pytest.fixture
def parties(database: Flask) -> Parties:
    """Two sides and a service."""
    del database
    return Parties()


def test_both_sides_agree_the_same_text(parties: Parties) -> None:
    version_id = parties.agreed()
    version = get_version(version_id)
    assert version.state is State.AGREED
    assert version.agreed is not None
