"""Forms filled in as by somebody who means well: what stands in them, and something that fits where nothing does."""

from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from typing import Any

from wtforms import (
    BooleanField,
    DecimalField,
    Field,
    FieldList,
    FileField,
    FormField,
    HiddenField,
    IntegerField,
    PasswordField,
    SelectFieldBase,
    SelectMultipleField,
)

from core.forms import DayField, Form, PercentField, PoundsField
from core.people.rules import DEMO_WORDS

Filled = dict[str, Any]
_TOKEN = "csrf_token"
_LETTER = b"An example.\n"
_BY_KIND: tuple[tuple[type[Field], Any], ...] = (
    (FileField, (_LETTER, "letter.txt")),
    (BooleanField, "y"),
    (PasswordField, DEMO_WORDS),
)
_BY_NAME = {"email": "somebody@pct.example", "code": "NEW-1"}
_WORDS = "Words that fit wherever a reason is asked for."


def filled(forms: Iterable[Form], *, on: date) -> Filled:
    """What each field of these forms is sent with, by name; a file as content and name. `on`: today."""
    found: Filled = {}
    for form in forms:
        for bound in form:
            found |= {name: value for name, value in _of(bound, on) if not found.get(name)}
    return found


def names_in(forms: Iterable[Form]) -> set[str]:
    """The name of every field of these forms, as it is sent."""
    return {name for form in forms for bound in form for name, _ in _of(bound, date(2008, 4, 1))} | {_TOKEN}


def _of(bound: Field, on: date) -> Iterator[tuple[str, Any]]:
    if isinstance(bound, FieldList | FormField):
        for each in bound:
            yield from _of(each, on)
    elif isinstance(bound, DayField):
        day = bound.data or on + timedelta(days=30)
        yield from ((f"{bound.name}-{part}", str(getattr(day, part))) for part in ("day", "month", "year"))
    elif bound.name != _TOKEN:
        yield bound.name, _value(bound)


def _value(bound: Field) -> Any:
    if isinstance(bound, SelectFieldBase):
        return _chosen(bound)
    for kind, value in _BY_KIND:
        if isinstance(bound, kind):
            return value
    standing = "" if bound.data is None else str(bound.data)
    if standing or isinstance(bound, HiddenField):
        return standing
    return next((value for part, value in _BY_NAME.items() if part in bound.name), _otherwise(bound))


def _otherwise(bound: Field) -> str:
    return "1" if isinstance(bound, IntegerField | DecimalField | PoundsField | PercentField) else _WORDS


def _chosen(bound: Any) -> Any:
    """What stands chosen, or the first that can be."""
    values = [str(value) for value, *_ in bound.iter_choices() if str(value)]
    if isinstance(bound, SelectMultipleField):
        return [str(each) for each in bound.data or values[:1]]
    standing = "" if bound.data is None else str(bound.data)
    return standing if standing in values else next(iter(values), "")
