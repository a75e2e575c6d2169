"""Lists in Word: one definition for dots and one for numbers; each numbered list counts from its own first."""

from typing import Final

from docx.document import Document
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from docx.text.paragraph import Paragraph

DEEPEST: Final = 8
_DOTS: Final = 9001
_NUMBERS: Final = 9002
_INDENT: Final = 360  # twentieths of a point for each level


class Lists:
    """The lists of one document."""

    def __init__(self, document: Document) -> None:
        self._numbering = document.part.numbering_part.element
        for kind in (_DOTS, _NUMBERS):
            self._numbering.insert(0, parse_xml(_definition(kind)))
        self._dots: int = self._numbering.add_num(_DOTS).numId

    def begun(self, first: int | None, level: int) -> int:
        """The id of a list that begins on a level: of dots, or of numbers from `first`."""
        if first is None:
            return self._dots
        number = self._numbering.add_num(_NUMBERS)
        number.add_lvlOverride(ilvl=min(level, DEEPEST)).add_startOverride(first)
        return int(number.numId)


def make_item(paragraph: Paragraph, list_id: int, level: int) -> None:
    """Let a paragraph be an item of a list."""
    properties = paragraph.paragraph_format.element.get_or_add_pPr().get_or_add_numPr()
    properties.get_or_add_ilvl().val = min(level, DEEPEST)
    properties.get_or_add_numId().val = list_id


def _definition(kind: int) -> str:
    levels = "".join(
        f'<w:lvl w:ilvl="{level}"><w:start w:val="1"/>'
        f'<w:numFmt w:val="{"bullet" if kind == _DOTS else "decimal"}"/>'
        f'<w:lvlText w:val="{"•" if kind == _DOTS else f"%{level + 1}."}"/><w:lvlJc w:val="left"/>'
        f'<w:pPr><w:ind w:left="{_INDENT * (level + 1)}" w:hanging="{_INDENT}"/></w:pPr></w:lvl>'
        for level in range(DEEPEST + 1)
    )
    return (
        f'<w:abstractNum {nsdecls("w")} w:abstractNumId="{kind}"><w:multiLevelType w:val="hybridMultilevel"/>'
        f"{levels}</w:abstractNum>"
    )
