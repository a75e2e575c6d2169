"""Pages of KPIs: the dashboard, one KPI, definitions and the library, results, judging them."""

from contracts.performance.views.asked import moved_as_all_know
from contracts.performance.views.blueprint import address_of, views
from contracts.performance.views.dashboard import list_kpis
from contracts.performance.views.defining import make_kpi
from contracts.performance.views.judging import freeze_results
from contracts.performance.views.kpi import show_kpi
from contracts.performance.views.movement import show_movement
from contracts.performance.views.returning import enter_results

__all__ = [
    "address_of",
    "blueprints",
    "enter_results",
    "freeze_results",
    "list_kpis",
    "make_kpi",
    "moved_as_all_know",
    "show_kpi",
    "show_movement",
]
blueprints = (views,)
