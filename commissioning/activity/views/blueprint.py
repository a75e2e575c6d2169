"""The blueprint of activity returns, what it makes known to others, and how a return of an address is found."""

from typing import Any

from flask import Blueprint, abort, url_for
from flask.blueprints import BlueprintSetupState
from sqlalchemy.exc import NoResultFound

from commissioning.activity.models.expectations import Expectation
from commissioning.activity.queries.expectations import get_expectation
from commissioning.activity.queries.returns import Return, get_return
from commissioning.activity.rules.due import check_is_expected
from core import clock
from core.errors import Refusal
from core.navigation import Item, add_item
from core.permissions import Actor, Permission
from core.web import current_actor

views = Blueprint("activity", __name__, url_prefix="/activity")


@views.record_once
def make_known(state: BlueprintSetupState) -> None:
    """Add the section of the bar."""
    del state
    add_item(Item(place=40, label="Activity", endpoint="activity.list_returns", permission=Permission.SEE_ACTIVITY))


def concerns(expectation: Expectation, by: Actor) -> bool:
    """Whether somebody may see this expectation: its provider, and whoever reaches its commissioner but a provider."""
    if not by.may(Permission.SEE_ACTIVITY) or not by.reaches(expectation.commissioner_id):
        return False
    return not by.may(Permission.SUBMIT_ACTIVITY) or by.organisation_id == expectation.provider_id


def expectation_in_view(expectation_id: int) -> Expectation:
    """The expectation of the address, if it concerns the reader; not found otherwise."""
    try:
        found = get_expectation(expectation_id)
    except NoResultFound:
        abort(404)
    if not concerns(found, current_actor()):
        abort(404)
    return found


def return_in_view(expectation_id: int, month: str) -> Return:
    """The return of the address as it stands today; not found for a month that is none, or outside."""
    expectation = expectation_in_view(expectation_id)
    try:
        check_is_expected(expectation.expected, month)
        return get_return(expectation_id, month, on=clock.today())
    except (Refusal, ValueError):
        abort(404)


def sees_figures(expectation: Expectation) -> bool:
    """Whether the reader sees the figures of a return: its provider and its commissioner.

    Small numbers and practices stand in them, and in its file, findings and queries; who looks from above the trust
    sees when it came, and how it stands.
    """
    return current_actor().organisation_id in (expectation.provider_id, expectation.commissioner_id)


def figures_in_view(expectation_id: int, month: str) -> Return:
    """The return of the address with its figures; not found for who may not see them."""
    found = return_in_view(expectation_id, month)
    if not sees_figures(found.expectation):
        abort(404)
    return found


def is_own(found: Return) -> bool:
    """Whether the reader submits this return: a person of its provider."""
    actor = current_actor()
    return actor.may(Permission.SUBMIT_ACTIVITY) and actor.organisation_id == found.expectation.provider_id


def may_accept(found: Return) -> bool:
    """Whether the reader queries, accepts and freezes this return."""
    actor = current_actor()
    return actor.may(Permission.ACCEPT_ACTIVITY) and actor.organisation_id == found.expectation.commissioner_id


def where(found: Return) -> dict[str, Any]:
    """The place of a return in addresses."""
    return {"expectation_id": found.expectation.id, "month": found.due.period.first_month}


def address_of(found: Return) -> str:
    """The page of a return."""
    return url_for("activity.show_return", **where(found))


def crumbs() -> list[tuple[str, str]]:
    """The way to the list of returns."""
    return [("Activity", url_for("activity.list_returns"))]


def crumbs_to(found: Return) -> list[tuple[str, str]]:
    """The way to the acts on a return."""
    return [*crumbs(), (f"{found.expectation.name}, {found.due.period}", address_of(found))]
