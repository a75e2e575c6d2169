"""The bridge from baseline to net by step, for the whole, the pooled lines and each group. Section 6 of the method."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from budgets.method.drivers import Drivers
from budgets.method.policy import Holder
from budgets.method.result import LINE_STEPS, BridgeStep, Line, LineKind, Step
from core.apportion import Dealer

STEP_OF_KIND = {
    LineKind.MUST_DO: Step.MUST_DOS,
    LineKind.RETURNED_MONEY: Step.RETURNED_MONEY,
    LineKind.GROWTH_RESERVE: Step.GROWTH_SHARE,
    LineKind.PACE_OF_CHANGE: Step.PACE_OF_CHANGE,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class LineInStep:
    """What one line adds to one step of the bridge, in pence."""

    line: Line
    by_group: Mapping[str, int]
    pooled: int

    @property
    def total(self) -> int:
        """The same over all groups and the pooled part."""
        return sum(self.by_group.values()) + self.pooled


def lines_in_step(lines: Sequence[Line], drivers: Drivers, wanted: Step) -> list[LineInStep]:
    """The lines that add to a step, with what each adds; together they are the step of `bridge_of`."""
    groups = drivers.people.groups
    if wanted is Step.RISK_RESERVE:
        if drivers.policy.reserve_held_by is not Holder.COMMISSIONER:
            return []
        held = [(line, {group: -line.reserve[group] for group in groups}, 0) for line in lines]
    else:
        held = [
            (line, dict(zip(groups, shared, strict=True)), kept)
            for line in lines
            for step, shared, kept in steps_by_group(line, drivers)
            if step is wanted
        ]
    return [
        LineInStep(line=line, by_group=by_group, pooled=kept)
        for line, by_group, kept in held
        if kept or any(by_group.values())
    ]


def bridge_of(lines: Sequence[Line], drivers: Drivers) -> tuple[BridgeStep, ...]:
    """Every step, also one of nothing. Each group's column adds up to its net; unsplit growth is left out."""
    groups = drivers.people.groups
    by_group = {step: [0] * len(groups) for step in Step}
    pooled = dict.fromkeys(Step, 0)
    for line in lines:
        for step, shared, kept in steps_by_group(line, drivers):
            pooled[step] += kept
            by_group[step] = [had + more for had, more in zip(by_group[step], shared, strict=True)]
    if drivers.policy.reserve_held_by is Holder.COMMISSIONER:
        by_group[Step.RISK_RESERVE] = [-sum(line.reserve[group] for line in lines) for group in groups]
    return tuple(
        BridgeStep(
            step=step,
            total=sum(by_group[step]) + pooled[step],
            pooled=pooled[step],
            by_group=dict(zip(groups, by_group[step], strict=True)),
        )
        for step in Step
    )


def steps_by_group(line: Line, drivers: Drivers) -> list[tuple[Step, list[int], int]]:
    """What a line adds to each step: the groups' amounts and the pooled amount. The reserve is not among them."""
    gross = list(line.gross.values())
    if line.steps is None:
        return [(STEP_OF_KIND[line.kind], gross, line.pooled)]
    if line.method_used == "pooled":
        return [(step, [0] * len(gross), line.steps[step]) for step in LINE_STEPS]
    dealer = Dealer([abs(amount) for amount in gross], drivers.people.groups)
    if not dealer.whole:
        dealer = drivers.capitation().over_groups
    return running_parts([line.steps[step] for step in LINE_STEPS], dealer)


def running_parts(amounts: Sequence[int], dealer: Dealer) -> list[tuple[Step, list[int], int]]:
    """The running sum after each step dealt out; a step is the difference of two neighbours.

    A step of nothing changes no running sum, so it is left out.

    >>> [(str(step), parts) for step, parts, _ in running_parts([100, 0, 0, 0, 1, 0], Dealer([1, 2], ["A", "B"]))]
    [('baseline', [33, 67]), ('uplift', [1, 0])]
    """
    parts: list[tuple[Step, list[int], int]] = []
    before, running = [0] * len(dealer.codes), 0
    for step, amount in zip(LINE_STEPS, amounts, strict=True):
        if amount:
            running += amount
            after = dealer.deal(running)
            parts.append((step, [new - old for new, old in zip(after, before, strict=True)], 0))
            before = after
    return parts
