"""How a Word document looks: A4, the house's colours in a typeface every office has, header, footer, DRAFT."""

from typing import Final

from docx.document import Document
from docx.enum.text import WD_TAB_ALIGNMENT
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt, RGBColor
from docx.styles.style import ParagraphStyle
from docx.text.paragraph import Paragraph

from core.house_style import DARK_BLUE, DARK_GREY, TEXT
from core.word.drawing import element_of, safe

_TYPEFACE: Final = "Arial"
_WIDTH: Final = Mm(210)
_HEIGHT: Final = Mm(297)
_MARGIN: Final = Mm(22)
TEXT_WIDTH: Final = _WIDTH - 2 * _MARGIN
_LOOKS: Final = (
    ("Normal", 10.5, TEXT),
    ("Title", 22, DARK_BLUE),
    ("Subtitle", 13, DARK_GREY),
    ("Heading 1", 15, DARK_BLUE),
    ("Heading 2", 12.5, DARK_BLUE),
    ("Heading 3", 11, TEXT),
    ("Heading 4", 10.5, TEXT),
    ("Heading 5", 10.5, TEXT),
    ("Heading 6", 10.5, TEXT),
    ("Caption", 10, TEXT),
    ("Quote", 10.5, DARK_GREY),
    ("Header", 8.5, DARK_GREY),
    ("Footer", 8.5, DARK_GREY),
)


def rgb(name: str) -> RGBColor:
    """A colour of the palette (`#005eb8`) as Word takes it."""
    return RGBColor.from_string(name.removeprefix("#").upper())


def furnish(document: Document, *, title: str, organisation: str, footer: str, is_draft: bool) -> None:
    """Page, typefaces, header (who, what, DRAFT) and footer (`footer`, page x of y) of an empty document."""
    for name, size, colour in _LOOKS:
        _dress(document, name, size, colour)
    _speak_english(document)
    page = document.sections[0]
    page.page_width, page.page_height = _WIDTH, _HEIGHT
    page.left_margin = page.right_margin = _MARGIN
    page.top_margin = page.bottom_margin = _MARGIN
    head, foot = page.header.paragraphs[0], page.footer.paragraphs[0]
    for name, paragraph in (("Header", head), ("Footer", foot)):
        _style(document, name).paragraph_format.tab_stops.clear_all()  # those of the template are for another page
        paragraph.paragraph_format.tab_stops.add_tab_stop(TEXT_WIDTH, WD_TAB_ALIGNMENT.RIGHT)
    head.add_run(safe(organisation)).bold = True
    head.add_run(f"\t{safe(title)}")
    if is_draft:
        _say_draft(page.header.add_paragraph())
    foot.add_run(f"{safe(footer)}\tPage ")
    _add_field(foot, "PAGE")
    foot.add_run(" of ")
    _add_field(foot, "NUMPAGES")


def _dress(document: Document, name: str, size: float, colour: str) -> None:
    style = _style(document, name)
    style.font.size = Pt(size)
    style.font.color.rgb = rgb(colour)
    fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
    fonts.attrib.clear()  # the theme's typeface would win over ours
    for use in ("ascii", "hAnsi", "cs", "eastAsia"):
        fonts.set(qn(f"w:{use}"), _TYPEFACE)


def _style(document: Document, name: str) -> ParagraphStyle:
    style = document.styles[name]
    if not isinstance(style, ParagraphStyle):
        raise TypeError(f"{name} is no style of paragraphs")
    return style


def _speak_english(document: Document) -> None:
    """Spelling is checked as British English."""
    properties = _style(document, "Normal").element.get_or_add_rPr()
    language = OxmlElement("w:lang")
    language.set(qn("w:val"), "en-GB")
    properties.append(language)


def _say_draft(paragraph: Paragraph) -> None:
    run = paragraph.add_run("DRAFT")
    run.bold = True
    run.font.size = Pt(16)


def _add_field(paragraph: Paragraph, instruction: str) -> None:
    """A field that Word fills in: PAGE or NUMPAGES. Until it does, 1 stands there."""
    field = OxmlElement("w:fldSimple")
    field.set(qn("w:instr"), instruction)
    run = OxmlElement("w:r")
    text = OxmlElement("w:t")
    text.text = "1"
    run.append(text)
    field.append(run)
    element_of(paragraph).append(field)
