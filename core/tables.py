"""Cells and tables as pages show them and files hold them: each figure as it is written, with its value.

Amounts are pence, percentages and numbers exact; a dash stands for what is not defined.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import NamedTuple

from core.money import decimals, grouped, plain, rounded

UNDEFINED = "–"


def amount_text(pence: int) -> str:
    """An amount with commas and a true minus sign.

    >>> amount_text(123456789), amount_text(-5)
    ('1,234,567.89', '−0.05')
    """
    return grouped(pence).replace("-", "\u2212")


def signed_text(pence: int) -> str:
    """A difference: a plus in front of a gain.

    >>> signed_text(500), signed_text(-500), signed_text(0)
    ('+5.00', '−5.00', '0.00')
    """
    return f"+{amount_text(pence)}" if pence > 0 else amount_text(pence)


def percent_text(exact: Fraction | None, places: int = 1, *, is_signed: bool = False) -> str:
    """A percentage without its sign, which stands in the heading.

    >>> percent_text(Fraction(1, 3), 2), percent_text(Fraction(5), is_signed=True), percent_text(None)
    ('0.33', '+5.0', '–')
    """
    if exact is None:
        return UNDEFINED
    text = decimals(exact, places).replace("-", "\u2212")
    return f"+{text}" if is_signed and exact > 0 else text


def number_text(exact: Fraction | int | None, places: int | None = None) -> str:
    """A number with commas and no more decimals than it has (four at most), or with as many as `places` says.

    >>> number_text(Fraction("141220.55")), number_text(Fraction(2, 3)), number_text(None)
    ('141,220.55', '0.6667', '–')
    >>> number_text(Fraction("11241.5"), 2), number_text(5, 0)
    ('11,241.50', '5')
    """
    if exact is None:
        return UNDEFINED
    whole, point, rest = (plain(exact) if places is None else decimals(exact, places)).partition(".")
    return f"{int(whole):,}{point}{rest}".replace("-", "\u2212") if whole != "-0" else f"\u22120{point}{rest}"


class Cell(NamedTuple):
    """One cell: `text` as people read it, and its value for files (`pence`, or `exact`; neither for words).

    `href` is where it leads (an empty one leads nowhere), `about` what the link is about where its text does not say,
    for those who hear the page, `note` a small second line, `look` a class of the
    stylesheet, `anchor` an id to jump to.
    """

    text: str
    pence: int | None = None
    exact: Fraction | int | None = None
    number: bool = False
    href: str = ""
    note: str = ""
    look: str = ""
    anchor: str = ""
    about: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Heading:
    """The head of a column. `sort`: ascending or descending where the table stands in this column's order."""

    text: str
    number: bool = False
    href: str = ""
    sort: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """Rows that belong together under a row that names them; without such a row, all rows of a table."""

    rows: Sequence[Sequence[Cell]]
    head: Sequence[Cell] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """A captioned table of figures: units stand in the headings, totals in `foot`. `name` is unique on its page."""

    name: str
    caption: str
    head: Sequence[Heading]
    sections: Sequence[Section]
    foot: Sequence[Sequence[Cell]] = ()

    @property
    def rows(self) -> list[Sequence[Cell]]:
        """All rows, without the ones that name sections."""
        return [row for section in self.sections for row in section.rows]


def table(
    name: str,
    caption: str,
    head: Sequence[Heading],
    rows: Sequence[Sequence[Cell]],
    foot: Sequence[Sequence[Cell]] = (),
) -> Table:
    """A table whose rows stand in one section."""
    return Table(name=name, caption=caption, head=head, sections=[Section(rows=rows)], foot=foot)


def columns(*texts: str) -> list[Heading]:
    """Heads of columns; those that name a unit (`Gross £`, `Change %`) or begin with `#` hold figures.

    >>> [(head.text, head.number) for head in columns("Group", "Gross £", "#Practices")]
    [('Group', False), ('Gross £', True), ('Practices', True)]
    """
    return [Heading(text=t.removeprefix("#"), number=t[-1:] in {"£", "%"} or t.startswith("#")) for t in texts]


def sorted_columns(
    heads: Sequence[tuple[str, str]], *, sort: str = "", links: Mapping[str, str] | None = None
) -> list[Heading]:
    """Heads of columns of a list that can be sorted: each with the name by which it is sorted, blank where it is not.

    `sort`: the name in whose order the list stands, a minus before it for the other way. `links`: where a heading
    leads, by its name; none in files.

    >>> [(head.text, head.sort) for head in sorted_columns([("Provider", "provider"), ("#Rows", "")], sort="-provider")]
    [('Provider', 'descending'), ('Rows', '')]
    """
    links = links or {}
    return [
        Heading(text=each.text, number=each.number, href=links.get(name, ""), sort=_order(sort, name))
        for each, (_, name) in zip(columns(*(text for text, _ in heads)), heads, strict=True)
    ]


def _order(sort: str, name: str) -> str:
    if not name or sort.lstrip("-") != name:
        return ""
    return "descending" if sort.startswith("-") else "ascending"


def words(text: str, *, href: str = "", note: str = "", look: str = "", anchor: str = "", about: str = "") -> Cell:
    """A cell of text."""
    return Cell(text=text, href=href, note=note, look=look, anchor=anchor, about=about)


def amount(pence: int | None, *, href: str = "", note: str = "", look: str = "") -> Cell:
    """A cell of money, to the penny."""
    if pence is None:
        return Cell(text=UNDEFINED, number=True, note=note, look="app-nothing")
    return Cell(text=amount_text(pence), pence=pence, number=True, href=href, note=note, look=look)


def difference(pence: int, *, href: str = "") -> Cell:
    """A cell of money gained or lost."""
    return Cell(text=signed_text(pence), pence=pence, number=True, href=href, look=_direction(pence))


def signed(pence: int) -> Cell:
    """A cell of money that is added or taken off, neither a gain nor a loss to anybody."""
    return Cell(text=signed_text(pence), pence=pence, number=True, look="" if pence else "app-nothing")


def exact_pounds(pence: Fraction) -> Cell:
    """A cell of money before it is rounded, to the ten-thousandth of a pound, so that parts of a penny can be seen."""
    return Cell(text=exact_text(pence), exact=pence / 100, number=True)


def exact_text(pence: Fraction) -> str:
    """Money before it is rounded, to the ten-thousandth of a pound.

    >>> exact_text(Fraction(123456789, 100))
    '12,345.6789'
    """
    whole, _, rest = decimals(abs(pence) / 100).partition(".")
    return f"{'−' if pence < 0 else ''}{int(whole):,}.{rest}"


def percent(exact: Fraction | None, places: int = 1, *, is_signed: bool = False, href: str = "") -> Cell:
    """A cell of a percentage."""
    if exact is None:
        return Cell(text=UNDEFINED, number=True, look="app-nothing")
    return Cell(text=percent_text(exact, places, is_signed=is_signed), exact=exact, number=True, href=href)


def number(exact: Fraction | int | None, *, places: int | None = None, note: str = "", href: str = "") -> Cell:
    """A cell of a plain number. `places`: decimals of all numbers of its column, so that their points stand in line."""
    return Cell(text=number_text(exact, places), exact=exact, number=True, note=note, href=href)


def places_of(exacts: Iterable[Fraction | int | None]) -> int:
    """How many decimals a column of these numbers needs, so that each is told as exactly as alone.

    >>> places_of([Fraction("11241.5"), Fraction("13678.26"), None]), places_of([5, 7])
    (2, 0)
    """
    return max((len(plain(exact).partition(".")[2]) for exact in exacts if exact is not None), default=0)


def per_head(pence: Fraction | None, *, href: str = "") -> Cell:
    """A cell of money per head, rounded once to the penny."""
    return amount(None if pence is None else rounded(pence), href=href)


def _direction(pence: int) -> str:
    if not pence:
        return "app-nothing"
    return "app-gain" if pence > 0 else "app-loss"
