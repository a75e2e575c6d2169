"""The blueprint of funding applications, what it makes known to others, and how the record of an address is found."""

from flask import Blueprint, abort, url_for
from flask.blueprints import BlueprintSetupState

from core.navigation import Tab, add_home_part, add_tab
from core.permissions import Permission
from core.web import current_actor, keep_commissioner
from les.schemes.models.funding import FundingApplication
from les.schemes.queries.funding import find_seen_application
from les.schemes.views.blueprint import crumbs_to_list as crumbs_to_schemes
from les.schemes.views.funding import home_part, words

views = Blueprint("scheme_funding", __name__, url_prefix="/les/funding")
views.url_defaults(keep_commissioner)
LIST = "scheme_funding.list_applications"


@views.record_once
def make_known(state: BlueprintSetupState) -> None:
    """Add the list, the part of the home page and the words of the audit trail."""
    del state
    add_tab(Tab(of="les", place=96, label="Funding", endpoint=LIST, permission=Permission.SEE_SCHEMES))
    add_home_part("scheme_funding", home_part.home_part)
    words.make_known()


def reached_application(application_id: int) -> FundingApplication:
    """The application of the address, if it concerns the reader; else there is none."""
    found = find_seen_application(application_id, current_actor())
    if found is None:
        abort(404)
    return found


def address_of(application: FundingApplication) -> str:
    """The page of an application."""
    return url_for("scheme_funding.show_application", application_id=application.id)


def crumbs_to_applications() -> list[tuple[str, str]]:
    """The way to an application."""
    return [*crumbs_to_schemes(), ("Funding", url_for(LIST))]


def crumbs_to(application: FundingApplication) -> list[tuple[str, str]]:
    """The way to the acts on an application."""
    return [*crumbs_to_applications(), (application.called, address_of(application))]
