"""Signatures that were given, as they stand on a page of a document."""

import re
from dataclasses import replace
from datetime import date
from io import BytesIO

import pytest
from pypdf import PdfReader

from core.pdf.page import PORTRAIT_WIDTH, Running, pdf_bytes
from core.pdf.signatures import Given, signatures_given

RUNNING = Running(organisation="A PCT", title="A budget", content_hash="abc123")
LEAD = Given(
    name="PbC lead of DacCom",
    role="PbC lead",
    organisation="DacCom",
    capacity="As assenting",
    statement="The budget for 2008/09.",
    content_hash="ab12" * 16,
    signed_on=date(2008, 9, 28),
)


def pages(*given: Given) -> list[str]:
    pdf = pdf_bytes([signatures_given(given, width=PORTRAIT_WIDTH)], RUNNING)
    return [page.extract_text() for page in PdfReader(BytesIO(pdf)).pages]


def test_prints_who_signed_for_whom_when_what_and_the_whole_hash() -> None:
    (page,) = pages(LEAD)
    printed = re.sub(r"\s+", " ", page)
    for text in (LEAD.name, LEAD.role, LEAD.organisation, LEAD.capacity, LEAD.statement, "28 September 2008"):
        assert text in printed
    assert LEAD.content_hash in re.sub(r"\s", "", page)


def test_prints_text_as_it_is() -> None:
    (page,) = pages(replace(LEAD, organisation="Mother & child <b>group</b>"))
    assert "Mother & child <b>group</b>" in re.sub(r"\s+", " ", page)


def test_repeats_its_heading_and_never_breaks_a_short_row() -> None:
    texts = pages(*(replace(LEAD, organisation=f"Group number {n}.", name=f"Lead of {n}.") for n in range(40)))
    assert len(texts) > 1
    assert all("Name and position" in text for text in texts)
    for n in range(40):
        assert [f"Group number {n}." in text for text in texts] == [f"Lead of {n}." in text for text in texts]


def test_a_long_statement_is_printed_whole_over_pages() -> None:
    texts = pages(LEAD, replace(LEAD, statement="word " * 900 + "last"))
    assert len(texts) > 1
    assert "".join(texts).count("word") == 900
    assert "last" in texts[-1]


def test_the_same_signatures_give_the_same_bytes() -> None:
    one, two = (pdf_bytes([signatures_given([LEAD], width=PORTRAIT_WIDTH)], RUNNING) for _ in range(2))
    assert one == two


def test_no_signature_is_said_in_words_not_drawn() -> None:
    with pytest.raises(ValueError, match="no signature was given"):
        signatures_given([], width=PORTRAIT_WIDTH)
