"""A group's money over its practices, as far as the practices have people or activity. Section 4 of the method."""

from collections.abc import Iterable, Mapping, Sequence

from budgets.method.drivers import Drivers, Resolved
from budgets.method.methods import MethodKind
from budgets.method.result import Line
from core.apportion import Dealer
from core.money import grouped
from core.problems import Notice

BY_PRACTICE = (MethodKind.CAPITATION, MethodKind.ACTIVITY)


def dealers_of(resolved: Resolved, drivers: Drivers) -> list[Dealer]:
    """For each group, what deals its pence out over its practices: the driver used where it knows practices (and has
    a weight in that group), else capitation by the policy's column.
    """
    capitation = drivers.capitation().over_practices
    if resolved.used.kind not in BY_PRACTICE:
        return capitation
    own = resolved.driver.over_practices
    return [mine if mine.whole else other for mine, other in zip(own, capitation, strict=True)]


def over_practices(resolved: Resolved, gross: Sequence[int], drivers: Drivers) -> tuple[list[int], list[int]]:
    """What each practice gets of its group's gross, practices in group order, and what each group keeps."""
    amounts: list[int] = []
    kept = [0] * len(gross)
    for group, dealer in enumerate(dealers_of(resolved, drivers)):
        if dealer.whole:
            amounts += dealer.deal(gross[group])
        else:
            amounts += [0] * len(dealer.codes)
            kept[group] = gross[group]
    return amounts, kept


def not_placed_notices(lines: Iterable[Line], names: Mapping[str, str]) -> list[Notice]:
    """One warning for each group with money that no practice carries."""
    kept: dict[str, list[int]] = {}
    for line in lines:
        for group, amount in line.not_placed.items():
            if amount:
                kept.setdefault(group, []).append(amount)
    return [
        Notice(
            code="no_practice_split",
            message=f"{name} ({group}) keeps £{grouped(sum(kept[group]))} of {len(kept[group])} "
            f"{'line' if len(kept[group]) == 1 else 'lines'} at group level: none of its practices has a population.",
        )
        for group, name in names.items()
        if group in kept
    ]
