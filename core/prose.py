"""Running text as values: headings, paragraphs, lists, tables, quotations. Pure.

`core.markdown` makes them of what people type; pages and documents are drawn from them, so that both say the same.
"""

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """A piece of text in one dress. A line break is a character of it; `href` is a web or e-mail address, or blank."""

    text: str
    is_bold: bool = False
    is_italic: bool = False
    href: str = ""


Runs = tuple[Run, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Heading:
    """A heading; the outermost of a text are of level 1, and no level is left out on the way down."""

    level: int
    runs: Runs


@dataclass(frozen=True, slots=True, kw_only=True)
class Paragraph:
    """A paragraph."""

    runs: Runs


@dataclass(frozen=True, slots=True, kw_only=True)
class Listing:
    """A list with dots, or one with numbers from `first`. Each item holds blocks, other lists among them."""

    items: tuple[tuple["Block", ...], ...]
    first: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """A table: its number and caption, its heading, rows as long as the heading, and which columns stand right."""

    number: int
    caption: str
    head: tuple[Runs, ...]
    rows: tuple[tuple[Runs, ...], ...]
    is_right: tuple[bool, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Quotation:
    """What is quoted from elsewhere."""

    blocks: tuple["Block", ...]


Block = Heading | Paragraph | Listing | Table | Quotation


def words_of(runs: Iterable[Run]) -> str:
    """What runs say, without their dress.

    >>> words_of([Run(text="At least "), Run(text="two", is_bold=True), Run(text=" visits")])
    'At least two visits'
    """
    return "".join(run.text for run in runs)
