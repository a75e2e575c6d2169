"""Pages of plan against actual: all contracts, one contract by service, one service by month and by group."""

from contracts.monitoring.views.blueprint import views
from contracts.monitoring.views.contract import show_activity
from contracts.monitoring.views.register import list_activity
from contracts.monitoring.views.service import show_service

__all__ = ["blueprints", "list_activity", "show_activity", "show_service"]
blueprints = (views,)
