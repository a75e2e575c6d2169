"""What nobody sees is taken out of a text, and nothing else."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.hidden_characters import without_hidden


@pytest.mark.parametrize(
    "hidden", "\0\x1b\x7f\x9b\xad\u034f\u061c\u115f\u200b\u200d\u200f\u2028\u202e\u2063\u2067\u3164\ufeff\U000e0041"
)
def test_a_character_nobody_sees_is_taken_out(hidden: str) -> None:
    assert without_hidden(f"Red{hidden}House") == "RedHouse"


@pytest.mark.parametrize(
    "text", ["", "£5 a visit – “twice”", "Siân Łódź é e\u0301", "one\r\n\ttwo", "☎\ufe0f 5", "診療所"]
)
def test_what_can_be_read_stays_as_it_is(text: str) -> None:
    assert without_hidden(text) == text


@given(st.text())
def test_doing_it_twice_does_no_more(text: str) -> None:
    once = without_hidden(text)
    assert without_hidden(once) == once
    assert all(each in text for each in once)
