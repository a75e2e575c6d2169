"""The blueprint of schemes, what it makes known to others, and how the records of an address are found."""

from flask import Blueprint, abort, url_for
from flask.blueprints import BlueprintSetupState

from core.navigation import Item, Tab, add_home_part, add_item, add_tab
from core.permissions import Permission
from core.web import current_actor, keep_commissioner
from les.schemes.models.schemes import Scheme, SchemeVersion
from les.schemes.queries.schemes import find_seen, find_seen_version
from les.schemes.views import home_part, words

views = Blueprint("schemes", __name__, url_prefix="/les/schemes")
views.url_defaults(keep_commissioner)
LIST = "schemes.list_schemes"


@views.record_once
def make_known(state: BlueprintSetupState) -> None:
    """Add the section to the navigation, its lists, the part of the home page and the words of the audit trail."""
    del state
    add_item(Item(place=45, label="Enhanced services", endpoint=LIST, permission=Permission.SEE_SCHEMES))
    add_tab(Tab(of="les", place=10, label="Schemes", endpoint=LIST, permission=Permission.SEE_SCHEMES))
    compared = "schemes.compare_prices"
    add_tab(Tab(of="les", place=94, label="Prices by locality", endpoint=compared, permission=Permission.SEE_SCHEMES))
    add_home_part("schemes", home_part.home_part)
    words.make_known()


def reached_scheme(scheme_id: int) -> Scheme:
    """The scheme of the address, if it concerns the reader; else there is none."""
    found = find_seen(scheme_id, current_actor())
    if found is None:
        abort(404)
    return found


def reached_version(version_id: int) -> SchemeVersion:
    """The version of the address, if it concerns the reader; else there is none."""
    found = find_seen_version(version_id, current_actor())
    if found is None:
        abort(404)
    return found


def address_of(scheme: Scheme) -> str:
    """The page of a scheme."""
    return url_for("schemes.show_scheme", scheme_id=scheme.id)


def address_of_version(version: SchemeVersion) -> str:
    """The page of a version."""
    return url_for("schemes.show_version", version_id=version.id)


def crumbs_to_list() -> list[tuple[str, str]]:
    """The way to a scheme."""
    return [("Enhanced services", url_for(LIST))]


def crumbs_to(scheme: Scheme) -> list[tuple[str, str]]:
    """The way to the pages of a scheme."""
    return [*crumbs_to_list(), (scheme.called, address_of(scheme))]


def crumbs_to_version(version: SchemeVersion) -> list[tuple[str, str]]:
    """The way to the acts on a version."""
    return [*crumbs_to(version.scheme), (f"Version {version.number}", address_of_version(version))]
