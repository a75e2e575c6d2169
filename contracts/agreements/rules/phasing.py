"""Phasing: a year's figure laid over the months of a contract so that the months add up to it exactly.

Largest remainder on whole units (`core.apportion`); units left over fall to the months with the largest remainders.
"""

from collections.abc import Callable, Mapping
from datetime import date
from enum import StrEnum
from fractions import Fraction

from contracts.agreements.rules.months import days_by_month, portions, spans
from core.apportion import apportion
from core.errors import Refusal
from core.wording import in_full, listed

Weights = Mapping[str, Fraction | int]


class Phasing(StrEnum):
    """How a year's figure is laid over its months."""

    WORKING_DAYS = "by working days"
    CALENDAR_DAYS = "by calendar days"
    EQUAL = "in equal parts"
    GIVEN = "by given weights"


def phase(figure: int, weights: Weights) -> dict[str, int]:
    """A figure (whole units, 0 or more) dealt out over months by their weights; the months add up to it.

    Refused where the figure is below 0, a weight is below 0, or no month has a weight.

    >>> phase(100, {"2008-04": 22, "2008-05": 20, "2008-06": 21})
    {'2008-04': 35, '2008-05': 32, '2008-06': 33}
    """
    if figure < 0:
        raise Refusal(f"Planned activity is 0 or more, not {figure:,}.")
    below = [month_in_words(month) for month, weight in weights.items() if weight < 0]
    if below:
        raise Refusal(f"A month’s weight is 0 or more: correct {listed(below)}.")
    if not any(weights.values()):
        raise Refusal("No month has a weight above 0, so that the activity could be planned in none.")
    return apportion(figure, weights)


def weights_for(
    phasing: Phasing,
    first: date,
    last: date,
    *,
    working_days: Callable[[date, date], int] | None = None,
    given: Weights | None = None,
) -> dict[str, Fraction | int]:
    """The weights of the months from the first to the last day of a contract, a part month with its part.

    `working_days` counts the working days from a first to a last day, both within; `given` holds weights by month.
    ValueError where the one that this way of phasing needs is missing.

    >>> weights_for(Phasing.EQUAL, date(2008, 4, 16), date(2008, 5, 31))
    {'2008-04': Fraction(1, 2), '2008-05': Fraction(1, 1)}
    """
    match phasing:
        case Phasing.CALENDAR_DAYS:
            return dict(days_by_month(first, last))
        case Phasing.EQUAL:
            return dict(portions(first, last))
        case Phasing.WORKING_DAYS:
            if working_days is None:
                raise ValueError("phasing by working days needs a count of them")
            return dict(days_by_month(first, last, working_days))
        case Phasing.GIVEN:
            if given is None:
                raise ValueError("phasing by given weights needs the weights")
            return _within(given, first, last)


def month_in_words(month: str) -> str:
    """A month as people write it.

    >>> month_in_words("2008-04")
    'April 2008'
    """
    year, number = month.split("-")
    return f"{date(int(year), int(number), 1):%B %Y}"


def _within(given: Weights, first: date, last: date) -> dict[str, Fraction | int]:
    months = spans(first, last)
    outside = [month_in_words(month) for month in sorted(given) if month not in months and given[month]]
    if outside:
        raise Refusal(
            f"The contract runs from {in_full(first)} to {in_full(last)}: {listed(outside)} "
            f"{'lies' if len(outside) == 1 else 'lie'} outside and can have no weight."
        )
    return {month: given.get(month, 0) for month in months}
