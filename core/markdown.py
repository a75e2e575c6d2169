"""Markdown of specifications: a safe subset with tables, as HTML for a page or as values for documents.

What counts: headings, paragraphs (a new line is a new line), **bold**, *italic*, lists, quotations, tables, links to
web and e-mail addresses, and `<br>` in a cell. Everything else is text and is shown as it was typed. A paragraph
`Table: Activity by month` directly above a table is its caption. `problems_in` says what may not be kept.
"""

import html
import re
from collections.abc import Iterator, Sequence

from markdown_it.token import Token
from markupsafe import Markup

from core.errors import Refusal
from core.identifiers import has_identifier
from core.prose import Block, Heading
from core.prose_on_pages import drawn_on_page
from core.prose_reading import address_of, blocks_of, breaks_line, cleaned, pieces_of

MOST_CHARACTERS = 50_000
MOST_HEADING_LEVELS = 3
MOST_DEPTH = 4
MOST_COLUMNS = 12
_MOST_BRACKETS = 2_000  # no text has so many, and looking for links among them would take seconds
_SCRIPT = re.compile(r"(?:java|vb)script\s*:", re.IGNORECASE)
_NO_LINK = re.compile(r"\]\(\s*<?\s*(?:data|file)\s*:", re.IGNORECASE)
_ELEMENT = re.compile(
    r"</?(?:script|style|svg|math|i?frame|object|embed|meta|base|link|form|input|button|img|html|head|body)\b",
    re.IGNORECASE,
)
_IDENTIFIER = (
    "a number that passes the NHS number check. Take it out: nothing that identifies a patient may be kept here."
)
_HTML = "Line {} holds HTML. Write it in words, or as Markdown."
_LINK = "Line {} has a link that leads neither to a web nor to an e-mail address. Give its whole address."
_LISTS = ("bullet_list", "ordered_list", "blockquote")
Found = Iterator[tuple[int, str]]


def as_html(text: str, *, first_level: int = 3, name: str = "text", caption: str = "Table") -> Markup:
    """The text as HTML that may stand on a page: whatever was typed, no script and no foreign element is in it.

    `first_level`: which heading (2 to 6) the outermost of the text becomes, so that the page keeps its order. `name`
    begins the ids of its tables: each text of a page has its own. `caption`: what its tables are called, numbered.
    """
    return drawn_on_page(as_blocks(text, caption=caption), first_level=first_level, name=name)


def as_blocks(text: str, *, caption: str = "Table") -> list[Block]:
    """The text as values. `caption`: what its tables are called; each has its number besides.

    >>> as_blocks("Aims")
    [Paragraph(runs=(Run(text='Aims', is_bold=False, is_italic=False, href=''),))]
    """
    return blocks_of(pieces_of(cleaned(text)), caption)


def problems_in(text: str) -> list[str]:
    """All that is wrong with a text, in sentences that name the line and repeat nothing a patient could be known by.

    >>> problems_in("See <b>below</b>.")
    ['Line 1 holds HTML. Write it in words, or as Markdown.']
    """
    if len(text) > MOST_CHARACTERS:
        return [f"The text has {len(text):,} characters, and at most {MOST_CHARACTERS:,} are kept. Shorten it."]
    if text.count("[") > _MOST_BRACKETS:
        return [f"The text has more than {_MOST_BRACKETS:,} square brackets. Take out those that begin no link."]
    pieces = pieces_of(cleaned(text))
    found = {*_in_lines(cleaned(text)), *_in_pieces(pieces), *_in_lists(pieces), *_in_tables(pieces)}
    return [sentence for _, sentence in sorted({*found, *_in_headings(blocks_of(pieces, ""))})]


def check_text(text: str) -> None:
    """Refuse a text that may not be kept, with all that is wrong with it."""
    if problems := problems_in(text):
        raise Refusal(" ".join(problems))


def _in_lines(text: str) -> Found:
    lines = text.split("\n")
    with_identifier = [number for number, line in enumerate(lines, start=1) if has_identifier(line)]
    yield from ((number, f"Line {number} holds {_IDENTIFIER}") for number in with_identifier)
    if not with_identifier and has_identifier(text):
        yield 0, f"The text holds, over more than one line, {_IDENTIFIER}"
    for number, line in enumerate(lines, start=1):
        if _SCRIPT.search(html.unescape(line)):
            yield number, f"Line {number} holds a script. Take it out."
        if _ELEMENT.search(line):
            yield number, _HTML.format(number)
        if _NO_LINK.search(html.unescape(line)):
            yield number, _LINK.format(number)


def _in_pieces(pieces: Sequence[Token]) -> Found:
    for outer in pieces:
        line = _line_of(outer)
        for piece in (outer, *(outer.children or ())):
            if problem := _problem_of(piece, line):
                yield line, problem
            line += piece.type in {"softbreak", "hardbreak"}


def _problem_of(piece: Token, line: int) -> str:
    if piece.type.startswith("html_") and not breaks_line(piece):
        return _HTML.format(line)
    if piece.type == "image":
        return f"Line {line} holds a picture. No picture stands in a text: attach its file."
    if piece.type == "link_open" and not address_of(piece):
        return _LINK.format(line)
    return ""


def _in_lists(pieces: Sequence[Token]) -> Found:
    depth = 0
    for piece in pieces:
        if piece.type.startswith(_LISTS):
            depth += piece.nesting
            if piece.nesting == 1 and depth == MOST_DEPTH + 1:
                line = _line_of(piece)
                yield line, f"Line {line} begins a list or quotation in {MOST_DEPTH} others. Bring it further out."


def _in_tables(pieces: Sequence[Token]) -> Found:
    line = columns = 0
    for piece in pieces:
        if piece.type == "table_open":
            line, columns = _line_of(piece), 0
        columns += piece.type == "th_open"
        if piece.type == "thead_close" and columns > MOST_COLUMNS:
            yield line, f"The table in line {line} has {columns} columns, and at most {MOST_COLUMNS} fit. Divide it."


def _in_headings(blocks: Sequence[Block]) -> Found:
    levels = max((block.level for block in blocks if isinstance(block, Heading)), default=0)
    if levels > MOST_HEADING_LEVELS:
        yield 0, f"The text has headings of {levels} levels, and at most {MOST_HEADING_LEVELS} may be used."


def _line_of(piece: Token) -> int:
    return piece.map[0] + 1 if piece.map else 0
