"""Forms with which a group's lead speaks: of a line, of many lines, of a new service; and takes it back."""

from collections.abc import Mapping, Sequence
from typing import Any

from wtforms import HiddenField, RadioField, SelectField, SelectMultipleField, StringField, TextAreaField
from wtforms.validators import InputRequired, Length

from budgets.intentions.forms.fields import WholeNumberField
from budgets.intentions.rules.kinds import ON_A_LINE, IntentionKind
from budgets.intentions.rules.texts import LONGEST_NAME
from core.forms import Form, PoundsField, options

_HINTS = {
    IntentionKind.SAME: "The same: what the calculation gives",
    IntentionKind.INVEST: "Invest: more than the calculation gives",
    IntentionKind.DISINVEST: "Disinvest: less than the calculation gives",
}
_NO_OFFER = ("", "No offer: the amount stands for itself")
_OFFER = "Takes the amount from posts that were costed. Leave the amount blank then."
_EFFECT = "Such as 300 contacts a year more, or 40 places fewer. Left blank, it is shown as not said."


class SpeakingForm(Form):
    """What a lead had in sight: the calculation (`against`) and the last thing said (`newest`, 0: nothing)."""

    against = HiddenField()
    newest = HiddenField()


class StatementForm(SpeakingForm):
    """What a group is willing to spend on a line."""

    kind = RadioField(
        "What are you willing to spend?",
        choices=options([(kind.value, _HINTS[kind]) for kind in ON_A_LINE]),
        validators=[InputRequired("Choose whether you spend the same, invest or disinvest")],
    )
    amount = PoundsField("By how much in a year", description="More or less than now, without a sign. Not for “same”.")
    offer_id = SelectField("Use the cost of an offer", description=_OFFER, validate_choice=False)
    notice_months = WholeNumberField(
        "Months of notice", description="The notice that disinvesting needs; 0 if none. Only if you disinvest."
    )
    reason = TextAreaField(
        "Reason", description="Why. Needed if you invest or disinvest; everybody in the round reads it."
    )
    effect = TextAreaField("Effect on activity", description=_EFFECT)

    def __init__(self, standing: Mapping[str, Any], offers: Sequence[tuple[int, str]]) -> None:
        super().__init__(data=standing)
        self.offer_id.choices = options([_NO_OFFER, *((str(number), name) for number, name in offers)])


class NewServiceForm(SpeakingForm):
    """A service that no line holds yet."""

    name = StringField(
        "Name of the service",
        [InputRequired("Enter the name of the service"), Length(max=LONGEST_NAME)],
        description="Such as Diabetes specialist nurse for Dacorum",
    )
    description = TextAreaField("What it is", description="What is done, for whom, where, how often.")
    amount = PoundsField("What you are willing to spend on it in a year")
    offer_id = SelectField("Use the cost of an offer", description=_OFFER, validate_choice=False)
    reason = TextAreaField("Reason")
    effect = TextAreaField("Effect on activity", description=_EFFECT)

    def __init__(self, standing: Mapping[str, Any], offers: Sequence[tuple[int, str]]) -> None:
        super().__init__(data=standing)
        self.offer_id.choices = options([_NO_OFFER, *((str(number), name) for number, name in offers)])


class TakeBackForm(SpeakingForm):
    """Why something said is taken back."""

    reason = TextAreaField("Reason", [InputRequired("Enter a reason")])


class SameForm(Form):
    """The lines, of those not said yet, on which a group spends the same."""

    against = HiddenField()
    line = SelectMultipleField("Lines on which you spend the same", validate_choice=False)

    def __init__(self, standing: Mapping[str, Any]) -> None:
        super().__init__(data=standing)
        self.line.choices = options(())
