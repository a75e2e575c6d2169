"""A plain definition, for the examples in this room’s documentation and its tests."""

from fractions import Fraction

from commissioning.activity.rules.months import Frequency
from contracts.performance.rules.definition import Definition
from contracts.performance.rules.kinds import Direction, Kind, Unit


def plain_definition() -> Definition:
    """First visits within two working days, in per cent, monthly; at least 95, amber down to 90."""
    return Definition(
        name="Urgent first visits within two working days",
        why="People who are referred urgently must not wait.",
        numerator="Urgent first visits within two working days of the referral",
        denominator="All urgent first visits",
        source="The provider’s own record",
        owner="Head of community nursing",
        frequency=Frequency.MONTHLY,
        kind=Kind.RATE,
        unit=Unit.PERCENT,
        direction=Direction.HIGHER,
        target=Fraction(95),
        amber=Fraction(5),
        minimum_denominator=10,
    )
