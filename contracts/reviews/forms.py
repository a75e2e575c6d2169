"""The forms of reviews: another day, reasons, what is frozen, and what is asked of the register."""

from wtforms import HiddenField, SelectField, StringField, TextAreaField

from core.forms import DayField, Filter, Form, options

STATES = (
    ("", "All"),
    ("due", "To be held"),
    ("papers_due", "Papers due"),
    ("not_held", "Day past, not held"),
    ("held", "Held"),
    ("cancelled", "Cancelled"),
)


class MoveForm(Form):
    """Another day or place of a review, and why."""

    meets_on = DayField("Day of the review", required=True)
    place = StringField("Where it is held")
    reason = TextAreaField("Why", description="Everybody who attends reads this.")


class CancelForm(Form):
    """Why a review is called off."""

    reason = TextAreaField("Why", description="Everybody who attends reads this.")


class FreezeForm(Form):
    """That the pack shown is the one to be frozen; for a further one, what changed since."""

    seen = HiddenField()
    reason = TextAreaField("What changed since the last pack", description="Everybody who read that one reads this.")

    def take_as_seen(self, content_hash: str) -> None:
        """Note which content the page shows."""
        self.seen.data = content_hash


class ReviewsFilter(Filter):
    """What is asked of the register of reviews."""

    text = StringField("Contract or provider")
    state = SelectField("State", choices=options(STATES), default="")
