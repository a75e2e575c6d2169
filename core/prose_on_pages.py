"""Running text drawn for a page: every word escaped, and the whole cleaned once more before it is believed."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

import nh3
from markupsafe import Markup, escape

from core.prose import Block, Heading, Listing, Paragraph, Quotation, Run, Runs, Table

_HEADINGS = {
    2: Markup('<h2 class="nhsuk-heading-m">{}</h2>'),
    3: Markup('<h3 class="nhsuk-heading-s">{}</h3>'),
    4: Markup('<h4 class="nhsuk-heading-xs">{}</h4>'),
    5: Markup('<h5 class="nhsuk-heading-xs">{}</h5>'),
    6: Markup('<h6 class="nhsuk-heading-xs">{}</h6>'),
}
_TABLES = {"table", "caption", "thead", "tbody", "tr", "th", "td"}
_TAGS = {
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "p",
    "br",
    "strong",
    "em",
    "ul",
    "ol",
    "li",
    "blockquote",
    "a",
    "div",
    "wbr",
} | _TABLES
_ATTRIBUTES = {
    **{tag: {"class"} for tag in _TAGS},
    "a": {"href"},
    "ol": {"class", "start"},
    "div": {"class", "tabindex", "role", "aria-labelledby"},
    "caption": {"class", "id"},
    "th": {"class", "scope"},
}

_HASH = re.compile(r"\b([0-9a-f]{16})([0-9a-f]{16})([0-9a-f]{16})([0-9a-f]{16})\b")
_MAY_BREAK = Markup("<wbr>")


@dataclass(frozen=True, slots=True)
class _Cleaned:
    """HTML without anything but the elements and attributes that running text needs; links name no page of ours."""

    drawn: str

    def __html__(self) -> str:
        """The HTML, as templates take it without escaping it."""
        return nh3.clean(
            self.drawn,
            tags=_TAGS,
            attributes=_ATTRIBUTES,
            url_schemes={"http", "https", "mailto"},
            link_rel="noopener noreferrer",
        )


def drawn_on_page(blocks: Sequence[Block], *, first_level: int, name: str) -> Markup:
    """The blocks as HTML. `first_level`: the element of outermost headings (2 to 6). `name` begins the tables' ids."""
    drawn = _all(blocks, first_level, name)
    return Markup('<div class="app-prose">{}</div>').format(escape(_Cleaned(str(drawn))))


def _all(blocks: Sequence[Block], first_level: int, name: str) -> Markup:
    return Markup("").join(_drawn(block, first_level, name) for block in blocks)


def _drawn(block: Block, first_level: int, name: str) -> Markup:
    match block:
        case Heading():
            return _HEADINGS[min(first_level + block.level - 1, 6)].format(_runs(block.runs))
        case Paragraph():
            return Markup("<p>{}</p>").format(_runs(block.runs))
        case Listing():
            return _listing(block, first_level, name)
        case Quotation():
            return Markup("<blockquote>{}</blockquote>").format(_all(block.blocks, first_level, name))
        case Table():
            return _table(block, f"{name}-table-{block.number}")


def _listing(listing: Listing, first_level: int, name: str) -> Markup:
    items = Markup("").join(Markup("<li>{}</li>").format(_item(item, first_level, name)) for item in listing.items)
    if listing.first is None:
        return Markup('<ul class="nhsuk-list nhsuk-list--bullet">{}</ul>').format(items)
    start = "" if listing.first == 1 else Markup(' start="{}"').format(listing.first)
    return Markup('<ol class="nhsuk-list nhsuk-list--number"{}>{}</ol>').format(start, items)


def _item(blocks: Sequence[Block], first_level: int, name: str) -> Markup:
    """An item; its first paragraph stands beside the dot, without an element of its own."""
    if blocks and isinstance(blocks[0], Paragraph):
        return _runs(blocks[0].runs) + _all(blocks[1:], first_level, name)
    return _all(blocks, first_level, name)


def _table(table: Table, name: str) -> Markup:
    head = Markup("").join(
        _cell(runs, "th", is_right=right) for runs, right in zip(table.head, table.is_right, strict=True)
    )
    rows = Markup("").join(
        Markup("<tr>{}</tr>").format(
            Markup("").join(_cell(runs, "td", is_right=right) for runs, right in zip(row, table.is_right, strict=True))
        )
        for row in table.rows
    )
    return Markup(
        '<div class="app-figures app-whole" tabindex="0" role="region" aria-labelledby="{0}-caption">'
        '<table class="nhsuk-table app-figures__table">'
        '<caption class="nhsuk-table__caption nhsuk-table__caption--s" id="{0}-caption">{1}</caption>'
        "<thead><tr>{2}</tr></thead><tbody>{3}</tbody></table></div>"
    ).format(name, table.caption, head, rows)


def _cell(runs: Runs, tag: str, *, is_right: bool) -> Markup:
    """A cell. A heading without words is no heading: it would name its column by nothing."""
    is_heading = tag == "th" and bool(runs)
    look = Markup(' class="app-right"') if is_right else ""
    if is_heading:
        return Markup('<th scope="col"{}>{}</th>').format(look, _runs(runs))
    return Markup("<td{}>{}</td>").format(look, _runs(runs))


def _runs(runs: Runs) -> Markup:
    return Markup("").join(_run(run) for run in runs)


def _run(run: Run) -> Markup:
    drawn = Markup("<br>").join(_breakable(line) for line in run.text.split("\n"))
    if run.is_italic:
        drawn = Markup("<em>{}</em>").format(drawn)
    if run.is_bold:
        drawn = Markup("<strong>{}</strong>").format(drawn)
    return Markup('<a href="{}">{}</a>').format(run.href, drawn) if run.href else drawn


def _breakable(line: str) -> Markup:
    """A line of text; a SHA-256 in it may break after every sixteen digits, so that no column cuts it off."""
    return _MAY_BREAK.join(escape(piece) for piece in _HASH.sub("\\1\n\\2\n\\3\n\\4", line).split("\n"))
