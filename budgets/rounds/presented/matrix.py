"""The matrix: lines by groups, one measure at a time, filtered and in the order asked for."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from fractions import Fraction
from typing import Any

from budgets.method.result import Calculation, Line, LineKind
from budgets.method.words import in_words, is_out_of_scope, kind_in_words
from budgets.rounds.presented.links import Links
from core.tables import Cell, Heading, Section, Table, amount, percent, words

NO_CATEGORY = "No category"


class Measure(StrEnum):
    """What the matrix shows of each line and group."""

    GROSS = "gross"
    NET = "net"
    RESERVE = "reserve"
    SHARE = "share"
    FAIR_SHARE = "fair-share"


MEASURE_NAMES: Mapping[Measure, str] = {
    Measure.GROSS: "Gross £",
    Measure.NET: "Net £",
    Measure.RESERVE: "Risk reserve £",
    Measure.SHARE: "Share of the line %",
    Measure.FAIR_SHARE: "Fair share £",
}
CAPTIONS: Mapping[Measure, str] = {
    Measure.GROSS: "Gross budgets by line and group, £",
    Measure.NET: "Net budgets by line and group, £",
    Measure.RESERVE: "Risk reserve by line and group, £",
    Measure.SHARE: "Each group’s share of what is split of a line, %",
    Measure.FAIR_SHARE: "Each group’s fair share of each line by capitation, £",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What a reader asks of the matrix. Blank filters let everything through.

    `sort`: blank for the order of the workbook, else `line`, `method`, `total`, `pooled` or the code of a group.
    """

    measure: Measure = Measure.GROSS
    category: str = ""
    method: str = ""
    text: str = ""
    sort: str = ""
    descending: bool = False

    @property
    def is_filtered(self) -> bool:
        """Whether lines may be left out."""
        return bool(self.category or self.method or self.text)

    @property
    def query(self) -> dict[str, Any]:
        """The question as the query of an address; what is as usual is left out."""
        asked = {
            "measure": "" if self.measure is Measure.GROSS else str(self.measure),
            "category": self.category,
            "method": self.method,
            "text": self.text,
            "sort": self.sort,
            "descending": "yes" if self.descending else "",
        }
        return {key: value for key, value in asked.items() if value}

    def in_order_of(self, column: str) -> "Asked":
        """The same in the order of a column: names from A, figures from the largest; a second time the other way."""
        if self.sort == column:
            return replace(self, descending=not self.descending)
        return replace(self, sort=column, descending=column not in {"line", "method"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Matrix:
    """The table as asked, what it leaves out, and what a reader may choose from."""

    table: Table
    shown: int
    lines: int
    fallbacks: int
    categories: Sequence[str]
    methods: Sequence[tuple[str, str]]

    @property
    def said(self) -> str:
        """How many lines are shown and in how many the method fell back, in a sentence."""
        shown = f"{self.lines} lines" if self.shown == self.lines else f"{self.shown} of {self.lines} lines"
        if not self.fallbacks:
            return f"{shown}."
        return f"{shown}, {self.fallbacks} by a fallback method."


def matrix_of(calculation: Calculation, asked: Asked, links: Links, heads: Mapping[str, str]) -> Matrix:
    """The matrix as asked. `heads`: where the head of each column leads (its sort key: the address)."""
    names = {group.code: group.name for group in calculation.groups}
    methods = _methods_in(calculation, names)
    lines = [line for line in calculation.lines if _is_asked_for(line, asked)]
    found = Table(
        name="matrix",
        caption=CAPTIONS[asked.measure],
        head=_head(calculation, asked, heads),
        sections=_sections(calculation, lines, asked, links),
        foot=_foot(calculation, lines, asked, links),
    )
    return Matrix(
        table=found,
        shown=len(lines),
        lines=len(calculation.lines),
        fallbacks=sum(line.fallback_reason is not None for line in lines),
        categories=list(dict.fromkeys(category_of(line) for line in calculation.lines)),
        methods=list(methods.items()),
    )


def category_of(line: Line) -> str:
    """The heading under which a line is filed: a service's category, or what kind of line it is."""
    if line.kind is LineKind.SERVICE:
        return line.category or NO_CATEGORY
    return kind_in_words(line.kind)


def _methods_in(calculation: Calculation, names: Mapping[str, str]) -> dict[str, str]:
    """Every method used, in words."""
    used = dict.fromkeys(line.method_used for line in calculation.lines)
    return {method: in_words(method, names) for method in used}


def _is_asked_for(line: Line, asked: Asked) -> bool:
    wanted = asked.text.strip().casefold()
    return (
        (not asked.category or category_of(line) == asked.category)
        and (not asked.method or line.method_used == asked.method)
        and (not wanted or wanted in f"{line.code} {line.name}".casefold())
    )


def _ordered(lines: Sequence[Line], asked: Asked) -> list[Line]:
    if not asked.sort:
        return list(lines)
    if asked.sort in {"line", "method"}:
        by_words = {"line": lambda line: line.name.casefold(), "method": lambda line: line.method_used}[asked.sort]
        return sorted(lines, key=by_words, reverse=asked.descending)
    return sorted(lines, key=lambda line: _sort_value(line, asked), reverse=asked.descending)


def _sort_value(line: Line, asked: Asked) -> Fraction | int:
    if asked.sort == "total":
        return line.total
    if asked.sort == "pooled":
        return line.pooled + line.unsplit
    return _values(line, asked.measure).get(asked.sort, 0)


def _values(line: Line, measure: Measure) -> Mapping[str, Fraction | int]:
    match measure:
        case Measure.GROSS:
            return line.gross
        case Measure.NET:
            return line.net
        case Measure.RESERVE:
            return line.reserve
        case Measure.SHARE:
            return line.share or {}
        case Measure.FAIR_SHARE:
            return line.fair_share


def _head(calculation: Calculation, asked: Asked, heads: Mapping[str, str]) -> list[Heading]:
    columns = [("line", "Line", False), ("method", "Method used", False)]
    columns += [(group.code, group.name, True) for group in calculation.groups]
    columns += [("pooled", "Not split £", True), ("total", "Line total £", True)]
    order = "descending" if asked.descending else "ascending"
    return [
        Heading(text=text, number=is_number, href=heads.get(key, ""), sort=order if asked.sort == key else "")
        for key, text, is_number in columns
    ]


def _sections(calculation: Calculation, lines: Sequence[Line], asked: Asked, links: Links) -> list[Section]:
    """The lines under their categories with subtotals; in one section where they stand in a column's order."""
    names = {group.code: group.name for group in calculation.groups}
    methods = _methods_in(calculation, names)
    if asked.sort:
        return [Section(rows=[_row(line, asked.measure, names, methods, links) for line in _ordered(lines, asked)])]
    filed: dict[str, list[Line]] = {}
    for line in lines:
        filed.setdefault(category_of(line), []).append(line)
    return [
        Section(
            head=_totals(
                category,
                members,
                calculation,
                asked.measure,
                None,
                only_these=links.matrix(asked.measure, category),
            ),
            rows=[_row(line, asked.measure, names, methods, links) for line in members],
        )
        for category, members in filed.items()
    ]


def _row(
    line: Line, measure: Measure, names: Mapping[str, str], methods: Mapping[str, str], links: Links
) -> list[Cell]:
    href = links.line(line.code)
    return [
        words(line.name, href=href, note="Out of scope: no group gets anything" if is_out_of_scope(line) else ""),
        _method_cell(line, names, methods),
        *_group_cells(line, measure, names, href),
        _money(line.pooled + line.unsplit, href)._replace(note=_why_not_split(line)),
        amount(line.total, href=href, look="app-strong"),
    ]


def _method_cell(line: Line, names: Mapping[str, str], methods: Mapping[str, str]) -> Cell:
    used = methods[line.method_used]
    if line.fallback_reason is None:
        return words(used)
    asked = in_words(line.method, names)
    return words(used, note=f"Fallback. Asked for: {asked}, but {line.fallback_reason}", look="app-fell-back")


def _group_cells(line: Line, measure: Measure, groups: Mapping[str, str], href: str) -> list[Cell]:
    if measure is Measure.SHARE:
        return [percent(line.share[code] if line.share else None, 2, href=f"{href}#split") for code in groups]
    values = _values(line, measure)
    return [_money(int(values[code]), href) for code in groups]


def _money(pence: int, href: str) -> Cell:
    return amount(pence, href=f"{href}#split" if href else "", look="" if pence else "app-nothing")


def _why_not_split(line: Line) -> str:
    if line.pooled:
        return "pooled"
    return "growth held" if line.unsplit else ""


def _foot(calculation: Calculation, lines: Sequence[Line], asked: Asked, links: Links) -> list[list[Cell]]:
    """Totals of the lines shown, and of all lines where some are left out."""
    every = calculation.lines
    if not asked.is_filtered:
        return [_totals("Total", every, calculation, asked.measure, links)]
    said = f"Total of the {len(lines)} {'line' if len(lines) == 1 else 'lines'} shown"
    return [
        _totals(said, lines, calculation, asked.measure, None),
        _totals(f"Total of all {len(every)} lines", every, calculation, asked.measure, links),
    ]


def _totals(
    said: str,
    lines: Sequence[Line],
    calculation: Calculation,
    measure: Measure,
    links: Links | None,
    *,
    only_these: str = "",
) -> list[Cell]:
    """Sums of lines; they lead to the groups' statements, or to the page on which `only_these` lines stand."""
    split = sum(sum(line.gross.values()) for line in lines)
    cells = []
    for group in calculation.groups:
        href = links.group(group.code) if links else only_these
        if measure is Measure.SHARE:
            gross = sum(line.gross[group.code] for line in lines)
            cells.append(percent(Fraction(100 * gross, split) if split else None, 2, href=href))
        else:
            cells.append(amount(sum(int(_values(line, measure)[group.code]) for line in lines), href=href))
    return [
        words(said, href=only_these),
        words(""),
        *cells,
        amount(
            sum(line.pooled + line.unsplit for line in lines),
            href=links.matrix(measure, None, "pooled") if links else only_these,
        ),
        amount(sum(line.total for line in lines), href=links.bridge("") if links else only_these),
    ]
