"""Pages of reviews: the register, those of a contract, one review, its packs, and calendars."""

from contracts.reviews.views.blueprint import views
from contracts.reviews.views.calendars import show_calendar
from contracts.reviews.views.decisions import DECISION, beside_decision, describe_decision
from contracts.reviews.views.packs import show_pack
from contracts.reviews.views.planning import move_review
from contracts.reviews.views.register import list_reviews
from contracts.reviews.views.review import show_review

__all__ = [
    "DECISION",
    "beside_decision",
    "blueprints",
    "describe_decision",
    "list_reviews",
    "move_review",
    "show_calendar",
    "show_pack",
    "show_review",
]
blueprints = (views,)
