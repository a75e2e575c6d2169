"""The bridge from baseline to budget as a chart: the whole, or one group."""

from collections.abc import Sequence

from budgets.method.result import BridgeStep, Calculation, Step
from budgets.method.words import step_in_words
from budgets.rounds.charts.findings import Named, finding_on_bridge
from budgets.rounds.charts.scale import Scale
from core.charts.bars import Measure, bridge
from core.charts.figure import Figure


def whole_bridge(calculation: Calculation) -> Figure:
    """From the baseline of everything to the net budgets of all groups, with pooled lines where there are any."""
    steps = [(step.step, step.total) for step in calculation.bridge]
    has_pooled = any(step.pooled for step in calculation.bridge)
    return _bridge(steps, "All groups", "net budget with pooled lines" if has_pooled else "net budget")


def group_bridge(calculation: Calculation, group_code: str) -> Figure:
    """From a group's part of the baseline to its net budget. Raises KeyError for a group that is not there."""
    name = {group.code: group.name for group in calculation.groups}[group_code]
    return _bridge([(step.step, step.by_group[group_code]) for step in calculation.bridge], name, "net budget")


def steps_taken(bridge_steps: Sequence[BridgeStep]) -> list[BridgeStep]:
    """The steps that change something for somebody, and the baseline always."""
    return [s for s in bridge_steps if s.step is Step.BASELINE or s.total or s.pooled or any(s.by_group.values())]


def _bridge(steps: Sequence[tuple[Step, int]], whom: str, what: str) -> Figure:
    baseline = sum(amount for step, amount in steps if step is Step.BASELINE)
    changes = [(step, amount) for step, amount in steps if step is not Step.BASELINE and amount]
    last = baseline + sum(amount for _, amount in changes)
    scale = Scale.of([baseline, last, *(amount for _, amount in changes)])
    named = [Named(name=step_in_words(step).lower(), value=amount) for step, amount in changes]
    return bridge(
        Measure(label=step_in_words(Step.BASELINE), value=baseline, shown=scale.shown(baseline)),
        [
            Measure(label=step_in_words(step), value=amount, shown=scale.shown(amount, is_signed=True))
            for step, amount in changes
        ],
        Measure(label=what.capitalize(), value=last, shown=scale.shown(last)),
        finding=finding_on_bridge(baseline, named, last, whom, what),
        alt=f"Waterfall chart from baseline to {what}, {whom}",
        unit=f"{scale.unit}; steps of nothing left out",
    )
