"""Adding PbC groups, placing them in a locality, closing them."""

from datetime import date

from commissioning.organisations.actions.recording import record_on
from commissioning.organisations.models import GroupPlace, Locality
from commissioning.organisations.queries.localities import find_place, get_locality
from commissioning.organisations.queries.practices import count_members, lock_party
from core.db import db
from core.errors import Refusal
from core.parties import actions as parties
from core.parties.models import Party
from core.parties.rules import PartyKind
from core.permissions import Actor, Permission, check_may


def add_group(*, commissioner_id: int, code: str, name: str, locality_id: int, opened_on: date, by: Actor) -> Party:
    """Add a PbC group in a locality of the trust."""
    locality = get_locality(locality_id)
    group = place_new_group(
        commissioner_id=commissioner_id, code=code, name=name, locality=locality, opened_on=opened_on, by=by
    )
    new = {"code": code, "name": group.name, "locality": locality.name, "opened_on": opened_on.isoformat()}
    record_on(group, by=by, act="add_group", new=new)
    return group


def place_new_group(
    *, commissioner_id: int, code: str, name: str, locality: Locality, opened_on: date, by: Actor
) -> Party:
    """`add_group` as a part of a larger act, which records the event itself."""
    check_may(by, Permission.MAINTAIN_ORGANISATIONS, commissioner_id=commissioner_id)
    _check_locality(locality, commissioner_id)
    group = parties.add_party(
        kind=PartyKind.PBC_GROUP,
        code=code,
        name=name,
        opened_on=opened_on,
        by=by,
        commissioner_id=commissioner_id,
    )
    db.session.add(GroupPlace(group_id=group.id, locality_id=locality.id))
    db.session.flush()
    return group


def place_group(*, group_id: int, locality_id: int, by: Actor) -> Party:
    """Put a group into another locality."""
    group, locality = lock_party(group_id, PartyKind.PBC_GROUP), get_locality(locality_id)
    check_may(by, Permission.MAINTAIN_ORGANISATIONS, commissioner_id=group.commissioner_id)
    _check_locality(locality, group.commissioner_id)
    place = find_place(group_id)
    old = place.locality.name if place else None
    if place is None:
        db.session.add(GroupPlace(group_id=group_id, locality_id=locality_id))
    elif place.locality_id == locality_id:
        raise Refusal(f"{group.name} lies in {locality.name} already.")
    else:
        place.locality_id = locality_id
    db.session.flush()
    record_on(group, by=by, act="place_group", old={"locality": old}, new={"locality": locality.name})
    return group


def close_group(*, group_id: int, closed_on: date, reason: str, by: Actor) -> Party:
    """Close a group from a day on, once no practice belongs to it any more."""
    group = lock_party(group_id, PartyKind.PBC_GROUP)
    check_may(by, Permission.MAINTAIN_ORGANISATIONS, commissioner_id=group.commissioner_id)
    members = count_members(group_id, on=closed_on)
    if members:
        still = "1 practice belongs" if members == 1 else f"{members} practices belong"
        raise Refusal(f"{group.name} cannot be closed yet. {still} to it on that day or later: move them first.")
    parties.end_party(party_id=group_id, closed_on=closed_on, reason=reason, by=by)
    new = {"closed_on": closed_on.isoformat(), "reason": reason.strip()}
    record_on(group, by=by, act="close_group", new=new)
    return group


def _check_locality(locality: Locality, commissioner_id: int | None) -> None:
    if locality.commissioner_id != commissioner_id:
        raise Refusal(f"{locality.name} is a locality of another primary care trust.")
    if locality.closed_on is not None:
        raise Refusal(f"{locality.name} is closed. Choose a locality that is open.")
