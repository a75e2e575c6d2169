"""The practices annex of a group's statement: each practice's gross amount, in all and by category of line."""

from collections.abc import Mapping, Sequence
from fractions import Fraction

from reportlab.platypus import Flowable

from budgets.method.result import Calculation, Line, LineKind
from budgets.method.words import kind_in_words
from budgets.rounds.documents.terms import optional_percent
from core.money import grouped
from core.pdf.tables import figure_table, figures, words
from core.pdf.text import caption, gap, paragraph

_CATEGORIES_ABREAST = 5
_NOT_PLACED = "Not placed with a practice"


def practices_annex(
    calculation: Calculation, code: str, practice_names: Mapping[str, str], *, width: float
) -> list[Flowable]:
    """Who in the group stands for how much. What no practice carries stays with the group and is shown."""
    practices = [practice for practice, group in calculation.practice_groups.items() if group == code]
    categories = list(dict.fromkeys(category_of(line) for line in calculation.lines if line.gross[code]))
    by_category = {
        name: _amounts([line for line in calculation.lines if category_of(line) == name], code, practices)
        for name in categories
    }
    everything = _amounts(calculation.lines, code, practices)
    labels = [_label(practice, practice_names) for practice in practices]
    if any(amounts[-1] for amounts in (everything, *by_category.values())):
        labels.append(_NOT_PLACED)
    if not labels:
        return [paragraph("This group has no practices on the capitation date.")]
    annex: list[Flowable] = [
        paragraph(
            "What each practice’s patients stand for in the gross budget. It is indicative: it says how the group’s "
            "budget came about, not what a practice may spend."
        ),
        _totals_table(labels, everything, width=width),
    ]
    if len(categories) > 1:
        annex += _category_tables(labels, by_category, everything, width=width)
    return annex


def category_of(line: Line) -> str:
    """The category a line is listed under: its own, or what kind of line it is.

    A service without a category is listed under `Other services`.
    """
    if line.category:
        return line.category
    return "Other services" if line.kind is LineKind.SERVICE else kind_in_words(line.kind)


def _amounts(lines: Sequence[Line], code: str, practices: Sequence[str]) -> list[int]:
    """Each practice's sum over the lines, and last what no practice carries."""
    sums = [sum(line.practices.get(practice, 0) for line in lines) for practice in practices]
    return [*sums, sum(line.not_placed.get(code, 0) for line in lines)]


def _label(practice: str, names: Mapping[str, str]) -> str:
    return f"{practice} {names[practice]}" if practice in names else practice


def _totals_table(labels: Sequence[str], amounts: Sequence[int], *, width: float) -> Flowable:
    whole = sum(amounts)
    rows = [
        [label, grouped(amount), optional_percent(Fraction(amount * 100, whole) if whole else None)]
        for label, amount in zip(labels, amounts, strict=False)
    ]
    rows.append(["All practices", grouped(whole), optional_percent(Fraction(100) if whole else None)])
    return figure_table(
        [words("Practice"), *figures("Gross £", "Share of the group %")], rows, width=width * 0.72, totals=1
    )


def _category_tables(
    labels: Sequence[str], by_category: Mapping[str, Sequence[int]], everything: Sequence[int], *, width: float
) -> list[Flowable]:
    names = list(by_category)
    shown: list[Flowable] = [gap(12), caption("Gross by category of line")]
    for start in range(0, len(names), _CATEGORIES_ABREAST):
        block = names[start : start + _CATEGORIES_ABREAST]
        columns = [*(by_category[name] for name in block), everything]
        rows = [[label, *(grouped(column[place]) for column in columns)] for place, label in enumerate(labels)]
        rows.append(["All practices", *(grouped(sum(column)) for column in columns)])
        headings = [words("Practice"), *figures(*(f"{name} £" for name in block), "All lines £")]
        shown += [figure_table(headings, rows, width=width, totals=1), gap(8)]
    return shown
