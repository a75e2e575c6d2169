"""Growth money as a bridge: what the inputs hold, what was approved since, what is proposed, and what is left."""

from budgets.must_dos.presented.growth import finding
from budgets.must_dos.rules.growth import GrowthUse
from budgets.rounds.charts.scale import Scale
from core.charts.bars import Measure, bridge
from core.charts.figure import Figure


def growth_used(use: GrowthUse) -> Figure:
    """From the growth money to what would be left of it if everything proposed were approved."""
    scale = Scale.of([use.growth, use.left_if_all])
    steps = (("In the inputs", use.in_inputs), ("Approved since", use.approved), ("Proposed", use.proposed))
    last = "Left if all are approved" if use.proposed else "Left"
    return bridge(
        Measure(label="Growth money", value=use.growth, shown=scale.shown(use.growth)),
        [
            Measure(label=label, value=-amount, shown=scale.shown(-amount, is_signed=True))
            for label, amount in steps
            if amount
        ],
        Measure(label=last, value=use.left_if_all, shown=scale.shown(use.left_if_all)),
        finding=finding(use),
        alt="Waterfall chart from the growth money of the year to what is left of it",
        unit=f"{scale.unit}; steps of nothing left out",
    )
