"""Schemes of which nothing is claimed in a year, because a plan pays what is due, such as the PbC incentive."""

from collections.abc import Callable, Collection

Planned = Callable[[Collection[int], str], frozenset[int]]
paid_by_plan: list[Planned] = []
"""Who knows, of some schemes, those that a plan pays in a year (“2007/08”). Higher rooms add themselves."""
NOT_CLAIMED = "is paid by the plan of its year: nothing is claimed of it."


def planned_of(scheme_ids: Collection[int], year: str) -> frozenset[int]:
    """Which of these schemes a plan pays in a year."""
    return frozenset(each for told in paid_by_plan for each in told(scheme_ids, year)) if scheme_ids else frozenset()
