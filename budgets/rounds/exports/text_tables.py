"""A calculation as a readable table of text, for a terminal."""

from collections.abc import Sequence

from budgets.method.result import Calculation
from core.money import decimals, grouped, rounded

_LONGEST = 32


def calculation_as_text(calculation: Calculation, group: str = "") -> str:
    """The groups with their figures, then the lines with each group's gross amount; of one group or of all."""
    codes = [facts.code for facts in calculation.groups if not group or facts.code == group]
    totals = calculation.totals
    parts = [
        f"Budgets {calculation.year}",
        _table(("Group", "Name", *_FIGURES), [_figures(calculation, code) for code in codes]),
        _table(
            ("Line", "Name", "Method used", *codes, "Total"),
            [
                (
                    line.code,
                    line.name,
                    line.method_used + (" *" if line.fallback_reason else ""),
                    *(grouped(line.gross.get(code, 0)) for code in codes),
                    grouped(line.total),
                )
                for line in calculation.lines
            ],
        ),
    ]
    if any(line.fallback_reason for line in calculation.lines):
        parts.append("* another method was asked for; see fallback_reason")
    parts.append(
        f"Total {grouped(totals.total)} = divided {grouped(totals.gross)} + pooled {grouped(totals.pooled)} "
        f"+ growth held {grouped(totals.growth_reserve)}. Checks passed: "
        f"{sum(check.passed for check in calculation.checks)} of {len(calculation.checks)}."
    )
    return "\n\n".join(parts) + "\n"


_FIGURES = ("Gross", "Reserve", "Net", "Per head", "Last year", "Change %", "Fair share", "Distance %")


def _figures(calculation: Calculation, code: str) -> Sequence[str]:
    own = calculation.totals.by_group[code]
    name = next(facts.name for facts in calculation.groups if facts.code == code)
    return (
        code,
        name,
        grouped(own.gross),
        grouped(own.reserve),
        grouped(own.net),
        "-" if own.per_head is None else grouped(rounded(own.per_head)),
        grouped(own.prior_year),
        "-" if own.change_percent is None else decimals(own.change_percent, 2),
        grouped(own.fair_share),
        "-" if own.distance_percent is None else decimals(own.distance_percent, 2),
    )


def _table(header: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """Columns aligned: words to the left, figures to the right."""
    listed = [[_short(cell) for cell in row] for row in (header, *rows)]
    widths = [max(len(row[place]) for row in listed) for place in range(len(header))]
    words = [place < 3 and not _is_figure(listed[-1][place]) for place in range(len(header))]
    aligned = [
        "  ".join(
            cell.ljust(width) if word else cell.rjust(width)
            for cell, width, word in zip(row, widths, words, strict=True)
        ).rstrip()
        for row in listed
    ]
    return "\n".join([aligned[0], "  ".join("-" * width for width in widths), *aligned[1:]])


def _short(text: str) -> str:
    return text if len(text) <= _LONGEST else f"{text[: _LONGEST - 1]}…"


def _is_figure(text: str) -> bool:
    return text.replace(",", "").replace(".", "").replace("-", "").isdigit()
