"""The blueprint of monitoring, its tabs, and what a reader asked of a contract’s plan and actual."""

from dataclasses import dataclass
from typing import Any

from flask import Blueprint, abort, request, url_for
from flask.blueprints import BlueprintSetupState

from commissioning.activity.rules.months import Period
from commissioning.activity.views.seeing.reading import small_up_to
from contracts.agreements.models.contracts import Contract
from contracts.agreements.rules.states import Stage
from contracts.agreements.views.blueprint import contract_in_view
from contracts.monitoring.queries.watched import Watched, watched
from contracts.monitoring.rules.lines import Line, line_of, months_chosen
from contracts.monitoring.rules.months import Month, Service
from contracts.monitoring.rules.plans import last_month_over, years_within
from contracts.monitoring.rules.showing import Sight
from core import clock
from core.navigation import Tab, add_tab
from core.periods import FinancialYear
from core.permissions import Permission, Role
from core.web import current_actor

views = Blueprint("monitoring", __name__, url_prefix="/contracts")
ALONE = "month"
TABS = (
    Tab(
        of="contracts",
        place=17,
        label="Plan against actual",
        endpoint="monitoring.list_activity",
        permission=Permission.SEE_CONTRACTS,
    ),
    Tab(
        of="contract",
        place=40,
        label="Plan against actual",
        endpoint="monitoring.show_activity",
        permission=Permission.SEE_CONTRACTS,
    ),
)


@views.record_once
def make_known(state: BlueprintSetupState) -> None:
    """Add the pages to the section and to each contract."""
    del state
    for tab in TABS:
        add_tab(tab)


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """A contract in a year as the reader asked for it: to a month, or that month alone.

    `months`: those one may choose. `sight`: what this reader is shown.
    """

    watched: Watched
    years: tuple[str, ...]
    months: tuple[str, ...]
    to: str
    is_alone: bool
    sight: Sight
    lines: tuple[Line, ...]

    @property
    def contract(self) -> Contract:
        """The contract."""
        return self.watched.contract

    @property
    def asked(self) -> dict[str, Any]:
        """What was chosen, for addresses."""
        alone = {"basis": ALONE} if self.is_alone else {}
        return {"contract_id": self.contract.id, "year": str(self.watched.year), "to": self.to, **alone}

    @property
    def years_to_choose(self) -> list[tuple[str, str]]:
        """The years of the contract, for a list to choose from."""
        return [(year, year) for year in self.years]

    @property
    def months_to_choose(self) -> list[tuple[str, str]]:
        """The months that can be chosen, with the words for them."""
        return [(month, str(Period(month))) for month in self.months]

    @property
    def to_in_words(self) -> str:
        """What the figures are of: the months to one, or one."""
        if not self.to:
            return str(self.watched.year)
        first, last = self.watched.months[0], self.to
        length = self.watched.months.index(last) + 1
        return str(Period(last)) if self.is_alone else str(Period(first, length))

    def line(self, service: Service) -> Line:
        """A service as it was asked for."""
        return next(each for each in self.lines if each.service.key == service.key)


def sight_on(contract: Contract) -> Sight:
    """What the reader sees of a contract: all, or no small figures; of groups, those of a group only their own."""
    actor = current_actor()
    if actor.organisation_id in (contract.commissioner_id, contract.provider_id):
        return Sight()
    is_group = actor.role in (Role.PBC_LEAD, Role.PBC_MEMBER)
    return Sight(hide_up_to=small_up_to(), own=actor.organisation_code if is_group else "")


def seen_of(contract: Contract) -> Seen | None:
    """A contract as the address asks for it (`?year=2008/09&to=2008-09&basis=month`); None before it is signed."""
    if contract.stage is not Stage.SIGNED:
        return None
    on = clock.today()
    years = [str(each) for each in years_within(contract.starts_on, contract.ends_on)]
    year = _year(contract, years, last_month_over(on))
    found = watched([contract], year, on=on)
    if not found:
        return None
    held, sight = found[0], sight_on(contract)
    chosen, latest = months_chosen(held.services, held.months, last_month_over(on))
    to = request.args.get("to", "")
    to = to if to in chosen else latest
    is_alone = request.args.get("basis") == ALONE
    lines = [line_of(each, to, is_alone=is_alone, is_hidden=sight.hides(each)) for each in held.services]
    return Seen(
        watched=held,
        years=tuple(years),
        months=tuple(chosen),
        to=to,
        is_alone=is_alone,
        sight=sight,
        lines=tuple(lines),
    )


def seen_in_view(contract_id: int) -> Seen:
    """The contract of the address as asked for; not found before it is signed."""
    found = seen_of(contract_in_view(contract_id))
    if found is None:
        abort(404)
    return found


def service_in_view(seen: Seen) -> Service:
    """The service that is asked for, else the first; not found where there is none, or its figures are not shown."""
    key = request.args.get("service", "")
    service = seen.watched.service(key) if key else next(iter(seen.watched.services), None)
    if service is None:
        abort(404)
    return service


def page_of_service(seen: Seen, service: Service) -> str:
    """The page of a service of a contract."""
    return url_for("monitoring.show_service", service=service.key, **seen.asked)


def page_of_plan(contract: Contract, month: Month) -> str:
    """Where the plan of a month stands: the contract as it reads in it."""
    plan = month.plan
    if plan is None or plan.on is None:
        return ""
    return url_for(
        "variations.show_as_at", contract_id=contract.id, on=plan.on.isoformat(), _anchor=f"part-{plan.part}"
    )


def page_of_terms(contract: Contract, month: Month) -> str:
    """What would be paid for the service, by the terms of a month."""
    plan = month.plan
    if plan is None or plan.on is None or not plan.terms_key:
        return ""
    return url_for("variations.show_payment", contract_id=contract.id, line=plan.terms_key, on=plan.on.isoformat())


def page_of_return(contract: Contract, month: Month) -> str:
    """The return in which the figure of a month came; blank for a reader who may not open it."""
    if not month.returned.sources or not may_see_returns(contract):
        return ""
    expectation_id, period = month.returned.sources[0]
    return url_for("activity.show_return", expectation_id=expectation_id, month=period)


def may_see_returns(contract: Contract) -> bool:
    """Whether the reader may open the returns of the contract’s provider."""
    actor = current_actor()
    if not actor.may(Permission.SEE_ACTIVITY) or not actor.reaches(contract.commissioner_id):
        return False
    return not actor.may(Permission.SUBMIT_ACTIVITY) or actor.organisation_id == contract.provider_id


def _year(contract: Contract, years: list[str], over: str) -> FinancialYear:
    asked = request.args.get("year", "")
    if asked in years:
        return FinancialYear.named(asked)
    latest = FinancialYear.of(Period(over).first_day)
    first, last = FinancialYear.named(contract.year), FinancialYear.named(years[-1])
    return max(min(latest, last), min(first, last))
