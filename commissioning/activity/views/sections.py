"""The lists of activity beside each other: returns, calendar, queries, what is expected.

What returns are checked by and what they may count is reached from what is expected.
"""

from flask.blueprints import BlueprintSetupState

from commissioning.activity.views.blueprint import views
from core.navigation import Tab, add_tab
from core.permissions import Permission

_LISTS = (
    (10, "Returns", "list_returns"),
    (20, "Calendar", "show_calendar"),
    (30, "Open queries", "list_open_queries"),
    (60, "What is expected", "list_expected"),
)


@views.record_once
def make_lists_known(state: BlueprintSetupState) -> None:
    """Put the lists beside each other."""
    del state
    for place, label, endpoint in _LISTS:
        add_tab(
            Tab(
                of="activity",
                place=place,
                label=label,
                endpoint=f"activity.{endpoint}",
                permission=Permission.SEE_ACTIVITY,
            )
        )
