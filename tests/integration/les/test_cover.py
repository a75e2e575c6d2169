"""Cover counts whom a scheme was offered to: what is for certain practices leaves nobody uncovered elsewhere."""

import pytest
from flask import Flask

from core.db import transaction
from les.sign_up.actions.covering import record_cover
from les.sign_up.presented.cover import finding_of
from les.sign_up.queries.cover import CoverView, cover_on
from les.sign_up.rules.cover import How
from les.sign_up.rules.kinds import Outcome
from tests.builders_sign_up import JULY, SigningUp


@pytest.fixture
def signing(database: Flask) -> SigningUp:
    """A trust with schemes and the managers of two practices."""
    del database
    return SigningUp()


def how(signing: SigningUp, view: CoverView) -> tuple[How, How]:
    """How the two practices are seen to."""
    found = {line.place.practice.id: line.covered.how for line in view.lines}
    return found[signing.first], found[signing.second]


def test_who_was_not_offered_a_scheme_is_not_uncovered(signing: SigningUp) -> None:
    scheme_id = signing.schemes.approved()
    assert how(signing, cover_on(signing.commissioner, on=JULY)) == (How.UNCOVERED, How.UNCOVERED)
    signing.member(scheme_id)
    view = cover_on(signing.commissioner, on=JULY)
    assert how(signing, view) == (How.SELF, How.NOT_OFFERED)
    ((_, total),) = view.sums()
    assert (total.practices, total.uncovered, total.uncovered_people, total.not_offered) == (2, 0, 0, 1)
    assert finding_of(view.sums()) == (
        "Every practice’s patients are covered under every scheme that was offered to it"
    )


def test_who_was_offered_a_scheme_and_stays_out_is_uncovered(signing: SigningUp) -> None:
    scheme_id = signing.schemes.approved()
    for offered in signing.sent(scheme_id):
        signing.answer(offered, Outcome.ACCEPTED if offered.practice_id == signing.first else Outcome.DECLINED)
    view = cover_on(signing.commissioner, on=JULY)
    assert how(signing, view) == (How.SELF, How.UNCOVERED)
    ((_, total),) = view.sums()
    assert (total.uncovered, total.not_offered) == (1, 0)


def test_who_was_to_be_covered_without_an_offer_is_uncovered_until_it_is_agreed(signing: SigningUp) -> None:
    scheme_id = signing.schemes.approved()
    signing.member(scheme_id)
    with transaction():
        record_cover(
            scheme_id=scheme_id,
            practice_id=signing.second,
            coverer_id=signing.first,
            starts_on=JULY,
            ends_on=None,
            agreed="",
            words="",
            by=signing.commissioner,
        )
    assert how(signing, cover_on(signing.commissioner, on=JULY)) == (How.SELF, How.UNCOVERED)
