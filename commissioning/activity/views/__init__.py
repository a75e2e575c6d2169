"""Pages of activity returns: what is due and how it stands, one return of one period, and what a provider does."""

from commissioning.activity.views import (
    accepting,
    adjusting,
    answering,
    calendar,
    expecting,
    figures,
    home,
    open_queries,
    releasing,
    sections,
    seeing,
    settings,
    stating,
    submissions,
    submitting,
    typing_in,
)
from commissioning.activity.views.blueprint import views
from commissioning.activity.views.returns import list_returns, show_return

__all__ = [
    "accepting",
    "adjusting",
    "answering",
    "blueprints",
    "calendar",
    "expecting",
    "figures",
    "home",
    "list_returns",
    "open_queries",
    "releasing",
    "sections",
    "seeing",
    "settings",
    "show_return",
    "stating",
    "submissions",
    "submitting",
    "typing_in",
]
blueprints = (views,)
