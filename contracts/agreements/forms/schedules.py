"""The forms of schedules, of the specifications they name and the returns they ask for."""

from collections.abc import Sequence

from wtforms import Field, IntegerField, SelectField, StringField, TextAreaField
from wtforms.validators import InputRequired, ValidationError

from contracts.agreements.rules.schedules import (
    FREQUENCY_NAMES,
    SCHEDULE_NAMES,
    Frequency,
    ReturnAsked,
    ScheduleKind,
)
from core.forms import Form, options
from core.identifiers import masked
from core.markdown import problems_in

Pairs = Sequence[tuple[object, str]]
_MARKDOWN = (
    "Headings (#), lists (-), **bold**, tables and links as in Markdown. “Table: …” above a table is its caption."
)


class ScheduleForm(Form):
    """Title and text of a schedule."""

    title = StringField("Title", validators=[InputRequired("Enter the title of the schedule")])
    text = TextAreaField("Text", description=_MARKDOWN)

    def validate_text(self, bound: Field) -> None:
        """The text may be kept: no HTML, no script, no picture."""
        if problems := problems_in(masked(bound.data or "")):
            raise ValidationError(" ".join(problems))


class NewScheduleForm(ScheduleForm):
    """The same with the kind, which stays."""

    kind = SelectField("Kind", choices=options((str(each), name) for each, name in SCHEDULE_NAMES.items()))

    @property
    def chosen(self) -> ScheduleKind:
        """The kind that was chosen."""
        return ScheduleKind(self.kind.data)


class SpecificationForm(Form):
    """Which agreed specification."""

    specification = SelectField(
        "Agreed specification",
        coerce=int,
        validate_choice=False,
        description="Agreed versions that have not expired when the contract starts; those of its provider first.",
    )

    def __init__(self, versions: Pairs, *, fresh: bool = False) -> None:
        super().__init__(fresh=fresh)
        self.specification.choices = options(versions)


class ReturnForm(Form):
    """A return that is asked for."""

    name = StringField("Return", validators=[InputRequired("Enter what is returned")])
    every = SelectField("How often", choices=options((str(each), name) for each, name in FREQUENCY_NAMES.items()))
    working_day = IntegerField("By working day after the period", validators=[InputRequired("Enter the working day")])
    source = StringField("Source of the day", validators=[InputRequired("Say where the day comes from")])

    def asked(self) -> ReturnAsked:
        """What was typed."""
        return ReturnAsked(
            name=str(self.name.data or "").strip(),
            every=Frequency(self.every.data),
            working_day=int(self.working_day.data or 0),
            source=str(self.source.data or "").strip(),
        )
