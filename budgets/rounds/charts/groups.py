"""Charts that compare groups: budgets, budgets per head, distance from fair share, one line, two calculations."""

from fractions import Fraction

from budgets.method.result import Calculation, Line
from budgets.method.words import is_out_of_scope
from budgets.rounds.charts import findings
from budgets.rounds.charts.findings import Named
from budgets.rounds.charts.scale import Scale
from core.charts.bars import Measure, Pair, comparison, distances, then_and_now
from core.charts.figure import WIDTH, Figure
from core.money import grouped, rounded
from core.wording import percentage, sterling


def gross_by_group(calculation: Calculation, *, width: float = WIDTH) -> Figure:
    """Each group's gross budget, beside what it had the year before where anybody had something."""
    totals = calculation.totals.by_group
    finding = findings.finding_on_amounts(
        [Named(name=g.name, value=totals[g.code].gross) for g in calculation.groups], "gross budget"
    )
    scale = Scale.of(amount for t in totals.values() for amount in (t.gross, t.prior_year))
    if not any(total.prior_year for total in totals.values()):
        measures = [
            Measure(label=g.name, value=totals[g.code].gross, shown=scale.shown(totals[g.code].gross))
            for g in calculation.groups
        ]
        return comparison(
            measures, finding=finding, alt="Bar chart of gross budgets by group", unit=scale.unit, width=width
        )
    pairs = [
        Pair(
            label=g.name,
            now=totals[g.code].gross,
            now_shown=f"{scale.shown(totals[g.code].gross)} in {calculation.year}",
            before=totals[g.code].prior_year or None,
            before_shown=_last_year(totals[g.code].prior_year, scale),
        )
        for g in calculation.groups
    ]
    alt = "Bar chart of gross budgets by group, this year and last year"
    return then_and_now(pairs, finding=finding, alt=alt, unit=scale.unit, width=width)


def per_head_by_group(calculation: Calculation) -> Figure:
    """Each group's gross budget per head of registered population."""
    heads = [(g.name, calculation.totals.by_group[g.code].per_head) for g in calculation.groups]
    finding = findings.finding_on_amounts(
        [Named(name=name, value=value) for name, value in heads], "gross budget per head"
    )
    measures = [
        Measure(label=name, value=value, shown="no registered population" if value is None else grouped(rounded(value)))
        for name, value in heads
    ]
    alt = "Bar chart of gross budgets per head of registered population by group"
    return comparison(measures, finding=finding, alt=alt, unit="£ per head of registered population")


def distance_by_group(calculation: Calculation, *, width: float = WIDTH) -> Figure:
    """How far each group's gross budget stands above or below its fair share."""
    away = [(g.name, calculation.totals.by_group[g.code].distance_percent) for g in calculation.groups]
    measures = [
        Measure(label=name, value=value, shown="no fair share" if value is None else _signed(value))
        for name, value in away
    ]
    return distances(
        measures,
        finding=findings.finding_on_distance([Named(name=name, value=value) for name, value in away]),
        alt="Bar chart of each group’s distance from its fair share, above to the right, below to the left",
        unit="% above (+) or below (-) fair share",
        width=width,
    )


def line_by_group(calculation: Calculation, line_code: str) -> Figure:
    """How one line is split among the groups. Raises KeyError for a line the calculation does not have."""
    line = next((line for line in calculation.lines if line.code == line_code), None)
    if line is None:
        raise KeyError(line_code)
    scale = Scale.of(line.gross.values())
    measures = [
        Measure(label=g.name, value=line.gross[g.code], shown=_with_share(line, g.code, scale))
        for g in calculation.groups
    ]
    alt = f"Bar chart of {line.name} by group"
    return comparison(measures, finding=_line_finding(calculation, line), alt=alt, unit=scale.unit)


def comparison_by_group(before: Calculation, after: Calculation) -> Figure:
    """What each group's gross budget gains or loses from one calculation to another; a group in only one of them
    counts as nothing in the other.
    """
    names = {g.code: g.name for g in (*before.groups, *after.groups)}
    changes = {code: _gross(after, code) - _gross(before, code) for code in names}
    scale = Scale.of(changes.values())
    measures = [
        Measure(label=name, value=changes[code], shown=_change(changes[code], _gross(before, code), scale))
        for code, name in names.items()
    ]
    return distances(
        measures,
        finding=findings.finding_on_differences(
            [Named(name=name, value=changes[code]) for code, name in names.items()], "gross budget"
        ),
        alt="Bar chart of the difference in gross budget by group, gains to the right, losses to the left",
        unit=f"{scale.unit}, difference in gross budget",
    )


def _line_finding(calculation: Calculation, line: Line) -> str:
    if is_out_of_scope(line):
        return f"{line.name} is out of scope: no group gets anything from it."
    if line.pooled and not any(line.gross.values()):
        return f"{line.name} is not split: {sterling(line.pooled)} is kept for all groups."
    if line.unsplit and not any(line.gross.values()):
        return f"{line.name} is not split: {sterling(line.unsplit)} stays with the commissioner."
    shares = [Named(name=g.name, value=line.gross[g.code]) for g in calculation.groups]
    if line.total == 0 and any(line.gross.values()):
        return findings.finding_on_differences(shares, "gross budget")
    return findings.finding_on_shares(shares, line.name, sum(line.gross.values()))


def _gross(calculation: Calculation, code: str) -> int:
    totals = calculation.totals.by_group.get(code)
    return totals.gross if totals else 0


def _last_year(amount: int, scale: Scale) -> str:
    return f"{scale.shown(amount)} last year" if amount else "nothing last year"


def _signed(percent: Fraction) -> str:
    return f"{'+' if percent > 0 else ''}{percentage(percent)}"


def _with_share(line: Line, code: str, scale: Scale) -> str:
    amount = scale.shown(line.gross[code])
    return f"{amount} ({percentage(line.share[code])})" if line.share else amount


def _change(change: int, before: int, scale: Scale) -> str:
    amount = scale.shown(change, is_signed=True)
    return f"{amount} ({_signed(Fraction(change * 100, before))})" if before > 0 else amount
