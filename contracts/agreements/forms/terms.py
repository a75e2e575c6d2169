"""The forms of terms of payment: which service on which basis, the values of each basis, and activity to be paid."""

from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import Any, Final

from wtforms import SelectField, StringField
from wtforms.validators import InputRequired

from contracts.agreements.forms.fields import ExactField
from contracts.agreements.forms.plan import service_choices, service_chosen
from contracts.agreements.rules.figures import TermsLine
from contracts.agreements.rules.payment_terms import (
    Block,
    CostAndVolume,
    CostPerCase,
    PaymentBasis,
    PaymentTerms,
    Tariff,
)
from contracts.agreements.rules.phasing import month_in_words
from contracts.agreements.rules.terms_words import BASIS_NAMES
from core.forms import Filter, Form, PoundsField, options
from core.identifiers import has_identifier, masked
from core.money import as_decimal, as_pence, plain

_PERCENT: Final = 100
_AT_PRICE: Final = "What is priced: contacts, bed days, cases, …"


class TermsFilter(Filter):
    """Which service is paid for, and on which basis."""

    service = SelectField("Service", validate_choice=False)
    another = StringField("Name of another service", description="Only where the list does not have it.")
    basis = SelectField("Basis of payment", validate_choice=False)

    def __init__(self, names: Mapping[str, str]) -> None:
        super().__init__()
        self.names = names
        self.service.choices = service_choices(names)
        self.basis.choices = options([("", "Choose a basis"), *BASIS_NAMES.items()])
        if has_identifier(str(self.another.data or "")):
            self.another.data = masked(str(self.another.data))

    @property
    def chosen(self) -> tuple[str, str]:
        """Code and name of the service, both blank where none was chosen."""
        return service_chosen(str(self.service.data or ""), str(self.another.data or ""), self.names)

    @property
    def basis_chosen(self) -> PaymentBasis | None:
        """The basis; None where none was chosen."""
        return PaymentBasis(self.basis.data) if self.basis.data in set(PaymentBasis) else None


class TermsForm(Form):
    """What all bases have in common: the values of one, as a line for a service."""

    def line(self, code: str, name: str) -> TermsLine:
        """What was typed, for a service."""
        unit = str(self["unit"].data or "").strip()
        return TermsLine(service=code, service_name=name, unit=unit, terms=self.terms())

    def terms(self) -> PaymentTerms:
        """The terms that were typed."""
        raise NotImplementedError

    def pence(self, name: str) -> int:
        """An amount that has to be there."""
        return self.limit(name) or 0

    def limit(self, name: str) -> int | None:
        """An amount that may be left blank, in pence."""
        bound = self[name]
        pounds = bound.pounds if isinstance(bound, PoundsField) else None
        return None if pounds is None else as_pence(pounds)

    def exact(self, name: str) -> Fraction:
        """An exact number that has to be there."""
        bound = self[name]
        return (bound.exact if isinstance(bound, ExactField) else None) or Fraction(0)


class BlockForm(TermsForm):
    """A block amount and over which months it is paid."""

    amount = PoundsField("Block amount", validators=[InputRequired("Enter the amount")])
    first = SelectField("Paid in monthly parts from")
    last = SelectField("to")

    def line(self, code: str, name: str) -> TermsLine:
        """What was typed, with its months and without a unit."""
        months = {"first_month": str(self.first.data), "last_month": str(self.last.data)}
        return TermsLine(service=code, service_name=name, terms=self.terms(), **months)

    def terms(self) -> PaymentTerms:
        """A block amount."""
        return Block(amount=self.pence("amount"))


class CaseForm(TermsForm):
    """A price for each unit."""

    unit = StringField("Unit", description=_AT_PRICE, validators=[InputRequired("Enter the unit")])
    price = PoundsField("Price of each", validators=[InputRequired("Enter the price")])
    floor = PoundsField("Floor: at least this is paid", description="Leave blank where none is agreed.")
    cap = PoundsField("Cap: at most this is paid", description="Leave blank where none is agreed.")

    def terms(self) -> PaymentTerms:
        """A price for each case."""
        return CostPerCase(price=self.pence("price"), floor=self.limit("floor"), cap=self.limit("cap"))


class TariffForm(CaseForm):
    """The same with the provider’s market forces factor."""

    market_forces = ExactField(
        "Market forces factor", description="Such as 1.0642.", validators=[InputRequired("Enter the factor")]
    )

    def terms(self) -> PaymentTerms:
        """A tariff."""
        limits = {"floor": self.limit("floor"), "cap": self.limit("cap")}
        return Tariff(price=self.pence("price"), market_forces=self.exact("market_forces"), **limits)


class VolumeForm(CaseForm):
    """A price, a plan, a band around it, and what is paid beside the band."""

    plan = ExactField("Planned activity", validators=[InputRequired("Enter the planned activity")])
    band_below = ExactField("Tolerance below the plan, %", validators=[InputRequired("Enter the tolerance below")])
    band_above = ExactField("Tolerance above the plan, %", validators=[InputRequired("Enter the tolerance above")])
    rate_below = ExactField(
        "Taken off for each one below the band, % of the price", validators=[InputRequired("Enter the rate below")]
    )
    rate_above = ExactField(
        "Paid for each one above the band, % of the price", validators=[InputRequired("Enter the rate above")]
    )

    def terms(self) -> PaymentTerms:
        """Cost and volume; the rates, typed in per cent, as parts of the price."""
        return CostAndVolume(
            price=self.pence("price"),
            plan=self.exact("plan"),
            band_below=self.exact("band_below"),
            band_above=self.exact("band_above"),
            rate_below=self.exact("rate_below") / _PERCENT,
            rate_above=self.exact("rate_above") / _PERCENT,
            floor=self.limit("floor"),
            cap=self.limit("cap"),
        )


FORMS: Final[Mapping[PaymentBasis, type[TermsForm]]] = {
    PaymentBasis.BLOCK: BlockForm,
    PaymentBasis.COST_PER_CASE: CaseForm,
    PaymentBasis.COST_AND_VOLUME: VolumeForm,
    PaymentBasis.TARIFF: TariffForm,
}
ORDER: Final[Mapping[PaymentBasis, Sequence[str]]] = {
    PaymentBasis.BLOCK: ("amount", "first", "last"),
    PaymentBasis.COST_PER_CASE: ("unit", "price", "floor", "cap"),
    PaymentBasis.COST_AND_VOLUME: (
        *("unit", "price", "plan", "band_below", "band_above", "rate_below", "rate_above", "floor", "cap"),
    ),
    PaymentBasis.TARIFF: ("unit", "price", "market_forces", "floor", "cap"),
}


def terms_form(
    basis: PaymentBasis, months: Sequence[str], *, within: tuple[str, str], standing: TermsLine | None, unit: str
) -> TermsForm:
    """The form of a basis, with what stands. `months`: those of the contract; `within`: chosen at first."""
    at_first: dict[str, Any] = {"first": within[0], "last": within[1], "unit": unit}
    form = FORMS[basis](data={**at_first, **(_values(standing) if standing else {})})
    if isinstance(form, BlockForm):
        form.first.choices = form.last.choices = options((month, month_in_words(month)) for month in months)
    return form


def _values(line: TermsLine) -> dict[str, Any]:
    """What stands, as fields show it: pounds, and rates in per cent."""
    terms = line.terms
    if isinstance(terms, Block):
        return {"amount": as_decimal(terms.amount), "first": line.first_month, "last": line.last_month}
    money = {"price": terms.price, "floor": terms.floor, "cap": terms.cap}
    shown: dict[str, Any] = {name: None if pence is None else as_decimal(pence) for name, pence in money.items()}
    shown["unit"] = line.unit
    if isinstance(terms, Tariff):
        shown["market_forces"] = plain(terms.market_forces)
    if isinstance(terms, CostAndVolume):
        shown |= {"plan": plain(terms.plan or 0), "band_below": plain(terms.band_below)}
        shown |= {"band_above": plain(terms.band_above), "rate_below": plain(terms.rate_below * _PERCENT)}
        shown["rate_above"] = plain(terms.rate_above * _PERCENT)
    return shown


class ActivityFilter(Filter):
    """For how much activity one wants to know what would be paid."""

    activity = ExactField("Activity")

    @property
    def units(self) -> Fraction | None:
        """The activity; None where nothing, or no number, was typed."""
        return self.activity.exact

    @property
    def fault(self) -> str:
        """What is wrong with what was typed; blank for nothing."""
        typed = bool(self.activity.data) and self.units is None
        return "Activity must be a number such as 1,200 or 2.5" if typed else ""
