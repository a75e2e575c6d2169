"""A machine's own key, and rows sent as data: what they may be, before anything is looked up."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from commissioning.activity.imports.files import read_return
from commissioning.activity.imports.sent import HEADER, file_of_rows
from commissioning.activity.rules.checks.findings import HasFindings
from core.api.keys import LONGEST_KEY, check_request_key
from core.api.rows import is_writable
from core.errors import Refusal

PLAIN = "A key of your own has 1 to 80 plain letters, digits and signs."
words = st.from_regex(r"[A-Za-z0-9](?:[A-Za-z0-9 =+@'\"-]{0,8}[A-Za-z0-9])?", fullmatch=True)
quantities = st.integers(0, 10**8 - 1)


@pytest.mark.parametrize("key", ["a", "contacts-2008-04", "k" * LONGEST_KEY, "6f9619ff-8b86-d011-b42d-00c04fc964ff"])
def test_a_plain_key_is_kept(key: str) -> None:
    check_request_key(key)


@pytest.mark.parametrize(
    ("key", "why"),
    [
        ("", PLAIN),
        (" k", PLAIN),
        ("k" * (LONGEST_KEY + 1), PLAIN),
        ("k\x01", PLAIN),
        ("schlüssel", PLAIN),
        ("of 943 476 5919", "Your key holds a number that passes the NHS number check. Make another one."),
    ],
    ids=["blank", "space", "long", "control", "letters of other alphabets", "a patient’s number"],
)
def test_another_key_is_refused_in_words(key: str, why: str) -> None:
    with pytest.raises(Refusal) as refused:
        check_request_key(key)
    assert str(refused.value) == why


@given(
    st.lists(st.fixed_dictionaries({**dict.fromkeys(HEADER, words), "quantity": quantities}), min_size=1, max_size=5)
)
def test_rows_are_read_from_their_file_as_they_were_sent(rows: list[dict[str, Any]]) -> None:
    read = read_return(file_of_rows(rows))
    if read.table is None:  # a word looked like a person: the whole is refused, and nothing of it is kept
        assert (read.content, bool(read.refusals)) == (b"", True)
        return
    held = [(number, cells) for number, cells in read.table.records()]
    faulty = {fault.row for fault in read.faults}
    for number, cells in held:
        if number not in faulty:
            assert cells == {name: str(rows[number - 2][name]).strip() for name in HEADER}
    assert [number for number, _ in held] == list(range(2, len(rows) + 2))


@given(st.text(max_size=20))
def test_what_is_writable_can_be_written_in_utf_8(text: str) -> None:
    if is_writable(text):
        assert "\0" not in text.encode().decode()
    else:
        with pytest.raises(HasFindings):
            file_of_rows([{**dict.fromkeys(HEADER, "a"), "team": text}])
