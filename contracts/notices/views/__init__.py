"""Pages of notices: the register, one notice and what is done with it, the timeline and the ledger of a contract."""

from contracts.notices.views import answering, kept, ledger, milestones, outcomes, register, timeline
from contracts.notices.views.about import KPI, beside_kpi, describe_kpi
from contracts.notices.views.blueprint import views
from contracts.notices.views.issuing import issue_notice
from contracts.notices.views.notice import show_notice

__all__ = [
    "KPI",
    "answering",
    "beside_kpi",
    "blueprints",
    "describe_kpi",
    "issue_notice",
    "kept",
    "ledger",
    "milestones",
    "outcomes",
    "register",
    "show_notice",
    "timeline",
]
blueprints = (views,)
