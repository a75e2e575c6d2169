"""What a page says in place of a button to whoever did the first part of an act that takes two people."""

from dataclasses import replace

import pytest

from core.four_eyes import left_to_another
from core.permissions import Actor, Role

COLLEAGUE = Actor(
    person_id=2,
    name="Second person of finance",
    grant_id=2,
    role=Role.FINANCE,
    organisation_id=1,
    organisation_code="PCT",
    organisation_name="The trust",
    commissioner_ids=frozenset({1}),
)


@pytest.mark.parametrize(
    ("by", "said"),
    [
        (COLLEAGUE, ""),
        (replace(COLLEAGUE, person_id=1), "You made this run. Another person releases it."),
        (
            replace(COLLEAGUE, stands_in_for_id=1, stands_in_for="First person of finance"),
            "You stand in for First person of finance, who made this run. Another person releases it.",
        ),
    ],
)
def test_whoever_did_the_first_part_is_told_who_does_the_second(by: Actor, said: str) -> None:
    assert left_to_another(by, 1, None, did="made this run", then="releases it") == said
