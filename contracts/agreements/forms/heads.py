"""The forms of heads of terms in a contract: which it follows, what becomes of a term, by when heads are followed."""

from collections.abc import Sequence
from typing import Any

from wtforms import IntegerField, RadioField, SelectField, StringField, TextAreaField
from wtforms.validators import InputRequired

from contracts.agreements.rules.trace import FATE_NAMES, Fate
from core.forms import Form, options

Pairs = Sequence[tuple[object, str]]


class FollowForm(Form):
    """Which heads of terms a contract follows."""

    heads = SelectField("Heads of terms", coerce=int, validate_choice=False)

    def __init__(self, heads: Pairs, *, fresh: bool = False) -> None:
        super().__init__(fresh=fresh)
        self.heads.choices = options(heads)


class FateForm(Form):
    """What becomes of a term."""

    fate = RadioField(
        "In this contract the term is",
        choices=options((str(each), name) for each, name in FATE_NAMES.items()),
        validators=[InputRequired("Choose what becomes of the term")],
    )
    why = TextAreaField(
        "Why", description="Needed for a term that is changed or dropped. It is signed with the contract."
    )
    part = SelectField("Where it stands in this contract", validate_choice=False)

    def __init__(self, parts: Pairs, **standing: Any) -> None:
        super().__init__(data=standing)
        self.part.choices = options([("", "No single part"), *parts])

    @property
    def chosen(self) -> Fate:
        """What was chosen."""
        return Fate(self.fate.data)


class FollowingTimeForm(Form):
    """Within how many days signed heads are to be followed by a signed contract."""

    days = IntegerField(
        "Days after commissioner and provider have signed", validators=[InputRequired("Enter the days")]
    )
    source = StringField(
        "Source", validators=[InputRequired("Say where the number comes from")], description="A meeting, a policy."
    )
