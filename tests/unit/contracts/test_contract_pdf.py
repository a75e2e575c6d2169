"""A long contract as PDF: contents that are right, tables that repeat their heads, a page of signatures."""

import io
import re

import pytest
from pypdf import PdfReader

from contracts.agreements.documents.pdf import contract_pdf
from contracts.agreements.queries.papers import Paper
from contracts.agreements.rules.content import Amount, Content, Part, SignatureAsked, canonical
from contracts.agreements.rules.states import State
from core.canonical import hash_of

FACTS: dict[str, str | int] = {
    "commissioner": "West Hertfordshire PCT (5P3)",
    "provider": "Provider services (PROV)",
    "form": "Internal agreement",
    "kind": "Community services",
    "year": "2008/09",
    "starts_on": "2008-04-01",
    "ends_on": "2009-03-31",
    "notice_months": 6,
    "year_value": 1_000_00,
    "whole_value": 1_000_00,
}


def amounts(count: int) -> tuple[Amount, ...]:
    return tuple(
        Amount(line=f"L{n}", line_name=f"Service line {n}.", group="DAC", group_name="DacCom", pence=n * 100)
        for n in range(1, count + 1)
    )


def a_paper(schedules: int, state: State = State.IN_FORCE) -> Paper:
    """A contract of so many schedules, each third without words, each fifth with 70 lines of money."""
    written = [
        Part(
            key=f"s{n}",
            title=f"Schedule about {n} <&>",
            text="" if n % 3 == 0 else "Nurses visit. " * 90,
            amounts=amounts(70) if n % 5 == 0 else (),
            is_schedule=True,
        )
        for n in range(1, schedules + 1)
    ]
    content = Content(
        reference="WH/01",
        title="Community services",
        facts=FACTS,
        parts=(Part(key="form", title="Legal form", text="An internal agreement."), *written),
        signatures=(
            SignatureAsked(code="5P3", name="West Hertfordshire PCT", capacity="for_commissioner", is_needed=True),
        ),
    )
    return Paper(content=content, content_hash=hash_of(canonical(content)), state=state, signatures=())


def pages_of(paper: Paper) -> list[str]:
    pages = PdfReader(io.BytesIO(contract_pdf(paper))).pages
    return [re.sub(r"\s+", " ", page.extract_text()) for page in pages]


def test_the_contents_give_the_page_of_each_of_60_schedules() -> None:
    paper = a_paper(60)
    pages = pages_of(paper)
    said = re.findall(r"S(\d+)\. Schedule about \1 <&> (\d+)", " ".join(pages[:4]))
    assert len(said) == 60
    for number, page in said:
        assert f"S{number}. Schedule about {number} <&>" in pages[int(page) - 1]
    for place, page in enumerate(pages, start=1):
        assert f"Page {place} of {len(pages)}" in page


def test_tables_over_pages_repeat_their_heads_and_headings_do_not_stand_alone() -> None:
    pages = pages_of(a_paper(15))
    with_lines = [page for page in pages if "Service line 1" in page or "Service line 40." in page]
    assert len(with_lines) > 3
    assert all("Service line DacCom £ All £" in page for page in with_lines)
    for page in pages:
        assert not re.search(r"Schedule about \d+ <&> Content hash", page), "a heading ends a page"


def test_the_signatures_stand_together_on_the_last_page_with_the_hash() -> None:
    paper = a_paper(10)
    last = pages_of(paper)[-1]
    assert "Schedule about" not in last.replace("Schedules", "")
    assert f"SHA-256 of the text that is signed: {paper.content_hash}" in last
    assert "Not signed by West Hertfordshire PCT." in last


@pytest.mark.parametrize(("state", "is_marked"), [(State.DRAFT, True), (State.ISSUED, True), (State.SIGNED, False)])
def test_draft_stands_across_what_is_not_signed(state: State, *, is_marked: bool) -> None:
    assert all(("DRAFT" in page) == is_marked for page in pages_of(a_paper(2, state)))


def test_the_same_contract_gives_the_same_bytes_and_one_without_schedules_names_none() -> None:
    assert contract_pdf(a_paper(7)) == contract_pdf(a_paper(7))
    assert "Schedules" not in " ".join(pages_of(a_paper(0)))
