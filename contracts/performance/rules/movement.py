"""Movement between two periods: how many KPIs went from each colour to each, instead of net counts."""

from collections.abc import Mapping

from contracts.performance.rules.kinds import Status

Moves = Mapping[tuple[Status, Status], tuple[int, ...]]


def movement(before: Mapping[int, Status], after: Mapping[int, Status]) -> Moves:
    """The ids of the KPIs that went from one colour to another, or stayed; a KPI unknown in one period is grey there.

    >>> moves = movement({1: Status.GREEN, 2: Status.GREEN}, {1: Status.RED, 2: Status.GREEN})
    >>> moves[Status.GREEN, Status.RED], moves[Status.GREEN, Status.GREEN]
    ((1,), (2,))
    """
    found: dict[tuple[Status, Status], list[int]] = {(one, other): [] for one in Status for other in Status}
    for kpi_id in sorted({*before, *after}):
        found[before.get(kpi_id, Status.GREY), after.get(kpi_id, Status.GREY)].append(kpi_id)
    return {pair: tuple(ids) for pair, ids in found.items()}
