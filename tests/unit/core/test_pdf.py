"""The house style of documents: tables that repeat their headings and never overflow."""

import re
from io import BytesIO
from typing import Any

import pytest
from pypdf import PdfReader
from reportlab.platypus import Flowable

from core.pdf.page import PORTRAIT_WIDTH, Running, pdf_bytes
from core.pdf.tables import figure_table, figures, words
from core.pdf.text import paragraph, title_block

RUNNING = Running(organisation="A PCT", title="A document", content_hash="abc123")


def test_repeats_headings_and_keeps_the_total_with_the_last_row() -> None:
    for count in range(45, 60):
        rows = [[f"Line {n}.", "1.00"] for n in range(count)] + [["Everything", f"{count}.00"]]
        pdf = pdf_bytes([figure_table([words("Line"), *figures("Amount £")], rows, width=300, totals=1)], RUNNING)
        texts = [page.extract_text() for page in PdfReader(BytesIO(pdf)).pages]
        assert all("Amount £" in text for text in texts)
        assert f"Line {count - 1}." in texts[-1]


def test_sets_figures_smaller_rather_than_wider_than_the_page() -> None:
    columns = [words("Line"), *figures(*(f"Group {n} £" for n in range(7)))]
    table = figure_table(columns, [["A line", *["12,345,678.90"] * 7]], width=PORTRAIT_WIDTH)
    assert table.wrap(PORTRAIT_WIDTH, 800)[0] <= PORTRAIT_WIDTH + 0.01


@pytest.mark.parametrize("text", ["£1 − ’quoted’", "a < b & c", "<b>bold</b>"])
def test_prints_text_as_it_is(text: str) -> None:
    read = PdfReader(BytesIO(pdf_bytes([paragraph(text)], RUNNING))).pages[0].extract_text()
    assert text in re.sub(r"\s+", " ", read)


def test_breaks_a_row_only_when_it_is_longer_than_a_page() -> None:
    table = figure_table([words("Line"), *figures("£")], [["word " * 3000, "1.00"]], width=200)
    assert len(PdfReader(BytesIO(pdf_bytes([table], RUNNING))).pages) > 1


def _read(*parts: Flowable, title: str = "A document") -> str:
    running = Running(organisation="A PCT", title=title, content_hash="abc123")
    return PdfReader(BytesIO(pdf_bytes(list(parts), running))).pages[0].extract_text()


def test_breaks_no_word_of_the_facts_of_a_document() -> None:
    facts = [("Practice", "Practice 7"), ("Commissioner", "West Hertfordshire PCT")]
    lines = _read(*title_block("Receipt", "A claim", facts, ("Hash", "0"), width=PORTRAIT_WIDTH)).splitlines()
    assert any("Commissioner" in line for line in lines)


def test_breaks_no_word_of_a_narrow_column() -> None:
    columns = [words("Scheme", 8), words("Where"), words("What follows", 6), *figures("£")]
    table = figure_table(
        columns, [["End of life care", "Dacorum", "It runs on until it is decided", "1.00"]], width=260
    )
    assert "Dacorum" in _read(table)


def test_sets_short_words_in_the_largest_type() -> None:
    columns = [words(heading) for heading in ("ID", "KPI", "Period", "Target", "State", "Data")]
    rows = [["CN-01", "Referrals", "May 2008", "at most 4", "Red", "Good", "1.0"]]
    table: Any = figure_table([*columns, *figures("Figure")], rows, width=PORTRAIT_WIDTH)
    assert table._cellvalues[1][0].style.fontSize == 7.5


def test_a_long_title_of_a_page_has_the_room_that_the_organisation_leaves() -> None:
    title = "Receipt: Contacts by service, practice and month, January 2008, number 12"
    assert title in _read(paragraph("Words."), title=title)
