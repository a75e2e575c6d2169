"""Process limits of the checks: those of the process charts (XmR), so that a check and its chart say the same."""

from collections.abc import Sequence
from fractions import Fraction

from commissioning.activity.rules.checks.asked import Limits
from core.spc import Improvement, xmr


def process_limits(history: Sequence[Fraction | None]) -> Limits | None:
    """Lower and upper process limit of a history of figures, earliest first; None is a month without a figure.

    None where they say nothing: no two figures follow each other. Source: `core.spc`, unscreened.

    >>> low, high = process_limits([Fraction(n) for n in (10, 12) * 6])
    >>> f"{float(low):.2f} to {float(high):.2f}"
    '5.68 to 16.32'
    """
    limits = xmr(history, improvement=Improvement.NEITHER).latest
    if limits.lower_limit is None or limits.upper_limit is None:
        return None
    return limits.lower_limit, limits.upper_limit
