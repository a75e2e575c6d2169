"""The forms of issuing, taking back, signing, discarding and ending a contract."""

from wtforms import HiddenField, RadioField, TextAreaField
from wtforms.validators import InputRequired

from contracts.agreements.rules.ending import DECISION_NAMES, EndDecision
from core.forms import DayField, Form, WordsForm, options


class SeenForm(Form):
    """An act on a text that the person read: its hash is sent along, so that another text is refused."""

    seen = HiddenField()

    def take_as_seen(self, content_hash: str) -> None:
        """What stands on the page now is what the person sees."""
        self.seen.data = content_hash


class ReasonForm(WordsForm):
    """Why."""

    reason = TextAreaField("Why", description="Everybody who sees the contract reads this.")


class TerminateForm(ReasonForm):
    """When notice was given, and the first day without the contract."""

    notice_given_on = DayField("Day on which notice was given", required=True)
    first_day_without = DayField("First day without the contract", required=True)


class DecideForm(ReasonForm):
    """What happens when the term ends."""

    decision = RadioField(
        "When the term ends",
        choices=options((str(each), name) for each, name in DECISION_NAMES.items()),
        validators=[InputRequired("Choose what happens when the term ends")],
    )

    @property
    def chosen(self) -> EndDecision:
        """What was chosen."""
        return EndDecision(self.decision.data)
