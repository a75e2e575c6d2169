"""Pages on which activity is seen: completeness, coverage, trends, ratios, practices compared, and one practice."""

from flask.blueprints import BlueprintSetupState

from commissioning.activity.views.blueprint import views
from commissioning.activity.views.seeing.completeness import show_completeness
from commissioning.activity.views.seeing.coverage import show_coverage
from commissioning.activity.views.seeing.one_practice import show_practice
from commissioning.activity.views.seeing.practices import list_practices
from commissioning.activity.views.seeing.ratios import show_ratios
from commissioning.activity.views.seeing.trends import show_trend
from core.navigation import Item, Tab, add_item, add_tab
from core.permissions import Permission

__all__ = ["list_practices", "show_completeness", "show_coverage", "show_practice", "show_ratios", "show_trend"]
_TABS = (
    (40, "Completeness", "show_completeness", Permission.SEE_ACTIVITY),
    (42, "Coverage", "show_coverage", Permission.SEE_ACTIVITY),
    (44, "Trends", "show_trend", Permission.SEE_ACTIVITY),
    (46, "Ratios", "show_ratios", Permission.SEE_ACTIVITY),
    (48, "Practices", "list_practices", Permission.SEE_PRACTICE_ACTIVITY),
)


@views.record_once
def make_seeing_known(state: BlueprintSetupState) -> None:
    """Add the pages to the section, and the section to the bar of those who see practices only."""
    del state
    for place, label, view, permission in _TABS:
        add_tab(Tab(of="activity", place=place, label=label, endpoint=f"activity.{view}", permission=permission))
    add_item(
        Item(
            place=41,
            label="Activity",
            endpoint="activity.list_practices",
            permission=Permission.SEE_PRACTICE_ACTIVITY,
        )
    )
