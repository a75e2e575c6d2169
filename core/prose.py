"""Running text as values: headings, paragraphs, lists, tables, quotations. Pure.

`core.markdown` makes them of what people type; pages and documents are drawn from them, so that both say the same.
"""

from collections.abc import Iterable, Sequence
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


def paragraph_of(text: str) -> Paragraph:
    """A paragraph of plain words."""
    return Paragraph(runs=(Run(text=text),))


def table_of(
    caption: str, head: Sequence[str], rows: Sequence[Sequence[str]], *, right_from: int | None = None, totals: int = 0
) -> Table:
    """A table of plain words. `right_from`: the first column of figures; `totals`: how many last rows are totals.

    >>> table_of("Split", ["Group", "£"], [["DacCom", "1.00"], ["Total", "1.00"]], right_from=1, totals=1).is_right
    (False, True)
    """
    first_total = len(rows) - totals
    return Table(
        number=0,
        caption=caption,
        head=tuple((Run(text=text),) for text in head),
        rows=tuple(
            tuple((Run(text=text, is_bold=place >= first_total),) for text in row) for place, row in enumerate(rows)
        ),
        is_right=tuple(right_from is not None and column >= right_from for column in range(len(head))),
    )
