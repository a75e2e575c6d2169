"""The list of all watched services as a table, for the page and for files alike."""

from collections.abc import Callable, Mapping, Sequence

from contracts.monitoring.presented.services import money_off, nothing, units
from contracts.monitoring.presented.words import months_in_words, short_month, without_in_words
from contracts.monitoring.rules.register import Row, money_total
from core.tables import Cell, Table, amount, number, percent, sorted_columns, table, words

_HEADS = (
    ("Contract", "contract"),
    ("Service", "service"),
    ("Provider", "provider"),
    ("Compared", ""),
    ("#Plan", ""),
    ("#Actual", ""),
    ("Difference %", "percent"),
    ("Plan £", ""),
    ("Difference £", "money"),
    ("#Forecast", ""),
    ("Forecast £", ""),
)


def nowhere(row: Row) -> str:
    """No page: files hold no links."""
    del row
    return ""


def register_table(
    rows: Sequence[Row],
    *,
    caption: str,
    sort: str = "",
    address_of: Callable[[Row], str] = nowhere,
    contract_of: Callable[[Row], str] = nowhere,
    heads: Mapping[str, str] | None = None,
    whole: Sequence[Row] = (),
) -> Table:
    """The rows of the list. `whole`: all rows of which the total is told, where the table shows a page of them."""
    head = sorted_columns(_HEADS, sort=sort, links=heads)
    body = [_cells(row, address_of, contract_of) for row in rows]
    return table("watched", caption, head, body, [_total(whole or rows)] if rows else [])


def _cells(row: Row, address_of: Callable[[Row], str], contract_of: Callable[[Row], str]) -> list[Cell]:
    line = row.line
    about = [
        words(row.reference, href=contract_of(row)),
        words(line.service.name, href=address_of(row), note=line.service.unit),
        words(row.provider),
    ]
    if not row.is_shown:
        why = "not shown: a month is small" if line.is_hidden else without_in_words(line) or "no month to compare"
        return [*about, words("Nothing", note=why), *(nothing(is_hidden=line.is_hidden) for _ in range(7))]
    months = [each.month for each in line.months]
    many = f"{short_month(months[0])} to {short_month(months[-1])}" if len(months) > 1 else short_month(months[0])
    missing = f"without {months_in_words(line.missing)}: missing" if line.missing else ""
    return [
        *about,
        words(many, note=missing or ("partly provisional" if line.provisional else "")),
        number(row.units.plan),
        units(row.units.actual),
        percent(row.units.percent, is_signed=True)._replace(note="" if row.units.plan else "nothing planned"),
        amount(row.money.plan),
        _variance(row),
        *_forecast(row),
    ]


def _variance(row: Row) -> Cell:
    if row.money.variance is None:
        return amount(None)._replace(note="cannot be told")
    return money_off(row.money.variance, note="block" if row.money.is_block else "")


def _forecast(row: Row) -> list[Cell]:
    found = row.forecast
    if found is None or found.units is None:
        return [nothing(), nothing()]
    return [units(found.units, note="too early" if found.is_early else ""), amount(found.cost.pence)]


def _total(rows: Sequence[Row]) -> list[Cell]:
    plan, actual = money_total(rows)
    blank = [words("") for _ in range(6)]
    return [words("All that can be told"), *blank, amount(plan), money_off(actual - plan), words(""), words("")]
