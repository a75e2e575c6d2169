"""What forms here share: whole numbers, and posts."""

import re
from typing import Any

from typing_extensions import override
from wtforms import StringField
from wtforms.validators import ValidationError

from budgets.intentions.rules.answers import posts_from


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
