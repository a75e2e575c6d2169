"""The form under a thread."""

from wtforms import StringField, TextAreaField
from wtforms.validators import ValidationError

from core.errors import Refusal
from core.forms import Form
from core.threads.rules import check_words


class CommentForm(Form):
    """What somebody wants to say. The rule of the act is asked already here, so that its answer stands at the field."""

    words = TextAreaField(
        "Your comment",
        description="Everybody who sees this page can read it, with your name. It cannot be changed or taken back.",
    )

    def validate_words(self, bound: StringField) -> None:
        """Words are as a comment must be."""
        try:
            check_words(bound.data or "")
        except Refusal as refusal:
            raise ValidationError(str(refusal)) from refusal
