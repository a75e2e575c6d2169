"""Queries about the sums of a return: what should add up, and what its own history does not lead one to expect.

Sums are by service, month and currency; see `Sum`. Source: docs/glossary.md, activity return.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction

from commissioning.activity.rules.checks.asked import Asked
from commissioning.activity.rules.checks.catalogue import Rule, severity_in
from commissioning.activity.rules.checks.findings import Finding, Severity
from commissioning.activity.rules.currencies import Adding, Currency
from commissioning.activity.rules.months import first_day_of, month_after
from commissioning.activity.rules.rows import UNITS, quantity_text
from core.wording import percentage

FEWEST_POINTS = 12
_MONTHS_BEFORE_A_ZERO = 3
Sums = Mapping[tuple[str, str, str], "Sum"]
"""Service, month and currency → what was returned."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sum:
    """What was returned of one currency for a service and month, in units. None: no row of that kind.

    `placed`: of practices; `unplaced`: of patients nobody could place; `total`: in the row of the whole service.
    """

    placed: int | None = None
    unplaced: int | None = None
    total: int | None = None

    def counted(self, currency: Currency) -> int | None:
        """The figure that counts: practices and unplaced together, or the one of the whole service."""
        if not currency.by_practice:
            return self.total
        if self.placed is None and self.unplaced is None:
            return None
        return (self.placed or 0) + (self.unplaced or 0)


def found_in(sums: Sums, asked: Asked) -> Iterator[Finding]:
    """Every query about the sums of a return."""
    for (service, month, code), held in sums.items():
        currency = asked.currencies[code]
        figure = (service, month, code)
        yield from _total_differs(figure, held, currency, asked)
        yield from _unplaced_share(figure, held, currency, asked)
        value = held.counted(currency)
        if value is not None:
            before = _before(figure, sums, asked)
            yield from _sudden_zero(figure, value, before, asked)
            yield from _outside_limits(figure, value, before, asked)
    yield from _caseload_rolls(sums, asked)


def finding(
    rule_id: str, figure: tuple[str, str, str], asked: Asked, expected: str, *, value: str = "", row: int | None = None
) -> Iterator[Finding]:
    """The finding of a rule about one figure, as the rule is set for this service and month; none where it is not."""
    service, month, currency = figure
    rule: Rule = asked.rules[rule_id]
    severity = severity_in(rule, service=service, first_day=first_day_of(month))
    if severity is None:
        return
    if rule_id in asked.waived:
        severity, expected = Severity.WARNING, f"{expected} (waived: {asked.waived[rule_id]})"
    yield Finding(
        rule=rule_id,
        severity=severity,
        importance=rule.importance,
        expected=expected,
        row=row,
        column="quantity",
        value=value,
        service=service,
        month=month,
        currency=currency,
    )


def _before(figure: tuple[str, str, str], sums: Sums, asked: Asked) -> dict[str, int]:
    """The months of the same service and currency before this one, those of the same return among them."""
    service, month, code = figure
    months = dict(asked.history.get((service, code), {}))
    for earlier in asked.period.months:
        held = sums.get((service, earlier, code))
        value = held.counted(asked.currencies[code]) if held else None
        if earlier < month and value is not None:
            months[earlier] = value
    return {earlier: units for earlier, units in sorted(months.items()) if earlier < month}


def _total_differs(figure: tuple[str, str, str], held: Sum, currency: Currency, asked: Asked) -> Iterator[Finding]:
    if not currency.by_practice or held.total is None or currency.adding is Adding.RATE:
        return
    by_practice = held.counted(currency) or 0
    if by_practice != held.total:
        expected = f"{quantity_text(by_practice)}, the sum by practice"
        yield from finding("total_differs", figure, asked, expected, value=quantity_text(held.total))


def _unplaced_share(figure: tuple[str, str, str], held: Sum, currency: Currency, asked: Asked) -> Iterator[Finding]:
    whole, limit = held.counted(currency), asked.rules["unplaced_share"].limit
    if not currency.by_practice or not whole or held.unplaced is None or limit is None:
        return
    share = Fraction(100 * held.unplaced, whole)
    if share > limit:
        expected = f"at most {percentage(limit)} without a practice; these are {percentage(share)}"
        yield from finding("unplaced_share", figure, asked, expected, value=quantity_text(held.unplaced))


def _sudden_zero(
    figure: tuple[str, str, str], value: int, before: Mapping[str, int], asked: Asked
) -> Iterator[Finding]:
    months = [month_after(figure[1], -count) for count in range(1, _MONTHS_BEFORE_A_ZERO + 1)]
    if value == 0 and all(before.get(month) for month in months):
        expected = f"more than 0, as in the three months before ({quantity_text(before[months[0]])} in the last)"
        yield from finding("sudden_zero", figure, asked, expected, value="0")


def _outside_limits(
    figure: tuple[str, str, str], value: int, before: Mapping[str, int], asked: Asked
) -> Iterator[Finding]:
    if asked.limits_from is None or len(before) < FEWEST_POINTS:
        return
    limits = asked.limits_from(_by_month(before, figure[1]))
    if limits is None or limits[0] <= Fraction(value, UNITS) <= limits[1]:
        return
    low, high = (quantity_text(round(limit * UNITS)) for limit in (max(limits[0], Fraction(0)), limits[1]))
    expected = f"between {low} and {high}, the process limits of the {len(before)} months before"
    yield from finding("outside_limits", figure, asked, expected, value=quantity_text(value))


def _by_month(before: Mapping[str, int], until: str) -> list[Fraction | None]:
    """The figures of every month from the first known one up to, not including, a month; None where there is none."""
    figures: list[Fraction | None] = []
    month = min(before)
    while month < until:
        figures.append(Fraction(before[month], UNITS) if month in before else None)
        month = month_after(month)
    return figures


def _caseload_rolls(sums: Sums, asked: Asked) -> Iterator[Finding]:
    """Caseload = that of the month before + referrals accepted (received, where not given) − discharges."""
    for service, month, code in sums:
        if code != "caseload":
            continue
        figure = (service, month, code)
        held = {name: _counted(sums, service, month, name, asked) for name in _ROLLING}
        earlier = _before(figure, sums, asked).get(month_after(month, -1))
        came = held["referral_accepted"] if held["referral_accepted"] is not None else held["referral"]
        now, left = held["caseload"], held["discharge"]
        if now is None or earlier is None or came is None or left is None or now == earlier + came - left:
            continue
        expected = (
            f"{quantity_text(earlier + came - left)}: {quantity_text(earlier)} the month before, "
            f"and {quantity_text(came)} came, and {quantity_text(left)} left"
        )
        yield from finding("caseload_rolls", figure, asked, expected, value=quantity_text(now))


_ROLLING = ("caseload", "referral", "referral_accepted", "discharge")


def _counted(sums: Sums, service: str, month: str, code: str, asked: Asked) -> int | None:
    held = sums.get((service, month, code))
    return held.counted(asked.currencies[code]) if held else None
