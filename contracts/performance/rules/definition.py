"""What a KPI says of itself: a definition, what may not be said, and the same as plain values to be kept for good."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields
from enum import StrEnum
from fractions import Fraction
from typing import Any, Final

from commissioning.activity.rules.months import Frequency, Period, period_of
from contracts.performance.rules.figures import written
from contracts.performance.rules.kinds import Direction, Kind, Unit
from core.errors import Refusal
from core.periods import is_month

MONTHS: Final = 12
LENGTHS: Final[Mapping[Frequency, int]] = {Frequency.MONTHLY: 1, Frequency.QUARTERLY: 3}
_WORDS: Final = (
    ("name", "what the KPI is called"),
    ("why", "why it matters"),
    ("numerator", "what the numerator counts"),
    ("source", "where the figures come from"),
    ("owner", "who owns the KPI"),
)
_TOLD: Final = ("why", "numerator", "denominator", "source", "owner", "unit_words", "consequence", "requirement")
LONGEST_NAME: Final = 200
LONGEST_WORDS: Final = 2_000
_SAME_MEASURE: Final = (
    "numerator",
    "denominator",
    "frequency",
    "kind",
    "unit",
    "per",
    "numerator_from",
    "denominator_from",
    "services",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """A step of the trajectory: the target from that month on."""

    month: str
    target: Fraction


@dataclass(frozen=True, slots=True, kw_only=True)
class Definition:
    """What is counted, over what, and which figure is wanted.

    `per`: how many of the denominator a ratio is for. `target`: the least that is wanted where higher is better, the
    most where lower is, the lower end of a range; `target_high` its upper end. `amber`: how far on the bad side of the
    target a figure is still amber. `phasing`: of a cumulative count, each month’s share of the year from April, in
    per cent; without it, equal twelfths. `baseline_until`: the last month in which figures are only a baseline.
    `numerator_from`, `denominator_from`: currencies of frozen activity that are added up over `services`; without
    them, the figure comes by the KPI return. `requirement`: the quality requirement of the contract it rests on.
    `due_days`: so many working days after the end of a period its result is due.
    """

    name: str
    why: str
    numerator: str
    source: str
    owner: str
    frequency: Frequency
    kind: Kind
    unit: Unit
    direction: Direction
    denominator: str = ""
    per: int = 1
    unit_words: str = ""
    target: Fraction | None = None
    target_high: Fraction | None = None
    trajectory: tuple[Step, ...] = ()
    phasing: tuple[Fraction, ...] = ()
    amber: Fraction = Fraction(0)
    minimum_denominator: int = 0
    consequence: str = ""
    baseline_until: str = ""
    requirement: str = ""
    numerator_from: tuple[str, ...] = ()
    denominator_from: tuple[str, ...] = ()
    services: tuple[str, ...] = ()
    due_days: int = 15

    @property
    def has_denominator(self) -> bool:
        """Whether it is a figure over another one."""
        return self.unit is not Unit.NUMBER

    @property
    def length(self) -> int:
        """How many months a period has."""
        return LENGTHS[self.frequency]

    @property
    def needs_return(self) -> bool:
        """Whether any part of it comes by the KPI return."""
        return not self.numerator_from or (self.has_denominator and not self.denominator_from)

    @property
    def is_derived(self) -> bool:
        """Whether any part of it comes from frozen activity."""
        return bool(self.numerator_from or self.denominator_from)

    @property
    def unit_said(self) -> str:
        """The unit as it stands beside a figure."""
        if self.unit is Unit.PERCENT:
            return "%"
        if self.unit is Unit.RATIO and not self.unit_words:
            return f"per {self.per:,}"
        return self.unit_words

    def period_of(self, month: str) -> Period:
        """The period of the definition’s frequency that holds a month."""
        return period_of(month, self.frequency)


def measures_alike(one: Definition, other: Definition) -> bool:
    """Whether figures of two versions may be added up: only targets and words around them differ."""
    return all(getattr(one, name) == getattr(other, name) for name in _SAME_MEASURE)


def check_definition(definition: Definition) -> None:
    """Refuse a definition that cannot be used, with all that is wrong with it."""
    if problems := problems_in_definition(definition):
        raise Refusal(" ".join(problems))


def problems_in_definition(definition: Definition) -> list[str]:
    """What is wrong with a definition, in sentences."""
    return [
        *_problems_with_words(definition),
        *_problems_with_parts(definition),
        *_problems_with_target(definition),
        *_problems_with_months(definition),
    ]


def _problems_with_words(definition: Definition) -> Iterator[str]:
    for name, what in _WORDS:
        if not str(getattr(definition, name)).strip():
            yield f"Say {what}."
    if len(definition.name) > LONGEST_NAME:
        yield f"A name has up to {LONGEST_NAME} characters; this one has {len(definition.name):,}."
    for name in _TOLD:
        if len(str(getattr(definition, name))) > LONGEST_WORDS:
            yield f"“{name.replace('_', ' ').capitalize()}” has up to {LONGEST_WORDS:,} characters. Shorten it."


def _problems_with_parts(definition: Definition) -> Iterator[str]:
    if definition.has_denominator and not definition.denominator.strip():
        yield "Say what the denominator counts: a percentage or ratio has one."
    if not definition.has_denominator and (definition.denominator.strip() or definition.denominator_from):
        yield "A number has no denominator. Take the denominator out, or choose a percentage or ratio."
    if definition.kind is Kind.CUMULATIVE and definition.unit is not Unit.NUMBER:
        yield "A cumulative count is a number. Choose the unit “number”, or another kind."
    if definition.per < 1:
        yield "A ratio is for 1, 100, 1,000 or another whole number of its denominator."
    if definition.minimum_denominator < 0:
        yield "The smallest denominator that is judged is not below nought."
    if not 1 <= definition.due_days <= 90:
        yield "A result is due from 1 to 90 working days after the end of its period."
    if definition.is_derived and not definition.services:
        yield "Figures from activity are added up over services. Choose at least one."


def _problems_with_target(definition: Definition) -> Iterator[str]:
    low, high = definition.target, definition.target_high
    if definition.direction is Direction.IN_RANGE and (low is None) != (high is None):
        yield "A range has a lower and an upper end. Enter both, or neither."
    if definition.direction is Direction.IN_RANGE and definition.trajectory:
        yield "A trajectory leads to a target, not to a range. Take it out, or let higher or lower be better."
    if definition.direction is not Direction.IN_RANGE and high is not None:
        yield "Only a range has an upper end. Take it out, or choose “within a range”."
    if definition.direction is Direction.NONE and (low is not None or definition.trajectory):
        yield "A KPI for information has no target. Take the target out, or say which way is better."
    if low is not None and high is not None and low > high:
        yield f"The range is inside out: it runs from {written(low)} to {written(high)}. Swap its ends."
    if definition.amber < 0:
        yield "Amber lies on the bad side of the target, by so much: not below nought."
    yield from _problems_with_percentages(definition)


def _problems_with_percentages(definition: Definition) -> Iterator[str]:
    if definition.unit is not Unit.PERCENT:
        return
    targets = (definition.target, definition.target_high, *(step.target for step in definition.trajectory))
    if any(each is not None and not 0 <= each <= 100 for each in targets):
        yield "A target that is a percentage lies between 0 and 100."


def _problems_with_months(definition: Definition) -> Iterator[str]:
    months = [step.month for step in definition.trajectory]
    if any(not is_month(month) for month in months):
        yield "Each step of the trajectory begins in a month such as 2008-10."
    if len(set(months)) < len(months):
        yield "Two steps of the trajectory begin in the same month. Keep one of them."
    if definition.trajectory and definition.target is None:
        yield "A trajectory has a target before its first step. Enter it."
    if definition.phasing and definition.kind is not Kind.CUMULATIVE:
        yield "Only the target of a cumulative count is phased over the year."
    if definition.phasing and (len(definition.phasing) != MONTHS or sum(definition.phasing) != 100):
        yield "Phasing has twelve shares, April to March, that come to 100 per cent."
    if any(share < 0 for share in definition.phasing):
        yield "No share of the phasing is below nought."
    if definition.baseline_until and not is_month(definition.baseline_until):
        yield "The last month of the baseline is written as 2009-03."


def as_plain(definition: Definition) -> dict[str, Any]:
    """The definition as texts, whole numbers and lists: what is kept and hashed. Fractions keep their exact value."""
    return {each.name: _plain(getattr(definition, each.name)) for each in fields(definition)}


def _plain(value: object) -> object:
    match value:
        case Fraction():
            return str(value)
        case Step():
            return [value.month, str(value.target)]
        case tuple():
            return [_plain(each) for each in value]
        case _:
            return value


def definition_from(plain: Mapping[str, Any]) -> Definition:
    """The definition of plain values, as `as_plain` wrote them."""
    values = dict(plain)
    for name, kind in (("frequency", Frequency), ("kind", Kind), ("unit", Unit), ("direction", Direction)):
        values[name] = kind(values[name])
    for name in ("target", "target_high"):
        values[name] = None if values[name] is None else Fraction(values[name])
    values["amber"] = Fraction(values["amber"])
    values["trajectory"] = tuple(Step(month=month, target=Fraction(target)) for month, target in values["trajectory"])
    values["phasing"] = tuple(Fraction(share) for share in values["phasing"])
    for name in ("numerator_from", "denominator_from", "services"):
        values[name] = tuple(values[name])
    return Definition(**values)


def changes_between(before: Definition, after: Definition) -> tuple[dict[str, str], dict[str, str]]:
    """What differs between two versions, by the names people say, as it was and as it is."""
    changed = [each.name for each in fields(after) if getattr(before, each.name) != getattr(after, each.name)]
    old, new = ({name.replace("_", " "): _as_told(getattr(each, name)) for name in changed} for each in (before, after))
    return old, new


def _as_told(value: object) -> str:
    match value:
        case Fraction():
            return written(value)
        case StrEnum():
            return value.value.replace("_", " ")
        case Step():
            return f"{written(value.target)} from {value.month}"
        case tuple():
            return ", ".join(map(_as_told, value)) or "none"
        case _:
            return "nothing" if value in (None, "") else str(value)
