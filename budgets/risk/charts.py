"""The chart of risk: each group's change against last year with what chance alone may bring."""

from budgets.method.result import Calculation, GroupFacts
from budgets.risk.rules.volatility import Band, bands_of, finding_on_changes, is_within_chance
from core.charts.bars import Spread, spreads
from core.charts.figure import WIDTH, Figure
from core.wording import percentage


def changes_against_chance(calculation: Calculation, *, width: float = WIDTH) -> Figure:
    """Each group's change in gross budget on last year, largest group first, with 1.96 coefficients of variation of its
    people as whiskers: where they reach across zero, chance alone may explain the change.
    """
    bands = bands_of(calculation)
    return spreads(
        [_spread(calculation, group, bands.get(group.code)) for group in by_size(calculation)],
        finding=finding_of(calculation),
        alt="Bar chart of each group’s change on last year, largest group first, with its band of chance as whiskers",
        unit="% change in gross budget on last year; whiskers: ± what chance brings in nineteen years of twenty",
        width=width,
    )


def finding_of(calculation: Calculation) -> str:
    """How many groups' changes chance alone may explain, in a sentence."""
    bands, totals = bands_of(calculation), calculation.totals.by_group
    return finding_on_changes(
        [
            (group.name, is_within_chance(totals[group.code].change_percent, bands.get(group.code)))
            for group in by_size(calculation)
        ]
    )


def by_size(calculation: Calculation) -> list[GroupFacts]:
    """The groups, most registered people first."""
    return sorted(calculation.groups, key=lambda group: (-group.registered, group.code))


def _spread(calculation: Calculation, group: GroupFacts, band: Band | None) -> Spread:
    change = calculation.totals.by_group[group.code].change_percent
    if change is None:
        return Spread(label=group.name, value=None, off=None, shown="nothing last year")
    said = f"{'+' if change > 0 else ''}{percentage(change)}"
    if band is None:
        return Spread(label=group.name, value=change, off=None, shown=f"{said}, nobody registered")
    wide = band.wide_percent
    return Spread(label=group.name, value=change, off=wide, shown=f"{said} (±{percentage(wide)})")
