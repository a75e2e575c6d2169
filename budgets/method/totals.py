"""Totals of the whole and of each group over all lines. Section 6 of the method."""

from collections.abc import Mapping, Sequence
from fractions import Fraction

from budgets.method.drivers import Drivers
from budgets.method.result import GroupFacts, GroupTotals, Line, Totals
from budgets.method.workbook import Group, PriorYear


def prior_totals(rows: Sequence[PriorYear]) -> dict[str, int]:
    """Last year's total of each group over all rows, services no longer listed among them."""
    totals: dict[str, int] = {}
    for row in rows:
        totals[row.group] = totals.get(row.group, 0) + row.amount
    return totals


def facts_of(groups: Sequence[Group], drivers: Drivers) -> tuple[GroupFacts, ...]:
    """Each group's people on the capitation date: registered, and under the policy's column with its share."""
    registered, weighted = drivers.capitation("registered"), drivers.capitation()
    everybody = sum(weighted.groups)
    return tuple(
        GroupFacts(
            code=group.code,
            name=group.name,
            registered=on_list,
            weighted=need,
            capitation_share=Fraction(100 * weight, everybody),
        )
        for group, on_list, need, weight in zip(
            groups, registered.figures, weighted.figures, weighted.groups, strict=True
        )
    )


def totals_of(lines: Sequence[Line], facts: Sequence[GroupFacts], prior: Mapping[str, int]) -> Totals:
    """All lines added up. Gross is the total less what is pooled and less growth that stays unsplit."""
    by_group = {group.code: _group_totals(lines, group, prior.get(group.code, 0)) for group in facts}
    total, pooled, unsplit = (sum(getattr(line, name) for line in lines) for name in ("total", "pooled", "unsplit"))
    return Totals(
        total=total,
        gross=total - pooled - unsplit,
        reserve=sum(group.reserve for group in by_group.values()),
        net=sum(group.net for group in by_group.values()),
        pooled=pooled,
        growth_reserve=unsplit,
        by_group=by_group,
    )


def _group_totals(lines: Sequence[Line], group: GroupFacts, prior: int) -> GroupTotals:
    gross, reserve, net, fair_share = (
        sum(amounts[group.code] for amounts in columns)
        for columns in zip(*((line.gross, line.reserve, line.net, line.fair_share) for line in lines), strict=True)
    )
    change = gross - prior
    return GroupTotals(
        gross=gross,
        reserve=reserve,
        net=net,
        per_head=Fraction(gross) / group.registered if group.registered else None,
        prior_year=prior,
        change=change,
        change_percent=Fraction(100 * change, prior) if prior else None,
        fair_share=fair_share,
        distance_percent=Fraction(100 * (gross - fair_share), fair_share) if fair_share else None,
    )
