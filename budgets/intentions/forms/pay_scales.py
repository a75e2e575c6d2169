"""Forms of pay scales and of the percentages a trust decides."""

from collections.abc import Mapping
from typing import Any

from wtforms import FileField, SelectField, StringField, TextAreaField
from wtforms.validators import InputRequired, Length

from budgets.intentions.rules.kinds import SETTING_NAMES
from budgets.intentions.rules.texts import LONGEST_NAME
from core.forms import DayField, Form, PercentField, options


class PayScaleForm(Form):
    """A file of pay points with name, first day and source."""

    name = StringField(
        "Name of the pay scale",
        [InputRequired("Enter a name"), Length(max=LONGEST_NAME)],
        description="Such as Agenda for Change 2008/09",
    )
    from_on = DayField("Holds from", hint="Such as 1 4 2008.", required=True)
    source = TextAreaField(
        "Source",
        [InputRequired("Enter the source"), Length(max=500)],
        description="The circular or table it comes from.",
    )
    file = FileField("File of pay points", description="CSV, or XLSX with the sheet pay_points: code, name, amount.")


class SettingForm(Form):
    """A percentage from a day on, with its source."""

    key = SelectField("Percentage", choices=options([(key.value, name) for key, name in SETTING_NAMES.items()]))
    percent = PercentField("New value", [InputRequired("Enter the percentage")])
    from_on = DayField("Holds from", required=True)
    source = TextAreaField(
        "Source",
        [InputRequired("Enter the source"), Length(max=500)],
        description="Where the figure comes from, and who decided it.",
    )

    def __init__(self, standing: Mapping[str, Any]) -> None:
        super().__init__(data=standing)
