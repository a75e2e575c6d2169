"""The blueprint of reviews, what it makes known to others, and how a review of an address is found."""

from flask import Blueprint, abort, url_for
from flask.blueprints import BlueprintSetupState
from sqlalchemy.exc import NoResultFound

from contracts.agreements.views.blueprint import crumbs_to as crumbs_to_contract
from contracts.reviews.models import Pack, Review
from contracts.reviews.queries.reviews import find_seen, get_pack
from contracts.reviews.views import home_part, notices, words
from contracts.reviews.views.holding import may_hold
from core.navigation import Tab, add_home_part, add_notice, add_tab
from core.permissions import Permission
from core.web import current_actor

views = Blueprint("reviews", __name__, url_prefix="/contracts")
TABS = (
    Tab(
        of="contracts",
        place=22,
        label="Reviews",
        endpoint="reviews.list_reviews",
        permission=Permission.SEE_PERFORMANCE,
    ),
    Tab(
        of="contracts",
        place=24,
        label="Action log",
        endpoint="meetings.list_actions",
        permission=Permission.SEE_PERFORMANCE,
    ),
    Tab(
        of="contract",
        place=50,
        label="Reviews",
        endpoint="reviews.list_of_contract",
        permission=Permission.SEE_PERFORMANCE,
    ),
)


@views.record_once
def make_known(state: BlueprintSetupState) -> None:
    """Add the register, the page of a contract, the way from a meeting, the part of the home page, the words."""
    del state
    for tab in TABS:
        add_tab(tab)
    add_notice("reviews", of="meeting", make=notices.notices)
    add_home_part("reviews", home_part.home_part)
    words.make_known()


def review_in_view(review_id: int) -> Review:
    """The review of the address, if it concerns the reader; not found otherwise."""
    found = find_seen(review_id, by=current_actor())
    if found is None:
        abort(404)
    return found


def held_in_view(review_id: int) -> Review:
    """A review that the reader's organisation calls and holds; not found for others who may see it."""
    found = review_in_view(review_id)
    if not may_hold(found.contract):
        abort(404)
    return found


def pack_in_view(review: Review, number: int) -> Pack:
    """A pack of the review; not found where it has none of that number."""
    try:
        return get_pack(review.id, number)
    except NoResultFound:
        abort(404)


def address_of(review: Review) -> str:
    """The page of a review."""
    return address_by_id(review.id)


def address_by_id(review_id: int) -> str:
    """The page of a review of that id."""
    return url_for("reviews.show_review", review_id=review_id)


def crumbs_of(review: Review) -> list[tuple[str, str]]:
    """The way to a review of a contract."""
    where = url_for("reviews.list_of_contract", contract_id=review.contract_id)
    return [*crumbs_to_contract(review.contract), ("Reviews", where)]


def crumbs_to(review: Review) -> list[tuple[str, str]]:
    """The way to the acts on a review."""
    return [*crumbs_of(review), (review.named, address_of(review))]
