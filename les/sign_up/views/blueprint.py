"""The blueprint of signing up, what it makes known to others, and how the records of an address are found."""

from flask import Blueprint, abort, url_for
from flask.blueprints import BlueprintSetupState

from core.navigation import Tab, add_home_part, add_notice, add_tab
from core.permissions import Permission, Role
from core.web import current_actor, keep_commissioner
from les.sign_up.models.agreements import LesAgreement
from les.sign_up.models.offers import Offer, Offered
from les.sign_up.queries.agreements import find_seen_agreement
from les.sign_up.queries.offers import find_seen_offer, find_seen_offered
from les.sign_up.views import home_part, words

views = Blueprint("sign_up", __name__, url_prefix="/les/sign-up")
views.url_defaults(keep_commissioner)
LIST = "sign_up.list_agreements"


@views.record_once
def make_known(state: BlueprintSetupState) -> None:
    """Add the lists to their section, what stands above a scheme, the part of the home page, words of the trail."""
    del state
    see = Permission.SEE_CLAIMS
    add_tab(
        Tab(of="les", place=5, label="Your schemes", endpoint="sign_up.show_own", permission=Permission.BIND_PRACTICE)
    )
    add_tab(Tab(of="les", place=60, label="Sign-up", endpoint=LIST, permission=see))
    add_tab(Tab(of="les", place=63, label="Accreditation", endpoint="sign_up.list_accreditation", permission=see))
    add_tab(Tab(of="les", place=65, label="Cover", endpoint="sign_up.show_cover", permission=see))
    add_notice("sign-up", of="scheme", make=home_part.above_scheme)
    add_home_part("sign_up", home_part.home_part)
    words.make_known()


def is_practice() -> bool:
    """Whether the reader acts for a practice, which sees its own alone."""
    return current_actor().role is Role.PRACTICE_MANAGER


def reached_offer(offer_id: int) -> Offer:
    """The offer of the address, for those of the commissioner; else there is none."""
    found = find_seen_offer(offer_id, current_actor())
    if found is None:
        abort(404)
    return found


def reached_offered(offered_id: int) -> Offered:
    """What a practice was offered, for the practice and those of the commissioner; else there is none."""
    found = find_seen_offered(offered_id, current_actor())
    if found is None:
        abort(404)
    return found


def reached_agreement(agreement_id: int) -> LesAgreement:
    """The agreement of the address, if it concerns the reader; else there is none."""
    found = find_seen_agreement(agreement_id, current_actor())
    if found is None:
        abort(404)
    return found


def offer_at(offer_id: int) -> str:
    """The page of an offer."""
    return url_for("sign_up.show_offer", offer_id=offer_id)


def offered_at(offered_id: int) -> str:
    """The page of what a practice was offered."""
    return url_for("sign_up.show_offered", offered_id=offered_id)


def agreement_at(agreement_id: int) -> str:
    """The page of an agreement."""
    return url_for("sign_up.show_agreement", agreement_id=agreement_id)


def crumbs_to_list() -> list[tuple[str, str]]:
    """The way to what is signed up: for a practice its own schemes."""
    if is_practice():
        return [("Your schemes", url_for("sign_up.show_own"))]
    return [("Sign-up", url_for(LIST))]


def crumbs_to_offer(offer: Offer) -> list[tuple[str, str]]:
    """The way to the pages of an offer."""
    return [*crumbs_to_offers(), (offer.called, offer_at(offer.id))]


def crumbs_to_offers() -> list[tuple[str, str]]:
    """The way to an offer."""
    return [*crumbs_to_list(), ("Offers", url_for("sign_up.list_offers"))]


def crumbs_to_agreement(agreement: LesAgreement) -> list[tuple[str, str]]:
    """The way to the pages of an agreement."""
    return [*crumbs_to_list(), (agreement.number, agreement_at(agreement.id))]
