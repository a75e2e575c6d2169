"""The accepted activity that counts: the policy's months, by service, currency and practice. Section 4 of the method.

Activity of a practice that is in no group on the capitation date carries no weight and no month; it is totalled,
unweighted, as not placed.
"""

from collections.abc import Container, Iterator, Mapping
from dataclasses import dataclass, field
from fractions import Fraction

from budgets.method.workbook import Activity

Quantity = int | Fraction


@dataclass(slots=True)
class Counted:
    """One service's activity in one currency over the counted months.

    `months`: those with a placed quantity above zero. `not_placed` is None where every row was placed.
    """

    by_practice: dict[str, Quantity] = field(default_factory=dict)
    months: set[str] = field(default_factory=set)
    not_placed: Quantity | None = None


@dataclass(frozen=True, slots=True)
class CountedActivity:
    """All counted activity, by service and currency."""

    by_service: Mapping[str, Mapping[str, Counted]]

    def of(self, service: str, currencies: tuple[str, ...]) -> Iterator[tuple[str, Counted]]:
        """The service's currencies with what was counted; no currencies named means all."""
        for currency, counted in self.by_service.get(service, {}).items():
            if not currencies or currency in currencies:
                yield currency, counted

    def not_placed(self, service: str, currencies: tuple[str, ...]) -> Quantity | None:
        """The unweighted quantity that could not be placed; None where there is no such row."""
        found = [c.not_placed for _, c in self.of(service, currencies) if c.not_placed is not None]
        return sum(found) if found else None


def counted_activity(activity: Activity, first: str, last: str, placed: Container[str]) -> CountedActivity:
    """Activity from the first to the last month, both counted, in one pass over the rows."""
    by_service: dict[str, dict[str, Counted]] = {}
    counted_months = {month for month in set(activity.month) if first <= month <= last}
    columns = zip(
        activity.service, activity.practice, activity.month, activity.currency, activity.quantity, strict=True
    )
    counted = Counted()
    by_practice, months = counted.by_practice, counted.months
    of_service: str | None = None
    of_currency: str | None = None
    for service, practice, month, currency, quantity in columns:
        if month not in counted_months:
            continue
        if service != of_service or currency != of_currency:
            of_one = by_service.setdefault(service, {})
            counted = of_one[currency] if currency in of_one else of_one.setdefault(currency, Counted())
            of_service, of_currency = service, currency
            by_practice, months = counted.by_practice, counted.months
        if practice in placed:
            if quantity:
                by_practice[practice] = by_practice.get(practice, 0) + quantity
                months.add(month)
        else:
            counted.not_placed = (counted.not_placed or 0) + quantity
    return CountedActivity(by_service)
