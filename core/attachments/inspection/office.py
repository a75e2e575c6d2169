"""Word and OpenDocument files: no macros, embedded files or foreign links; every word of them is screened."""

import io
import re
from collections.abc import Iterator, Mapping
from xml.etree.ElementTree import Element, ParseError

from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import iterparse

from core.attachments.inspection.refusing import HAS_FILES, HAS_LINKS, HAS_MACROS, IS_DAMAGED, IS_LOCKED, refused
from core.identifiers import has_identifier

_MACROS = ("vbaproject", "vbadata", "macrosheets/", "activex/", "basic/", "scripts/")
_LISTS_OF_MACROS = ("script-lc.xml", "script-lb.xml")
_EMBEDDED = re.compile(r"(?:^|/)embeddings/|(?:^|/)Object \d+$|(?:^|/)afchunk", re.IGNORECASE)
_PROGRAMS = (b"MZ", b"\x7fELF", b"#!")
_ELSEWHERE = re.compile(r"[a-z][a-z0-9+.\-]+:|//|\.\./|\\\\", re.IGNORECASE)
_ON_A_DRIVE = re.compile(r"(?:file:/{2,3})?[a-z]:[/\\]", re.IGNORECASE)
_DATA_EXCHANGE = re.compile(r"\bDDE(?:AUTO)?\b")
_DRAWN_ON = {"image", "section-source", "table-source", "object", "plugin", "floating-frame", "cell-range-source"}
_SAID = {"t", "delText", "instrText"}
_BLANKS = {"tab", "br", "cr", "s", "line-break"}
_PARAGRAPHS = {"p", "h"}
_NAMED = {"descr", "title", "tooltip", "Target", "href", "value", "string-value", "formula"}
_PARTS = {
    "document": "of the text",
    "content": "of the text",
    "comments": "of the comments",
    "footnotes": "of the footnotes",
    "endnotes": "of the endnotes",
    "header": "at the head of pages",
    "footer": "at the foot of pages",
    "styles": "at the head or foot of pages",
}


def check_archive(name: str, members: Mapping[str, bytes]) -> None:
    """Refuse a document by what lies in its archive: macros, controls, other files, a password."""
    for path, part in members.items():
        if any(sign in path.lower() for sign in _MACROS) and not path.endswith(_LISTS_OF_MACROS):
            raise refused(name, HAS_MACROS)
        if _EMBEDDED.search(path) or part.startswith(_PROGRAMS):
            raise refused(name, HAS_FILES)
    if b"encryption-data" in members.get("META-INF/manifest.xml", b""):
        raise refused(name, IS_LOCKED)


def places_in_document(name: str, members: Mapping[str, bytes]) -> list[str]:
    """The paragraphs of a document that hold a patient identifier. Refuses one that is damaged or draws on others."""
    found: list[str] = []
    for path, part in members.items():
        if path.lower().endswith((".xml", ".rels", ".vml", ".rdf")):
            try:
                found += _Part(name, path).places(part)
            except (ParseError, DefusedXmlException, ValueError, LookupError):
                raise refused(name, IS_DAMAGED) from None
    return found


class _Part:
    """One XML file of a document: where in it one is, and what it says there."""

    def __init__(self, name: str, path: str) -> None:
        self.name = name
        stem = path.rpartition("/")[2].partition(".")[0].rstrip("0123456789")
        self.where = _PARTS.get(stem, f"of a part of the document ({path})")
        self.paragraph = self.row = 0
        self.table = ""

    def places(self, part: bytes) -> Iterator[str]:
        """Places of patient identifiers, in their order."""
        for event, element in iterparse(io.BytesIO(part), events=("start", "end")):
            tag = _local(element.tag)
            if event == "start":
                self._enter(tag, element)
                continue
            self._check(tag, element)
            if _names_somebody(element):
                yield self._place("a name, link or figure")
            if tag in _PARAGRAPHS:
                yield from self._in_paragraph(element)
            elif tag not in _SAID and not len(element) and has_identifier(element.text or ""):
                yield self._place("a property")
            if tag == "table":
                self.table = ""

    def _enter(self, tag: str, element: Element) -> None:
        if tag == "table":
            given = _attribute(element, "name")
            self.table, self.row = "a table" if has_identifier(given) else given, 0
        elif tag == "table-row":
            self.row += int(_attribute(element, "number-rows-repeated") or 1)

    def _in_paragraph(self, element: Element) -> Iterator[str]:
        self.paragraph += 1
        if has_identifier(self._words(element)):
            yield self._place(f"paragraph {self.paragraph}")
        element.clear()

    def _words(self, paragraph: Element) -> str:
        """What a paragraph says: a number may be cut into pieces by its formatting, and is one all the same."""
        pieces = []
        for element in paragraph.iter():
            tag = _local(element.tag)
            if tag == "instrText" and _DATA_EXCHANGE.search(element.text or ""):
                raise refused(self.name, HAS_LINKS)
            pieces.append(" " if tag in _BLANKS else "")
            pieces += [element.text or "", "" if element is paragraph else element.tail or ""]
        return "".join(pieces)

    def _place(self, what: str) -> str:
        return f"{self.table}, row {self.row}" if self.table else f"{what} {self.where}"

    def _check(self, tag: str, element: Element) -> None:
        """Refuse an element that fetches something from elsewhere, or runs something."""
        target = _attribute(element, "Target" if tag == "Relationship" else "href")
        if target.startswith("vnd.sun.star.script:"):
            raise refused(self.name, HAS_MACROS)
        if tag == "object-ole":
            raise refused(self.name, HAS_FILES)
        is_drawn_on = tag in _DRAWN_ON and _ELSEWHERE.match(target)
        if is_drawn_on or tag == "dde-source" or (tag == "Relationship" and _fetches(element, target)):
            raise refused(self.name, HAS_LINKS)


def _fetches(relationship: Element, target: str) -> bool:
    """Whether a Word file fetches this by itself: a link does not, and a template on the writer's drive is let be."""
    kind = _attribute(relationship, "Type").rpartition("/")[2]
    if _attribute(relationship, "TargetMode") != "External" or kind == "hyperlink":
        return False
    is_own = _ON_A_DRIVE.match(target) or not _ELSEWHERE.match(target)
    return not (kind == "attachedTemplate" and is_own)


def _names_somebody(element: Element) -> bool:
    return any(_local(key) in _NAMED and has_identifier(value) for key, value in element.items())


def _attribute(element: Element, name: str) -> str:
    return next((value for key, value in element.items() if _local(key) == name), "")


def _local(tag: object) -> str:
    return str(tag).rpartition("}")[2]
