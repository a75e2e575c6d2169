"""The form of sources: describing a driver."""

from collections.abc import Sequence
from dataclasses import asdict
from datetime import date

from wtforms import RadioField, SelectField, StringField, TextAreaField
from wtforms.validators import InputRequired

from budgets.sources.rules.descriptions import (
    ALL_LINES,
    DRIVER_NAMES,
    GRADE_MEANINGS,
    GRADE_NAMES,
    Description,
    DriverKind,
    Grade,
)
from core.forms import DayField, Form, options


class DescribeSourceForm(Form):
    """Where the figures of a driver come from: for all lines, or for one that is better or worse than the rest."""

    driver = SelectField("Driver", choices=options(DRIVER_NAMES.items()))
    line = SelectField(
        "For which lines",
        description="A line’s own description goes before the one for all lines.",
        validate_choice=False,
    )
    source = StringField("Source", description="The system, register or exercise the figures were taken from.")
    extracted_on = DayField("Extract date", hint="The day on which they were taken, such as 12 10 2007.", required=True)
    owner = StringField("Owner", description="The role or organisation that answers for them, not a person’s name.")
    grade = RadioField(
        "Quality grade",
        choices=options((grade, f"{GRADE_NAMES[grade]}: {GRADE_MEANINGS[grade]}") for grade in Grade),
        validators=[InputRequired("Choose a quality grade")],
    )
    note = TextAreaField("Note", description="What a reader should know. May be left blank.")

    def __init__(
        self, lines: Sequence[tuple[str, str]], *, driver: DriverKind, line_code: str, standing: Description | None
    ) -> None:
        said = {} if standing is None else {**asdict(standing), "grade": str(standing.grade)}
        super().__init__(data={**said, "driver": str(driver), "line": line_code})
        self.line.choices = options([(ALL_LINES, "All lines"), *lines])

    def description(self) -> Description:
        """What was said."""
        return Description(
            driver=DriverKind(self.driver.data),
            line_code=str(self.line.data or ALL_LINES),
            source=str(self.source.data or ""),
            extracted_on=self.extracted_on.data or date.min,
            owner=str(self.owner.data or ""),
            grade=Grade(self.grade.data),
            note=str(self.note.data or ""),
        )
