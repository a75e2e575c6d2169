"""Forms of unlocking: why, and what the second person says to it."""

from collections.abc import Sequence

from wtforms import RadioField, TextAreaField

from budgets.agreement.rules.unlocking import AnswerKind
from core.forms import Form, options

_CHOICES = {
    AnswerKind.CONFIRMED: "Confirm: unlock the round",
    AnswerKind.DECLINED: "Decline: the round stays locked",
    AnswerKind.WITHDRAWN: "Withdraw what I asked for: the round stays locked",
}


class UnlockForm(Form):
    """Why a round must be unlocked."""

    reason = TextAreaField(
        "Why the round must be unlocked",
        description="Everybody who follows the round reads it; a second person decides.",
    )


class AnswerForm(Form):
    """What the second person says; or that the first one takes the request back."""

    kind = RadioField("Your answer", validate_choice=False)
    words = TextAreaField("In a few words", description="Needed when you decline: the one who asked reads it.")

    def __init__(self, kinds: Sequence[AnswerKind]) -> None:
        super().__init__()
        self.kind.choices = options((kind, _CHOICES[kind]) for kind in kinds)
