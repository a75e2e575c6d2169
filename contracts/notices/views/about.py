"""Notices about KPIs, whose room stands below this one: what such a notice calls them, and what their page shows."""

from collections.abc import Sequence

from flask import has_request_context, url_for

from contracts.agreements.models.contracts import Contract
from contracts.agreements.rules.states import State
from contracts.notices.models.notices import Notice
from contracts.notices.queries.references import Reference
from contracts.notices.queries.register import list_about
from contracts.notices.views.blueprint import address_of
from contracts.performance.queries.kpis import find_of_contract, get_kpi
from core import clock
from core.components import day
from core.navigation import Beside
from core.navigation import Notice as Line
from core.permissions import Permission
from core.web import current_actor

KPI = "kpi"


def describe_kpi(contract_id: int, kpi_id: int) -> Reference | None:
    """A KPI in use of a contract, as its notices call it; None for any other KPI. No page outside a request."""
    kpi = find_of_contract(contract_id, kpi_id)
    if kpi is None:
        return None
    href = url_for("performance.show_kpi", kpi_id=kpi.id) if has_request_context() else ""
    return Reference(name=f"KPI {kpi.code}, {kpi.definition.name}", href=href)


def beside_kpi(kpi_id: int) -> Sequence[Beside]:
    """The notices about a KPI that the reader may see, and the way to issue one for those who may."""
    return [notices_beside(KPI, kpi_id, get_kpi(kpi_id).contract, act="Issue a notice about this KPI")]


def notices_beside(kind: str, record_id: int, contract: Contract | None, *, act: str) -> Beside:
    """The notices about a record that the reader may see; and issuing one under a contract, where that is in force."""
    actor = current_actor()
    lines = [_line(each) for each in list_about(kind, record_id, by=actor)]
    is_own = contract is not None and contract.commissioner_id == actor.organisation_id
    if contract is None or not is_own or not actor.may(Permission.ISSUE_NOTICES):
        return Beside(heading="Notices about it", lines=lines)
    if contract.state_on(clock.today()) is not State.IN_FORCE:
        return Beside(heading="Notices about it", lines=lines)
    href = url_for("contract_notices.issue_notice", contract_id=contract.id, about_kind=kind, about_id=record_id)
    return Beside(heading="Notices about it", lines=lines, act=act, href=href)


def _line(notice: Notice) -> Line:
    said = f", {notice.contract.reference}, issued on {day(notice.issued_on)}: {notice.stage_name.lower()}"
    late = ", overdue" if notice.is_overdue(clock.today()) else ""
    return Line(words=said + late, href=address_of(notice), link=f"{notice.named}: {notice.title}")
