"""What an XLSX file holds beside its cells: notes, names, texts in drawings, properties, remarks, parts of other kinds.

All are screened. Figures in attributes (sizes, colours, ids) are not: one such number in eleven would pass by chance.
"""

import html
import posixpath
import re
from collections.abc import Iterator, Mapping

from core.identifiers import has_identifier, masked
from core.problems import Problem

# No pattern looks past the next angle bracket, so that a part made to be slow is not.
_TAG = re.compile(r"<[^<>]*>")
_NAMED = re.compile(
    r"""\b(?:name|displayName|descr|title|tooltip|display|Target|alt|author|subject|caption|prompt|promptTitle|error"""
    r"""|errorTitle|oldName|uniqueName)=["']([^"']*)["']"""
)
_VALUE = re.compile(r"""=["']([^"'<>]*)["']""")
_PHONETIC = re.compile(r"<(?:\w+:)?rPh\b[^<>]*>\s*<(?:\w+:)?t\b[^<>]*>([^<]*)<")
_NOTE = re.compile(r"<(?:\w+:)?(?:comment|threadedComment)\b([^<>]*)>")
_PARAGRAPH_END = re.compile(r"</(?:\w+:)?p>")
_CACHED = re.compile(r"<(?:\w+:)?f\b(?:[^<>]*/>|[^<>]*>([^<]*)</(?:\w+:)?f>)\s*<(?:\w+:)?v\b[^<>]*>([^<]*)<")
_HAS_FORMULA = re.compile(r"<(?:\w+:)?f[\s/>]")
_PRINTED = re.compile(r"<(?:\w+:)?(?:odd|even|first)(?:Header|Footer)\b[^<>]*>([^<]*)<|<(?:\w+:)?formula1>([^<]*)<")
_SHEET = re.compile(r"<(?:\w+:)?sheet\b[^<>]*>")
_RELATIONSHIP = re.compile(r"<(?:\w+:)?Relationship\b[^<>]*>")
_STRINGS = "sharedstrings.xml"
_XML = (".xml", ".rels", ".vml")
_PROPERTIES = ("docprops/", "customxml/")
_ELSEWHERE = "no patient identifier: {} holds a number that passes the NHS number check; its value is not shown"


def identifiers_beside_cells(name: str, members: Mapping[str, bytes]) -> Iterator[Problem]:
    """A problem for every note, name, drawing, print heading, formula and property that holds an identifier."""
    sheets = _sheets_of(members)
    for path, part in members.items():
        file = sheets.get(path, name)
        for column, what, said in _said_by(path, part):
            if has_identifier(said):
                yield Problem(file=file, column=column, expected=_ELSEWHERE.format(what))


def identifiers_left_over(name: str, members: Mapping[str, bytes]) -> Iterator[Problem]:
    """A problem where the file still keeps the text of a cell that is gone, and it holds an identifier."""
    for path, part in members.items():
        if path.lower().endswith(_STRINGS) and any(
            has_identifier(said)
            for item in part.decode(errors="replace").split("</si>")
            for said in (_plain(item), *_PHONETIC.findall(item))
        ):
            yield Problem(file=name, expected=_ELSEWHERE.format("a text of a cell that is gone"))


def _said_by(path: str, part: bytes) -> Iterator[tuple[str, str, str]]:
    """Every text of a part and its name: the cell it hangs on, what it is, what it says."""
    yield "", "the name of a part of the file", posixpath.basename(path)
    if path.lower().endswith(_STRINGS):
        return
    if not path.lower().endswith(_XML):
        yield "", f"a part of another kind ({masked(path)})", _text_of(part)
        return
    text = part.decode(errors="replace")
    yield from _said_in(path, text)
    for remark in text.split("<!--")[1:]:
        yield "", f"a remark ({masked(path)})", html.unescape(remark.partition("-->")[0])
    for match in _VALUE.finditer(text) if path.lower().startswith(_PROPERTIES) else ():
        yield "", f"a property of the file ({masked(path)})", html.unescape(match[1])


def _text_of(part: bytes) -> str:
    """A part as text, blank where it is none, such as a picture."""
    try:
        return part.decode()
    except UnicodeDecodeError:
        return ""


def _said_in(path: str, text: str) -> Iterator[tuple[str, str, str]]:
    """Every text of a part of XML: the cell it hangs on, what it is, what it says."""
    if "/worksheets/" in path and path.endswith(".xml"):
        cells, text = _apart(text)
        yield from _said_in_sheet(cells, text)
    elif _NOTE.search(text):
        _, *notes = _NOTE.split(text)
        for attributes, said in zip(notes[::2], notes[1::2], strict=True):
            yield _attribute(attributes, "ref"), "the note on this cell", _plain(said)
    else:
        for said in (*_TAG.split(text), *_PARAGRAPH_END.split(text)):
            yield "", f"a text beside the cells ({masked(path)})", _plain(said)
    for match in _NAMED.finditer(text):
        what = "the name of a sheet" if path.endswith("xl/workbook.xml") else f"a name or link ({masked(path)})"
        yield "", what, html.unescape(match[1])


def _said_in_sheet(cells: str, around: str) -> Iterator[tuple[str, str, str]]:
    """What a sheet says beside the values of its cells: formulas, how a text is read, print headings, lists."""
    for match in _CACHED.finditer(cells) if _HAS_FORMULA.search(cells) else ():
        yield "", "a formula of this sheet", html.unescape(match[1] or "")
        yield "", "the value of a formula of this sheet", html.unescape(match[2])
    for match in _PHONETIC.finditer(cells) if "rPh" in cells else ():
        yield "", "the reading of a text of this sheet", html.unescape(match[1])
    for match in _PRINTED.finditer(around):
        yield "", "a print heading or a list of this sheet", html.unescape(match[1] or match[2] or "")


def _apart(text: str) -> tuple[str, str]:
    """The cells of a sheet, and what stands before and after them."""
    start, end = text.find("sheetData"), text.rfind("sheetData")
    return text[start:end], text[: max(start, 0)] + text[end:]


def _sheets_of(members: Mapping[str, bytes]) -> dict[str, str]:
    """The sheet that each part belongs to: the part of its cells, and the parts this refers to (notes, drawings)."""
    targets = _targets(members, "xl/workbook.xml")
    book = members.get("xl/workbook.xml", b"").decode(errors="replace")
    sheets: dict[str, str] = {}
    for match in _SHEET.finditer(book):
        title = html.unescape(_attribute(match[0], "name"))
        cells = targets.get(_attribute(match[0], r"\w+:id"), "")
        sheets[cells] = title
        sheets |= dict.fromkeys(_targets(members, cells).values(), title)
    return sheets


def _targets(members: Mapping[str, bytes], path: str) -> dict[str, str]:
    folder, file = posixpath.split(path)
    found = members.get(f"{folder}/_rels/{file}.rels", b"").decode(errors="replace")
    return {
        _attribute(match[0], "Id"): posixpath.normpath(posixpath.join("/", folder, _attribute(match[0], "Target")))[1:]
        for match in _RELATIONSHIP.finditer(found)
    }


def _attribute(tag: str, name: str) -> str:
    match = re.search(rf"""\b{name}=["']([^"']*)["']""", tag)
    return match[1] if match else ""


def _plain(xml: str) -> str:
    return html.unescape(_TAG.sub("", xml))
