"""The base of all forms: a token against forged requests, a one-use key, errors that name their field, and the guard
against patient identifiers, which no field of words gets past.

Fields of the field's own: money in pounds, exact percentages, dates as day, month and year.
"""

import re
import secrets
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from flask import current_app, request, session
from typing_extensions import override
from werkzeug.datastructures import CombinedMultiDict, FileStorage, MultiDict
from werkzeug.exceptions import BadRequest
from wtforms import Field, FieldList, FileField, FormField, HiddenField, IntegerField, PasswordField, StringField
from wtforms import Form as WTForm
from wtforms.csrf.session import SessionCSRF
from wtforms.fields import choices as wtforms_choices
from wtforms.validators import ValidationError

from core.attempts import Attempt, mark
from core.errors import Refusal
from core.hidden_characters import without_hidden
from core.identifiers import has_identifier, masked
from core.money import as_decimal, as_pence, grouped, pence_from
from core.record_numbers import LARGEST

_DIGITS = re.compile(r"\d{1,4}", re.ASCII)
_YEARS = range(1800, 2200)
_HELD_AN_IDENTIFIER = (
    "{label} held a number that passes the NHS number check. It is taken out: nothing about a patient may be kept here"
)
_TOO_LATE = (
    "This page was open too long, or you signed in anew meanwhile. What you typed is still here: "
    "check it and send it again."
)


class _Token(SessionCSRF):
    """WTForms' token, refusing in words that people understand."""

    @override
    def validate_csrf_token(self, form: Any, field: Any) -> None:
        try:
            super().validate_csrf_token(form, field)
        except ValidationError as error:
            mark(Attempt.FORGED_FORM)
            raise ValidationError(_TOO_LATE) from error


class Form(WTForm):
    """One form of one page. Choices come through the constructor; what was typed is kept."""

    class Meta:
        """Every form carries a token bound to the session (WTForms' own)."""

        csrf = True
        csrf_class = _Token
        csrf_time_limit = timedelta(hours=12)

        @property
        def csrf_secret(self) -> bytes:
            """The installation's secret key."""
            return str(current_app.secret_key).encode()

        @property
        def csrf_context(self) -> Any:
            """Where the token's seed is kept."""
            return session

    form_key = HiddenField()
    saved_version = HiddenField()

    def __init__(self, *, fresh: bool = False, **values: Any) -> None:
        """Read what was sent; a `fresh` form does not, such as a button beside the form that was."""
        sent: MultiDict[str, Any] | None = None
        if request.method == "POST" and not fresh:
            sent = CombinedMultiDict([request.form, request.files])
        super().__init__(sent, **values)
        if any(isinstance(bound.data, FileStorage) and not isinstance(bound, FileField) for bound in self):
            raise BadRequest
        for sent_file in (bound.data for bound in self if isinstance(bound.data, FileStorage)):
            sent_file.filename = without_hidden(sent_file.filename or "")
        self.refusals: list[str] = []
        self.refused_by: Refusal | None = None
        _leave_out_endless_numbers(self)
        if not self.form_key.data:
            self.form_key.data = secrets.token_urlsafe(24)

    @override
    def validate(self, extra_validators: Any = None) -> bool:
        """Check every field, and take out what no text may hold: characters nobody can see, for they deceive readers
        and not all can be kept, and patient identifiers, which are never shown again.
        """
        is_valid = super().validate(extra_validators)
        for bound in self:
            if isinstance(bound.data, str) and (seen := without_hidden(bound.data)) != bound.data:
                bound.data = seen
                sentence = f"{bound.label.text} held characters that cannot be seen. They are taken out: check it"
                bound.errors = [*bound.errors, sentence]
                is_valid = False
        return self._holds_no_identifier() and is_valid

    def _holds_no_identifier(self) -> bool:
        """Whether nothing typed holds a number that passes the NHS number check; such a number is taken out."""
        holds_none = True
        for bound in _typed_in(self):
            if isinstance(bound, IntegerField):
                held = any(has_identifier(str(each)) for each in bound.raw_data or ())
            else:
                held = has_identifier(str(bound.data or ""))
            if held:
                bound.data = None if isinstance(bound, IntegerField) else masked(str(bound.data))
                bound.raw_data = None
                bound.errors = [*bound.errors, _HELD_AN_IDENTIFIER.format(label=bound.label.text)]
                holds_none = False
                mark(Attempt.IDENTIFIER)
        for bound in self:
            if isinstance(bound, FieldList) and not holds_none:
                bound.errors = [each.errors for each in bound if each.errors]
        return holds_none

    @property
    def has_errors(self) -> bool:
        """Whether anything was refused, in a field or as a whole."""
        return bool(self.errors or self.refusals)

    def refuse(self, sentence: str) -> None:
        """Add a refusal of the whole form, shown in the summary at the top."""
        self.refusals.append(sentence)

    def error_list(self) -> list[dict[str, str]]:
        """Refusals and field errors for the error summary, each with the anchor of its field."""
        listed = [{"text": sentence} for sentence in self.refusals]
        for field in self:
            place = {} if isinstance(field, HiddenField) else {"href": f"#{getattr(field, 'first_id', field.id)}"}
            listed += [{"text": error, **place} for error in _flat(field.errors)]
        return listed


def _typed_in(fields: Iterable[Field]) -> Iterator[Any]:
    """The fields people type into, those of enclosed forms too: no passwords, which are kept nowhere, and nothing
    hidden, which people did not write.
    """
    for bound in fields:
        if isinstance(bound, FieldList | FormField):
            yield from _typed_in(bound)
        elif isinstance(bound, StringField | IntegerField) and not isinstance(bound, PasswordField | HiddenField):
            yield bound


def _leave_out_endless_numbers(fields: Iterable[Field]) -> None:
    """Take out whole numbers that no record can hold; their field is refused where the form is sent."""
    for bound in fields:
        if isinstance(bound, IntegerField) and bound.data is not None and abs(bound.data) > LARGEST:
            bound.data = None
            bound.process_errors = [*bound.process_errors, f"{bound.label.text} must be a smaller number"]


def _flat(errors: Sequence[Any]) -> list[str]:
    texts: list[str] = []
    for error in errors:
        if isinstance(error, (list, tuple)):
            texts += _flat(error)
        elif isinstance(error, dict):
            texts += _flat(list(error.values()))
        else:
            texts.append(str(error))
    return texts


class Press(Form):
    """A form that is only a button."""


class Filter(WTForm):
    """A form that only asks (search, filter): sent by GET, changes nothing, carries no token."""

    def __init__(self) -> None:
        super().__init__(MultiDict(request.args))
        _leave_out_endless_numbers(self)


_SelectChoice: Any = vars(wtforms_choices)["SelectChoice"]  # the package with WTForms' types does not name it yet


def options(pairs: Iterable[tuple[object, str]]) -> Any:
    """Choices of a select field or of radios, from values and the words for them."""
    return [_SelectChoice(value=str(value), label=label) for value, label in pairs]


def grouped_options(triples: Iterable[tuple[object, str, str]]) -> Any:
    """Choices of a select field from values, the words for them, and the group each is in; those of a group together.

    A blank group: before all groups.
    """
    ordered = sorted(triples, key=lambda each: each[2])
    return [_SelectChoice(value=str(value), label=label, optgroup=group or None) for value, label, group in ordered]


class PoundsField(StringField):
    """An amount in pounds; accepts £ and commas; data is Decimal pounds or None."""

    @override
    def process_data(self, value: Decimal | None) -> None:
        """Show an amount with its commas."""
        self.data = None if value is None else grouped(as_pence(value))

    @override
    def process_formdata(self, valuelist: list[Any]) -> None:
        """Keep what was typed."""
        self.data = valuelist[0].strip() if valuelist else None

    @override
    def post_validate(self, form: Any, validation_stopped: bool) -> None:
        """Refuse what is no amount."""
        if self.data:
            try:
                pence_from(self.data)
            except ValueError as error:
                raise ValidationError(f"{self.label.text} must be {error}") from error

    @property
    def pounds(self) -> Decimal | None:
        """The amount; None when the field was left blank."""
        return as_decimal(pence_from(self.data)) if self.data else None


class PercentField(StringField):
    """A percentage as plain decimal text (`2.3`), kept exactly as typed."""

    _DECIMAL = re.compile(r"-?\d+(?:\.\d+)?", re.ASCII)

    @override
    def process_formdata(self, valuelist: list[Any]) -> None:
        """Keep what was typed, without a per-cent sign."""
        self.data = valuelist[0].strip().removesuffix("%").strip() if valuelist else None

    @override
    def post_validate(self, form: Any, validation_stopped: bool) -> None:
        """Refuse what is no plain decimal number."""
        if self.data and not self._DECIMAL.fullmatch(self.data):
            raise ValidationError(f"{self.label.text} must be a number such as 2.3")


class DayField(Field):
    """A date typed as day, month and year; data is a date or None."""

    def __init__(self, label: str, *, hint: str = "", required: bool = False, **options: Any) -> None:
        super().__init__(label, description=hint, **options)
        self.required = required
        self.typed = ("", "", "")

    @property
    def first_id(self) -> str:
        """The id of the first of the three inputs, where the error summary leads."""
        return f"{self.id}-day"

    @override
    def process(self, formdata: Any, data: Any = None, extra_filters: Any = None) -> None:
        """Read the three inputs when the form was sent, else the initial date."""
        self.process_errors = []
        initial = data if isinstance(data, date) else (self.default if isinstance(self.default, date) else None)
        self.data = initial
        self.typed = (str(initial.day), str(initial.month), str(initial.year)) if initial else ("", "", "")
        if formdata is None:
            return
        parts = [masked(str(formdata.get(f"{self.name}-{part}", "")).strip()) for part in ("day", "month", "year")]
        self.typed = (parts[0], parts[1], parts[2])
        self.data = None
        if not any(self.typed):
            return
        self.data = _day_of(self.typed)
        if self.data is None:
            self.process_errors.append(f"{self.label.text} must be a real date, such as 1 4 2008")

    @override
    def pre_validate(self, form: Any) -> None:
        """Refuse a blank date where one is needed."""
        if self.required and self.data is None and not self.process_errors:
            raise ValidationError(f"Enter {self.label.text.lower()}")


def _day_of(typed: tuple[str, str, str]) -> date | None:
    """The day typed as day, month and year of four digits; None when there is no such day, or none in living use.

    >>> _day_of(("1", "4", "2008")), _day_of(("31", "2", "2008")), _day_of(("1", "4", "8")), _day_of(("1", "1", "9999"))
    (datetime.date(2008, 4, 1), None, None, None)
    """
    if not all(_DIGITS.fullmatch(part) for part in typed):
        return None
    day, month, year = (int(part) for part in typed)
    try:
        return date(year, month, day) if year in _YEARS else None
    except ValueError:
        return None
