"""The particulars of a contract: what it is called, between whom, from when until when, for how much; and its settings.

Amounts are whole pence. Every day count, percentage and threshold of contract management is a setting of the contract
with its source: none of them is a constant here.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from contracts.agreements.rules.forms import ContractType, LegalForm
from contracts.agreements.rules.months import add_months
from core.errors import Refusal
from core.periods import FinancialYear
from core.wording import in_full, sterling

_REFERENCE = re.compile(r"[A-Z0-9](?:[A-Z0-9/-]{0,22}[A-Z0-9])?", re.ASCII)
_NUMBER = re.compile(r"\d{1,6}(?:\.\d{1,4})?", re.ASCII)
LONGEST_TITLE = 160
LONGEST_NOTICE = 36


@dataclass(frozen=True, slots=True, kw_only=True)
class Particulars:
    """What a contract says of itself. `ends_on` is its last day; `year`: the financial year its value and lines are of.

    `co_ordinating`: that the commissioner co-ordinates for `associates` (one `code name` a line) too. `head_id`: the
    contract under which a sub-contract stands.
    """

    reference: str
    title: str
    kind: ContractType
    form: LegalForm
    provider_id: int
    year: str
    starts_on: date
    ends_on: date
    notice_months: int
    year_value: int
    whole_value: int
    extension: str = ""
    associates: str = ""
    group_ids: tuple[int, ...] = ()
    head_id: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class SettingKind:
    """A setting of contract management: what it is called, in what it is counted, the least and the most it may be."""

    label: str
    unit: str
    most: int
    least: int = 0

    @property
    def is_whole(self) -> bool:
        """Whether it counts days or months, which are whole."""
        return self.unit != "%"


@dataclass(frozen=True, slots=True, kw_only=True)
class Setting:
    """A setting as a contract has it: the value as it was written, and where it comes from."""

    name: str
    value: str
    source: str


SETTINGS: Mapping[str, SettingKind] = {
    "review_months": SettingKind(label="Contract review every", unit="months", least=1, most=60),
    "papers_days": SettingKind(label="Papers of a review before it by", unit="working days", least=1, most=60),
    "quorum_groups": SettingKind(
        label="PbC groups that must be at a review, besides commissioner and provider", unit="groups", most=50
    ),
    "report_working_day": SettingKind(
        label="Returns are due by working day of the month", unit="working days", least=1, most=23
    ),
    "invoice_working_day": SettingKind(
        label="Invoice by working day of the month", unit="working days", least=1, most=23
    ),
    "payment_days": SettingKind(label="Payment after a valid invoice within", unit="days", most=366),
    "reconciliation_days": SettingKind(
        label="Activity reconciled after the end of a month within", unit="days", most=366
    ),
    "query_days": SettingKind(label="Answer to an activity query within", unit="working days", most=260),
    "variation_days": SettingKind(label="Answer to a variation notice within", unit="working days", most=260),
    "remedy_days": SettingKind(
        label="Remedial action plan after a performance notice within", unit="working days", most=260
    ),
    "deviation_days": SettingKind(
        label="Answer to a variation from contract notice within", unit="working days", most=260
    ),
    "performance_days": SettingKind(label="Answer to a performance notice within", unit="working days", most=260),
    "meeting_days": SettingKind(label="Meeting after a notice within", unit="working days", most=260),
    "exception_days": SettingKind(
        label="Put right after an exception report within", unit="working days", least=1, most=260
    ),
    "notice_reminder_days": SettingKind(
        label="Reminder before something falls due under a notice", unit="working days", least=1, most=60
    ),
    "dispute_days": SettingKind(label="Dispute goes to the next level after", unit="working days", most=260),
    "tolerance_percent": SettingKind(label="Activity above or below plan tolerated up to", unit="%", most=100),
    "withholding_percent": SettingKind(label="Most of a month’s payment that may be withheld", unit="%", most=100),
    "milestone_percent": SettingKind(
        label="Most of a month’s payment that may be withheld for one missed milestone", unit="%", most=100
    ),
    "withholding_year_percent": SettingKind(label="Most of the year’s value that may be withheld", unit="%", most=100),
}


def problems_in_particulars(wanted: Particulars) -> list[str]:
    """All that is wrong with particulars, in sentences."""
    found = []
    if not _REFERENCE.fullmatch(wanted.reference):
        found.append("A reference is 1 to 24 capital letters, digits, hyphens and slashes, such as WH/2008/01.")
    if not 1 <= len(wanted.title) <= LONGEST_TITLE:
        found.append(f"Enter what the contract is called, in at most {LONGEST_TITLE} characters.")
    if wanted.ends_on < wanted.starts_on:
        found.append("The contract ends before it starts.")
    if not 0 <= wanted.notice_months <= LONGEST_NOTICE:
        found.append(f"The notice period is 0 to {LONGEST_NOTICE} months.")
    return [*found, *_problems_in_year(wanted), *_problems_in_value(wanted), *_problems_in_head(wanted)]


def _problems_in_year(wanted: Particulars) -> list[str]:
    try:
        year = FinancialYear.named(wanted.year)
    except ValueError as fault:
        return [f"Enter {fault} as the year of its value."]
    if wanted.ends_on < year.first_day or wanted.starts_on > year.last_day:
        return [f"No day of the contract lies in {wanted.year}, the year of its value."]
    return []


def _problems_in_value(wanted: Particulars) -> list[str]:
    if wanted.year_value < 0:
        return ["The value for the year is not negative."]
    if wanted.whole_value < wanted.year_value:
        whole, year = sterling(wanted.whole_value), sterling(wanted.year_value)
        return [f"The value over its whole life, {whole}, is less than that for the year, {year}."]
    return []


def _problems_in_head(wanted: Particulars) -> list[str]:
    is_sub = wanted.kind is ContractType.SUB_CONTRACT
    if is_sub and wanted.head_id is None:
        return ["Choose the contract under which the sub-contract stands."]
    return ["Only a sub-contract stands under another contract."] if not is_sub and wanted.head_id is not None else []


def check_particulars(wanted: Particulars) -> None:
    """Refuse particulars with all that is wrong with them."""
    if problems := problems_in_particulars(wanted):
        raise Refusal(" ".join(problems))


def check_reference_is_free(reference: str, *, taken: bool) -> None:
    """Refuse a second contract of a commissioner under one reference, discarded ones counted."""
    if taken:
        raise Refusal(f"Another contract has the reference {reference}. Choose another.")


def check_setting(setting: Setting) -> None:
    """Refuse a setting that is no number of its unit, or does not say where it comes from."""
    kind = SETTINGS.get(setting.name)
    if kind is None:
        raise Refusal("Choose a setting of the list.")
    is_number = _NUMBER.fullmatch(setting.value) is not None
    if not is_number or (kind.is_whole and "." in setting.value):
        raise Refusal(f"“{kind.label}” is a {'whole ' if kind.is_whole else ''}number of {_counted(kind)}.")
    if not kind.least <= Decimal(setting.value) <= kind.most:
        raise Refusal(f"“{kind.label}” is {kind.least} to {kind.most} {'percent' if kind.unit == '%' else kind.unit}.")
    if not setting.source.strip():
        raise Refusal(f"Say where “{kind.label}” comes from: a contract of the department, a meeting, a policy.")


def _counted(kind: SettingKind) -> str:
    return "percent, such as 3 or 2.5" if kind.unit == "%" else f"{kind.unit}, such as 10"


def next_review(*, starts_on: date, ends_on: date, every: int | None, on: date) -> date | None:
    """The next review on or after a day: every so many months from the start, within the term. None: none is due.

    >>> next_review(starts_on=date(2008, 4, 1), ends_on=date(2009, 3, 31), every=3, on=date(2008, 7, 2)).isoformat()
    '2008-10-01'
    """
    if not every:
        return None
    for turn in range(1, 1200 // every):
        day = add_months(starts_on, turn * every)
        if day > ends_on:
            return None
        if day >= on:
            return day
    return None


def term_in_words(*, starts_on: date, ends_on: date) -> str:
    """The term as a document says it.

    >>> term_in_words(starts_on=date(2008, 4, 1), ends_on=date(2009, 3, 31))
    'from 1 April 2008 to 31 March 2009, both days included'
    """
    return f"from {in_full(starts_on)} to {in_full(ends_on)}, both days included"
