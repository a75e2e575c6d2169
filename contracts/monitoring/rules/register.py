"""All watched services of many contracts as a list: of all groups or of one, sorted by how far they are off."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Any

from contracts.monitoring.rules.forecasting import Forecast, Method
from contracts.monitoring.rules.lines import Line, line_of
from contracts.monitoring.rules.money import MoneyCompared
from contracts.monitoring.rules.months import Compared, Service, comparison_by_group
from contracts.monitoring.rules.sharing import money_by_group
from contracts.monitoring.rules.showing import Sight

LARGEST = "-money"


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """A service of a contract, of all groups or one. `forecast`: at the rate so far, None for one group.

    `contract_id`, `reference` and `provider` say whose it is.
    """

    contract_id: int
    reference: str
    provider: str
    line: Line
    units: Compared
    money: MoneyCompared
    forecast: Forecast | None

    @property
    def is_shown(self) -> bool:
        """Whether there are figures that the reader sees."""
        return self.line.is_shown


def row_of(service: Service, to: str, *, sight: Sight, group: str, **named: Any) -> Row | None:
    """The row of a service; of one group where it is named, None where the service is not planned for groups or it."""
    line = line_of(service, to, is_hidden=sight.hides(service))
    if not group:
        return Row(line=line, units=line.units, money=line.money, forecast=line.by_method[Method.AS_SO_FAR], **named)
    found = comparison_by_group(line.months).get(group)
    if not service.is_by_group or found is None:
        return None
    money = money_by_group(service.months, to, unit=service.unit).get(group)
    none = MoneyCompared(plan=None, actual=None, why_not=line.money.why_not)
    hidden = line.is_hidden or sight.hides_groups(service)
    return Row(line=replace(line, is_hidden=hidden), units=found, money=money or none, forecast=None, **named)


def _money(row: Row) -> Fraction:
    return Fraction(abs(row.money.variance or 0))


def _percent(row: Row) -> Fraction:
    return abs(row.units.percent or Fraction(0))


SORTS: Mapping[str, Callable[[Row], Any]] = {
    "money": lambda row: (row.is_shown, row.money.variance is not None, _money(row), _percent(row)),
    "percent": lambda row: (row.is_shown, row.units.percent is not None, _percent(row), _money(row)),
    "contract": lambda row: (row.reference, row.line.service.name),
    "service": lambda row: (row.line.service.name, row.reference),
    "provider": lambda row: (row.provider, row.reference, row.line.service.name),
}


def in_order(rows: Iterable[Row], sort: str) -> list[Row]:
    """Rows in the order asked for; else the largest variance in money first, then in per cent."""
    by_name = sorted(rows, key=SORTS["contract"])
    key = SORTS.get(sort.removeprefix("-"))
    if key is None:
        key, sort = SORTS["money"], LARGEST
    return sorted(by_name, key=key, reverse=sort.startswith("-"))


def money_total(rows: Sequence[Row]) -> tuple[int, int]:
    """What plan and activity of all shown rows cost together, in pence, of those of which it can be told."""
    told = [row.money for row in rows if row.is_shown and row.money.variance is not None]
    return sum(each.plan or 0 for each in told), sum(each.actual or 0 for each in told)
