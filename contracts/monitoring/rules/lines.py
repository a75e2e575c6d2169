"""A service to a month, worked out once: what is compared, what it means in money, what the year comes to."""

from collections.abc import Sequence
from dataclasses import dataclass

from contracts.monitoring.rules.forecasting import Forecast, Method, forecast
from contracts.monitoring.rules.money import MoneyCompared, money_compared, money_of_month
from contracts.monitoring.rules.months import Compared, Month, Service, State, comparison


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """A service from the first month of the year to another, or in one month alone.

    `months`: those compared. `missing`: those planned and over without a figure. `is_hidden`: this reader is not shown
    the figures, which are small.
    """

    service: Service
    to: str
    is_alone: bool
    months: tuple[Month, ...]
    missing: tuple[str, ...]
    units: Compared
    money: MoneyCompared
    forecasts: tuple[Forecast, ...]
    is_hidden: bool = False

    @property
    def provisional(self) -> list[str]:
        """The compared months whose figures may still change."""
        return [each.month for each in self.months if each.returned.state is State.PROVISIONAL]

    @property
    def by_method(self) -> dict[Method, Forecast]:
        """The forecasts by method."""
        return {each.method: each for each in self.forecasts}

    @property
    def is_shown(self) -> bool:
        """Whether there are figures that the reader sees."""
        return bool(self.months) and not self.is_hidden


def line_of(service: Service, to: str, *, is_alone: bool = False, is_hidden: bool = False) -> Line:
    """A service to a month, or in that month alone."""
    to_date = service.compared(to)
    months = [each for each in to_date if not is_alone or each.month == to]
    missing = [each for each in service.missing(to) if not is_alone or each == to]
    return Line(
        service=service,
        to=to,
        is_alone=is_alone,
        months=tuple(months),
        missing=tuple(missing),
        units=comparison(months),
        money=_money(service, to, months, is_alone=is_alone),
        forecasts=tuple(forecast(service.months, to, method, unit=service.unit) for method in Method),
        is_hidden=is_hidden,
    )


def _money(service: Service, to: str, months: Sequence[Month], *, is_alone: bool) -> MoneyCompared:
    if not months:
        return MoneyCompared(plan=None, actual=None, why_not="No month has both plan and actual.")
    if is_alone:
        return money_of_month(service.months, to, unit=service.unit)
    return money_compared(service.months, to, unit=service.unit)


def months_chosen(services: Sequence[Service], months: Sequence[str], over: str) -> tuple[list[str], str]:
    """The months one may choose, those over or with a figure; and the one shown first, the latest of them."""
    known = {each.month for service in services for each in service.months if each.is_counted}
    chosen = [month for month in months if month <= over or month in known]
    return chosen, chosen[-1] if chosen else next(iter(months), "")
