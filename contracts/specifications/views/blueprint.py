"""The blueprint of specifications, what it makes known to others, and how the records of an address are found."""

from flask import Blueprint, abort, url_for
from flask.blueprints import BlueprintSetupState

from contracts.specifications.models import Specification, SpecificationSection, SpecificationVersion
from contracts.specifications.queries.versions import find_section, find_seen, list_versions
from contracts.specifications.rules.states import OPEN, State
from contracts.specifications.views import home_part, words
from core.navigation import Tab, add_home_part, add_tab
from core.permissions import Actor, Permission
from core.web import current_actor, keep_commissioner

views = Blueprint("specifications", __name__, url_prefix="/contracts/specifications")
views.url_defaults(keep_commissioner)
TAB = Tab(
    of="contracts",
    place=40,
    label="Specifications",
    endpoint="specifications.list_specifications",
    permission=Permission.SEE_CONTRACTS,
)


@views.record_once
def make_known(state: BlueprintSetupState) -> None:
    """Add the list to those of contracts, the part of the home page and the words of the audit trail."""
    del state
    add_tab(TAB)
    add_home_part("specifications", home_part.home_part)
    words.make_known()


def reached_version(version_id: int) -> SpecificationVersion:
    """The version of the address, if it concerns the reader; else there is none."""
    found = find_seen(version_id, current_actor())
    if found is None:
        abort(404)
    return found


def reached_versions(specification_id: int) -> list[SpecificationVersion]:
    """The versions of the specification of the address that concern the reader, newest first; else there is none."""
    found = list_versions(specification_id, current_actor())
    if not found:
        abort(404)
    return found


def reached_section(version_id: int, section_id: int) -> tuple[SpecificationVersion, SpecificationSection]:
    """A section of a version of the address that holds text, if the version concerns the reader."""
    version = reached_version(version_id)
    section = find_section(version.id, section_id)
    if section is None or not section.holds_text:
        abort(404)
    return version, section


def is_party(specification: Specification, by: Actor) -> bool:
    """Whether the reader drafts and reviews for one of its two sides."""
    parties = (specification.commissioner_id, specification.provider_id)
    return by.may(Permission.DRAFT_SPECIFICATIONS) and by.organisation_id in parties


def may_change(version: SpecificationVersion, by: Actor) -> bool:
    """Whether the reader may change the version as it stands."""
    is_own = version.state is State.IN_REVIEW or version.drafter_id == by.organisation_id
    return version.state in OPEN and is_own and is_party(version.specification, by)


def address_of(version: SpecificationVersion) -> str:
    """The page of a version."""
    return url_for("specifications.show_version", version_id=version.id)


def crumbs_to_list() -> list[tuple[str, str]]:
    """The way to a specification."""
    return [("Specifications", url_for("specifications.list_specifications"))]


def crumbs_to(version: SpecificationVersion) -> list[tuple[str, str]]:
    """The way to the acts on a version."""
    return [*crumbs_to_list(), (version.called, address_of(version))]
