"""One service month by month, by group, and the adjustments posted to its months, as tables."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from commissioning.activity.models.freezing import Adjustment
from commissioning.activity.rules.months import Period
from commissioning.activity.rules.rows import UNITS
from contracts.monitoring.presented.services import money_off, nothing, off, units
from contracts.monitoring.rules.money import MoneyCompared, money_compared
from contracts.monitoring.rules.months import NOBODY, Compared, Month, Service, State, comparison, comparison_by_group
from contracts.monitoring.rules.sharing import money_by_group
from contracts.monitoring.rules.showing import OTHERS
from core.tables import Cell, Table, amount, columns, number, percent, table, words
from core.wording import upper_first

STATE_NAMES: Mapping[State, str] = {
    State.FROZEN: "Frozen",
    State.PROVISIONAL: "Provisional",
    State.MISSING: "Missing",
    State.TO_COME: "To come",
}
NO_GROUP = "In no group"
OTHER_GROUPS = "All other groups, and in no group"


def nowhere(month: Month) -> str:
    """No page: files hold no links."""
    del month
    return ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Addresses:
    """Where the figures of a month come from: the plan of the contract, its terms, the return."""

    plan: Callable[[Month], str] = nowhere
    terms: Callable[[Month], str] = nowhere
    returned: Callable[[Month], str] = nowhere


NOWHERE = Addresses()


def months_table(
    service: Service, *, caption: str, addresses: Addresses = NOWHERE, with_adjusted: bool = True
) -> Table:
    """Plan and actual of each month, then added up over the months that have both; money to date by the terms."""
    adjusted = ("#Of it adjusted",) if with_adjusted else ()
    head = columns(
        "Month",
        "State",
        "#Plan",
        "#Actual",
        *adjusted,
        "#Difference",
        "Difference %",
        "#Plan to date",
        "#Actual to date",
        "Difference to date £",
    )
    rows = [_month(service, each, addresses, with_adjusted=with_adjusted) for each in service.months]
    foot = _total(service, with_adjusted=with_adjusted)
    return table("months", caption, head, rows, [foot] if foot else [])


def _month(service: Service, month: Month, addresses: Addresses, *, with_adjusted: bool) -> list[Cell]:
    said = str(Period(month.month))
    state = words(STATE_NAMES[month.returned.state], note=_state_note(month))
    plan = number(month.planned, href=addresses.plan(month)) if month.plan else nothing()
    actual = month.actual
    counted = nothing() if actual is None else units(actual, href=addresses.returned(month), about=f"in {said}")
    adjusted = [_adjusted(month)] if with_adjusted else []
    if not month.is_compared:
        return [words(said), state, plan, counted, *adjusted, *(nothing() for _ in range(5))]
    alone, to_date = comparison([month]), comparison(service.compared(month.month))
    return [
        words(said),
        state,
        plan,
        counted,
        *adjusted,
        off(alone.variance),
        percent(alone.percent, is_signed=True),
        number(to_date.plan),
        units(to_date.actual),
        _money(money_compared(service.months, month.month, unit=service.unit), href=addresses.terms(month)),
    ]


def _total(service: Service, *, with_adjusted: bool) -> list[Cell]:
    months = [each for each in service.months if each.is_compared]
    if not months:
        return []
    found = comparison(months)
    adjusted = [off(sum((each.adjusted for each in months), Fraction(0)))] if with_adjusted else []
    last = months[-1].month
    return [
        words("Compared"),
        words(f"{len(months)} month{'' if len(months) == 1 else 's'}"),
        number(found.plan),
        units(found.actual),
        *adjusted,
        off(found.variance),
        percent(found.percent, is_signed=True),
        number(found.plan),
        units(found.actual),
        _money(money_compared(service.months, last, unit=service.unit)),
    ]


def _state_note(month: Month) -> str:
    if month.returned.is_nil:
        return "nil return: 0"
    if month.returned.state in (State.MISSING, State.TO_COME):
        return month.returned.why_not if month.plan and month.returned.state is State.MISSING else ""
    return "" if month.plan else "nothing is planned"


def _adjusted(month: Month) -> Cell:
    if not month.returned.adjusted:
        return nothing()
    waits = "" if month.is_counted else "counts once the month is there"
    return off(month.adjusted)._replace(note=waits)


def _money(money: MoneyCompared, *, href: str = "") -> Cell:
    if money.variance is None:
        return Cell(text="–", number=True, note=money.why_not, href=href, look="app-nothing")
    return money_off(money.variance, note="block" if money.is_block else "")._replace(href=href)


def groups_table(service: Service, to: str, *, caption: str) -> Table:
    """Plan and actual of each group to a month, which add up to the service; what is nobody’s stays a row of its own.

    Where the service is not planned by group there is activity by group, and no difference.
    """
    months = service.compared(to)
    head = columns("Group", "#Plan", "#Actual", "#Difference", "Difference %", "Plan £", "Actual £", "Difference £")
    money = money_by_group(service.months, to, unit=service.unit) if service.is_by_group else {}
    found = comparison_by_group(months)
    rows = [_group(service, code, found.get(code), money.get(code)) for code in _in_order({*found, *money})]
    whole = money_compared(service.months, to, unit=service.unit)
    total = _cells("The service", comparison(months), whole if months else None, is_planned=True)
    return table("groups", caption, head, rows, [total] if rows else [])


def _in_order(codes: set[str]) -> list[str]:
    """Codes of groups, then all others, then nobody's."""
    last = [code for code in (OTHERS, NOBODY) if code in codes]
    return [*sorted(codes - set(last)), *last]


def _group(service: Service, code: str, found: Compared | None, money: MoneyCompared | None) -> list[Cell]:
    name = {OTHERS: OTHER_GROUPS, NOBODY: NO_GROUP}.get(code) or service.groups.get(code, code)
    compared = found or Compared(plan=0, actual=Fraction(0))
    return _cells(name, compared, money, is_planned=service.is_by_group)


def _cells(name: str, found: Compared, money: MoneyCompared | None, *, is_planned: bool) -> list[Cell]:
    if not is_planned:
        return [words(name), nothing(), units(found.actual), *(nothing() for _ in range(5))]
    cash = [amount(None)] * 3
    if money is not None and money.variance is not None:
        cash = [amount(money.plan), amount(money.actual), money_off(money.variance)]
    no_plan = "no plan" if not found.plan and found.actual else ""
    return [
        words(name, note=no_plan),
        number(found.plan),
        units(found.actual),
        off(found.variance),
        percent(found.percent, is_signed=True),
        *cash,
    ]


def adjustments_table(
    adjustments: Sequence[Adjustment],
    *,
    caption: str,
    hide_up_to: int | None,
    address_of: Callable[[Adjustment], str] = lambda _: "",
) -> Table:
    """Later corrections of frozen months, each with its reason and the month in which it counts.

    `hide_up_to`: corrections of up to so many are not shown, nor of which practice they are; None: all is.
    """
    head = columns("Counts in", "Service", "Corrects", "Practice", "#Correction", "Why", "Posted by")
    rows = [
        [
            words(str(Period(each.posted_to)), href=address_of(each)),
            words(each.service.name),
            words(str(Period(each.month))),
            words(_whose(each) if hide_up_to is None else "not shown"),
            _correction(each, hide_up_to),
            words(each.reason),
            words(each.posted_by.name),
        ]
        for each in adjustments
    ]
    return table("adjustments", caption, head, rows)


def _whose(adjustment: Adjustment) -> str:
    return adjustment.practice.name if adjustment.practice else upper_first("nobody’s, or the whole service")


def _correction(adjustment: Adjustment, hide_up_to: int | None) -> Cell:
    exact = Fraction(adjustment.units, UNITS)
    return nothing(is_hidden=True) if hide_up_to is not None and abs(exact) <= hide_up_to else off(exact)
