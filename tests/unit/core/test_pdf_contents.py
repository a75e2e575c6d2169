"""Contents of a document: each heading with the page on which it stands, a link to it, and a bookmark."""

import io
import re
from typing import Any, cast

import pytest
from pypdf import PdfReader
from reportlab.platypus import Flowable, PageBreak

from core.pdf.contents import Contents, Entry, with_contents
from core.pdf.page import PORTRAIT_WIDTH, Running
from core.pdf.text import paragraph

RUNNING = Running(organisation="A PCT", title="A contract", content_hash="abc123")


def schedules(count: int) -> list[Entry]:
    """A heading over numbered ones below it."""
    numbered = [Entry(key=f"s{n}", number=f"S{n}.", title=f"Schedule {n} <&>", level=2) for n in range(1, count + 1)]
    return [Entry(key="all", title="Schedules"), *numbered]


def a_document(entries: list[Entry], words: int = 120) -> bytes:
    """Every heading with some text below it, the contents before all."""
    contents = Contents(entries)

    def story() -> list[Flowable]:
        told: list[Flowable] = [contents.table(width=PORTRAIT_WIDTH), PageBreak()]
        for entry in entries:
            told += [*contents.heading(entry.key), paragraph("visit " * words)]
        return told

    return with_contents(contents, story, RUNNING)


def pages_said(pdf: PdfReader) -> dict[str, int]:
    """The page that the contents give for each schedule."""
    told = " ".join(page.extract_text() for page in pdf.pages)
    said = re.findall(r"S(\d+)\.\s+Schedule \d+ <&>\s+(\d+)\s", told)
    return {f"S{number}.": int(page) for number, page in said}


@pytest.mark.parametrize("count", [3, 60])
def test_gives_the_page_on_which_each_heading_stands(count: int) -> None:
    pdf = PdfReader(io.BytesIO(a_document(schedules(count))))
    said = pages_said(pdf)
    assert len(said) == count
    for number, page in said.items():
        shown = re.findall(rf"{re.escape(number)}\s+Schedule", pdf.pages[page - 1].extract_text())
        assert shown, f"{number} does not stand on page {page}"


def test_links_and_bookmarks_lead_to_the_page_itself() -> None:
    pdf = PdfReader(io.BytesIO(a_document(schedules(12))))
    assert pdf.page_mode == "/UseOutlines"
    outer, inner = cast("list[Any]", pdf.outline)
    assert outer.title == "Schedules"
    assert [each.title for each in inner][:2] == ["S1. Schedule 1 <&>", "S2. Schedule 2 <&>"]
    said = pages_said(pdf)
    bookmarks = {each.title.split()[0]: cast("int", pdf.get_destination_page_number(each)) + 1 for each in inner}
    assert bookmarks == said
    assert max(said.values()) > 2, "not all on one page"
    links = [cast("Any", each.get_object())["/Dest"] for each in cast("list[Any]", pdf.pages[0]["/Annots"])]
    numbers = {page.indirect_reference: place for place, page in enumerate(pdf.pages, start=1)}
    assert [numbers[link[0]] for link in links][1:] == list(said.values())


def test_the_same_story_gives_the_same_bytes() -> None:
    assert a_document(schedules(20)) == a_document(schedules(20))


def test_shows_a_word_beside_a_heading_and_what_it_is() -> None:
    contents = Contents([Entry(key="tupe", number="1.", title="TUPE", note="Open")])
    made = with_contents(
        contents, lambda: [contents.table(width=400, note="State"), *contents.heading("tupe")], RUNNING
    )
    told = PdfReader(io.BytesIO(made)).pages[0].extract_text()
    assert re.search(r"State\s+Page\s+1\.\s+TUPE\s+Open\s+1", told)


def test_refuses_headings_that_cannot_be_told_apart_or_stand_nowhere() -> None:
    with pytest.raises(ValueError, match="two headings have one key"):
        Contents([Entry(key="a", title="One"), Entry(key="a", title="Other")])
    contents = Contents([Entry(key="a", title="One")])
    with pytest.raises(RuntimeError, match="no heading stands for a"):
        with_contents(contents, lambda: [contents.table(width=400)], RUNNING)


def test_a_document_without_contents_has_no_bookmarks() -> None:
    contents = Contents([])
    made = with_contents(contents, lambda: [paragraph("Nothing to list.")], RUNNING)
    assert PdfReader(io.BytesIO(made)).outline == []
