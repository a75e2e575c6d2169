"""The form that issues papers for a meeting."""

from datetime import date

from wtforms import HiddenField, StringField

from core.forms import DayField, Form


class IssueForm(Form):
    """What the papers are called and when the meeting is. `scenarios`: numbers of calculations, comma between them."""

    title = StringField("Title of the papers", description="As it stands on the first page.")
    meeting_on = DayField("Day of the meeting", required=True)
    scenarios = HiddenField()

    def __init__(self, *, meeting_on: date, scenarios: str) -> None:
        super().__init__(data={"title": "Leads’ meeting", "meeting_on": meeting_on, "scenarios": scenarios})
