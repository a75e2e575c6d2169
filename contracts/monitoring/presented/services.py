"""The services of a contract as tables: to a date, and what the year comes to."""

from collections.abc import Callable, Sequence
from fractions import Fraction

from contracts.monitoring.presented.words import months_in_words, short_month, why_nothing
from contracts.monitoring.rules.forecasting import METHOD_NAMES, Forecast
from contracts.monitoring.rules.lines import Line
from contracts.monitoring.rules.months import Service
from core.money import rounded
from core.tables import UNDEFINED, Cell, Table, amount, columns, number, number_text, percent, signed_text, table, words

Address = Callable[[Service], str]
HIDDEN = "not shown"


def nowhere(service: Service) -> str:
    """No page: files hold no links."""
    del service
    return ""


def to_date_table(lines: Sequence[Line], *, caption: str, address_of: Address = nowhere) -> Table:
    """Plan and actual of each service, in units and in money, of the months that have both."""
    head = columns(
        "Service", "Compared", "#Plan", "#Actual", "#Difference", "Difference %", "Plan £", "Actual £", "Difference £"
    )
    return table("services", caption, head, [_to_date(each, address_of) for each in lines])


def _to_date(line: Line, address_of: Address) -> list[Cell]:
    name = words(line.service.name, href=address_of(line.service), note=line.service.unit)
    if not line.is_shown:
        why = "a month is small" if line.is_hidden else why_nothing(line)
        return [name, words("Nothing", note=why), *(nothing(is_hidden=line.is_hidden) for _ in range(7))]
    return [
        name,
        words(_compared(line), note=_note(line)),
        number(line.units.plan),
        units(line.units.actual),
        off(line.units.variance),
        percent(line.units.percent, is_signed=True)._replace(note="" if line.units.plan else "nothing planned"),
        *money_cells(line),
    ]


def money_cells(line: Line) -> list[Cell]:
    """Plan, actual and difference in money; of a block amount, that there can be no difference."""
    money = line.money
    if money.plan is None or money.actual is None or money.variance is None:
        return [amount(None), amount(None), Cell(text=UNDEFINED, number=True, note=money.why_not, look="app-nothing")]
    return [amount(money.plan), amount(money.actual), money_off(money.variance, note="block" if money.is_block else "")]


def forecast_table(lines: Sequence[Line], *, caption: str, address_of: Address = nowhere) -> Table:
    """What the year comes to for each service, by each method, beside the plan of the year."""
    head = columns(
        "Service",
        "By which method",
        "#Months so far",
        "#Year’s plan",
        "#Forecast",
        "#Difference",
        "Year’s plan £",
        "Forecast £",
        "Difference £",
    )
    rows = [_forecast(line, each, address_of) for line in lines if line.is_shown for each in line.forecasts]
    return table("forecast", caption, head, rows)


def _forecast(line: Line, found: Forecast, address_of: Address) -> list[Cell]:
    early = "too early" if found.is_early else ""
    variance = found.money_variance
    return [
        words(line.service.name, href=address_of(line.service), note=line.service.unit),
        words(METHOD_NAMES[found.method], note=early or found.why_not),
        number(found.months),
        number(found.plan),
        nothing() if found.units is None else units(found.units),
        nothing() if found.variance is None else off(found.variance),
        amount(found.plan_cost.pence),
        amount(found.cost.pence),
        nothing() if variance is None else money_off(variance),
    ]


def nothing(*, is_hidden: bool = False) -> Cell:
    """A cell without a figure: there is none, or it is not shown."""
    return Cell(text=HIDDEN if is_hidden else UNDEFINED, number=True, look="app-nothing")


def units(exact: Fraction, *, href: str = "", note: str = "", about: str = "") -> Cell:
    """A cell of activity, to the whole unit; files have the exact one."""
    return Cell(text=number_text(rounded(exact)), exact=exact, number=True, href=href, note=note, about=about)


def off(exact: Fraction) -> Cell:
    """A cell of a difference in units: more or less, neither good nor bad by itself."""
    shown = rounded(exact)
    text = f"+{number_text(shown)}" if shown > 0 else number_text(shown)
    return Cell(text=text, exact=exact, number=True, look="" if exact else "app-nothing")


def money_off(pence: int, *, note: str = "") -> Cell:
    """A cell of a difference in money."""
    return Cell(text=signed_text(pence), pence=pence, number=True, note=note, look="" if pence else "app-nothing")


def _compared(line: Line) -> str:
    months = [each.month for each in line.months]
    if len(months) > 2:
        return f"{len(months)} months, {short_month(months[0])} to {short_month(months[-1])}"
    return months_in_words(months)


def _note(line: Line) -> str:
    provisional = line.provisional
    said = [f"{months_in_words(provisional)} provisional"] if provisional else []
    if line.missing:
        said.append(f"without {months_in_words(line.missing)}: missing")
    return "; ".join(said)
