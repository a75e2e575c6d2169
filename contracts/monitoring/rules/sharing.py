"""Money given to groups so that their figures add up to the service's, to the penny.

The cost of the plan falls to groups by their planned units. The variance of each account falls to them by their own
variance in units, at what a unit of the service's variance costs on average (where the service is at plan, at what one
more unit would cost): a group at plan has none. Only `core.apportion` deals out the pennies.
"""

from collections.abc import Mapping, Sequence
from fractions import Fraction

from contracts.monitoring.rules.money import Account, MoneyCompared, accounts
from contracts.monitoring.rules.months import NOBODY, Month, comparison_by_group
from core.apportion import apportion
from core.errors import Refusal
from core.money import rounded


def money_by_group(year: Sequence[Month], to: str, *, unit: str) -> dict[str, MoneyCompared]:
    """What plan and activity of each group cost up to a month, by code; none where that cannot be told.

    Groups add up to `money_compared` of the same months.
    """
    both = [each for each in year if each.month <= to and each.is_compared]
    try:
        found = accounts(year, both, unit=unit)
        parts = [_of_account(each) for each in found]
    except Refusal:
        return {}
    is_block = bool(found) and all(each.is_block for each in found)
    codes = dict.fromkeys(code for part in parts for code in part)
    return {
        code: MoneyCompared(
            plan=sum(part[code][0] for part in parts if code in part),
            actual=sum(sum(part[code]) for part in parts if code in part),
            is_block=is_block,
        )
        for code in codes
    }


def _of_account(account: Account) -> dict[str, tuple[int, int]]:
    """The plan's cost and the variance of each group in an account, in pence."""
    groups = comparison_by_group(account.months)
    units = {code: each.plan for code, each in groups.items()}
    off = {code: each.variance for code, each in groups.items()}
    planned, actual = Fraction(sum(units.values())), sum((each.actual for each in groups.values()), Fraction(0))
    plan = account.pence(planned)
    varied = dealt(account.pence(actual) - plan, off, rate=_rate(account, planned, actual))
    shares = apportion(plan, units) if any(units.values()) else {NOBODY: plan}
    codes = dict.fromkeys([*shares, *varied])
    return {code: (shares.get(code, 0), varied.get(code, 0)) for code in codes}


def _rate(account: Account, planned: Fraction, actual: Fraction) -> Fraction:
    """What a unit of the variance costs, in pence: on average, or where there is none, one more."""
    other = actual if actual != planned else planned + 1
    return (account.exact(other) - account.exact(planned)) / (other - planned)


def dealt(variance: int, off: Mapping[str, Fraction], *, rate: Fraction) -> dict[str, int]:
    """A variance (pence) dealt to groups by how far each is off its plan (units), at a rate (pence a unit, 0 or more).

    What lies above and what lies below are each dealt out by themselves; together they are the variance.

    >>> dealt(1000, {"DAC": Fraction(30), "WAT": Fraction(-10)}, rate=Fraction(50))
    {'DAC': 1500, 'WAT': -500}
    >>> dealt(-1, {"DAC": Fraction(0)}, rate=Fraction(0))
    {'': -1, 'DAC': 0}
    """
    above = {code: units for code, units in off.items() if units > 0}
    below = {code: -units for code, units in off.items() if units < 0}
    if not above and not below:
        return {**({NOBODY: variance} if variance else {}), **dict.fromkeys(off, 0)}
    first = rounded(rate * sum(above.values())) if above and below else variance if above else 0
    found = dict.fromkeys(off, 0)
    found |= apportion(first, above) if above else {}
    found |= apportion(variance - first, below) if below else {}
    return found
