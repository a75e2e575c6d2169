"""Rules of intentions: what may be said and answered, what posts cost, and how loss leaders are grossed up."""

from budgets.intentions.rules.establishment import CostedOffer, CostedPost, Post, Terms, cost_of_offer, cost_of_post
from budgets.intentions.rules.grossing_up import GrossedLine, GrossedUp, Priced, gross_up

__all__ = [
    "CostedOffer",
    "CostedPost",
    "GrossedLine",
    "GrossedUp",
    "Post",
    "Priced",
    "Terms",
    "cost_of_offer",
    "cost_of_post",
    "gross_up",
]
