"""The forms of issuing, taking back, signing, discarding and ending a contract."""

from wtforms import BooleanField, Field, HiddenField, RadioField, TextAreaField
from wtforms.validators import InputRequired, ValidationError

from contracts.agreements.rules.ending import DECISION_NAMES, EndDecision
from core.forms import DayField, Form, options


class SeenForm(Form):
    """An act on a text that the person read: its hash is sent along, so that another text is refused."""

    seen = HiddenField()

    def take_as_seen(self, content_hash: str) -> None:
        """What stands on the page now is what the person sees."""
        self.seen.data = content_hash


class ReasonForm(Form):
    """Why."""

    reason = TextAreaField("Why", description="Everybody who sees the contract reads this.")


class TerminateForm(Form):
    """When notice was given, the first day without the contract, why, and whether shorter notice was agreed."""

    notice_given_on = DayField("Day on which notice was given", required=True)
    first_day_without = DayField("First day without the contract", required=True)
    reason = TextAreaField("Why the contract is terminated", description="Everybody who sees the contract reads this.")
    is_shorter = BooleanField("Both parties agreed to shorter notice than the contract asks for")
    shorter = TextAreaField(
        "Why shorter notice was agreed", description="Only where it is shorter. It is kept with the termination."
    )

    @property
    def agreed(self) -> str | None:
        """Why both parties agreed to shorter notice; None where nothing is stated of it."""
        return str(self.shorter.data or "").strip() if self.is_shorter.data else None

    def validate_shorter(self, field: Field) -> None:
        """Why without that nobody would know whether both agreed."""
        if str(field.data or "").strip() and not self.is_shorter.data:
            raise ValidationError("Tick that both parties agreed to shorter notice, or take out why")


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
