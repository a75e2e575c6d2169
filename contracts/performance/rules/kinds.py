"""The kinds of key performance indicators (KPIs), their units and directions, and the colours they are judged by."""

from collections.abc import Mapping
from enum import StrEnum

from core.spc import Improvement


class Kind(StrEnum):
    """What a figure of a period covers."""

    RATE = "period_rate"
    CUMULATIVE = "cumulative_count"
    ROLLING = "rolling_twelve_months"
    SNAPSHOT = "snapshot"


class Unit(StrEnum):
    """What numerator and denominator come to."""

    PERCENT = "percent"
    RATIO = "ratio"
    NUMBER = "number"


class Direction(StrEnum):
    """Which way is better."""

    HIGHER = "higher"
    LOWER = "lower"
    IN_RANGE = "in_range"
    NONE = "none"


class Status(StrEnum):
    """How a figure is judged. Grey always has a reason."""

    GREEN = "green"
    AMBER = "amber"
    RED = "red"
    GREY = "grey"


KIND_NAMES: Mapping[Kind, str] = {
    Kind.RATE: "Rate of the period",
    Kind.CUMULATIVE: "Cumulative count from April",
    Kind.ROLLING: "Rolling twelve months",
    Kind.SNAPSHOT: "Snapshot at the end of the period",
}
UNIT_NAMES: Mapping[Unit, str] = {
    Unit.PERCENT: "Percentage: a part of a whole",
    Unit.RATIO: "Ratio: so many for each, such as per 1,000",
    Unit.NUMBER: "Number, without a denominator",
}
DIRECTION_NAMES: Mapping[Direction, str] = {
    Direction.HIGHER: "Higher is better",
    Direction.LOWER: "Lower is better",
    Direction.IN_RANGE: "Within a range",
    Direction.NONE: "Neither: for information",
}
STATUS_NAMES: Mapping[Status, str] = {
    Status.GREEN: "Green",
    Status.AMBER: "Amber",
    Status.RED: "Red",
    Status.GREY: "Grey",
}
OFF_TRACK = (Status.RED, Status.AMBER)
IMPROVEMENTS: Mapping[Direction, Improvement] = {
    Direction.HIGHER: Improvement.HIGHER,
    Direction.LOWER: Improvement.LOWER,
    Direction.IN_RANGE: Improvement.NEITHER,
    Direction.NONE: Improvement.NEITHER,
}
