"""Forms of accreditation and cover, and of filters."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from wtforms import IntegerField, RadioField, SelectField, StringField, TextAreaField
from wtforms.validators import InputRequired

from core.attachments.forms import AttachForm
from core.errors import Refusal
from core.forms import DayField, Filter, Form, options
from les.sign_up.rules.cover import HOW_NAMES

Pairs = Sequence[tuple[object, str]]


class RequirementForm(Form):
    """What a scheme requires."""

    name = StringField("What is required", description="Such as “Training in minor surgery”.")
    for_whom = StringField("For whom", description="As a role, such as “Each doctor who operates”.")
    renewed_months = IntegerField(
        "Renewed every so many months",
        validators=[InputRequired("Say after how many months it is renewed; 0 for never")],
        description="0 where it is shown once for good.",
        default=36,
    )
    applies_from = DayField("Applies from", required=True)


class EndRequirementForm(Form):
    """From when on something is not required any more."""

    ended_on = DayField("Not required from", required=True)


class EvidenceForm(AttachForm):
    """A practice’s evidence, with a document."""

    holder = StringField("Whose it is", description="As a role, never a name: such as “Doctor A” or “Practice nurse”.")
    valid_from = DayField("Valid from", required=True)
    expires_on = DayField(
        "Expires on", hint="The first day on which it does not hold any more; blank where it never does."
    )

    @property
    def first_day(self) -> date:
        """The day from which it is valid."""
        if self.valid_from.data is None:
            raise Refusal("Enter the day from which it is valid.")
        found: date = self.valid_from.data
        return found


class CheckForm(Form):
    """What the commissioner finds of evidence."""

    found = RadioField(
        "What you find",
        choices=options([("accepted", "Accept it"), ("returned", "Return it")]),
        validators=[InputRequired("Choose one")],
    )
    words = TextAreaField("Reason", description="Needed where you return it. The practice reads it.")


class CoverForm(Form):
    """Who covers a practice."""

    coverer = SelectField("Who covers it", validate_choice=False)
    starts_on = DayField("From", required=True)
    ends_on = DayField("Until", hint="The first day on which it does not cover any more; blank while it lasts.")
    agreed = StringField(
        "Who agreed to it",
        description="For the one that covers, as a role, and when. Blank: it is asked, and covers nobody yet.",
    )
    words = TextAreaField("What is commissioned", description="Where, when and how patients are seen.")

    def __init__(self, coverers: Pairs, **values: Any) -> None:
        super().__init__(data=values or None)
        self.coverer.choices = options([("", "Choose who covers it"), *coverers])


class ChangeCoverForm(Form):
    """Who agreed, until when, and what is commissioned."""

    ends_on = DayField("Until", hint="The first day on which it does not cover any more; blank while it lasts.")
    agreed = StringField("Who agreed to it", description="For the one that covers, as a role, and when.")
    words = TextAreaField("What is commissioned", description="Where, when and how patients are seen.")


class AgreementsFilter(Filter):
    """Which agreements are listed."""

    scheme = SelectField("Scheme", validate_choice=False)
    group = SelectField("PbC group", validate_choice=False)
    state = SelectField("State", validate_choice=False)

    def __init__(self, *, schemes: Pairs, groups: Pairs, states: Pairs) -> None:
        super().__init__()
        self.scheme.choices = options([("", "All schemes"), *schemes])
        if len(groups) < 2:
            del self.group  # to one practice or group there is nothing to choose
        else:
            self.group.choices = options([("", "All groups"), *groups])
        self.state.choices = options([("", "All states"), *states])


class CoverFilter(Filter):
    """Whose cover is listed."""

    scheme = SelectField("Scheme", validate_choice=False)
    group = SelectField("PbC group", validate_choice=False)
    how = SelectField("Seen to by", validate_choice=False)

    def __init__(self, *, schemes: Pairs, groups: Pairs) -> None:
        super().__init__()
        self.scheme.choices = options([("", "All schemes"), *schemes])
        if len(groups) < 2:
            del self.group  # to one practice or group there is nothing to choose
        else:
            self.group.choices = options([("", "All groups"), *groups])
        self.how.choices = options([("", "Anybody or nobody"), *HOW_NAMES.items()])
