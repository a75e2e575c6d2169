"""The form with which a provider answers an intention."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from wtforms import HiddenField, RadioField, TextAreaField
from wtforms.validators import InputRequired

from budgets.intentions.forms.fields import PostsField
from budgets.intentions.rules.kinds import AnswerKind
from core.forms import DayField, Form, options

_CHOICES = {
    AnswerKind.CAN_DO: "Can do",
    AnswerKind.CAN_DO_FROM: "Can do from a later day",
    AnswerKind.CANNOT: "Cannot",
}


class AnswerForm(Form):
    """Can do, can do from a day, cannot; with what follows and the posts it takes."""

    seen = HiddenField()
    kind = RadioField(
        "Can you do it?",
        choices=options([(kind.value, words) for kind, words in _CHOICES.items()]),
        validators=[InputRequired("Choose an answer")],
    )
    from_on = DayField("From which day", hint="Only with “Can do from a later day”, such as 1 7 2008.")
    posts = PostsField(
        "Posts, whole-time equivalents", description="To recruit where they invest, to lose where they disinvest: 1.6."
    )
    consequence = TextAreaField(
        "Consequence",
        description="Needed if you cannot: posts lost, notice, transfer of staff (TUPE), what could be done instead.",
    )

    def __init__(self, standing: Mapping[str, Any], *, asks_posts: bool) -> None:
        super().__init__(data=standing)
        if not asks_posts:
            del self.posts

    @property
    def posts_typed(self) -> Decimal | None:
        """The posts as typed; None where they were left blank or are not asked for."""
        bound = self._fields.get("posts")
        return Decimal(bound.data) if bound is not None and bound.data else None
