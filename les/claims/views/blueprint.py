"""The blueprint of claims, what it makes known to others, and how the records of an address are found."""

from typing import Any

from flask import Blueprint, abort, url_for
from flask.blueprints import BlueprintSetupState

from core.navigation import Tab, add_home_part, add_tab
from core.periods import FinancialYear
from core.permissions import Actor, Permission, Role
from core.web import current_actor, keep_commissioner
from les.claims.models.claims import Claim
from les.claims.queries.claims import find_seen
from les.claims.views import home_part, words
from les.schemes.rules.quarters import Quarter

views = Blueprint("claims", __name__, url_prefix="/les/claims")
views.url_defaults(keep_commissioner)
LIST = "claims.list_claims"
WINDOWS = "claims.list_windows"
QUARTER = "/years/<int:starts_in>/quarters/<int:number>"


@views.record_once
def make_known(state: BlueprintSetupState) -> None:
    """Add the lists to those of enhanced services, the part of the home page, and the words of the audit trail."""
    del state
    add_tab(Tab(of="les", place=70, label="Claims", endpoint=LIST, permission=Permission.SEE_CLAIMS))
    add_home_part("claims", home_part.home_part)
    words.make_known()


def claim_in_view(claim_id: int) -> Claim:
    """The claim of an address, if it concerns the reader; else there is none."""
    found = find_seen(claim_id, current_actor())
    if found is None:
        abort(404)
    return found


def own_claim_in_view(claim_id: int) -> Claim:
    """A claim of the reader's own practice; not found for others."""
    claim = claim_in_view(claim_id)
    if claim.practice_id != current_actor().organisation_id:
        abort(404)
    return claim


def quarter_in_view(starts_in: int, number: int) -> Quarter:
    """The quarter of an address; not found where there is none."""
    try:
        year = FinancialYear.named(f"{starts_in}/{(starts_in + 1) % 100:02d}")
    except ValueError:
        abort(404)
    if not 1 <= number <= 4:
        abort(404)
    return Quarter(year, number)


def where(quarter: Quarter) -> dict[str, Any]:
    """The place of a quarter in addresses."""
    return {"starts_in": quarter.year.starts_in, "number": quarter.number}


def is_practice(actor: Actor) -> bool:
    """Whether the reader sees only what is its own practice's."""
    return actor.role is Role.PRACTICE_MANAGER


def address_of(claim: Claim) -> str:
    """The page of a claim."""
    return url_for("claims.show_claim", claim_id=claim.id)


def crumbs_to_list() -> list[tuple[str, str]]:
    """The way to a claim."""
    return [("Enhanced services", url_for("schemes.list_schemes")), ("Claims", url_for(LIST))]


def crumbs_to(claim: Claim) -> list[tuple[str, str]]:
    """The way to the acts on a claim."""
    return [*crumbs_to_list(), (claim.number, address_of(claim))]
