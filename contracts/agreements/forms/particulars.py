"""The forms of the particulars of a contract and of its settings."""

from collections.abc import Sequence
from typing import Any

from wtforms import Field, IntegerField, RadioField, SelectField, SelectMultipleField, StringField, TextAreaField
from wtforms.validators import InputRequired, Optional, ValidationError

from contracts.agreements.rules.forms import FORM_MEANINGS, FORM_NAMES, TYPE_NAMES, ContractType, LegalForm
from contracts.agreements.rules.particulars import SETTINGS, Particulars, Setting, check_setting
from core.errors import Refusal
from core.forms import DayField, Form, PoundsField, options
from core.money import as_decimal, as_pence

Pairs = Sequence[tuple[object, str]]


class ParticularsForm(Form):
    """What a contract is called, between whom, from when until when, for how much."""

    form = RadioField(
        "Legal form",
        choices=options((str(each), f"{name}: {FORM_MEANINGS[each]}") for each, name in FORM_NAMES.items()),
        description="It decides who signs, as what, and where disputes go.",
        validators=[InputRequired("Choose the legal form")],
    )
    reference = StringField(
        "Reference",
        validators=[InputRequired("Enter the reference")],
        description="Such as WH/2008/01. No other contract of the trust has it.",
    )
    title = StringField("Title", validators=[InputRequired("Enter what the contract is called")])
    kind = SelectField("Type", choices=options((str(each), name) for each, name in TYPE_NAMES.items()))
    provider = SelectField("Provider", coerce=int)
    head = SelectField("Main contract, of a sub-contract", coerce=int, description="Only a sub-contract has one.")
    associates = TextAreaField(
        "Associate commissioners",
        description="One a line, code and name, where the trust co-ordinates for others. May be left blank.",
    )
    starts_on = DayField("First day", hint="For example, 1 4 2008", required=True)
    ends_on = DayField("Last day", hint="For example, 31 3 2009", required=True)
    extension = TextAreaField("Options to extend it", description="May be left blank: there are none then.")
    notice_months = IntegerField("Notice period in months", validators=[InputRequired("Enter the notice period")])
    year = SelectField("Financial year of its value", description="Its lines of money are of the budgets of this year.")
    year_value = PoundsField("Value in that year", validators=[InputRequired("Enter the value for the year")])
    whole_value = PoundsField("Value over its whole life", validators=[InputRequired("Enter the value over its life")])
    groups = SelectMultipleField("PbC groups covered", coerce=int)

    def __init__(
        self,
        *,
        providers: Pairs,
        heads: Pairs,
        groups: Pairs,
        years: Sequence[str],
        standing: Particulars | None = None,
    ) -> None:
        super().__init__(data=_shown(standing))
        self.provider.choices = options(providers)
        self.head.choices = options([(0, "None: this is no sub-contract"), *heads])
        self.groups.choices = options(groups)
        self.year.choices = options((year, year) for year in years)

    def wanted(self) -> Particulars:
        """What was typed. Only asked for in the act of a form that is valid."""
        if self.starts_on.data is None or self.ends_on.data is None:
            raise RuntimeError("no day was typed: the form is not valid")
        return Particulars(
            reference=str(self.reference.data or "").strip().upper(),
            title=str(self.title.data or "").strip(),
            kind=ContractType(self.kind.data),
            form=LegalForm(self.form.data),
            provider_id=int(self.provider.data),
            head_id=int(self.head.data or 0) or None,
            year=str(self.year.data),
            starts_on=self.starts_on.data,
            ends_on=self.ends_on.data,
            notice_months=int(self.notice_months.data or 0),
            extension=str(self.extension.data or "").strip(),
            associates=str(self.associates.data or "").strip(),
            year_value=_pence(self.year_value),
            whole_value=_pence(self.whole_value),
            group_ids=tuple(sorted(set(self.groups.data or ()))),
        )


def _pence(bound: PoundsField) -> int:
    return as_pence(bound.pounds) if bound.pounds is not None else 0


def _shown(standing: Particulars | None) -> dict[str, Any]:
    if standing is None:
        return {"notice_months": 6}
    return {
        "reference": standing.reference,
        "title": standing.title,
        "kind": str(standing.kind),
        "form": str(standing.form),
        "provider": standing.provider_id,
        "head": standing.head_id or 0,
        "year": standing.year,
        "starts_on": standing.starts_on,
        "ends_on": standing.ends_on,
        "notice_months": standing.notice_months,
        "extension": standing.extension,
        "associates": standing.associates,
        "year_value": as_decimal(standing.year_value),
        "whole_value": as_decimal(standing.whole_value),
        "groups": list(standing.group_ids),
    }


class SettingsForm(Form):
    """Every setting of contract management with its source. One that is left blank is not agreed."""

    def __init__(self, standing: Sequence[Setting]) -> None:
        shown = {f"{each.name}__value": each.value for each in standing}
        super().__init__(data={**shown, **{f"{each.name}__source": each.source for each in standing}})

    def rows(self) -> list[tuple[Field, Field, str]]:
        """The two fields of each setting, and its unit."""
        return [(self[f"{name}__value"], self[f"{name}__source"], kind.unit) for name, kind in SETTINGS.items()]

    def settings(self) -> list[Setting]:
        """The settings that were typed."""
        typed = [
            Setting(
                name=name,
                value=str(self[f"{name}__value"].data or "").strip(),
                source=str(self[f"{name}__source"].data or "").strip(),
            )
            for name in SETTINGS
        ]
        return [each for each in typed if each.value]


def _check_value(form: SettingsForm, bound: Field) -> None:
    name = bound.short_name.removesuffix("__value")
    value, source = str(bound.data or "").strip(), str(form[f"{name}__source"].data or "").strip()
    if not value and source:
        raise ValidationError(f"Enter the value of “{SETTINGS[name].label}”, or take its source out")
    if value:
        try:
            check_setting(Setting(name=name, value=value, source=source))
        except Refusal as refusal:
            raise ValidationError(str(refusal)) from refusal


for _name, _kind in SETTINGS.items():
    setattr(SettingsForm, f"{_name}__value", StringField(_kind.label, validators=[_check_value]))
    setattr(SettingsForm, f"{_name}__source", StringField(f"Source of “{_kind.label}”", validators=[Optional()]))
