"""The activity behind one line: by practice and by month, counted and weighted as the method does. Section 4."""

from collections import defaultdict
from dataclasses import dataclass
from fractions import Fraction

from budgets.method.people import people_on
from budgets.method.policy import Policy
from budgets.method.workbook import Activity, Workbook


@dataclass(frozen=True, slots=True, kw_only=True)
class ActivityOfPractice:
    """A practice's quantity in one currency over the counted months, the weight of a unit, and both multiplied.

    `group` is None for a practice that could not be placed: it carries no weight.
    """

    practice: str
    group: str | None
    currency: str
    quantity: Fraction
    weight: Fraction
    weighted: Fraction


@dataclass(frozen=True, slots=True, kw_only=True)
class ActivityOfMonth:
    """A counted month: the quantity of practices in a group, weighted and not, and the quantity not placed.

    A month `counts` towards the months needed when something above zero was placed in it.
    """

    month: str
    quantity: Fraction
    weighted: Fraction
    not_placed: Fraction
    counts: bool


def activity_of(
    workbook: Workbook, policy: Policy, code: str, currencies: tuple[str, ...]
) -> tuple[tuple[ActivityOfPractice, ...], tuple[ActivityOfMonth, ...]]:
    """The line's activity by practice (group by group, those not placed last) and by month."""
    rows = _rows_of(workbook.activity, policy, code, currencies)
    group_of = people_on(workbook, policy.capitation_date).group_of
    weights = {row.currency: row.weight for row in workbook.currency_weights if not row.service}
    weights |= {row.currency: row.weight for row in workbook.currency_weights if row.service == code}
    quantities: dict[tuple[str, str], Fraction] = defaultdict(Fraction)
    months: dict[str, list[Fraction]] = defaultdict(lambda: [Fraction(0), Fraction(0), Fraction(0)])
    for practice, month, currency, quantity in rows:
        quantities[practice, currency] += quantity
        of_month = months[month]
        if practice in group_of:
            of_month[0] += quantity
            of_month[1] += quantity * weights.get(currency, Fraction(1))
        else:
            of_month[2] += quantity
    by_practice = [
        ActivityOfPractice(
            practice=practice,
            group=group_of.get(practice),
            currency=currency,
            quantity=quantity,
            weight=weights.get(currency, Fraction(1)),
            weighted=quantity * weights.get(currency, Fraction(1)) if practice in group_of else Fraction(0),
        )
        for (practice, currency), quantity in quantities.items()
    ]
    order = {code: place for place, code in enumerate(group_of)}
    by_practice.sort(key=lambda row: (order.get(row.practice, len(order)), row.practice, row.currency))
    return tuple(by_practice), tuple(
        ActivityOfMonth(month=month, quantity=placed, weighted=weighted, not_placed=lost, counts=placed > 0)
        for month, (placed, weighted, lost) in sorted(months.items())
    )


def _rows_of(
    activity: Activity, policy: Policy, code: str, currencies: tuple[str, ...]
) -> list[tuple[str, str, str, Fraction]]:
    columns = zip(
        activity.service, activity.practice, activity.month, activity.currency, activity.quantity, strict=True
    )
    return [
        (practice, month, currency, Fraction(quantity))
        for service, practice, month, currency, quantity in columns
        if service == code
        and policy.activity_from <= month <= policy.activity_to
        and (not currencies or currency in currencies)
    ]
