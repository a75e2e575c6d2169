"""Two versions of a text side by side, as they stand in a document."""

import re
from io import BytesIO

import pytest
from pypdf import PdfReader

from core.comparing import compare_texts, near_changes
from core.pdf.compared import compared_table
from core.pdf.page import PORTRAIT_WIDTH, Running, pdf_bytes

RUNNING = Running(organisation="A PCT", title="A comparison", content_hash="abc123")


def pdf_of(before: str, after: str) -> bytes:
    rows = near_changes(compare_texts(before, after))
    return pdf_bytes([compared_table(rows, before="Version 2", after="Version 3", width=PORTRAIT_WIDTH)], RUNNING)


def pages(before: str, after: str) -> list[str]:
    return [re.sub(r"\s+", " ", page.extract_text()) for page in PdfReader(BytesIO(pdf_of(before, after))).pages]


def test_prints_both_versions_and_what_became_of_each_paragraph() -> None:
    same = "\n\n".join(f"Same {n}." for n in range(5))
    (page,) = pages(f"Two visits & <b>.\n\n{same}\n\nGone.", f"Three visits & <b>.\n\n{same}\n\nNew one\nof two lines.")
    for said in ("Version 2", "Version 3", "Two visits & <b>.", "Three visits & <b>.", "changed", "removed", "added"):
        assert said in page
    assert "New one of two lines." in page
    assert "3 paragraphs without a change" in page


def test_what_was_deleted_is_struck_and_what_was_inserted_underlined() -> None:
    content = PdfReader(BytesIO(pdf_of("Two visits.", "Three visits."))).pages[0].get_contents()
    plain = PdfReader(BytesIO(pdf_of("Two visits.", "Two visits."))).pages[0].get_contents()
    assert content is not None
    assert plain is not None
    lines, none = (len(re.findall(rb"\bl S\b", drawn.get_data())) for drawn in (content, plain))
    assert lines - none == 2, "a line through the one and a line under the other, not colour alone"


def test_long_paragraphs_are_printed_whole_over_pages() -> None:
    texts = pages("", "word " * 6000)
    assert len(texts) > 1
    assert sum(text.count("word") for text in texts) == 6000
    assert all("Version 3" in text for text in texts)


def test_many_lines_in_one_paragraph_are_printed() -> None:
    assert sum(text.count("line") for text in pages("line\n" * 300, "other\n" * 5)) == 300


def test_the_same_texts_give_the_same_bytes() -> None:
    assert pdf_of("One.", "Two.") == pdf_of("One.", "Two.")


def test_nothing_to_compare_is_said_in_words() -> None:
    with pytest.raises(ValueError, match="there is nothing to compare"):
        compared_table([], before="Version 2", after="Version 3", width=PORTRAIT_WIDTH)
