"""Rules of threads: how words are kept and counted, what is refused."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.errors import Refusal
from core.threads.rules import (
    MOST_CHARACTERS,
    ThreadState,
    as_kept,
    check_may_be_reopened,
    check_may_be_resolved,
    check_words,
)


@given(st.text())
def test_words_are_kept_the_same_however_often_they_are_read(words: str) -> None:
    assert as_kept(as_kept(words)) == as_kept(words)
    assert "\r" not in as_kept(words)


def test_lines_may_end_in_any_way() -> None:
    assert as_kept("one\r\ntwo\rthree\nfour") == "one\ntwo\nthree\nfour"


def test_accepts_one_character_and_the_most_and_refuses_one_more() -> None:
    check_words("x")
    check_words(f"  {'x' * MOST_CHARACTERS}\r\n")
    with pytest.raises(Refusal, match=r"at most 4,000 characters, and yours has 4,001\."):
        check_words("x" * (MOST_CHARACTERS + 1))


@pytest.mark.parametrize("words", ["", " ", "\r\n\t "])
def test_refuses_what_says_nothing(words: str) -> None:
    with pytest.raises(Refusal, match=r"^Write your comment first\.$"):
        check_words(words)


@pytest.mark.parametrize("number", ["9434765919", "943 476 5919", "943-476-5919", "943\r\n4765919"])
def test_refuses_a_patient_identifier_and_does_not_repeat_it(number: str) -> None:
    with pytest.raises(Refusal) as refused:
        check_words(f"Seen: {number}.")
    assert not any(part in str(refused.value) for part in ("943", "476", "5919"))


def test_accepts_figures_that_are_no_identifiers() -> None:
    check_words("£9,434,765,919 in all, 20 per cent of 9434765918 and on 28 March 2008")


def test_a_thread_is_either_open_or_resolved() -> None:
    check_may_be_resolved(resolved=None)
    check_may_be_reopened(state=ThreadState.RESOLVED)
    with pytest.raises(Refusal, match="open already"):
        check_may_be_reopened(state=ThreadState.OPEN)
    with pytest.raises(Refusal, match="by A on 3 March 2008"):
        check_may_be_resolved(resolved="A on 3 March 2008")
