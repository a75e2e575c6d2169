"""Growth money and what is left of it. Must-dos are paid from it: together they never come to more.

Source: docs/budget-method.md, section 3.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from budgets.must_dos.rules.proposals import State
from core.errors import Refusal
from core.wording import sterling


@dataclass(frozen=True, slots=True, kw_only=True)
class GrowthUse:
    """How the growth money of the newest inputs is used, in pence.

    `in_inputs`: must-dos the inputs hold; `approved`: those approved and not in the inputs yet; `proposed`: those that
    nobody has decided about.
    """

    growth: int
    in_inputs: int
    approved: int
    proposed: int

    @property
    def committed(self) -> int:
        """What nobody else can have: in the inputs, or approved."""
        return self.in_inputs + self.approved

    @property
    def left(self) -> int:
        """What is left of growth as things are approved now."""
        return self.growth - self.committed

    @property
    def left_if_all(self) -> int:
        """What would be left if everything proposed were approved; below nought when there is not enough."""
        return self.left - self.proposed


def growth_use(growth: int, in_inputs: Mapping[str, int], own: Iterable[tuple[str, State, int]]) -> GrowthUse:
    """How growth is used: `in_inputs` the must-dos of the newest inputs by code, `own` those of the round.

    A must-do that the inputs hold counts once, with the amount they hold.

    >>> own = [("MD-A", State.APPROVED, 50), ("MD-B", State.APPROVED, 30), ("MD-C", State.PROPOSED, 5)]
    >>> use = growth_use(200, {"MD-A": 60, "MD-X": 40}, own)
    >>> use.committed, use.left, use.left_if_all
    (130, 70, 65)
    """
    waiting = [(state, amount) for code, state, amount in own if code not in in_inputs]
    return GrowthUse(
        growth=growth,
        in_inputs=sum(in_inputs.values()),
        approved=sum(amount for state, amount in waiting if state is State.APPROVED),
        proposed=sum(amount for state, amount in waiting if state is State.PROPOSED),
    )


def check_within_growth(use: GrowthUse, *, name: str, amount: int) -> None:
    """Refuse an approval for which there is no growth money left: both sums and the excess are named."""
    total = use.committed + amount
    if total > use.growth:
        raise Refusal(
            f"With {name} the must-dos come to {sterling(total)}, and growth is {sterling(use.growth)}: "
            f"{sterling(total - use.growth)} too little. Decline it, or have its cost lowered."
        )
