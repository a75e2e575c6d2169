"""Forms of privacy: why a leaver is anonymised, and when somebody asked for their data."""

from wtforms import TextAreaField
from wtforms.validators import InputRequired, Length

from core.forms import DayField, Form


class ProposeForm(Form):
    """Why somebody who left is anonymised."""

    reason = TextAreaField(
        "Reason",
        [InputRequired("Enter a reason"), Length(max=500)],
        description="Without naming the person: the reason is kept for good, such as “left in 2001, nothing is open”.",
    )


class GiveOutForm(Form):
    """The day on which somebody asked in writing for what is kept about them."""

    asked_on = DayField("Day of their letter or e-mail", required=True)
