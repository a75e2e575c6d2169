"""Words of this place make no password: what is left without them must be hard to guess by itself."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.errors import Refusal
from core.people.passwords import check_new_password
from core.people.rules.place import OF_THE_FIELD, without_words, words_of

NAMES = ["West Hertfordshire PCT", "WHP", "Dacorum Commissioning Group", "DAC", "Vale of Health Surgery", "E82001"]
PLACE = words_of([*OF_THE_FIELD, *NAMES])
_ONE = st.sampled_from(
    [part for name in (*NAMES, *OF_THE_FIELD) for part in (name, *name.split()) if part not in ("and", "of")]
)
_SIGN = st.sampled_from(["", " ", "-", "_", "."])
_YEAR = st.sampled_from(["", "1", "08", "2008", "!", "2008!"])


def check(password: str) -> None:
    check_new_password(password, email="jane@elsewhere.example", name="Jane", place=PLACE)


@pytest.mark.parametrize(
    "password",
    [
        "WestHertfordshire2008!",
        "W3st-H3rtf0rdsh1re",
        "hertfordshire-summer08",
        "PrimaryCareTrust1",
        "primary care 2008",
        "Dacorum.Dacorum.Dacorum",
        "E82001E82001E82001",
        "commissioning contracts and budgets",
        "vale-of-health-surgery",
        "Hertford-Dacorum-PCT-99",
        "DACwhpPCTnhs2008",
        "d-a-c-o-r-u-m-group-2008",
    ],
)
def test_names_codes_and_words_of_the_field_are_no_password(password: str) -> None:
    with pytest.raises(
        Refusal, match=r"^This password (is mostly words that everybody here knows|can be guessed quickly)"
    ):
        check(password)


def test_it_is_this_place_that_makes_the_difference() -> None:
    for password in ("Hertfordshire-summer08", "d-a-c-o-r-u-m-group-2008"):
        check_new_password(password, email="jane@elsewhere.example", place=frozenset())
        with pytest.raises(Refusal, match=r"^This password is mostly words that everybody here knows"):
            check(password)


@pytest.mark.parametrize(
    "password",
    ["correct horse battery", "correct horse hertfordshire", "three primary colours fade", "x9" + "é–ü " * 40],
)
def test_a_name_beside_words_that_are_hard_to_guess_does_no_harm(password: str) -> None:
    check(password)


@given(st.lists(st.tuples(_ONE, _SIGN, st.booleans()), min_size=1, max_size=4), _YEAR)
def test_whatever_is_put_together_of_them_with_a_year_behind_is_refused(
    parts: list[tuple[str, str, bool]], year: str
) -> None:
    password = "".join((word.upper() if loud else word) + sign for word, sign, loud in parts) + year
    with pytest.raises(Refusal):
        check(password)


@given(st.text(max_size=80))
def test_nothing_is_added_and_without_words_nothing_is_taken_but_signs_around(text: str) -> None:
    left = without_words(text, PLACE)
    signs = iter(text)
    assert all(sign in signs for sign in left), "what is left stands in the same order"
    assert without_words(text, frozenset()).strip() in text
