"""Forms of proposals: put a calculation to the groups, withdraw a proposal, and choose whose changes to see."""

from collections.abc import Mapping
from datetime import date

from wtforms import BooleanField, SelectField, TextAreaField

from core.forms import DayField, Filter, Form, options


class IssueForm(Form):
    """What is said to the groups, by when they reply, and who reads their words."""

    note = TextAreaField(
        "What you say to the groups",
        description="What you propose, and what you ask of them. Everybody who takes part reads it. "
        "At most 4,000 characters.",
    )
    reply_by = DayField(
        "Reply by", hint="Usually ten working days from today, and never after the deadline.", required=True
    )
    deadline = DayField(
        "Deadline for the split", hint="The day by which the budget is to be signed off.", required=True
    )
    shares_words = BooleanField(
        "The provider and the other groups read the words of a position",
        description="The position and its reason everybody reads in any case, and so they do comments and decisions.",
    )

    def __init__(self, *, reply_by: date, deadline: date, shares_words: bool = True) -> None:
        super().__init__(data={"reply_by": reply_by, "deadline": deadline, "shares_words": shares_words})


class WithdrawForm(Form):
    """Why a proposal is withdrawn."""

    reason = TextAreaField("Why it is withdrawn", description="Everybody who takes part reads it.")


class ChangesFilter(Filter):
    """Whose changes are shown."""

    group = SelectField("Group", validate_choice=False)

    def __init__(self, groups: Mapping[str, str]) -> None:
        super().__init__()
        self.group.choices = options([("", "All groups"), *groups.items()])
