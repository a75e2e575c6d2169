"""The NHS design system's components for our templates: its macros, form fields, and how figures are written.

Its macros need an environment that forgives what is undefined; ours must not. So they live in one of their own and
are handed over as globals.
"""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from fractions import Fraction
from typing import Any

from flask import Flask
from jinja2 import ChainableUndefined, Environment, PackageLoader, StrictUndefined
from markupsafe import Markup
from wtforms import BooleanField, Field, FileField, IntegerField, PasswordField, RadioField, SelectField, TextAreaField

from core.clock import moment_in_words
from core.forms import DayField, Form, PercentField, PoundsField, Press
from core.money import as_pence, decimals, grouped
from core.wording import in_full

_MACROS = {
    "back_link": "backLink",
    "breadcrumb": "breadcrumb",
    "button": "button",
    "card": "card",
    "checkboxes": "checkboxes",
    "date_input": "dateInput",
    "details": "details",
    "error_summary": "errorSummary",
    "file_upload": "fileUpload",
    "input": "input",
    "inset_text": "insetText",
    "notification_banner": "notificationBanner",
    "pagination": "pagination",
    "panel": "panel",
    "password_input": "passwordInput",
    "radios": "radios",
    "select": "select",
    "skip_link": "skipLink",
    "summary_list": "summaryList",
    "tabs": "tabs",
    "tag": "tag",
    "task_list": "taskList",
    "textarea": "textarea",
    "warning_callout": "warningCallout",
}
_library = Environment(
    loader=PackageLoader("nhsuk_frontend_jinja"),
    undefined=ChainableUndefined,
    autoescape=True,
    trim_blocks=True,
    lstrip_blocks=True,
)


class Nhs:
    """The design system's macros under our names: `nhs.button({"text": "Save"})`."""

    def __init__(self) -> None:
        for name, macro in _MACROS.items():
            folder = macro if macro.islower() else "".join(f"-{c.lower()}" if c.isupper() else c for c in macro)
            module = _library.get_template(f"nhsuk/components/{folder}/macro.jinja").module
            setattr(self, name, getattr(module, macro))

    def __getattr__(self, name: str) -> Any:
        """Say which macro is missing instead of drawing nothing."""
        raise AttributeError(f"core/components.py hands over no component called {name}")


nhs = Nhs()


def field(bound: Field, **options: Any) -> Markup:
    """Draw a form field as the design system does: label, hint, error beside it, what was typed."""
    params: dict[str, Any] = {
        "id": bound.id,
        "name": bound.name,
        "label": {"text": bound.label.text, "size": options.pop("label_size", "s")},
        "hint": {"text": bound.description} if bound.description else None,
        "errorMessage": {"text": str(bound.errors[0])} if bound.errors else None,
        **options,
    }
    if isinstance(bound, DayField):
        return _day(bound, params)
    if isinstance(bound, BooleanField):
        return _tick(bound, params)
    if isinstance(bound, RadioField):
        return _radios(bound, params)
    return _text(bound, params)


def _text(bound: Field, params: dict[str, Any]) -> Markup:
    drawn: Markup
    if isinstance(bound, PasswordField):
        drawn = nhs.password_input(params)
    elif isinstance(bound, FileField):
        drawn = nhs.file_upload(params)
    elif isinstance(bound, SelectField):
        drawn = _select(bound, params)
    elif isinstance(bound, TextAreaField):
        drawn = nhs.textarea({**params, "value": bound.data or ""})
    else:
        affix = {"prefix": "£"} if isinstance(bound, PoundsField) else {}
        affix = {"suffix": "%"} if isinstance(bound, PercentField) else affix
        affix = {"classes": "nhsuk-input--width-5"} if isinstance(bound, IntegerField) else affix
        drawn = nhs.input({**affix, **params, "value": _written(bound)})
    return drawn


def _written(bound: Field) -> str:
    """What stands in a field; of a whole number what was typed although it is none, so that one can mend it."""
    if bound.data is None and isinstance(bound, IntegerField):
        typed = next(iter(bound.raw_data or ()), "")
        return typed if isinstance(typed, str) and typed.isprintable() else ""
    return "" if bound.data is None else str(bound.data)


def _select(bound: SelectField, params: dict[str, Any]) -> Markup:
    """A list to choose from. The component knows no groups: those of the field follow the choices without one."""
    grouped: list[tuple[str | None, Any]] = list(bound.iter_groups()) if bound.has_groups() else []
    plain = [each for name, choices in grouped if name is None for each in choices] if grouped else bound.iter_choices()
    items = [{"value": value, "text": text} for value, text, *_ in plain]
    drawn: Markup = nhs.select({**params, "items": items, "value": "" if bound.data is None else str(bound.data)})
    groups = Markup("").join(
        Markup('<optgroup label="{}">{}</optgroup>').format(name, Markup("").join(_option(*each) for each in choices))
        for name, choices in grouped
        if name is not None
    )
    before, end, after = drawn.rpartition("</select>")
    return before + groups + end + after


def _option(value: str, text: str, is_selected: bool, *_: object) -> Markup:
    chosen = Markup(" selected") if is_selected else Markup("")
    return Markup('<option value="{}"{}>{}</option>').format(value, chosen, text)


def _radios(bound: RadioField, params: dict[str, Any]) -> Markup:
    label = params.pop("label")
    del params["id"]  # the first button has it; the component would give it to the group as well
    items = [{"value": value, "text": text} for value, text, *_ in bound.iter_choices()]
    fieldset = {"legend": {"text": label["text"], "size": label["size"]}}
    options = {**params, "id": None, "idPrefix": bound.id, "fieldset": fieldset, "items": items}
    drawn: Markup = nhs.radios({**options, "value": str(bound.data or "")})
    return drawn


def _tick(bound: BooleanField, params: dict[str, Any]) -> Markup:
    label = params.pop("label")
    del params["id"]  # the one box has it; the component would give it to the group as well
    item = {"id": bound.id, "value": "y", "text": label["text"], "checked": bool(bound.data)}
    drawn: Markup = nhs.checkboxes({**params, "id": None, "idPrefix": bound.id, "items": [item]})
    return drawn


def _day(bound: DayField, params: dict[str, Any]) -> Markup:
    label = params.pop("label")
    widths = {"day": "2", "month": "2", "year": "4"}
    items = [
        {
            "id": f"{bound.id}-{part}",
            "name": f"{bound.name}-{part}",
            "label": part.capitalize(),
            "value": typed,
            "classes": f"nhsuk-input--width-{widths[part]}" + (" nhsuk-input--error" if bound.errors else ""),
        }
        for part, typed in zip(widths, bound.typed, strict=True)
    ]
    fieldset = {"legend": {"text": label["text"], "size": label["size"]}}
    drawn: Markup = nhs.date_input({**params, "namePrefix": None, "fieldset": fieldset, "items": items})
    return drawn


def hidden(form: Form) -> Markup:
    """Draw the fields no one sees: the token, the one-use key, and the version of the record that is changed."""
    fields = [form["csrf_token"], form.form_key, *([form.saved_version] if form.saved_version.data else [])]
    return Markup("").join(hidden_field(id=False) for hidden_field in fields)


def press_fields() -> Markup:
    """Give the hidden fields of a form that is only a button."""
    return hidden(Press(fresh=True))


def breadcrumbs(crumbs: Sequence[tuple[str, str]]) -> list[dict[str, str]]:
    """Give the way to this page as the design system's component takes it."""
    return [{"text": text, "href": href} for text, href in crumbs]


def pounds(amount: int | Decimal | None) -> str:
    """An amount (pence, or Decimal pounds) with commas and two decimals, a true minus sign; a dash where undefined."""
    if amount is None:
        return "–"
    return grouped(as_pence(amount) if isinstance(amount, Decimal) else amount).replace("-", "\u2212")


def percent(exact: Fraction | None, places: int = 1) -> str:
    """A percentage with its sign, or a dash where it is not defined."""
    return "–" if exact is None else f"{decimals(exact, places)}%".replace("-", "\u2212")


def number(exact: Fraction | int | None, places: int = 0) -> str:
    """A number with commas, halves away from zero, or a dash where it is not defined."""
    if exact is None:
        return "–"
    whole, point, rest = decimals(Fraction(exact), places).partition(".")
    return f"{int(whole.lstrip('-')):,}{point}{rest}" if whole[0] != "-" else f"\u2212{int(whole[1:]):,}{point}{rest}"


def day(on: date | None) -> str:
    """A date as people write it: 1 April 2008."""
    return "–" if on is None else in_full(on)


def instant(at: datetime | None) -> str:
    """An instant as people in England read it: 1 April 2008 at 09:05."""
    return "–" if at is None else moment_in_words(at)


FILTERS: Mapping[str, Any] = {
    "pounds": pounds, "percent": percent, "number": number, "day": day, "instant": instant,
}  # fmt: skip


def prepare_templates(app: Flask) -> None:
    """Make undefined names an error and hand components, fields and filters to all templates."""
    app.jinja_env.undefined = StrictUndefined
    app.jinja_env.trim_blocks = True
    app.jinja_env.lstrip_blocks = True
    app.jinja_env.filters.update(FILTERS)
    app.jinja_env.globals.update(
        nhs=nhs, field=field, hidden=hidden, press_fields=press_fields, breadcrumbs=breadcrumbs
    )
