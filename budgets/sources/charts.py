"""What each group's budget rests on, drawn as bars of layers: the weakest grade next to zero."""

from collections.abc import Mapping, Sequence
from fractions import Fraction

from budgets.method.result import Calculation
from budgets.rounds.charts.scale import Scale
from budgets.sources.rules.descriptions import GRADE_NAMES
from budgets.sources.rules.money import FOOTING_NAMES, Footing, Rests, share, weakest
from core.charts.figure import Figure
from core.charts.stacks import Layer, Stack, stacked
from core.wording import listed, percentage

_INKS: Mapping[Footing, tuple[str, str, str]] = {
    Footing.D: ("D", "#7c2855", "#ffffff"),
    Footing.C: ("C", "#003087", "#ffffff"),
    Footing.B: ("B", "#005eb8", "#ffffff"),
    Footing.A: ("A", "#9fd0f2", "#212b32"),
    Footing.NOT_GRADED: ("?", "#d8dde0", "#212b32"),
    Footing.DECISION: ("=", "#425563", "#ffffff"),
}


def grades_by_group(calculation: Calculation, rests: Rests) -> Figure:
    """The share of each group's gross budget that rests on each grade."""
    used = [footing for footing in _INKS if any(rests.of_group(group)[footing] for group in rests.groups)]
    scale = Scale.of(total.gross for total in calculation.totals.by_group.values())
    return stacked(
        [_layer(footing) for footing in used],
        [_stack(group, calculation, rests, used, scale) for group in rests.weakest_first()],
        finding=_finding(calculation, rests),
        alt="Stacked bar chart of the share of each group’s gross budget that rests on each grade of figures",
        unit=f"% of the group’s gross budget, which stands beside the bar in {scale.unit}",
    )


def _layer(footing: Footing) -> Layer:
    short, colour, ink = _INKS[footing]
    name = FOOTING_NAMES[footing]
    return Layer(short=short, name=name if name.startswith(f"{short},") else f"{short} {name}", colour=colour, ink=ink)


def _stack(group: str, calculation: Calculation, rests: Rests, used: Sequence[Footing], scale: Scale) -> Stack:
    name, gross = _names(calculation)[group], calculation.totals.by_group[group].gross
    if gross <= 0:
        return Stack(label=name, values=(), written=(), shown="no gross budget to share out")
    shares = [share(rests.of_group(group)[footing], gross) or Fraction(0) for footing in used]
    return Stack(
        label=name, values=shares, written=[percentage(exact, 0) for exact in shares], shown=scale.shown(gross)
    )


def _finding(calculation: Calculation, rests: Rests) -> str:
    grade = weakest(rests.pence)
    if grade is None:
        return "No group’s budget can be graded yet: none of the drivers it rests on is described."
    shares = {
        name: Fraction(100 * rests.of_group(code)[Footing(grade)], calculation.totals.by_group[code].gross)
        for code, name in _names(calculation).items()
        if calculation.totals.by_group[code].gross > 0
    }
    most, least = (percentage(pick(shares.values(), default=Fraction(0))) for pick in (max, min))
    if most == least:
        return f"{most} of every group’s gross budget rests on grade {GRADE_NAMES[grade]}."
    highest, lowest = ([name for name, exact in shares.items() if percentage(exact) == end] for end in (most, least))
    return (
        f"{listed(highest)} {'rests' if len(highest) == 1 else 'rest'} most on grade {GRADE_NAMES[grade]}, "
        f"{most} of the gross budget; {listed(lowest)} least, {least}."
    )


def _names(calculation: Calculation) -> dict[str, str]:
    return {group.code: group.name for group in calculation.groups}
