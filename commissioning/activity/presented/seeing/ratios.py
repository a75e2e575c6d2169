"""Ratios of services as tables: follow-ups for each first contact, and appointments not attended."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from commissioning.activity.queries.seeing import MonthSum
from commissioning.activity.rules.comparing import Ratio, follow_ups, not_attended
from commissioning.activity.rules.rows import UNITS
from core.tables import Cell, Table, columns, number, percent, table, words

CURRENCIES = ("first_contact", "follow_up_contact", "contact", "did_not_attend")
_HIDDEN = "hidden"


@dataclass(frozen=True, slots=True, kw_only=True)
class ServiceRatios:
    """A service's ratios, and how many of their months are provisional."""

    name: str
    follow_ups: Ratio
    not_attended: Ratio
    provisional: Collection[str]


def ratios_of(sums: Sequence[MonthSum], names: Mapping[int, str]) -> list[ServiceRatios]:
    """The ratios of each service by name. A month counts where every provider that gives one part gives the other."""
    held: dict[int, dict[tuple[int, str], dict[str, int]]] = defaultdict(lambda: defaultdict(dict))
    provisional: dict[int, set[str]] = defaultdict(set)
    for each in sums:
        counted = each.counted(by_practice=True)
        if counted is not None:
            held[each.service_id][each.provider_id, each.month][each.currency] = counted
            if not each.is_frozen:
                provisional[each.service_id].add(each.month)
    return [
        ServiceRatios(
            name=names[service_id],
            follow_ups=follow_ups(_keyed(months)),
            not_attended=not_attended(_keyed(months)),
            provisional=provisional[service_id],
        )
        for service_id, months in sorted(held.items(), key=lambda item: names[item[0]])
    ]


def _keyed(months: Mapping[tuple[int, str], Mapping[str, int]]) -> dict[str, Mapping[str, int]]:
    """By month, and by provider where there are several."""
    return {f"{month} {provider}": held for (provider, month), held in months.items()}


def follow_ups_table(services: Sequence[ServiceRatios], *, hide_up_to: int | None = None) -> Table:
    """Follow-up contacts for each first contact."""
    head = columns("Service", "#Follow-up contacts", "#First contacts", "#Follow-ups for each first", *_OF)
    rows = [_cells(each, each.follow_ups, hide_up_to, is_percent=False) for each in services if each.follow_ups.months]
    return table("follow-ups", "Follow-up contacts ÷ first contacts", head, rows)


def not_attended_table(services: Sequence[ServiceRatios], *, hide_up_to: int | None = None) -> Table:
    """Appointments not attended, of all appointments."""
    head = columns("Service", "#Did not attend", "#All appointments", "Did not attend %", *_OF)
    rows = [
        _cells(each, each.not_attended, hide_up_to, is_percent=True) for each in services if each.not_attended.months
    ]
    caption = "Did not attend ÷ all appointments (contacts and those not attended)"
    return table("not-attended", caption, head, rows)


_OF = ("#Months counted", "#Of these provisional")


def _cells(service: ServiceRatios, ratio: Ratio, hide_up_to: int | None, *, is_percent: bool) -> list[Cell]:
    months = {key.partition(" ")[0] for key in ratio.months}
    of = [number(len(months)), number(len(months & set(service.provisional)))]
    if hide_up_to is not None and _is_small(ratio, hide_up_to):
        return [words(service.name), *([words(_HIDDEN, look="app-number app-nothing")] * 3), *of]
    value = percent(ratio.value(100)) if is_percent else percent(ratio.value(), 2)
    return [words(service.name), _units(ratio.numerator), _units(ratio.denominator), value, *of]


def _is_small(ratio: Ratio, hide_up_to: int) -> bool:
    """Whether any figure of the row, or what the denominator leaves beside the numerator, is small."""
    parts = (ratio.numerator, ratio.denominator, abs(ratio.denominator - ratio.numerator))
    return any(0 < part <= hide_up_to * UNITS for part in parts)


def _units(units: int) -> Cell:
    return number(units // UNITS)
