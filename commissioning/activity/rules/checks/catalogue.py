"""The rules of checking as data: what each is called, how much hangs on it, where and from when to when it holds.

What makes a row impossible to take is an error and cannot be set otherwise. What only asks may be set by a trust: its
importance, the services it is for, its dates, its limit, and until when it only warns.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from commissioning.activity.rules.checks.findings import Importance, Severity
from core.errors import Refusal
from core.periods import holds_on

_HUNDRED = Fraction(100)


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """A rule of checking. It holds for months in [starts_on, ends_on), for these services (blank: all).

    `warns_until`: for months before that day it only warns. `limit`: a percentage, where the rule has one.
    """

    id: str
    title: str
    severity: Severity
    importance: Importance = Importance.MEDIUM
    services: frozenset[str] = frozenset()
    starts_on: date | None = None
    ends_on: date | None = None
    warns_until: date | None = None
    limit: Fraction | None = None

    @property
    def may_be_set(self) -> bool:
        """Whether a trust may set or waive it: it only asks."""
        return self.severity is Severity.QUERY


def _error(code: str, title: str) -> Rule:
    return Rule(id=code, title=title, severity=Severity.ERROR, importance=Importance.HIGH)


def _query(code: str, title: str, importance: Importance = Importance.MEDIUM, limit: Fraction | None = None) -> Rule:
    return Rule(id=code, title=title, severity=Severity.QUERY, importance=importance, limit=limit)


PERSON = "looks_like_a_person"
UNREADABLE = "unreadable"
RULES: tuple[Rule, ...] = (
    Rule(
        id=PERSON,
        title="Nothing that looks like a person",
        severity=Severity.REFUSED,
        importance=Importance.HIGH,
    ),
    Rule(id=UNREADABLE, title="A file that can be read", severity=Severity.REFUSED, importance=Importance.HIGH),
    Rule(id="template", title="The template of this return", severity=Severity.REFUSED, importance=Importance.HIGH),
    _error("cell", "A value in every cell, and no formula"),
    _error("service", "A service of this return, open in the month"),
    _error("practice", "A practice of the trust, open in the month"),
    _error("month", "A month of the period"),
    _error("currency", "A known currency"),
    _error("quantity", "An exact quantity of 0 or more"),
    _error("team", "The name of a team"),
    _error("place", "The whole service’s figure in one row"),
    _error("duplicate", "Each figure once"),
    _query("contacts_add_up", "First and follow-up contacts make all contacts", Importance.HIGH),
    _query("referrals_add_up", "Accepted and rejected referrals are no more than those received", Importance.HIGH),
    _query("bed_days_fit", "Occupied bed days are no more than those available", Importance.HIGH),
    _query("caseload_rolls", "The caseload follows from the month before, referrals and discharges"),
    _query("outside_limits", "Within the process limits of its own history"),
    _query("sudden_zero", "No zero after three months that were none"),
    _query("unplaced_share", "Few patients without a practice", limit=Fraction(5)),
    _query("total_differs", "The total is the sum by practice", Importance.HIGH),
)
BY_ID: Mapping[str, Rule] = {rule.id: rule for rule in RULES}


def rules_with(settings: Iterable[Rule]) -> dict[str, Rule]:
    """All rules by id, with what a trust set for those that only ask."""
    return {**BY_ID, **{rule.id: rule for rule in settings}}


def severity_in(rule: Rule, *, service: str, first_day: date) -> Severity | None:
    """What a rule does for a service in the month that begins on a day; None where it does not hold.

    >>> from dataclasses import replace
    >>> rule = replace(BY_ID["sudden_zero"], warns_until=date(2008, 7, 1))
    >>> severity_in(rule, service="DN", first_day=date(2008, 6, 1)).value
    'warning'
    >>> severity_in(rule, service="DN", first_day=date(2008, 7, 1)).value
    'query'
    """
    if rule.services and service not in rule.services:
        return None
    if not holds_on(first_day, rule.starts_on, rule.ends_on):
        return None
    if rule.warns_until is not None and first_day < rule.warns_until:
        return Severity.WARNING
    return rule.severity


def check_setting(rule: Rule) -> None:
    """Refuse a setting of a rule there is not, of one that cannot be set, or with dates or limit that cannot be."""
    known = BY_ID.get(rule.id)
    if known is None:
        raise Refusal("There is no such rule of checking.")
    if not known.may_be_set:
        raise Refusal(f"“{known.title}” always holds: a row that breaks it cannot be taken.")
    if rule.starts_on is not None and rule.ends_on is not None and rule.ends_on <= rule.starts_on:
        raise Refusal("The rule must end after the day from which it holds.")
    if (rule.limit is None) != (known.limit is None):
        raise Refusal(f"“{known.title}” has {'a' if known.limit is not None else 'no'} limit.")
    if rule.limit is not None and not 0 <= rule.limit <= _HUNDRED:
        raise Refusal("The limit is a percentage from 0 to 100.")
