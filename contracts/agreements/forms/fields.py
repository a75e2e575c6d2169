"""Fields of plans and terms: whole units, and exact numbers; both as people type them, with commas."""

import re
from fractions import Fraction
from typing import Any, Final

from typing_extensions import override
from wtforms import StringField
from wtforms.validators import ValidationError

_WHOLE: Final = re.compile(r"\d{1,3}(?:,\d{3}){0,3}|\d{1,9}", re.ASCII)
_EXACT: Final = re.compile(r"(?:\d{1,3}(?:,\d{3}){0,3}|\d{1,12})(?:\.\d{1,8})?", re.ASCII)


class _TypedField(StringField):
    """A field that keeps what was typed."""

    @override
    def process_formdata(self, valuelist: list[Any]) -> None:
        """Keep what was typed."""
        self.data = valuelist[0].strip() if valuelist else None


class UnitsField(_TypedField):
    """A whole number of units, 0 or more; commas may stand between thousands."""

    @override
    def process_data(self, value: int | None) -> None:
        """Show a number with its commas."""
        self.data = None if value is None else f"{value:,}"

    @override
    def post_validate(self, form: Any, validation_stopped: bool) -> None:
        """Refuse what is no whole number."""
        if self.data and not _WHOLE.fullmatch(self.data):
            raise ValidationError(f"{self.label.text} must be a whole number such as 1,200")

    @property
    def units(self) -> int | None:
        """The number; None when the field was left blank."""
        return int(self.data.replace(",", "")) if self.data else None


class ExactField(_TypedField):
    """A number, 0 or more, with at most eight decimals, kept exactly; a per-cent sign behind it may be typed."""

    @override
    def process_data(self, value: str | None) -> None:
        """Show a number as it was written."""
        self.data = value

    @override
    def post_validate(self, form: Any, validation_stopped: bool) -> None:
        """Refuse what is no number."""
        if self.data and not _EXACT.fullmatch(self._number):
            raise ValidationError(f"{self.label.text} must be a number such as 1,200 or 2.5")

    @property
    def exact(self) -> Fraction | None:
        """The number; None when the field was left blank or is none."""
        return Fraction(self._number.replace(",", "")) if self.data and _EXACT.fullmatch(self._number) else None

    @property
    def _number(self) -> str:
        return str(self.data or "").removesuffix("%").strip()
