"""Damaged and random files to attach: never a traceback, always a kind or a refusal in words. Run by `make fuzz`."""

from contextlib import suppress

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from core.attachments.inspection.whole import inspected
from core.errors import Refusal
from core.markdown import as_html, problems_in
from tests.builders_attachments import a_docx, a_jpeg, a_pdf, a_png, an_eml, an_ods, an_odt, an_xlsx
from tests.unit.core.spreadsheet_files import with_parts

FILES = {
    "a.pdf": a_pdf("A letter.", "word " * 2000),
    "a.docx": a_docx("A letter.", "Yours."),
    "a.xlsx": an_xlsx(),
    "a.odt": an_odt("A letter."),
    "a.ods": an_ods([["Month", "Contacts"], ["April", "1200"]]),
    "a.csv": b"month,contacts\nApril,1200\n",
    "a.eml": an_eml(extra="Content-Type: image/png\nContent-Transfer-Encoding: base64\n\niVBORw0KGgo="),
    "a.png": a_png(),
    "a.jpg": a_jpeg(),
}
quietly = settings(max_examples=200, deadline=None, suppress_health_check=list(HealthCheck))


def survives(name: str, content: bytes) -> None:
    with suppress(Refusal):
        assert inspected(name, content)


@pytest.mark.parametrize("name", FILES)
@quietly
@given(data=st.data())
def test_a_file_cut_short(name: str, data: st.DataObject) -> None:
    survives(name, FILES[name][: data.draw(st.integers(0, len(FILES[name])))])


@pytest.mark.parametrize("name", FILES)
@quietly
@given(flips=st.lists(st.tuples(st.floats(0, 1, exclude_max=True), st.integers(1, 255)), min_size=1, max_size=8))
def test_a_file_with_flipped_bytes(name: str, flips: list[tuple[float, int]]) -> None:
    damaged = bytearray(FILES[name])
    for place, by in flips:
        damaged[int(place * len(damaged))] ^= by
    survives(name, bytes(damaged))


@pytest.mark.parametrize(
    ("name", "part"), [("a.docx", "word/document.xml"), ("a.odt", "content.xml"), ("a.ods", "content.xml")]
)
@quietly
@given(place=st.floats(0, 1), piece=st.binary(max_size=30) | st.text("<>/&;\"'=:abw", max_size=20).map(str.encode))
def test_a_document_with_a_damaged_part(name: str, part: str, place: float, piece: bytes) -> None:
    whole = b"<w:document xmlns:w='w'><w:body><w:p><w:r><w:t>text</w:t></w:r></w:p></w:body></w:document>"
    at = int(place * len(whole))
    survives(name, with_parts(FILES[name], {part: whole[:at] + piece + whole[at:]}))


@quietly
@given(name=st.sampled_from(list(FILES)), head=st.sampled_from([b"", *FILES.values()]), content=st.binary(max_size=300))
def test_any_bytes_behind_any_beginning(name: str, head: bytes, content: bytes) -> None:
    survives(name, head[:40] + content)


@quietly
@given(st.text(max_size=300))
def test_any_text_as_markdown(text: str) -> None:
    assert as_html(text)
    assert all(problem.endswith(".") for problem in problems_in(text))
