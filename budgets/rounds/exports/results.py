"""What was worked out, as sheets: summary, matrix, lines, practices, bridge, checks, warnings. For CSV and XLSX.

Amounts are pounds; percentages and drivers have four decimals, as docs/budget-method.md section 6 says.
"""

from collections.abc import Iterator, Sequence
from fractions import Fraction

from budgets.method.result import Calculation, Line
from budgets.rounds.exports.workbooks import zipped
from core.money import decimals, rounded
from core.spreadsheets.writing import Cell, Money, Sheet, write_csv, write_xlsx


def calculation_as_xlsx(calculation: Calculation, group: str = "", *, adopted_without: str = "") -> bytes:
    """Everything as one XLSX file, of one group or of all. `adopted_without`: the line of one adopted over dissent."""
    return write_xlsx(result_sheets(calculation, group, adopted_without=adopted_without))


def calculation_as_zip(calculation: Calculation, *, adopted_without: str = "") -> bytes:
    """Everything as CSV files in one ZIP. `adopted_without`: the line of one adopted over dissent."""
    sheets = result_sheets(calculation, adopted_without=adopted_without)
    return zipped({f"{sheet.name}.csv": write_csv(sheet) for sheet in sheets})


def figures_as_csv(calculation: Calculation, group: str = "") -> bytes:
    """Every figure by line and group as one CSV file, of one group or of all."""
    return write_csv(lines_sheet(calculation, group))


def result_sheets(calculation: Calculation, group: str = "", *, adopted_without: str = "") -> Iterator[Sheet]:
    """All sheets in the order in which a reader asks; with a group, without what belongs to the others.

    That a budget was adopted over dissent is the first of the warnings.
    """
    yield summary_sheet(calculation, group)
    yield _matrix(calculation, "gross", group)
    yield _matrix(calculation, "net", group)
    yield lines_sheet(calculation, group)
    yield _practices(calculation, group)
    yield _bridge(calculation, group)
    yield Sheet(
        name="checks",
        header=("check", "passed", "figures"),
        rows=[(check.name, "yes" if check.passed else "no", check.detail) for check in calculation.checks],
    )
    yield Sheet(
        name="warnings",
        header=("code", "message"),
        rows=[
            *([("adopted-over-dissent", f"{adopted_without}.")] if adopted_without else []),
            *((warning.code, warning.message) for warning in calculation.warnings),
        ],
    )


def _codes(calculation: Calculation, group: str) -> list[str]:
    return [facts.code for facts in calculation.groups if not group or facts.code == group]


def summary_sheet(calculation: Calculation, group: str = "") -> Sheet:
    """One row a group, then the whole, what is pooled and what is held of growth."""
    rows: list[Sequence[Cell]] = []
    for facts in calculation.groups:
        if group and facts.code != group:
            continue
        own = calculation.totals.by_group[facts.code]
        rows.append(
            (
                facts.code,
                facts.name,
                facts.registered,
                facts.weighted,
                four_decimals(facts.capitation_share),
                Money(own.gross),
                Money(own.reserve),
                Money(own.net),
                None if own.per_head is None else Money(rounded(own.per_head)),
                Money(own.prior_year),
                Money(own.change),
                four_decimals(own.change_percent),
                Money(own.fair_share),
                four_decimals(own.distance_percent),
            )
        )
    totals = calculation.totals
    whole = ("", "All groups", None, None, None, Money(totals.gross), Money(totals.reserve), Money(totals.net))
    rows += [
        whole,
        ("", "Pooled for all groups", None, None, None, Money(totals.pooled)),
        ("", "Growth held by the commissioner", None, None, None, Money(totals.growth_reserve)),
        ("", "Total", None, None, None, Money(totals.total)),
    ]
    header = (
        "group", "name", "registered", "weighted", "capitation_share", "gross", "reserve", "net", "per_head",
        "prior_year", "change", "change_percent", "fair_share", "distance_percent",
    )  # fmt: skip
    return Sheet(name="summary", header=header, rows=[(*row, *[None] * (len(header) - len(row))) for row in rows])


def lines_sheet(calculation: Calculation, group: str = "") -> Sheet:
    """One row for each line and group: how it was split and what came of it."""
    header = (
        "line", "name", "kind", "category", "method", "method_used", "fallback_reason", "total", "pooled", "group",
        "gross", "reserve", "net", "share", "driver", "penny", "fair_share",
    )  # fmt: skip
    codes = _codes(calculation, group)
    rows = [_line_row(line, code) for line in calculation.lines for code in codes]
    return Sheet(name="lines", header=header, rows=rows)


def _line_row(line: Line, group: str) -> Sequence[Cell]:
    return (
        line.code,
        line.name,
        line.kind.value,
        line.category,
        line.method,
        line.method_used,
        line.fallback_reason or "",
        Money(line.total),
        Money(line.pooled),
        group,
        Money(line.gross.get(group, 0)),
        Money(line.reserve.get(group, 0)),
        Money(line.net.get(group, 0)),
        four_decimals(line.share.get(group)) if line.share else None,
        four_decimals(line.driver.get(group)) if line.driver else None,
        line.penny.get(group, 0),
        Money(line.fair_share.get(group, 0)),
    )


def _matrix(calculation: Calculation, figure: str, group: str) -> Sheet:
    codes = _codes(calculation, group)
    rows: list[Sequence[Cell]] = []
    for line in calculation.lines:
        amounts = line.gross if figure == "gross" else line.net
        own = [Money(amounts.get(code, 0)) for code in codes]
        rows.append((line.code, line.name, line.method_used, *own, Money(sum(amounts.values())), Money(line.total)))
    return Sheet(
        name=f"matrix_{figure}", header=("line", "name", "method_used", *codes, "all groups", "line total"), rows=rows
    )


def _practices(calculation: Calculation, group: str) -> Sheet:
    of = calculation.practice_groups
    rows: list[Sequence[Cell]] = [
        (line.code, of.get(practice, ""), practice, Money(amount))
        for line in calculation.lines
        for practice, amount in line.practices.items()
        if not group or of.get(practice) == group
    ]
    rows += [
        (line.code, code, "", Money(amount))
        for line in calculation.lines
        for code, amount in line.not_placed.items()
        if amount and group in {"", code}
    ]
    return Sheet(name="practices", header=("line", "group", "practice", "gross"), rows=rows)


def _bridge(calculation: Calculation, group: str) -> Sheet:
    codes = _codes(calculation, group)
    rows: list[Sequence[Cell]] = [
        (step.step.value, Money(step.total), Money(step.pooled), *(Money(step.by_group[code]) for code in codes))
        for step in calculation.bridge
    ]
    return Sheet(name="bridge", header=("step", "total", "pooled", *codes), rows=rows)


def four_decimals(exact: Fraction | None) -> Fraction | None:
    """A percentage or driver as it is published, halves away from zero.

    >>> four_decimals(Fraction(2, 3))
    Fraction(6667, 10000)
    """
    return None if exact is None else Fraction(decimals(exact))
