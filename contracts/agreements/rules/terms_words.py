"""Terms of payment in sentences, as pages and documents say them. Amounts are to the penny, percentages as agreed."""

from fractions import Fraction
from typing import Final

from contracts.agreements.rules.figures import TermsLine
from contracts.agreements.rules.paying import instalments
from contracts.agreements.rules.payment_terms import Block, CostAndVolume, CostPerCase, PaymentBasis, Tariff, basis_of
from contracts.agreements.rules.phasing import month_in_words
from core.money import plain
from core.wording import in_clause, sterling, upper_first

BASIS_NAMES: Final = {
    PaymentBasis.BLOCK: "Block",
    PaymentBasis.COST_PER_CASE: "Cost per case",
    PaymentBasis.COST_AND_VOLUME: "Cost and volume",
    PaymentBasis.TARIFF: "Tariff with market forces factor",
}


def basis_in_words(line: TermsLine) -> str:
    """The basis of payment as people say it."""
    return BASIS_NAMES[basis_of(line.terms)]


def paid_in_words(line: TermsLine) -> str:
    """Basis and terms in one clause, as the history of a contract tells them.

    >>> from contracts.agreements.rules.payment_terms import CostPerCase
    >>> paid_in_words(TermsLine(service="P", service_name="P", unit="contacts", terms=CostPerCase(price=32_00)))
    'cost per case (contacts at £32.00 each)'
    """
    return f"{in_clause(basis_in_words(line))} ({in_clause(terms_in_words(line))})"


def terms_in_words(line: TermsLine) -> str:
    """What is paid for a service, in sentences.

    >>> from contracts.agreements.rules.payment_terms import CostPerCase
    >>> terms_in_words(TermsLine(service="P", service_name="P", unit="contacts", terms=CostPerCase(price=32_00)))
    'Contacts at £32.00 each.'
    """
    match line.terms:
        case Block():
            return _block(line, line.terms)
        case CostPerCase():
            return f"{upper_first(line.unit)} at {sterling(line.terms.price)} each.{_limits(line.terms)}"
        case CostAndVolume():
            return f"{_by_band(line, line.terms)}{_limits(line.terms)}"
        case Tariff():
            return (
                f"{upper_first(line.unit)} at the tariff of {sterling(line.terms.price)} each, multiplied by the "
                f"market forces factor {plain(line.terms.market_forces)}.{_limits(line.terms)}"
            )


def units_in_words(units: Fraction | int) -> str:
    """A number of units, with commas.

    >>> units_in_words(Fraction(59849, 50))
    '1,196.98'
    """
    whole, point, rest = plain(units).partition(".")
    return f"{int(whole):,}{point}{rest}"


def _block(line: TermsLine, terms: Block) -> str:
    said = f"{sterling(terms.amount)}, whatever the activity"
    parts = list(instalments(terms.amount, line.months).values()) if line.months else []
    if len(parts) < 2:
        return f"{said}, paid for {month_in_words(line.first_month)}." if parts else f"{said}."
    span = f"{month_in_words(line.first_month)} to {month_in_words(line.last_month)}"
    most, least = parts[0], parts[-1]
    more, rest = parts.count(most), parts.count(least)
    each = (
        f"{sterling(least)} each" if most == least else f"{more} of {sterling(most)}, then {rest} of {sterling(least)}"
    )
    return f"{said}, paid in {len(parts)} monthly parts for {span}: {each}."


def _by_band(line: TermsLine, terms: CostAndVolume) -> str:
    low, high = terms.edges
    return (
        f"{units_in_words(terms.plan or 0)} {line.unit} planned at {sterling(terms.price)} each. "
        f"From {plain(terms.band_below)}% below to {plain(terms.band_above)}% above the plan ({units_in_words(low)} to "
        f"{units_in_words(high)}) every one is paid at the price. For each one below that, "
        f"{plain(terms.rate_below * 100)}% of the price is taken off; for each one above, "
        f"{plain(terms.rate_above * 100)}% of the price is paid."
    )


def _limits(terms: CostPerCase | CostAndVolume | Tariff) -> str:
    said = [f"at least {sterling(terms.floor)}"] if terms.floor is not None else []
    said += [f"at most {sterling(terms.cap)}"] if terms.cap is not None else []
    return f" Paid is {' and '.join(said)}." if said else ""
