"""How a figure is judged: green, amber, red, or grey with the reason. Green includes its target, amber its far end."""

from dataclasses import dataclass
from fractions import Fraction

from commissioning.activity.rules.months import Period
from contracts.performance.rules.definition import Definition
from contracts.performance.rules.figures import written
from contracts.performance.rules.kinds import Direction, Kind, Status, Unit
from contracts.performance.rules.measuring import Measured
from contracts.performance.rules.targets import Target, share_to_date, target_at
from core.wording import listed


@dataclass(frozen=True, slots=True, kw_only=True)
class Judgement:
    """The colour of a figure, why it is grey (blank otherwise), and the target it was held to."""

    status: Status
    reason: str = ""
    target: Target | None = None


def judge(
    definition: Definition, measured: Measured, period: Period, *, is_sufficient: bool = True, since: str = ""
) -> Judgement:
    """The judgement of a figure. Data of insufficient quality overrides green, and no other colour.

    `since`: the month from which it is counted in one way; a cumulative count is held to its target from then on.
    """
    target = target_at(definition, period, since=since)
    why_grey = reason_for_grey(definition, measured, period, target)
    if why_grey or measured.value is None or target is None:
        return Judgement(status=Status.GREY, reason=why_grey, target=target)
    status = band(measured.value, target, amber_at(definition, period, since=since))
    if status is Status.GREEN and not is_sufficient:
        reason = "The quality of the data is insufficient: it would be green."
        return Judgement(status=Status.GREY, reason=reason, target=target)
    return Judgement(status=status, target=target)


def amber_at(definition: Definition, period: Period, *, since: str = "") -> Fraction:
    """How far off the target is still amber: of a cumulative count the same share of the year’s as of its target."""
    if definition.kind is Kind.CUMULATIVE:
        return definition.amber * share_to_date(definition, period, since=since)
    return definition.amber


def band(value: Fraction, target: Target, amber: Fraction) -> Status:
    """The band of a value. Green includes the target; amber lies on the bad side only and includes its far end.

    >>> [str(band(Fraction(v), Target(low=Fraction(95)), Fraction(5))) for v in (95, 94, 90, 89)]
    ['green', 'amber', 'amber', 'red']
    >>> [str(band(Fraction(v), Target(high=Fraction(4)), Fraction(1))) for v in (4, 5, 6)]
    ['green', 'amber', 'red']
    """
    below = target.low - value if target.low is not None else Fraction(0)
    above = value - target.high if target.high is not None else Fraction(0)
    off = max(below, above, Fraction(0))
    if not off:
        return Status.GREEN
    return Status.AMBER if off <= amber else Status.RED


def reason_for_grey(definition: Definition, measured: Measured, period: Period, target: Target | None) -> str:
    """Why a figure is not judged; blank where it is."""
    if why_none := reason_for_none(definition, measured):
        return why_none
    if definition.baseline_until and period.first_month <= definition.baseline_until:
        return f"Baseline only, up to {Period(definition.baseline_until)}."
    if definition.direction is Direction.NONE:
        return "For information: neither way is better."
    if target is None:
        return "There is no target."
    return ""


def reason_for_none(definition: Definition, measured: Measured) -> str:
    """Why there is no figure that may be judged: missing, nought, too small, or impossible."""
    if measured.missing and (measured.value is None or measured.numerator is None):
        return f"Missing: {listed([str(Period(month, definition.length)) for month in measured.missing])}."
    if not definition.has_denominator or measured.denominator is None:
        return "" if measured.value is not None else "There is no figure."
    if measured.numerator is not None and is_above(definition, measured.numerator, measured.denominator):
        return "The numerator is above the denominator."
    if not measured.denominator:
        return "The denominator is nought."
    if measured.denominator < definition.minimum_denominator:
        least = definition.minimum_denominator
        return f"Too small: a denominator of {written(measured.denominator)}, below {least:,}."
    return ""


def is_above(definition: Definition, numerator: Fraction | None, denominator: Fraction | None) -> bool:
    """Whether a part is larger than its whole."""
    if definition.unit is not Unit.PERCENT or numerator is None or denominator is None:
        return False
    return numerator > denominator


def problem_in_counts(definition: Definition, numerator: Fraction | None, denominator: Fraction | None) -> str:
    """What is wrong with numerator and denominator of one period as they are returned; blank where nothing is."""
    wants_numerator = not definition.numerator_from
    wants_denominator = definition.has_denominator and not definition.denominator_from
    if numerator is not None and not wants_numerator:
        return "The numerator comes from activity and is not returned."
    if denominator is not None and not wants_denominator:
        return "This KPI takes no denominator by return."
    if wants_numerator and wants_denominator and (numerator is None) != (denominator is None):
        return "Numerator and denominator go together. Enter both, or leave both blank."
    if wants_numerator and wants_denominator and is_above(definition, numerator, denominator):
        return f"The numerator, {written(numerator)}, is above the denominator, {written(denominator)}."
    return ""
