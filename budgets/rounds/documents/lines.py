"""Tables of lines: one group's, what is held centrally, and the matrix of lines and groups."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from reportlab.platypus import Flowable

from budgets.method.result import Calculation, GroupFacts, Line
from budgets.method.words import in_words, is_out_of_scope, kind_in_words
from budgets.rounds.documents.terms import optional_percent, provider_holds_reserve
from core.money import grouped
from core.pdf.tables import figure_table, figures, words
from core.pdf.text import gap, note, paragraph
from core.wording import upper_first

_GROUPS_ABREAST = 6


@dataclass(frozen=True, slots=True)
class Fallbacks:
    """The lines whose method had to be replaced, numbered in the order of the lines."""

    numbers: Mapping[str, int]
    notes: tuple[str, ...]

    def mark(self, line: Line) -> str:
        """The note's number behind a line's method, or nothing."""
        return f" [{self.numbers[line.code]}]" if line.code in self.numbers else ""


def fallbacks_of(lines: Sequence[Line], names: Mapping[str, str]) -> Fallbacks:
    """Every fallback with what was asked for, what was used and why."""
    replaced = [(line, _reason(line)) for line in lines if _reason(line)]
    notes = tuple(
        f"[{number}] {line.name}: asked for: {in_words(line.method, names)}; used: "
        f"{in_words(line.method_used, names)}. Reason: {reason}."
        for number, (line, reason) in enumerate(replaced, start=1)
    )
    return Fallbacks({line.code: number for number, (line, _) in enumerate(replaced, start=1)}, notes)


def split_lines(calculation: Calculation) -> list[Line]:
    """The lines that are shared among the groups."""
    return [line for line in calculation.lines if not line.pooled and not line.unsplit]


def held_centrally(calculation: Calculation) -> list[Line]:
    """The lines that the commissioner keeps on behalf of all groups, pooled or not yet committed."""
    return [line for line in calculation.lines if line.pooled or line.unsplit]


def group_lines(calculation: Calculation, code: str, *, width: float) -> list[Flowable]:
    """A group's budget line by line, with notes on methods that had to be replaced."""
    names = group_names(calculation)
    lines = split_lines(calculation)
    fallbacks = fallbacks_of(lines, names)
    reserve = "Of which reserve £" if provider_holds_reserve(calculation.totals) else "Reserve £"
    columns = [
        words("Line", 5),
        words("How it is split", 4),
        *figures("Line total £", "Your gross £", reserve, "Your net £", "Your share %"),
    ]
    rows = [
        [
            line.name,
            method_of(line, names) + fallbacks.mark(line),
            grouped(line.total),
            grouped(line.gross[code]),
            grouped(line.reserve[code]),
            grouped(line.net[code]),
            optional_percent(line.share[code] if line.share else None),
        ]
        for line in lines
    ]
    rows.append(_group_total(calculation, code, lines))
    return [figure_table(columns, rows, width=width, totals=1), gap(4), *(note(text) for text in fallbacks.notes)]


def central_lines(calculation: Calculation, *, width: float) -> list[Flowable]:
    """What is held centrally on behalf of all groups, or the sentence that nothing is."""
    lines = held_centrally(calculation)
    if not lines:
        return [paragraph("Nothing is held centrally: every line is split among the groups.")]
    rows = [[line.name, _why_held(line), grouped(line.pooled + line.unsplit)] for line in lines]
    rows.append(["All lines held centrally", "", grouped(sum(line.pooled + line.unsplit for line in lines))])
    columns = [words("Line", 5), words("Why it is not split", 5), *figures("Amount £")]
    return [figure_table(columns, rows, width=width, totals=1)]


def matrix(calculation: Calculation, *, width: float) -> list[Flowable]:
    """Every line with every group's gross amount; with many groups, several tables that each show the totals."""
    names = group_names(calculation)
    fallbacks = fallbacks_of(calculation.lines, names)
    shown: list[Flowable] = []
    for groups in abreast(calculation.groups):
        columns = [
            words("Line", 5),
            words("How it is split", 4),
            *figures(*(f"{group.name} £" for group in groups), "Not split £", "Total £"),
        ]
        rows = [
            [line.name, method_of(line, names) + fallbacks.mark(line), *_matrix_figures(line, groups)]
            for line in calculation.lines
        ]
        rows.append(_matrix_total(calculation, groups))
        shown += [figure_table(columns, rows, width=width, totals=1), gap(10)]
    return [*shown, *(note(text) for text in fallbacks.notes)]


def abreast(groups: Sequence[GroupFacts]) -> Iterator[Sequence[GroupFacts]]:
    """The groups in blocks that fit beside each other on a page."""
    for start in range(0, len(groups), _GROUPS_ABREAST):
        yield groups[start : start + _GROUPS_ABREAST]


def group_names(calculation: Calculation) -> dict[str, str]:
    """The groups' names by code."""
    return {group.code: group.name for group in calculation.groups}


def method_of(line: Line, names: Mapping[str, str]) -> str:
    """How a line is split, or that it is out of scope."""
    return "Out of scope: nothing to split" if is_out_of_scope(line) else in_words(line.method_used, names)


def _reason(line: Line) -> str:
    reasons = [line.fallback_reason, *(part.fallback_reason for part in line.parts)]
    return "; ".join(dict.fromkeys(upper_first(reason).rstrip(".") for reason in reasons if reason))


def _group_total(calculation: Calculation, code: str, lines: Sequence[Line]) -> list[str]:
    own, whole = calculation.totals.by_group[code], calculation.totals
    return [
        "All lines",
        "",
        grouped(sum(line.total for line in lines)),
        grouped(own.gross),
        grouped(own.reserve),
        grouped(own.net),
        optional_percent(Fraction(own.gross * 100, whole.gross) if whole.gross else None),
    ]


def _why_held(line: Line) -> str:
    if line.unsplit:
        return "Growth money that no must-do claims yet; it stays with the commissioner"
    return f"{kind_in_words(line.kind)}: pooled, its risk shared by all groups"


def _matrix_figures(line: Line, groups: Sequence[GroupFacts]) -> list[str]:
    parts = [line.gross[group.code] for group in groups]
    return [grouped(amount) for amount in (*parts, line.pooled + line.unsplit, line.total)]


def _matrix_total(calculation: Calculation, groups: Sequence[GroupFacts]) -> list[str]:
    totals = calculation.totals
    parts = [totals.by_group[group.code].gross for group in groups]
    return ["All lines", "", *(grouped(n) for n in (*parts, totals.pooled + totals.growth_reserve, totals.total))]
