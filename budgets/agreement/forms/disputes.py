"""Forms of disputes: deciding over one, withdrawing one's own."""

from collections.abc import Sequence

from wtforms import HiddenField, RadioField, SelectField, TextAreaField

from budgets.agreement.rules.disputes import DECIDED
from budgets.agreement.rules.outcomes import OUTCOME_NAMES
from core.forms import Form, options


class DecideForm(Form):
    """The commissioner's outcome of a dispute. `seen`: the outcome that stood when the page was opened."""

    outcome = RadioField("Your decision", choices=options((kind.value, OUTCOME_NAMES[kind]) for kind in DECIDED))
    words = TextAreaField(
        "Reason",
        description="What follows from it, or why it is rejected. Everybody who follows the round reads it.",
    )
    calculation = SelectField(
        "If upheld: taken up in",
        description="The later calculation in which it was taken up, if there is one already.",
        validate_choice=False,
    )
    seen = HiddenField()

    def __init__(self, calculations: Sequence[tuple[int, str]], seen: int | None) -> None:
        super().__init__(data={"seen": "" if seen is None else str(seen)})
        self.calculation.choices = options([("", "None yet"), *calculations])


class WithdrawDisputeForm(Form):
    """Why a group withdraws its dispute."""

    words = TextAreaField(
        "Why you withdraw it", description="Such as “explained at the leads’ meeting”. Never anything about a patient."
    )
