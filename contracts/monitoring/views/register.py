"""Activity and money against plan across all contracts that concern the reader, and exactly that as files."""

from collections.abc import Sequence
from dataclasses import dataclass

from flask import Response, request, url_for
from wtforms import SelectField

from commissioning.activity.rules.months import Period
from contracts.monitoring.presented.register import register_table
from contracts.monitoring.queries.plans import list_watched, list_years_watched
from contracts.monitoring.queries.watched import Watched, watched
from contracts.monitoring.rules.plans import last_month_over
from contracts.monitoring.rules.register import LARGEST, SORTS, Row, in_order, row_of
from contracts.monitoring.views.blueprint import sight_on, views
from core import clock
from core.forms import Filter, options
from core.periods import FinancialYear
from core.permissions import Permission, Role
from core.sending import send
from core.spreadsheets.shown import table_as_csv, tables_as_xlsx
from core.tables import Table
from core.web import asked_again, current_actor, page, page_of_list, requires, sorting_addresses

Pairs = Sequence[tuple[str, str]]


class ActivityFilter(Filter):
    """What the list is searched for."""

    year = SelectField("Year", validate_choice=False)
    provider = SelectField("Provider", validate_choice=False)
    service = SelectField("Service", validate_choice=False)
    group = SelectField("PbC group", validate_choice=False)

    def __init__(
        self, *, year: FinancialYear, years: Sequence[str], providers: Pairs, services: Pairs, groups: Pairs
    ) -> None:
        super().__init__()
        self.year.choices = options([(each, each) for each in years])
        self.year.data = str(year)
        self.provider.choices = options([("", "All providers"), *providers])
        self.service.choices = options([("", "All services"), *services])
        self.group.choices = options([("", "All groups together"), *groups])


@dataclass(frozen=True, slots=True, kw_only=True)
class _Found:
    """What was asked for: rows in order, of which year, with what there is to choose from."""

    year: FinancialYear
    to: str
    group: str
    group_name: str
    sort: str
    rows: list[Row]
    filter: ActivityFilter


@views.get("/activity")
@requires(Permission.SEE_CONTRACTS)
def list_activity() -> tuple[str, int]:
    """Show activity and money against plan of all contracts, the largest variance first."""
    found = _found()
    listed = page_of_list(found.rows)
    heads = sorting_addresses(SORTS, found.sort, url_for("monitoring.list_activity"), first="-")
    return page(
        "contracts/monitoring/list_activity.html",
        filter=found.filter,
        found=listed,
        sort=found.sort,
        is_filtered=any(request.args.get(name) for name in ("provider", "service", "group")),
        year=found.year,
        to=str(Period(found.to)),
        watched=register_table(
            listed.rows,
            caption=_caption(found),
            sort=found.sort,
            address_of=_page_of_service,
            contract_of=_page_of_contract,
            heads=heads,
            whole=found.rows,
        ),
        query=asked_again(),
    )


@views.get("/activity.csv")
@requires(Permission.SEE_CONTRACTS)
def download_list_csv() -> Response:
    """Give the list as CSV, filtered and in order as it is shown, all pages."""
    return send(table_as_csv(_whole()), "csv", current_actor().organisation_name, "activity against plan")


@views.get("/activity.xlsx")
@requires(Permission.SEE_CONTRACTS)
def download_list_xlsx() -> Response:
    """Give the list as XLSX, filtered and in order as it is shown, all pages."""
    return send(tables_as_xlsx([_whole()]), "xlsx", current_actor().organisation_name, "activity against plan")


def _whole() -> Table:
    found = _found()
    return register_table(found.rows, caption=_caption(found), sort=found.sort)


def _found() -> _Found:
    actor, on = current_actor(), clock.today()
    years = list_years_watched(by=actor)
    year = _year(years, last_month_over(on))
    to = min(last_month_over(on), f"{year.last_day:%Y-%m}")
    contracts = list_watched(year, by=actor)
    held = watched(contracts, year, on=on)
    groups = _groups(held)
    group = request.args.get("group", "")
    group = group if group in dict(groups) else ""
    provider, service = request.args.get("provider", ""), request.args.get("service", "")
    rows = [
        row
        for each in held
        if provider in ("", each.contract.provider.code)
        for row in _rows(each, to, group)
        if service in ("", row.line.service.code)
    ]
    sort = request.args.get("sort", LARGEST)
    return _Found(
        year=year,
        to=to,
        group=group,
        group_name=dict(groups).get(group, ""),
        sort=sort,
        rows=in_order(rows, sort),
        filter=ActivityFilter(
            year=year,
            years=years or [str(year)],
            providers=_sorted({each.contract.provider.code: each.contract.provider.name for each in held}),
            services=_sorted({line.code: line.name for each in held for line in each.services}),
            groups=groups,
        ),
    )


def _rows(held: Watched, to: str, group: str) -> list[Row]:
    contract, sight = held.contract, sight_on(held.contract)
    found = [
        row_of(
            each,
            to,
            sight=sight,
            group=group,
            contract_id=contract.id,
            reference=contract.reference,
            provider=contract.provider.name,
        )
        for each in held.services
    ]
    return [row for row in found if row is not None]


def _groups(held: Sequence[Watched]) -> list[tuple[str, str]]:
    """The groups one may choose: all that are planned for; of a group's people their own alone."""
    actor = current_actor()
    named = {code: name for each in held for service in each.services for code, name in service.groups.items()}
    if actor.role in (Role.PBC_LEAD, Role.PBC_MEMBER):
        named = {code: name for code, name in named.items() if code == actor.organisation_code}
    return _sorted(named)


def _sorted(named: dict[str, str]) -> list[tuple[str, str]]:
    return sorted(named.items(), key=lambda pair: (pair[1], pair[0]))


def _year(years: Sequence[str], over: str) -> FinancialYear:
    """The year asked for; else that of the last month that is over, or the nearest one in which a contract runs."""
    asked = request.args.get("year", "")
    if asked in years:
        return FinancialYear.named(asked)
    latest = FinancialYear.of(Period(over).first_day)
    past = [each for each in years if FinancialYear.named(each) <= latest]
    return FinancialYear.named(past[0]) if past else FinancialYear.named(years[-1]) if years else latest


def _caption(found: _Found) -> str:
    count = len(found.rows)
    whose = f" of {found.group_name}" if found.group else ""
    return f"{count:,} service{'' if count == 1 else 's'}{whose}, {found.year}, to {Period(found.to)}"


def _page_of_service(row: Row) -> str:
    return url_for(
        "monitoring.show_service",
        contract_id=row.contract_id,
        service=row.line.service.key,
        to=row.line.to,
        year=str(FinancialYear.of(Period(row.line.to).first_day)),
    )


def _page_of_contract(row: Row) -> str:
    return url_for("monitoring.show_activity", contract_id=row.contract_id)
