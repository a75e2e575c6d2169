"""Rules of attachments: names, titles, sizes, endings, and what is said of them."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.attachments.rules import (
    MEDIA,
    InfectedFile,
    MediaKind,
    check_attached_once,
    check_ending,
    check_may_be_read,
    check_may_be_withdrawn,
    check_reason,
    check_size,
    check_title,
    cleaned_name,
    size_in_words,
)
from core.errors import Refusal

PATH = "The name of the file leads to a folder. Rename the file, and attach it again."
IDENTIFIER = (
    "holds a number that passes the NHS number check. Take it out: nothing that identifies a patient may be kept here."
)


def refusal_of(ask: object, *arguments: object, **named: object) -> str:
    assert callable(ask)
    with pytest.raises(Refusal) as refused:
        ask(*arguments, **named)
    return str(refused.value)


@pytest.mark.parametrize(
    "name",
    [
        "../../x",
        "..\\..\\x.pdf",
        "C:\\x",
        "C:x.pdf",
        "/etc/passwd",
        "a/b.pdf",
        "\\\\server\\x.pdf",
        "x.pdf/",
        " D:\\y.pdf",
    ],
)
def test_refuses_a_path_in_a_name(name: str) -> None:
    assert refusal_of(cleaned_name, name) == PATH


@pytest.mark.parametrize(
    ("name", "kept"),
    [
        ("Letter of 3 March.pdf", "Letter of 3 March.pdf"),
        ("  Letter \t of\n3 March.pdf ", "Letter of 3 March.pdf"),
        ("annex\u202efdp.exe", "annexfdp.exe"),
        ("zero\u200bwidth\x00.pdf", "zerowidth.pdf"),
        ("...hidden.pdf", "hidden.pdf"),
        ('what? "this" <is>|*.pdf', "what_ _this_ _is___.pdf"),
        ("Cafe\u0301.pdf", "Café.pdf"),
        ("x.pdf.", "x.pdf"),
    ],
)
def test_keeps_a_name_without_what_nobody_sees(name: str, kept: str) -> None:
    assert cleaned_name(name) == kept


@given(st.text(max_size=150))
def test_a_name_that_is_kept_can_be_kept_again_and_shown(name: str) -> None:
    try:
        kept = cleaned_name(name)
    except Refusal:
        return
    assert cleaned_name(kept) == kept
    assert kept == kept.strip()
    assert 0 < len(kept) <= 120
    assert not any(unicodedata.category(letter).startswith("C") for letter in kept)
    assert not set(kept) & set('/\\<>:"|?*')


def test_refuses_a_name_that_is_none_too_long_or_names_a_patient() -> None:
    assert refusal_of(cleaned_name, " ") == "Choose the file to attach."
    assert refusal_of(cleaned_name, "\u200b..") == "The file has no name. Rename it."
    assert cleaned_name("x" * 116 + ".pdf")
    too_long = "The name of the file has 121 characters, and at most 120 are kept. Rename it."
    assert refusal_of(cleaned_name, "x" * 117 + ".pdf") == too_long
    assert refusal_of(cleaned_name, "referral 9434765919.pdf") == f"The name of the file {IDENTIFIER}"


def test_a_title_says_what_the_document_is() -> None:
    check_title("x" * 200)
    assert refusal_of(check_title, " \n") == "Say what the document is."
    assert refusal_of(check_title, "x" * 201) == "A title has at most 200 characters. Shorten it."
    assert refusal_of(check_title, "About 943 476 5919") == f"The title {IDENTIFIER}"


def test_a_reason_says_why() -> None:
    check_reason("The wrong contract.")
    assert refusal_of(check_reason, " ") == "Say why the document is withdrawn."
    assert refusal_of(check_reason, "x" * 501) == "A reason has at most 500 characters. Shorten it."
    assert refusal_of(check_reason, "It names 943 476 5919.") == f"The reason {IDENTIFIER}"


def test_refuses_an_empty_file_and_one_above_the_limit() -> None:
    check_size(name="a.pdf", size=1, most_megabytes=20)
    check_size(name="a.pdf", size=20_000_000, most_megabytes=20)
    assert refusal_of(check_size, name="a.pdf", size=0, most_megabytes=20) == "“a.pdf” is empty. Choose another file."
    assert refusal_of(check_size, name="a.pdf", size=50_000_000, most_megabytes=20) == (
        "“a.pdf” has 50.0 MB, and at most 20 MB may be attached. Divide it, or leave pictures out."
    )
    assert "20.1 MB" in refusal_of(check_size, name="a.pdf", size=20_060_000, most_megabytes=20)


@pytest.mark.parametrize("kind", list(MediaKind))
def test_every_kind_has_a_name_endings_and_a_type(kind: MediaKind) -> None:
    for ending in MEDIA[kind].endings:
        check_ending(name=f"a{ending}", kind=kind)
        check_ending(name=f"A{ending.upper()}", kind=kind)
    assert MEDIA[kind].name
    assert "html" not in MEDIA[kind].mimetype


def test_refuses_a_name_that_says_something_else_than_the_content() -> None:
    told = "By its content “{}” is a file of another kind than its name says (PDF). Rename it to end in .pdf."
    for name in ("a.docx", "a", "a.pdf.exe", "pdf"):
        assert refusal_of(check_ending, name=name, kind=MediaKind.PDF) == told.format(name)


def test_what_was_done_once_is_not_done_again() -> None:
    check_attached_once(earlier=None)
    check_may_be_withdrawn(withdrawn=None)
    check_may_be_read(title="A letter", withdrawn=None, reads_the_trail=False)
    check_may_be_read(title="A letter", withdrawn="A, B, on 3 March 2008", reads_the_trail=True)
    assert refusal_of(check_attached_once, earlier="“A letter”, by A, B, on 3 March 2008") == (
        "This very file is attached here already: “A letter”, by A, B, on 3 March 2008."
    )
    assert refusal_of(check_may_be_withdrawn, withdrawn="A, B, on 3 March 2008") == (
        "This document is withdrawn already, by A, B, on 3 March 2008."
    )
    assert refusal_of(
        check_may_be_read, title="A letter", withdrawn="A, B, on 3 March 2008", reads_the_trail=False
    ) == ("“A letter” was withdrawn by A, B, on 3 March 2008. It is kept, and an auditor can read it.")


def test_an_infected_file_is_named_with_what_was_found() -> None:
    assert str(InfectedFile(file_name="a.pdf", content_hash="ab", found="Eicar-Signature")) == (
        "The virus scanner found Eicar-Signature in “a.pdf”, so it was not attached. "
        "Tell whoever looks after your computer."
    )


@given(st.integers(1, 10**9), st.integers(1, 10**9))
def test_a_larger_file_is_never_said_to_be_smaller(one: int, other: int) -> None:
    units = {"bytes": 1, "byte": 1, "kB": 1000, "MB": 1_000_000}

    def told(size: int) -> int:
        figure, unit = size_in_words(size).split()
        whole, _, tenth = figure.partition(".")
        return int(whole) * units[unit] + int(tenth or 0) * units[unit] // 10

    assert (one <= other) <= (told(one) <= told(other))


def test_sizes_are_said_in_words() -> None:
    assert [size_in_words(n) for n in (1, 999, 1000, 1499, 999_499, 999_500, 1_049_999)] == [
        *("1 byte", "999 bytes", "1 kB", "1 kB", "999 kB", "1.0 MB", "1.0 MB")
    ]
