"""What is looked at in a file before it is kept: its kind by content, what it holds, whom it names."""

import io
import zipfile

import pytest
from pypdf import PdfWriter
from pypdf.generic import ArrayObject, DictionaryObject, NameObject, TextStringObject

from core.attachments.inspection.whole import inspected
from core.attachments.rules import MediaKind
from core.errors import Refusal
from tests.builders_attachments import (
    LOCKED_OFFICE,
    NHS_NUMBER,
    OLD_OFFICE,
    OUTLOOK,
    PROGRAM,
    a_docx,
    a_jpeg,
    a_pdf,
    a_pdf_with,
    a_png,
    a_relationship,
    an_action,
    an_eml,
    an_ods,
    an_odt,
    an_xlsx,
)
from tests.unit.core.spreadsheet_files import with_parts, zip_bytes

ALLOWED = (
    "PDF, Word (.docx), Excel (.xlsx), OpenDocument (.odt, .ods), CSV, plain text, e-mail (.eml), PNG or JPEG; "
    "without macros, without a password, without anything that identifies a patient"
)
MACROS = "it holds macros. Save it without them, as .docx, .xlsx, .odt or .ods"
LOCKED = "it is protected by a password. Save it without"
FILES = "other files are embedded in it. Attach those by themselves, and paste charts as pictures"
LINKS = "it draws on files elsewhere. Break those links and save it again"
DAMAGED = "it is damaged or cut short"
PROGRAMS = "it is a program, whatever its name says"
SCRIPT = "it holds script or starts programs. Print it to a new PDF and attach that"
NO_DOCUMENT = "it is a ZIP file that holds no document. Attach the files in it one by one"
MACRO_TYPES = "application/vnd.ms-word.document.macroEnabled.main+xml"


def why(name: str, content: bytes) -> str:
    """Why a file is refused, without the words in front."""
    with pytest.raises(Refusal) as refused:
        inspected(name, content)
    said = str(refused.value)
    assert NHS_NUMBER not in said
    assert NHS_NUMBER.replace(" ", "") not in said
    assert said.endswith(".")
    return said.removeprefix(f"“{name}” was not attached: ").removesuffix(".")


def places(name: str, content: bytes) -> str:
    """Where a file may identify somebody."""
    return why(name, content).removeprefix("nothing that identifies a patient may be kept here. Look at ")


@pytest.mark.parametrize(
    ("name", "content", "kind"),
    [
        ("a.pdf", a_pdf("A letter.", "Of two paragraphs."), MediaKind.PDF),
        ("a.docx", a_docx("A letter.", "Yours."), MediaKind.WORD),
        ("a.xlsx", an_xlsx(), MediaKind.EXCEL),
        ("a.odt", an_odt("A letter."), MediaKind.OPEN_TEXT),
        ("a.ods", an_ods([["Month", "Contacts"], ["April", "1200"]]), MediaKind.OPEN_SHEET),
        ("a.csv", b"month,contacts\nApril,1200\n", MediaKind.CSV),
        ("a.csv", "month;cost\nApril;£5\n".encode("cp1252"), MediaKind.CSV),
        ("a.txt", "Dear colleague,\r\n“yes” – £5.\n".encode(), MediaKind.TEXT),
        ("a.txt", "£5 – yes".encode("cp1252"), MediaKind.TEXT),
        ("a.md", b"# Notes", MediaKind.TEXT),
        ("a.eml", an_eml(), MediaKind.EMAIL),
        ("a.png", a_png(), MediaKind.PNG),
        ("A.JPEG", a_jpeg(), MediaKind.JPEG),
        ("a.jpg", a_jpeg(), MediaKind.JPEG),
    ],
)
def test_knows_a_file_by_its_content(name: str, content: bytes, kind: MediaKind) -> None:
    assert inspected(name, content) is kind


@pytest.mark.parametrize(
    ("name", "content", "reason"),
    [
        ("budget.pdf", PROGRAM, PROGRAMS),
        ("budget.exe", PROGRAM, PROGRAMS),
        ("budget.docx", b"\x7fELF\x02\x01\x01" + bytes(50), PROGRAMS),
        ("notes.txt", b"#!/bin/sh\nrm -rf /\n", PROGRAMS),
        ("a.pdf", b"\xcf\xfa\xed\xfe" + bytes(50), PROGRAMS),
        ("a.docx", zip_bytes({"a.txt": b"hello"}), NO_DOCUMENT),
        ("a.zip", zip_bytes({"a.pdf": a_pdf()}), NO_DOCUMENT),
        ("a.xlsx", zip_bytes({"notes/readme.md": b"hello"}), NO_DOCUMENT),
        ("a.doc", OLD_OFFICE, "it is in a format of Office before 2007. Save it as .docx, .xlsx or .pdf"),
        ("a.docx", OLD_OFFICE, "it is in a format of Office before 2007. Save it as .docx, .xlsx or .pdf"),
        ("a.xlsx", LOCKED_OFFICE, LOCKED),
        ("a.msg", OUTLOOK, "it is an Outlook message (.msg). Save it as .eml or as plain text"),
        ("a.rtf", b"{\\rtf1 hello}", "it is in Rich Text Format. Save it as .docx or .pdf"),
        ("a.gif", b"GIF89a" + bytes(20), f"it is none of the files that may be. These are: {ALLOWED}"),
        ("a.txt", bytes(range(256)), f"it is none of the files that may be. These are: {ALLOWED}"),
        ("a.txt", "hello".encode("utf-16"), "it is a text in UTF-16. Save it in UTF-8"),
        (
            "a.pptx",
            a_docx(types="application/vnd.openxmlformats-officedocument.presentationml.presentation.main+xml"),
            f"it is none of the documents that may be. These are: {ALLOWED}",
        ),
        (
            "a.odp",
            zip_bytes({"mimetype": b"application/vnd.oasis.opendocument.presentation"}),
            f"it is none of the documents that may be. These are: {ALLOWED}",
        ),
    ],
)
def test_refuses_what_is_never_kept(name: str, content: bytes, reason: str) -> None:
    assert why(name, content) == reason


@pytest.mark.parametrize(
    ("name", "content", "said", "ending"),
    [
        ("a.exe", a_pdf(), "PDF", ".pdf"),
        ("a.pdf.exe", a_pdf(), "PDF", ".pdf"),
        ("a.pdf", a_docx(), "Word document", ".docx"),
        ("a.docx", an_xlsx(), "Excel workbook", ".xlsx"),
        ("a.pdf", b"only text", "Plain text", ".txt"),
        ("a.html", b"<script>alert(1)</script>", "Plain text", ".txt"),
        ("a.svg", b"<svg onload='alert(1)'/>", "Plain text", ".txt"),
        ("a.png", a_jpeg(), "JPEG picture", ".jpg"),
        ("a", a_png(), "PNG picture", ".png"),
    ],
)
def test_refuses_a_name_that_says_something_else(name: str, content: bytes, said: str, ending: str) -> None:
    assert why(name, content) == (
        f"By its content “{name}” is a file of another kind than its name says ({said}). Rename it to end in {ending}"
    )


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.docx", a_docx(parts={"word/vbaProject.bin": b"x"})),
        ("a.docx", a_docx(types=MACRO_TYPES)),
        ("a.docm", a_docx(types=MACRO_TYPES)),
        ("a.docx", a_docx(parts={"word/activeX/activeX1.xml": b"<x/>"})),
        ("a.xlsx", with_parts(an_xlsx(), {"xl/vbaProject.bin": b"x"})),
        ("a.xlsx", with_parts(an_xlsx(), {"xl/macrosheets/sheet1.xml": b"<x/>"})),
        ("a.odt", an_odt(parts={"Basic/Standard/Module1.xml": b"<x/>"})),
        ("a.odt", an_odt(parts={"Scripts/python/evil.py": b"x"})),
        ("a.odt", an_odt(body='<script:event-listener xlink:href="vnd.sun.star.script:Evil.run"/>')),
    ],
    ids=range(9),
)
def test_refuses_macros(name: str, content: bytes) -> None:
    assert why(name, content) == MACROS


def test_an_empty_list_of_macros_is_no_macro() -> None:
    assert inspected("a.odt", an_odt("x", parts={"Basic/script-lc.xml": b"<x/>"})) is MediaKind.OPEN_TEXT


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.docx", a_docx(parts={"word/embeddings/oleObject1.bin": b"x"})),
        ("a.docx", a_docx(parts={"word/embeddings/Microsoft_Excel_Sheet.xlsx": an_xlsx()})),
        ("a.docx", a_docx(parts={"word/media/image1.png": PROGRAM})),
        ("a.docx", a_docx(parts={"word/afchunk1.html": b"<p>"})),
        ("a.xlsx", with_parts(an_xlsx(), {"xl/embeddings/oleObject1.bin": b"x"})),
        ("a.odt", an_odt(parts={"Object 1": b"x"})),
        ("a.odt", an_odt(body='<draw:object-ole xlink:href="./Object 1"/>')),
        ("a.eml", an_eml(extra="Content-Type: application/pdf\nContent-Transfer-Encoding: base64\n\nJVBERi0=")),
        ("a.eml", an_eml(extra='Content-Type: text/plain\nContent-Disposition: attachment; filename="a.bat"\n\nx')),
        ("a.eml", an_eml(extra="Content-Type: image/png\nContent-Transfer-Encoding: base64\n\nTVqQAA==")),
        ("a.eml", an_eml(extra="Content-Type: message/rfc822\n\nFrom: a\nDate: b\n\nx")),
    ],
    ids=range(11),
)
def test_refuses_files_in_a_file(name: str, content: bytes) -> None:
    assert why(name, content) == FILES


@pytest.mark.parametrize(
    ("name", "content"),
    [
        (
            "a.docx",
            a_docx(
                parts={"word/_rels/settings.xml.rels": a_relationship("attachedTemplate", "http://evil.example/x.dotm")}
            ),
        ),
        (
            "a.docx",
            a_docx(parts={"word/_rels/settings.xml.rels": a_relationship("attachedTemplate", "\\\\evil\\x.dotm")}),
        ),
        (
            "a.docx",
            a_docx(parts={"word/_rels/document.xml.rels": a_relationship("image", "http://evil.example/x.png")}),
        ),
        ("a.docx", a_docx(parts={"word/_rels/document.xml.rels": a_relationship("oleObject", "file:///c:/x.xls")})),
        ("a.docx", a_docx(body="<w:p><w:r><w:instrText>DDEAUTO c:\\\\cmd</w:instrText></w:r></w:p>")),
        ("a.odt", an_odt(body='<draw:image xlink:href="http://evil.example/x.png"/>')),
        ("a.odt", an_odt(body='<text:section><text:section-source xlink:href="../other.odt"/></text:section>')),
        ("a.ods", an_ods([["<office:dde-source/>"]])),
    ],
    ids=range(8),
)
def test_refuses_what_draws_on_files_elsewhere(name: str, content: bytes) -> None:
    assert why(name, content) == LINKS


@pytest.mark.parametrize(
    "content",
    [
        a_docx("x", parts={"word/_rels/document.xml.rels": a_relationship("hyperlink", "http://nice.example/")}),
        a_docx(
            "x",
            parts={
                "word/_rels/settings.xml.rels": a_relationship("attachedTemplate", "file:///C:\\Templates\\pct.dot")
            },
        ),
        a_docx("x", parts={"word/_rels/settings.xml.rels": a_relationship("attachedTemplate", "Normal.dotm")}),
    ],
    ids=range(3),
)
def test_links_to_read_and_own_templates_are_let_be(content: bytes) -> None:
    assert inspected("a.docx", content) is MediaKind.WORD


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.docx", a_docx(body="<w:p>")),
        ("a.docx", a_docx(parts={"word/comments.xml": b'<!DOCTYPE x [<!ENTITY a "b">]><x>&a;</x>'})),
        ("a.odt", an_odt(parts={"styles.xml": b"\xff\xfe\x00"})),
        ("a.pdf", b"%PDF-1.4\n"),
        ("a.pdf", a_pdf()[:-900]),
        ("a.pdf", b"%PDF-1.4\n" + bytes(3000) + b"%%EOF"),
        ("a.png", a_png()[:-5]),
        ("a.png", a_png() + b"PK\x03\x04"),
        ("a.png", a_png().replace(b"IDAT", b"IDAx")),
        ("a.png", b"\x89PNG\r\n\x1a\n"),
        ("a.jpg", b"\xff\xd8\xff"),
        ("a.jpg", a_jpeg()[:-2]),
        ("a.jpg", b"\xff\xd8\xff\xe0\x00\x02hello world, this is no picture"),
    ],
    ids=range(13),
)
def test_refuses_what_is_damaged_or_cut_short(name: str, content: bytes) -> None:
    assert why(name, content) == DAMAGED


def test_says_what_was_expected_of_an_archive_that_is_a_trick() -> None:
    with pytest.raises(Refusal) as refused:
        inspected("a.docx", a_docx()[:200])
    assert str(refused.value) == (
        "“a.docx” was not attached. Expected was a ZIP or XLSX file that opens; this one is damaged or cut short."
    )
    with pytest.raises(Refusal, match=r"Expected was plain file names in a ZIP file, none that leads outside it\.$"):
        inspected("a.docx", zip_bytes({"../../x": b"x"}))
    bomb = io.BytesIO()
    with (
        zipfile.ZipFile(bomb, "w", zipfile.ZIP_DEFLATED) as archive,
        archive.open("a", "w", force_zip64=True) as member,
    ):
        for _ in range(101):
            member.write(bytes(1_000_000))
    with pytest.raises(Refusal, match=r"Expected was at most 100 MB unpacked\.$"):
        inspected("a.docx", bomb.getvalue())


def test_refuses_a_locked_document() -> None:
    assert why("a.odt", an_odt(parts={"META-INF/manifest.xml": b"<m><encryption-data/></m>"})) == LOCKED
    assert why("a.pdf", a_pdf_with(lambda writer: writer.encrypt("secret", algorithm="RC4-128"))) == LOCKED


def _on_opening(writer: PdfWriter) -> None:
    writer.root_object[NameObject("/OpenAction")] = an_action("/JavaScript")


def _on_launching(writer: PdfWriter) -> None:
    writer.root_object[NameObject("/OpenAction")] = DictionaryObject({NameObject("/S"): NameObject("/Launch")})


def _by_name(writer: PdfWriter) -> None:
    names = DictionaryObject({NameObject("/JavaScript"): DictionaryObject()})
    writer.root_object[NameObject("/Names")] = names


def _on_a_bookmark(writer: PdfWriter) -> None:
    bookmark = writer.add_outline_item(title="See there", page_number=0).get_object()
    assert isinstance(bookmark, DictionaryObject)
    bookmark[NameObject("/A")] = an_action("/JavaScript")


def _by_an_indirect_name(writer: PdfWriter) -> None:
    launch = writer._add_object(NameObject("/Launch"))
    writer.root_object[NameObject("/OpenAction")] = DictionaryObject({NameObject("/S"): launch})


def _on_a_page(writer: PdfWriter) -> None:
    writer.pages[0][NameObject("/AA")] = DictionaryObject({NameObject("/O"): an_action("/JavaScript")})


def _in_a_form(writer: PdfWriter) -> None:
    writer.root_object[NameObject("/AcroForm")] = DictionaryObject({NameObject("/XFA"): TextStringObject("x")})


def _note(**values: object) -> DictionaryObject:
    return DictionaryObject({NameObject(f"/{key}"): value for key, value in values.items()})


def _with_note(note: DictionaryObject) -> bytes:
    def change(writer: PdfWriter) -> None:
        writer.pages[0][NameObject("/Annots")] = ArrayObject([note])

    return a_pdf_with(change)


@pytest.mark.parametrize(
    "content",
    [
        a_pdf_with(_by_name),
        a_pdf_with(_on_opening),
        a_pdf_with(_on_launching),
        a_pdf_with(_on_a_page),
        a_pdf_with(_in_a_form),
        _with_note(_note(Subtype=NameObject("/Link"), A=an_action("/JavaScript"))),
        _with_note(_note(Subtype=NameObject("/Widget"), AA=_note(E=an_action("/JavaScript")))),
        _with_note(_note(Subtype=NameObject("/Link"), A=_note(S=NameObject("/URI"), Next=an_action("/JavaScript")))),
        a_pdf_with(_on_a_bookmark),
        a_pdf_with(_by_an_indirect_name),
    ],
    ids=range(10),
)
def test_refuses_a_pdf_that_runs_something(content: bytes) -> None:
    assert why("a.pdf", content) == SCRIPT


def test_refuses_a_pdf_with_files_in_it() -> None:
    assert why("a.pdf", a_pdf_with(lambda writer: writer.add_attachment("evil.exe", PROGRAM))) == FILES
    assert why("a.pdf", _with_note(_note(Subtype=NameObject("/FileAttachment")))) == FILES


def test_a_link_in_a_pdf_is_let_be() -> None:
    link = DictionaryObject(
        {NameObject("/S"): NameObject("/URI"), NameObject("/URI"): TextStringObject("http://a.example")}
    )
    assert inspected("a.pdf", _with_note(_note(Subtype=NameObject("/Link"), A=link))) is MediaKind.PDF


@pytest.mark.parametrize(
    ("name", "content", "place"),
    [
        ("a.txt", f"One.\nSeen: {NHS_NUMBER}.\n".encode(), "line 2"),
        ("a.txt", b"943 476\n5919", "a number over more than one line"),
        ("a.csv", f"month,notes\nApril,seen {NHS_NUMBER}\n".encode(), "row 2, column notes"),
        ("a.csv", f"a;b\n1;{NHS_NUMBER}\n".encode(), "row 2, column 1"),
        ("a.csv", b"name,date of birth\nx,1\n", "row 1, column date of birth"),
        ("a.xlsx", an_xlsx([["Month", "Notes"], ["April", f"seen {NHS_NUMBER}"]]), "Plan, row 2, column Notes"),
        ("a.xlsx", an_xlsx([["NHS number"], ["x"]]), "Plan, row 1, column NHS number"),
        ("a.docx", a_docx("One.", f"Seen {NHS_NUMBER}."), "paragraph 2 of the text"),
        (
            "a.docx",
            a_docx(
                body="<w:p><w:r><w:t>943 4</w:t></w:r><w:r><w:t>76</w:t></w:r><w:r><w:tab/><w:t>5919</w:t></w:r></w:p>"
            ),
            "paragraph 1 of the text",
        ),
        (
            "a.docx",
            a_docx(body=f"<w:p><w:del><w:r><w:delText>{NHS_NUMBER}</w:delText></w:r></w:del></w:p>"),
            "paragraph 1 of the text",
        ),
        (
            "a.docx",
            a_docx("x", parts={"word/comments.xml": f'<c xmlns:w="w"><w:p><w:t>{NHS_NUMBER}</w:t></w:p></c>'.encode()}),
            "paragraph 1 of the comments",
        ),
        (
            "a.docx",
            a_docx("x", parts={"word/header2.xml": f'<c xmlns:w="w"><w:p><w:t>{NHS_NUMBER}</w:t></w:p></c>'.encode()}),
            "paragraph 1 at the head of pages",
        ),
        (
            "a.docx",
            a_docx("x", parts={"docProps/core.xml": f"<core><subject>{NHS_NUMBER}</subject></core>".encode()}),
            "a property of a part of the document (docProps/core.xml)",
        ),
        ("a.docx", a_docx(body=f'<w:pict descr="{NHS_NUMBER}"/>'), "a name, link or figure of the text"),
        ("a.odt", an_odt("One.", "943<text:s/>476 59<text:span>19</text:span>"), "paragraph 2 of the text"),
        ("a.ods", an_ods([["Month", "Notes"], ["April", f"seen {NHS_NUMBER}"]]), "Sheet1, row 2"),
        ("a.ods", an_ods([["x"], ["9434765919"]], sheet="Plan"), "Plan, row 2"),
        ("a.eml", an_eml(f"Dear all,\n{NHS_NUMBER}"), "line 2 of the e-mail"),
        ("a.eml", an_eml(subject=f"About {NHS_NUMBER}"), "the head of the e-mail"),
        ("a.pdf", a_pdf("One.", f"Seen {NHS_NUMBER}."), "page 1"),
        ("a.pdf", a_pdf("word " * 2000, f"Seen {NHS_NUMBER}."), "page 2"),
        ("a.pdf", a_pdf_with(lambda writer: writer.add_metadata({"/Subject": NHS_NUMBER})), "a property of the file"),
        ("a.pdf", _with_note(_note(Subtype=NameObject("/Text"), Contents=TextStringObject(NHS_NUMBER))), "page 1"),
        (
            "a.pdf",
            a_pdf_with(lambda writer: writer.add_outline_item(title=f"Seen {NHS_NUMBER}", page_number=0)),
            "a bookmark or the description of a picture",
        ),
    ],
    ids=range(24),
)
def test_refuses_what_identifies_a_patient_and_names_the_place_only(name: str, content: bytes, place: str) -> None:
    assert places(name, content) == place


def test_words_of_an_e_mail_as_a_page_are_read_without_its_marks() -> None:
    page = "Content-Type: text/html\n\n<p>Hello</p>\n<p>943&#32;<b>476</b> 5919</p>"
    assert places("a.eml", an_eml(extra=page)) == "line 2 of the e-mail"


def test_a_document_type_without_entities_is_let_be() -> None:
    """Older office programs wrote one into their lists of parts."""
    manifest = b'<!DOCTYPE manifest:manifest PUBLIC "-//x//EN" "Manifest.dtd"><manifest:manifest xmlns:manifest="m"/>'
    assert inspected("a.odt", an_odt("x", parts={"META-INF/manifest.xml": manifest})) is MediaKind.OPEN_TEXT


def test_names_ten_places_and_counts_the_rest() -> None:
    content = f"{NHS_NUMBER}\n" * 13
    lines = "; ".join(f"line {n}" for n in range(1, 11))
    assert places("a.txt", content.encode()) == f"{lines}; and 3 more places"


def test_figures_that_are_no_identifiers_are_let_be() -> None:
    text = "£9,434,765,919 in all, 9434765918, 01923 436289 and 28 March 2008"
    for name, content in (
        ("a.txt", text.encode()),
        ("a.docx", a_docx(text)),
        ("a.pdf", a_pdf(text)),
        ("a.eml", an_eml(text)),
    ):
        assert inspected(name, content)


def test_a_workbook_that_cannot_be_read_whole_is_refused_with_what_was_expected() -> None:
    linked = with_parts(an_xlsx(), {"xl/externalLinks/externalLink1.xml": b"<x/>"})
    with pytest.raises(Refusal) as refused:
        inspected("a.xlsx", linked)
    assert str(refused.value) == "“a.xlsx” was not attached. Expected was a workbook without links to other workbooks."


def test_a_workbook_with_formulas_and_without_a_header_is_let_be() -> None:
    assert inspected("a.xlsx", an_xlsx([[None, 1], ["x", "=SUM(1,2)"], [None, None, "y"]])) is MediaKind.EXCEL


def test_refuses_an_e_mail_that_is_none() -> None:
    assert why("a.eml", b"hello") == "it is no e-mail: it says neither from whom it is nor of which day"


def test_a_picture_in_an_e_mail_is_let_be() -> None:
    picture = "Content-Type: image/png\nContent-Transfer-Encoding: base64\n\niVBORw0KGgo="
    assert inspected("a.eml", an_eml(extra=picture)) is MediaKind.EMAIL
