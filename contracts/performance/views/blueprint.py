"""The blueprint of KPIs, what it makes known to others, and how a KPI of an address is found."""

from flask import Blueprint, abort, url_for
from flask.blueprints import BlueprintSetupState

from contracts.performance.models.kpis import SUBJECT, Kpi
from contracts.performance.queries.kpis import find_seen
from contracts.performance.views import home_part, words
from core.navigation import Tab, add_home_part, add_tab
from core.one_use import Editing
from core.permissions import Permission
from core.web import current_actor

views = Blueprint("performance", __name__, url_prefix="/contracts/kpis")
TAB = Tab(
    of="contracts", place=18, label="KPIs", endpoint="performance.list_kpis", permission=Permission.SEE_PERFORMANCE
)


@views.record_once
def make_known(state: BlueprintSetupState) -> None:
    """Add the list to the section of contracts, the part of the home page, the words of the audit trail."""
    del state
    add_tab(TAB)
    add_home_part("kpis", home_part.home_part)
    words.make_known()


def kpi_in_view(kpi_id: int) -> Kpi:
    """The KPI of the address, if it concerns the reader; not found otherwise."""
    found = find_seen(kpi_id, by=current_actor())
    if found is None:
        abort(404)
    return found


def own_kpi(kpi_id: int) -> Kpi:
    """The KPI of an address on which only its commissioner acts; not found for others who may see it."""
    found = kpi_in_view(kpi_id)
    if current_actor().organisation_id != found.commissioner_id:
        abort(404)
    return found


def address_of(kpi_id: int) -> str:
    """The page of a KPI."""
    return url_for("performance.show_kpi", kpi_id=kpi_id)


def editing(kpi: Kpi) -> Editing:
    """That a form changes this KPI: whoever saves second is told."""
    return Editing(record=kpi, subject=SUBJECT)


def crumbs() -> list[tuple[str, str]]:
    """The way to the dashboard."""
    return [("KPIs", url_for("performance.list_kpis"))]


def crumbs_to(kpi: Kpi) -> list[tuple[str, str]]:
    """The way to the acts on a KPI."""
    return [*crumbs(), (kpi.code, address_of(kpi.id))]
