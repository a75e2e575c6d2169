"""The page of a trend: one currency of a service of one provider over three years, with process limits."""

from collections.abc import Iterable
from dataclasses import dataclass

from flask import Response, abort, request

from commissioning.activity.charts import WIDE, trend
from commissioning.activity.documents.seen import Sheet, sheet_as_pdf
from commissioning.activity.presented.seeing.trends import (
    corrected_in_words,
    limits_in_words,
    provisional_in_words,
    trend_table,
)
from commissioning.activity.queries.expectations import currencies_of, list_expectations
from commissioning.activity.queries.history import corrections_of
from commissioning.activity.queries.returns import Return
from commissioning.activity.queries.seeing import Scope, Series, list_nil_months, list_series, list_sums_by_month
from commissioning.activity.rules.comparing import hanging_together
from commissioning.activity.rules.currencies import Currency
from commissioning.activity.rules.months import Period, month_after
from commissioning.activity.rules.trends import Point, chart_of, is_small_anywhere, months_to, points_of
from commissioning.activity.views.blueprint import views
from commissioning.activity.views.seeing.reading import (
    Reader,
    kept_query,
    last_month,
    page_of_return,
    reader,
    trusts_to_choose,
    width_or,
)
from core import clock
from core.charts.figure import Figure
from core.charts.svg import as_svg
from core.permissions import Permission
from core.sending import send
from core.spc import Chart
from core.spreadsheets.shown import table_as_csv, tables_as_xlsx
from core.tables import Table
from core.web import page, requires

MOST_MONTHS = 36
_FIRST = "contact"


@dataclass(frozen=True, slots=True, kw_only=True)
class _Seen:
    """What the page shows: the series chosen, its points and chart, and the return of each month.

    `is_withheld`: it has small figures, which this reader may not see.
    """

    who: Reader
    series: Series
    currency: Currency
    points: list[Point]
    chart: Chart
    returns: dict[str, Return]
    is_withheld: bool

    @property
    def name(self) -> str:
        """What the chart is of."""
        return f"{self.currency.label}, {self.series.service}"

    def figure(self) -> Figure:
        """The chart."""
        return trend(self.points, self.chart, name=self.name, unit=self.currency.unit, width=width_or(WIDE))

    def table(self, *, is_page: bool = False) -> Table:
        """The same as a table."""
        return trend_table(
            self.points,
            self.chart,
            caption=f"{self.name}, {self.series.provider}, by month",
            unit=self.currency.label,
            address_of=self._address if is_page else _nowhere,
        )

    def _address(self, month: str) -> str:
        found = self.returns.get(month)
        return page_of_return(found) if found else ""


@views.get("/trends")
@requires(Permission.SEE_ACTIVITY)
def show_trend() -> tuple[str, int]:
    """Show a trend chart with its finding, the same as a table, and what to choose from."""
    who = reader()
    listed, currencies = list_series(_scope(who)), currencies_of(who.trust.id)
    seen = _seen(who, listed, currencies)
    shown = seen is not None and not seen.is_withheld
    return page(
        "commissioning/activity/seeing/show_trend.html",
        seen=seen,
        figure=seen.figure() if seen and shown else None,
        trend=seen.table(is_page=True) if seen and shown else None,
        limits=limits_in_words(seen.chart) if seen and shown else "",
        provisional=provisional_in_words(seen.points) if seen and shown else "",
        corrected=corrected_in_words(seen.points) if seen and shown else "",
        hide_up_to=who.hide_up_to,
        services=_choices(
            (f"{each.provider_id}-{each.service_id}", f"{each.service}, {each.provider}") for each in listed
        ),
        currencies=[(code, each.label) for code, each in currencies.items() if code in {s.currency for s in listed}],
        trusts=trusts_to_choose(who, "activity.show_trend"),
        query=kept_query(),
    )


@views.get("/trends.svg")
@requires(Permission.SEE_ACTIVITY)
def draw_trend() -> Response:
    """Draw the chart."""
    return Response(as_svg(_shown().figure()), mimetype="image/svg+xml")


@views.get("/trends.csv")
@requires(Permission.SEE_ACTIVITY)
def download_trend_csv() -> Response:
    """Give the months as CSV."""
    seen = _shown()
    return send(table_as_csv(seen.table()), "csv", seen.who.trust.name, seen.name)


@views.get("/trends.xlsx")
@requires(Permission.SEE_ACTIVITY)
def download_trend_xlsx() -> Response:
    """Give the months as XLSX."""
    seen = _shown()
    return send(tables_as_xlsx([seen.table()]), "xlsx", seen.who.trust.name, seen.name)


@views.get("/trends.pdf")
@requires(Permission.SEE_ACTIVITY)
def download_trend_pdf() -> Response:
    """Give chart and months to print."""
    seen = _shown()
    provisional = any(each.value is not None and not each.is_frozen for each in seen.points)
    sheet = Sheet(
        commissioner=seen.who.trust.name,
        title=seen.series.service,
        subtitle=f"{seen.currency.label} by month",
        facts=[("Provider", seen.series.provider), ("Unit", seen.currency.unit)],
        notes=[limits_in_words(seen.chart), provisional_in_words(seen.points), corrected_in_words(seen.points)],
        dated=clock.today(),
        is_draft=provisional,
    )
    return send(sheet_as_pdf(sheet, seen.figure(), seen.table()), "pdf", seen.who.trust.name, seen.name)


def _shown() -> _Seen:
    """The trend that is asked for, not found where there is none or the reader may not see it."""
    who = reader()
    seen = _seen(who, list_series(_scope(who)), currencies_of(who.trust.id))
    if seen is None or seen.is_withheld:
        abort(404)
    return seen


def _seen(who: Reader, listed: list[Series], currencies: dict[str, Currency]) -> _Seen | None:
    """The trend that is asked for, else the first; None where nothing was returned yet."""
    series = _chosen([each for each in listed if each.currency in currencies])
    if series is None:
        return None
    currency, returns = currencies[series.currency], _returns(who, series)
    months = months_to(last_month(), first=min(returns, default=last_month()), most=MOST_MONTHS)
    points = _points(who, series, currency, months, returns)
    return _Seen(
        who=who,
        series=series,
        currency=currency,
        points=points,
        chart=chart_of(points),
        returns=returns,
        is_withheld=_is_withheld(who, _kin(listed, series), currencies, months, returns),
    )


def _kin(listed: list[Series], series: Series) -> list[Series]:
    """The series of the same service and provider that hang together with one, itself among them."""
    codes = hanging_together(series.currency)
    return [
        each
        for each in listed
        if (each.provider_id, each.service_id) == (series.provider_id, series.service_id) and each.currency in codes
    ]


def _is_withheld(
    who: Reader, kin: list[Series], currencies: dict[str, Currency], months: list[str], returns: dict[str, Return]
) -> bool:
    """Whether one of these series is small anywhere: it is not shown, nor those from which it would follow."""
    hide_up_to = who.hide_up_to
    return hide_up_to is not None and any(
        is_small_anywhere(_points(who, each, currencies[each.currency], months, returns), hide_up_to=hide_up_to)
        for each in kin
        if each.currency in currencies
    )


def _chosen(listed: list[Series]) -> Series | None:
    """The series of the service (and provider) and currency asked for; the nearest to it where there is none."""
    provider, _, service = request.args.get("service", "").rpartition("-")
    of_service = [each for each in listed if str(each.service_id) == service] or listed
    of_both = [each for each in of_service if str(each.provider_id) == provider] or of_service
    if not of_both:
        return None
    first = of_both[0]
    alike = [each for each in of_both if (each.provider_id, each.service_id) == (first.provider_id, first.service_id)]
    wanted = request.args.get("currency", _FIRST)
    return next((each for each in alike if each.currency == wanted), alike[0])


def _returns(who: Reader, series: Series) -> dict[str, Return]:
    """The return of each month in which the provider is asked for the service."""
    return {
        month: each
        for each in who.returns(month_after(last_month(), 1 - MOST_MONTHS))
        if each.expectation.provider_id == series.provider_id
        and series.service_id in {expected.service_id for expected in each.expectation.services}
        for month in each.due.period.months
    }


def _points(
    who: Reader, series: Series, currency: Currency, months: list[str], returns: dict[str, Return]
) -> list[Point]:
    if not months:
        return []
    scope = who.scope(months[0], months[-1])
    figures: dict[str, tuple[int, bool]] = {}
    for each in list_sums_by_month(scope, service_id=series.service_id, currencies=(series.currency,)):
        units = each.counted(by_practice=currency.by_practice)
        if each.provider_id == series.provider_id and units is not None:
            figures[each.month] = (units, each.is_frozen)
    nil = {
        month: frozen
        for provider, service, period, frozen in list_nil_months(scope)
        if (provider, service) == (series.provider_id, series.service_id)
        for month in _months(returns, period)
    }
    asked = [each.id for each in list_expectations(provider_id=series.provider_id)]
    corrected = {
        month: units
        for (service_id, code, month), units in corrections_of(asked).items()
        if (service_id, code) == (series.service_id, series.currency)
    }
    reasons = {month: _reason(each) for month, each in returns.items()}
    return points_of(months, figures, currency=currency, nil=nil, corrected=corrected, reasons=reasons)


def _months(returns: dict[str, Return], period: str) -> tuple[str, ...]:
    found = returns.get(period)
    return found.due.period.months if found else Period(period).months


def _reason(found: Return) -> str:
    """Why a month has no figure: its return is not there, or it is and has none of this currency."""
    return (
        "The return has no such figure" if found.facts.is_submitted and found.facts.is_certified else found.state_name
    )


def _scope(who: Reader) -> Scope:
    return who.scope(month_after(last_month(), 1 - MOST_MONTHS), last_month())


def _choices(pairs: Iterable[tuple[str, str]]) -> list[tuple[str, str]]:
    return list(dict(pairs).items())


def _nowhere(month: str) -> str:
    del month
    return ""
