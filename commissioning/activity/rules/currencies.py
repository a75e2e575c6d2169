"""What is counted: the currencies every return may use, with unit and how they add up. A trust's own are data.

Source: docs/glossary.md, activity return. The codes are those of the budget workbook where it has them.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from core.errors import Refusal

_CODE = re.compile(r"[a-z][a-z0-9_]{0,39}", re.ASCII)
_LONGEST_LABEL = 80
_LONGEST_UNIT = 40


class Adding(StrEnum):
    """Over what the figures of a currency may be added up.

    A *flow* happens during a month: months add up to the year. A *level* stands on one day: practices and teams add up,
    months do not. A *rate* never adds up.
    """

    FLOW = "flow"
    LEVEL = "level"
    RATE = "rate"


ADDING_NAMES: Mapping[Adding, str] = {
    Adding.FLOW: "Counted over the month",
    Adding.LEVEL: "Counted at the end of the month",
    Adding.RATE: "A rate",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Currency:
    """One thing that is counted.

    `is_whole`: only whole numbers. `by_practice`: counted practice by practice; what is not (posts, beds) stands in one
    row for the whole service.
    """

    code: str
    label: str
    unit: str
    is_whole: bool = True
    by_practice: bool = True
    adding: Adding = Adding.FLOW


def _count(code: str, label: str, unit: str) -> Currency:
    return Currency(code=code, label=label, unit=unit)


def _post(code: str, label: str) -> Currency:
    return Currency(
        code=code, label=label, unit="whole-time equivalents", is_whole=False, by_practice=False, adding=Adding.LEVEL
    )


CURRENCIES: tuple[Currency, ...] = (
    _count("referral", "Referrals received", "referrals"),
    _count("referral_accepted", "Referrals accepted", "referrals"),
    _count("referral_rejected", "Referrals rejected", "referrals"),
    _count("contact", "All contacts", "contacts"),
    _count("first_contact", "First contacts", "contacts"),
    _count("follow_up_contact", "Follow-up contacts", "contacts"),
    _count("face_to_face_contact", "Face-to-face contacts", "contacts"),
    _count("telephone_contact", "Telephone contacts", "contacts"),
    _count("group_contact", "Group contacts", "contacts"),
    _count("did_not_attend", "Did not attend", "appointments"),
    _count("cancelled_by_patient", "Cancelled by the patient", "appointments"),
    _count("cancelled_by_provider", "Cancelled by the provider", "appointments"),
    _count("discharge", "Discharges", "discharges"),
    Currency(code="caseload", label="Caseload at the end of the month", unit="people", adding=Adding.LEVEL),
    _count("fce", "Finished consultant episodes", "episodes"),
    _count("spell", "Spells", "spells"),
    _count("bed_day", "Occupied bed days", "bed days"),
    Currency(code="available_bed_day", label="Available bed days", unit="bed days", by_practice=False),
    _post("funded_wte", "Posts funded"),
    _post("in_post_wte", "Posts filled"),
    Currency(
        code="sickness_percent",
        label="Sickness absence",
        unit="per cent of working time",
        is_whole=False,
        by_practice=False,
        adding=Adding.RATE,
    ),
)


def currencies_with(own: Iterable[Currency]) -> dict[str, Currency]:
    """All currencies by code: those of everybody, then a trust's own.

    >>> currencies_with([Currency(code="visit", label="Visits", unit="visits")])["visit"].unit
    'visits'
    """
    return {currency.code: currency for currency in (*CURRENCIES, *own)}


def check_currency(currency: Currency, known: Iterable[str]) -> None:
    """Refuse a currency of one's own without name or unit, or under a code that cannot be written or is taken."""
    if not _CODE.fullmatch(currency.code):
        raise Refusal(
            "The code of a currency has small letters, digits and underscores, such as home_visit, "
            f"not “{currency.code}”."
        )
    if currency.code in known:
        raise Refusal(f"There is a currency {currency.code} already. Choose another code.")
    if not currency.label.strip() or len(currency.label.strip()) > _LONGEST_LABEL:
        raise Refusal(f"Enter the name of the currency, with at most {_LONGEST_LABEL} characters.")
    if not currency.unit.strip() or len(currency.unit.strip()) > _LONGEST_UNIT:
        raise Refusal(f"Enter the unit of the currency, such as visits, with at most {_LONGEST_UNIT} characters.")
