"""Running text in a document: everything is printed, in order, over as many pages as it needs."""

import re
from io import BytesIO

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pypdf import PdfReader

from core.markdown import as_blocks, problems_in
from core.pdf.markdown import flowables
from core.pdf.page import PORTRAIT_WIDTH, Running, pdf_bytes
from core.pdf.text import paragraph

RUNNING = Running(organisation="A PCT", title="A specification", content_hash="abc123")
TEXT = """# Aims

Patients stay **at home** and *say* so.
See [guidance](https://nice.example/a?b=1&c=2) & <b>.

1. First
2. Second
   - inner
3. Third

> Care closer to home.

Table: Outcomes
| Outcome | Contacts |
|---|--:|
| Fewer admissions | 1,200<br>in all |
"""
PIECES = st.sampled_from(
    [*"#*_-+>|[]()!<>&;\"' \n", "1. ", "| a |\n|---|\n", "\n\n- x\n  - y\n", "word ", "<br>", "\x0b"]
)


def pdf_of(text: str) -> bytes:
    return pdf_bytes([paragraph("Before."), *flowables(as_blocks(text), PORTRAIT_WIDTH)], RUNNING)


def pages(text: str) -> list[str]:
    return [page.extract_text() for page in PdfReader(BytesIO(pdf_of(text))).pages]


def test_prints_every_block_in_order() -> None:
    (page,) = pages(TEXT)
    printed = re.sub(r"\s+", " ", page)
    assert "Aims Patients stay at home and say so. See guidance & <b>. " in printed
    for pair in (("1.", "First"), ("2.", "Second"), ("•", "inner"), ("3.", "Third")):
        assert all(part in printed for part in pair)
    assert "Care closer to home. Table 1: Outcomes Outcome Contacts Fewer admissions 1,200 in all" in printed


def test_links_lead_where_they_say() -> None:
    assert re.findall(rb"/URI \((.*?)\)", pdf_of(TEXT)) == [b"https://nice.example/a?b=1&c=2"]


def test_the_same_text_gives_the_same_bytes() -> None:
    assert pdf_of(TEXT) == pdf_of(TEXT)


def test_a_long_table_repeats_its_heading_and_breaks_between_rows() -> None:
    texts = pages("| Month | What |\n|---|---|\n" + "".join(f"| Row {n}. | ends {n}. |\n" for n in range(120)))
    assert len(texts) > 2
    assert all("Month" in text for text in texts)
    for n in range(120):
        assert [f"Row {n}." in text for text in texts] == [f"ends {n}." in text for text in texts]


def test_a_cell_longer_than_a_page_is_printed_whole() -> None:
    texts = pages("| a |\n|---|\n| " + "word " * 4000 + "|")
    assert sum(text.count("word") for text in texts) == 4000


@pytest.mark.parametrize(
    "text",
    [
        "| a |\n|---|\n| " + "word " * 4000 + "|",
        "|" + "a|" * 12 + "\n|" + "-|" * 12 + "\n|" + f"{'x' * 490}|" * 12,
        "| a | b |\n|---|---|\n| " + "x<br>" * 100 + "| y |",
        "- " + "word " * 4000,
        "word " * 8000,
        "x" * 9000,
        "- a\n  - b\n    - c\n      - | d | e |\n        |---|---|\n        | f | " + "g " * 300 + "|",
        "> " + "word " * 3000,
        "-\n-\n-",
        "> \n\n| |\n|---|\n| |",
    ],
    ids=range(10),
)
def test_whatever_may_be_kept_is_printed(text: str) -> None:
    assert problems_in(text) == []
    assert pages(text)


@settings(max_examples=60, deadline=None)
@given(st.lists(PIECES, max_size=80).map("".join))
def test_any_text_makes_a_document(text: str) -> None:
    assert pdf_of(text).startswith(b"%PDF")


def test_an_empty_text_prints_nothing() -> None:
    assert flowables(as_blocks(" \n"), PORTRAIT_WIDTH) == []
