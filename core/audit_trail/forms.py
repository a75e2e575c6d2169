"""Forms of the audit trail: the filters, and the reason of a redaction."""

from collections.abc import Sequence

from wtforms import IntegerField, SelectField, StringField, TextAreaField
from wtforms.validators import InputRequired, Length, NumberRange, Optional

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


class RedactionForm(Form):
    """Why the values of an event must go."""

    reason = TextAreaField(
        "Why the values must go",
        [InputRequired("Say why the values must go"), Length(max=500)],
        description="The reason is kept for good: do not repeat in it what must go.",
    )
