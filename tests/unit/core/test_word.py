"""Word documents: everything is written, in order, and read back as it was said; the same content is the same bytes."""

from collections.abc import Iterable, Iterator
from io import BytesIO
from typing import Any
from zipfile import ZipFile

import pytest
from docx import Document
from docx.document import Document as WordDocument
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml.ns import qn
from docx.shared import Twips
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from core.attachments.inspection.whole import inspected
from core.attachments.rules import MediaKind
from core.markdown import as_blocks, problems_in
from core.prose import Block, Heading, Listing, Paragraph, Quotation, Table, words_of
from core.word import document
from core.word.drawing import safe

TEXT = """# Aims

Patients stay **at home** and *say* so.
See [guidance](https://nice.example/a?b=1&c=2) & <b>.

## Outcomes

1. First
2. Second
   - inner

     further
3. Third

Between.

4. Fourth

> Care closer to home.

Table: Outcomes
| Outcome | Contacts |
|---|--:|
| Fewer admissions | 1,200<br>in all |
"""
PIECES = st.sampled_from(
    [*"#*_-+>|[]()!<>&;\"' \n", "1. ", "| a |\n|---|\n", "\n\n- x\n  - y\n", "word ", "<br>", "\x0b", "\uffff", "é"]
)


def made(text: str = TEXT, **named: Any) -> bytes:
    named = {"title": "Contract", "sections": [("1", "Services", as_blocks(text))], **named}
    return document(**named)


def opened(content: bytes) -> WordDocument:
    return Document(BytesIO(content))


def said(content: bytes) -> list[tuple[str, str]]:
    return [(p.style.name or "", p.text) for p in opened(content).paragraphs if p.style and p.text]


def part_of(content: bytes, name: str) -> str:
    with ZipFile(BytesIO(content)) as archive:
        return archive.read(name).decode()


def test_everything_is_said_in_order_and_in_its_style() -> None:
    assert said(made()) == [
        ("Title", "Contract"),
        ("Heading 1", "1\u2003Services"),
        ("Heading 2", "Aims"),
        ("Normal", "Patients stay at home and say so.\nSee guidance & <b>."),
        ("Heading 3", "Outcomes"),
        ("Normal", "First"),
        ("Normal", "Second"),
        ("Normal", "inner"),
        ("Normal", "further"),
        ("Normal", "Third"),
        ("Normal", "Between."),
        ("Normal", "Fourth"),
        ("Quote", "Care closer to home."),
        ("Caption", "Table 1: Outcomes"),
    ]


def test_runs_are_dressed_as_they_were_written() -> None:
    (paragraph,) = [p for p in opened(made()).paragraphs if "at home and" in p.text]
    dressed = {run.text: (run.bold, run.italic) for run in paragraph.runs}
    assert dressed["at home"] == (True, None)
    assert dressed["say"] == (None, True)
    assert dressed["Patients stay "] == (None, None)
    assert [(link.text, link.address) for link in paragraph.hyperlinks] == [
        ("guidance", "https://nice.example/a?b=1&c=2")
    ]


def _lists_in(content: bytes) -> dict[str, tuple[int, int]]:
    """The id of the list and the level of each paragraph that is an item."""
    found = {}
    for paragraph in opened(content).paragraphs:
        properties: Any = paragraph._p.pPr
        if properties is not None and properties.numPr is not None:
            found[paragraph.text] = (properties.numPr.numId.val, properties.numPr.ilvl.val)
    return found


def test_lists_keep_their_levels_and_count_from_their_own_first() -> None:
    content = made()
    items = _lists_in(content)
    assert list(items) == ["First", "Second", "inner", "Third", "Fourth"]
    assert items["First"] == items["Second"] == items["Third"]
    assert [level for _, level in items.values()] == [0, 0, 1, 0, 0]
    assert len({items[name][0] for name in ("First", "inner", "Fourth")}) == 3
    numbering: Any = opened(content).part.numbering_part.element
    starts = {
        num.numId: num.lvlOverride_lst[0].find(qn("w:startOverride")).get(qn("w:val"))
        for num in numbering.num_lst
        if num.lvlOverride_lst
    }
    assert (starts[items["First"][0]], starts[items["Fourth"][0]]) == ("1", "4")


def test_tables_have_a_heading_that_repeats_and_figures_to_the_right() -> None:
    (table,) = opened(made()).tables
    assert [[cell.text for cell in row.cells] for row in table.rows] == [
        ["Outcome", "Contacts"],
        ["Fewer admissions", "1,200\nin all"],
    ]
    xml = part_of(made(), "word/document.xml")
    assert (xml.count("<w:tblHeader/>"), xml.count("<w:cantSplit/>")) == (1, 2)
    head, right = table.rows[0].cells[0].paragraphs[0], table.rows[1].cells[1].paragraphs[0]
    assert all(run.bold for run in head.runs)
    assert (head.alignment, right.alignment) == (WD_ALIGN_PARAGRAPH.LEFT, WD_ALIGN_PARAGRAPH.RIGHT)


def test_facts_stand_above_the_sections() -> None:
    (table, _) = opened(made(facts=[("Reference", "WH/1"), ("Provider", "Provider Services")])).tables
    assert [[cell.text for cell in row.cells] for row in table.rows] == [
        ["Reference", "WH/1"],
        ["Provider", "Provider Services"],
    ]
    assert table.rows[0].cells[0].paragraphs[0].runs[0].bold


@pytest.mark.parametrize(
    ("number", "heading", "style", "text"),
    [
        ("3.2", "Prices", "Heading 2", "3.2\u2003Prices"),
        ("3.", "Prices", "Heading 1", "3.\u2003Prices"),
        ("1.2.3.4", "Prices", "Heading 3", "1.2.3.4\u2003Prices"),
        ("", "Prices", "Heading 1", "Prices"),
    ],
)
def test_a_section_is_as_deep_as_its_number(number: str, heading: str, style: str, text: str) -> None:
    content = document(title="Contract", sections=[(number, heading, as_blocks("# Below"))])
    deeper = f"Heading {int(style[-1]) + 1}"
    assert said(content)[1:] == [(style, text), (deeper, "Below")]


def test_a_section_without_a_heading_is_its_text_alone() -> None:
    assert said(document(title="A", sections=[("", "", as_blocks("# Aims\n\nText"))]))[1:] == [
        ("Heading 1", "Aims"),
        ("Normal", "Text"),
    ]


def test_every_page_says_who_what_and_which_page_of_how_many() -> None:
    content = made(organisation="West Hertfordshire PCT", footer="Content hash 0f3a")
    page = opened(content).sections[0]
    assert page.header.paragraphs[0].text == "West Hertfordshire PCT\tContract"
    assert page.footer.paragraphs[0].text.startswith("Content hash 0f3a\tPage ")
    fields = [field.get(qn("w:instr")) for field in page.footer._element.iter(qn("w:fldSimple"))]
    assert fields == ["PAGE", "NUMPAGES"]
    assert (page.page_width, page.page_height) == (Twips(11906), Twips(16838))  # A4


@pytest.mark.parametrize("is_draft", [True, False])
def test_a_draft_says_so_on_every_page(is_draft: bool) -> None:
    content = made(is_draft=is_draft)
    header = [paragraph.text for paragraph in opened(content).sections[0].header.paragraphs]
    assert ("DRAFT" in header) == is_draft
    assert (("Normal", "Draft. It binds nobody until all parties have signed.") in said(content)) == is_draft


def test_properties_name_what_it_is_and_no_machine() -> None:
    properties = opened(made(organisation="A PCT", subtitle="As at 1 October 2008")).core_properties
    assert (properties.title, properties.author, properties.comments) == ("Contract", "A PCT", "")
    assert (properties.last_modified_by, properties.language, properties.revision) == ("", "en-GB", 1)
    assert properties.created == properties.modified


def test_no_picture_of_another_page_travels_along() -> None:
    with ZipFile(BytesIO(made())) as archive:
        assert not [name for name in archive.namelist() if "thumbnail" in name]
        assert {entry.date_time for entry in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}


def test_the_same_content_is_the_same_bytes() -> None:
    assert made(is_draft=True, footer="a") == made(is_draft=True, footer="a")
    assert made(footer="a") != made(footer="b")


def test_what_we_make_may_be_attached_again() -> None:
    assert inspected("contract.docx", made(is_draft=True)) is MediaKind.WORD


def test_a_title_with_what_no_document_may_hold_is_written_all_the_same() -> None:
    assert said(document(title="Red\x0bHouse\uffff"))[0] == ("Title", "Red House ")


def _texts_of(blocks: Iterable[Block]) -> Iterator[str]:
    """What blocks say, piece by piece, in the order in which it is read."""
    for block in blocks:
        match block:
            case Heading() | Paragraph():
                yield words_of(block.runs)
            case Listing():
                for item in block.items:
                    yield from _texts_of(item)
            case Quotation():
                yield from _texts_of(block.blocks)
            case Table():
                yield block.caption
                yield from (words_of(runs) for row in (block.head, *block.rows) for runs in row)


@settings(max_examples=40, deadline=None)
@given(pieces=st.lists(PIECES, max_size=25))
def test_any_text_that_may_be_kept_is_written_whole(pieces: list[str]) -> None:
    text = "".join(pieces)
    assume(not problems_in(text))
    expected = "".join(_texts_of(as_blocks(text))).replace("\n", "")
    written = "".join(node.text or "" for node in opened(made(text)).element.body.iter(qn("w:t")))
    assert written == f"Contract1\u2003Services{safe(expected)}"
