"""The blueprint of organisations, the words of its acts, and whose records the reader sees."""

from collections.abc import Iterable
from decimal import Decimal

from flask import Blueprint
from sqlalchemy.exc import NoResultFound
from werkzeug.exceptions import NotFound

from commissioning.organisations.models import NeedWeighting
from core.audit_trail.words import say
from core.navigation import Item, add_item
from core.parties.models import Party
from core.parties.queries import get_party
from core.parties.rules import PartyKind
from core.permissions import Permission
from core.web import asked_number, current_actor, keep_commissioner
from core.wording import upper_first

views = Blueprint("organisations", __name__, url_prefix="/commissioning")
views.url_defaults(keep_commissioner)
add_item(
    Item(place=50, label="Commissioning", endpoint="organisations.show_home", permission=Permission.SEE_ORGANISATIONS)
)
WORDS = {
    "add_locality": "added the locality {name}",
    "rename_locality": "renamed it from {old_name} to {name}",
    "close_locality": "closed it from {closed_on}: {reason}",
    "add_group": "added {name} ({code}) in {locality}, open from {opened_on}",
    "place_group": "moved it from {old_locality} to {locality}",
    "close_group": "closed it from {closed_on}: {reason}",
    "add_practice": "added {name} ({code}), open from {opened_on}, in {group}",
    "move_practice": "moved it from {old_group} to {group} from {from_on} on",
    "correct_membership": (
        "corrected its membership from {old_group} ({old_joined_on} to {old_left_on}) "
        "to {group} ({joined_on} to {left_on}): {reason}"
    ),
    "close_practice": "closed it from {closed_on}: {reason}",
    "add_provider": "added {name} ({code}), {sort}, open from {opened_on}",
    "change_sort": "changed what it is from {old_sort} to {sort}",
    "close_provider": "closed it from {closed_on}: {reason}",
    "record_population": "recorded the population on {on}: {registered} registered",
    "correct_population": "corrected the population on {on} from {old_registered} to {registered} registered: {reason}",
    "record_populations": "recorded {count} populations, {corrected} of them corrections, of {days}",
    "record_organisations": (
        "recorded {localities} localities, {groups} groups, {practices} practices, {memberships} memberships "
        "and {providers} providers"
    ),
}
for act, words in WORDS.items():
    say(f"organisations.{act}", words)


def commissioner_in_view() -> Party:
    """The trust whose records are shown: the reader's own, or the one asked for among those the reader reaches."""
    reached = sorted(current_actor().commissioner_ids)
    asked = asked_number("commissioner")
    if asked is not None and asked not in reached:
        raise NotFound
    if not reached:
        raise NotFound
    return get_party(asked or reached[0])


def reached_commissioners() -> list[Party]:
    """All trusts whose records the reader may see, by id."""
    return [get_party(commissioner_id) for commissioner_id in sorted(current_actor().commissioner_ids)]


def party_in_view(party_id: int, *kinds: PartyKind) -> Party:
    """An organisation of one of these kinds that concerns the reader; not found otherwise."""
    try:
        party = get_party(party_id)
    except NoResultFound:
        raise NotFound from None
    if party.kind not in kinds or party.commissioner_id is None or not current_actor().reaches(party.commissioner_id):
        raise NotFound
    return party


@views.app_template_filter("people")
def people_said(people: Decimal) -> str:
    """A number of people with commas, as exact as it was recorded."""
    return f"{people:,f}"


@views.app_template_filter()
def numeric_heads(names: Iterable[str]) -> list[dict[str, object]]:
    """Headings of columns of figures."""
    return [{"text": upper_first(weighting_said(name)), "number": True} for name in names]


@views.app_template_filter("weighting")
def weighting_said(name: str) -> str:
    """A need weighting in words: `general_acute` of the sheet is read as general acute."""
    return name.replace("_", " ")


@views.app_template_filter()
def weightings_by_name(weightings: Iterable[NeedWeighting]) -> dict[str, Decimal]:
    """The people of each need weighting."""
    return {weighting.name: weighting.people for weighting in weightings}
