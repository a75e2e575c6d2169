"""Forms of the audit trail: the filters, and the reason of a redaction."""

from collections.abc import Sequence

from wtforms import IntegerField, RadioField, SelectField, StringField, TextAreaField
from wtforms.validators import InputRequired, Length, NumberRange, Optional

from core.attempts import ATTEMPT_NAMES
from core.audit_trail.rules import GROUND_NAMES
from core.forms import DayField, Filter, Form, options


class TrailFilter(Filter):
    """Whose acts, which acts, on what, between which days."""

    person = StringField("Person", description="Part of the name")
    organisation = StringField("Acting for", description="Part of the organisation’s name")
    act = SelectField("Act", validate_choice=False)
    subject = SelectField("About", validate_choice=False)
    record = IntegerField("Number of the record", [Optional(), NumberRange(min=0)])
    first_day = DayField("From")
    last_day = DayField("To")

    def __init__(self, acts: Sequence[str], subjects: Sequence[str]) -> None:
        super().__init__()
        self.act.choices = options(
            [("", "Any act"), *((act, act.replace("_", " ").replace(".", ": ")) for act in acts)]
        )
        self.subject.choices = options([("", "Anything"), *((subject, subject.capitalize()) for subject in subjects)])


class FilesFilter(Filter):
    """Who took which files away."""

    person = StringField("Person", description="Part of the name")
    file = StringField("File", description="Part of its name")


class RefusedFilter(Filter):
    """Who was refused what."""

    person = StringField("Person", description="Part of the name")
    address = StringField("Address", description="Part of it, such as /contracts")
    why = SelectField("Why", validate_choice=False, choices=options([("", "Any reason"), *ATTEMPT_NAMES.items()]))


class RedactionForm(Form):
    """Why the values of an event must go."""

    ground = RadioField(
        "Why the values must not be kept",
        [InputRequired("Choose why the values must not be kept")],
        choices=options(GROUND_NAMES.items()),
    )
    reason = TextAreaField(
        "Say more",
        [InputRequired("Say why the values must go"), Length(max=500)],
        description="The reason is kept for good: do not repeat in it what must go.",
    )


class KeepForm(Form):
    """Why the values of an event stay."""

    reason = TextAreaField("Why the values stay", [InputRequired("Say why the values stay"), Length(max=500)])
