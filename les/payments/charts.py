"""Spend and ageing drawn: the forecast of each scheme beside its budget, and how old what is not paid is."""

from collections.abc import Sequence

from core.charts.bars import Measure, Pair, comparison, then_and_now
from core.charts.figure import Figure
from core.tables import amount_text, percent_text
from core.wording import sterling
from les.payments.presented.ageing import days_finding, waits_finding
from les.payments.queries.spend import SpendLine
from les.payments.rules.ageing import BANDS, DaysToPay, Wait, band_name, by_band
from les.payments.rules.spending import Standing

WIDE, NARROW = 760.0, 400.0
SPEND_ALT = "Bars of the forecast and the budget of each scheme; the table below says the same"
AGES_ALT = "Bars of what is not paid by age; the table below says the same"
DAYS_ALT = "Bars of the mean days to payment by quarter; the table below says the same"
_OVER = (Standing.OVERSPENT, Standing.OVER_COMMITTED, Standing.WILL_EXCEED)


def spend_figure(lines: Sequence[SpendLine], *, width: float = WIDE) -> Figure:
    """The forecast of each line in blue, its budget in grey below it; its title says the finding."""
    pairs = [
        Pair(
            label=_label(each, lines),
            now=each.position.forecast or 0,
            now_shown=f"£{amount_text(each.position.forecast or 0)}",
            before=each.position.budget,
            before_shown="no budget" if each.position.budget is None else f"£{amount_text(each.position.budget)}",
        )
        for each in lines
    ]
    unit = "£: forecast of the year in blue, its budget in grey below"
    return then_and_now(pairs, finding=finding_of(lines), alt=SPEND_ALT, unit=unit, width=width)


def finding_of(lines: Sequence[SpendLine], *, in_one_place: bool = False) -> str:
    """What the chart says, in a sentence. `in_one_place`: of one locality, which need not have budgets of its own."""
    over = sorted(
        (each for each in lines if each.position.standing in _OVER), key=lambda each: each.position.over, reverse=True
    )
    without = sum(each.position.standing is Standing.NO_BUDGET for each in lines)
    rest = f" Without a budget: {without}." if without else ""
    held = len(lines) - without
    if over:
        name = _label(over[0], lines)
        most = f"{name}, by {sterling(over[0].position.over)}"
        if len(over) == 1:
            return f"1 of {held} budgets does not hold: {most}.{rest}"
        return f"{len(over)} of {held} budgets do not hold, most of all {most}.{rest}"
    if not held:
        return "No scheme has a budget of this place alone." if in_one_place else "No scheme has a budget."
    return f"{'The one budget holds' if held == 1 else f'All {held} budgets hold'}.{rest}"


def _label(line: SpendLine, lines: Sequence[SpendLine]) -> str:
    several = sum(each.scheme.id == line.scheme.id for each in lines) > 1
    return f"{line.scheme.name}, {line.where}" if several else line.scheme.name


def ages_figure(waits: Sequence[Wait], *, width: float = WIDE) -> Figure:
    """What is not paid, by bands of age; its title says the finding."""
    measures = [
        Measure(label=band_name(band), value=pence, shown=f"£{amount_text(pence)} ({count:,})")
        for band, (count, pence) in zip(BANDS, by_band(waits), strict=True)
    ]
    unit = "£ not paid, and how many claims, by working days since submission"
    return comparison(measures, finding=waits_finding(waits), alt=AGES_ALT, unit=unit, width=width)


def days_figure(found: Sequence[DaysToPay], *, width: float = WIDE) -> Figure:
    """The mean days to pay of each quarter, from submission and from approval; its title says the finding."""
    pairs = [
        Pair(
            label=f"{each.year} Q{each.quarter}",
            now=each.average,
            now_shown=f"{percent_text(each.average)} days from submission",
            before=each.average_from_approval,
            before_shown=f"{percent_text(each.average_from_approval)} days from approval",
        )
        for each in found
    ]
    unit = "mean working days to payment, by the quarter claimed for"
    return then_and_now(pairs, finding=days_finding(found), alt=DAYS_ALT, unit=unit, width=width)
