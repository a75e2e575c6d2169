"""What forms here share: words that hold nothing about a patient, whole numbers, and posts."""

import re
from typing import Any

from typing_extensions import override
from wtforms import HiddenField, StringField
from wtforms.validators import ValidationError

from budgets.intentions.rules.answers import posts_from
from core.forms import Form
from core.identifiers import has_identifier, masked


class WordsForm(Form):
    """A form with words: a number that passes the NHS number check is taken out and never shown again."""

    @override
    def validate(self, extra_validators: Any = None) -> bool:
        """Check every field, and take patient identifiers out of what was typed."""
        is_valid = super().validate(extra_validators)
        for bound in self:
            typed = str(bound.data or "") if isinstance(bound, StringField) else ""
            if has_identifier(typed) and not isinstance(bound, HiddenField):
                bound.data = masked(typed)
                sentence = (
                    f"{bound.label.text} held a number that passes the NHS number check. It is taken out: "
                    "nothing about a patient may be kept here"
                )
                bound.errors = [*bound.errors, sentence]
                is_valid = False
        return is_valid


class WholeNumberField(StringField):
    """A whole number, 0 or more; `number` is None when the field was left blank."""

    @override
    def process_formdata(self, valuelist: list[Any]) -> None:
        """Keep what was typed."""
        self.data = valuelist[0].strip() if valuelist else None

    @override
    def post_validate(self, form: Any, validation_stopped: bool) -> None:
        """Refuse what is no whole number."""
        if self.data and not re.fullmatch(r"\d{1,4}", str(self.data), re.ASCII):
            raise ValidationError(f"{self.label.text} must be a whole number such as 6")

    @property
    def number(self) -> int | None:
        """The number typed."""
        return int(self.data) if self.data else None


class PostsField(StringField):
    """Whole-time equivalents, kept exactly as typed."""

    @override
    def process_formdata(self, valuelist: list[Any]) -> None:
        """Keep what was typed."""
        self.data = valuelist[0].strip() if valuelist else None

    @override
    def post_validate(self, form: Any, validation_stopped: bool) -> None:
        """Refuse what is no number of posts."""
        if self.data:
            try:
                posts_from(self.data)
            except ValueError as error:
                raise ValidationError(f"{self.label.text} must be {error}") from error
