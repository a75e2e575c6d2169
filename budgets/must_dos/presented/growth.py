"""Growth money and what is left of it, as figures and as a sentence."""

from budgets.must_dos.rules.growth import GrowthUse
from budgets.rounds.presented.overview import KeyFigure
from core.wording import sterling


def growth_figures(use: GrowthUse, inputs_number: int) -> list[KeyFigure]:
    """The growth money, what is committed, and what is left: as approved, and if everything proposed were approved."""
    return [
        KeyFigure(label="growth money", value=sterling(use.growth), note=f"by the policy of inputs {inputs_number}"),
        KeyFigure(label="committed", value=sterling(use.committed), note=_committed(use)),
        KeyFigure(label="left", value=_signed(use.left), note="as things are approved now"),
        KeyFigure(
            label="left if all proposed are approved",
            value=_signed(use.left_if_all),
            note=_if_all(use),
        ),
    ]


def finding(use: GrowthUse) -> str:
    """What matters about growth, in a sentence."""
    if not use.growth:
        return "There is no growth money this year, so no must-do can be paid."
    said = f"{sterling(use.committed)} of the growth money of {sterling(use.growth)} is committed to must-dos"
    if not use.proposed:
        return f"{said}; {sterling(use.left)} is left."
    if use.left_if_all < 0:
        return (
            f"{said}; what is proposed besides is {sterling(-use.left_if_all)} more than the {sterling(use.left)} left."
        )
    return f"{said}; {sterling(use.left)} is left, {sterling(use.left_if_all)} if all that is proposed is approved."


def _committed(use: GrowthUse) -> str:
    if use.approved:
        return f"{sterling(use.in_inputs)} in the inputs, {sterling(use.approved)} approved since"
    return "all of it in the inputs" if use.in_inputs else "nothing yet"


def _if_all(use: GrowthUse) -> str:
    if not use.proposed:
        return "nothing is waiting"
    if use.left_if_all < 0:
        return f"{sterling(use.proposed)} is proposed: more than is left"
    return f"{sterling(use.proposed)} is proposed"


def _signed(pence: int) -> str:
    return sterling(pence).replace("-", "\u2212")
