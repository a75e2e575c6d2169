"""Adding, renaming and closing localities."""

from collections.abc import Callable
from datetime import date

from commissioning.organisations.models import Locality
from commissioning.organisations.queries.localities import find_locality, get_locality, list_groups
from commissioning.organisations.rules.checks import check_locality_name, check_reason
from core import audit
from core.db import db
from core.errors import Refusal
from core.permissions import Actor, Permission, check_may

reasons_against_closing_locality: list[Callable[[Locality, date], list[str]]] = []
"""Higher rooms append a function here: (locality, day) → sentences why it may not close on that day."""


def add_locality(*, commissioner_id: int, name: str, by: Actor) -> Locality:
    """Add an area, under a name the trust never used for another."""
    locality = place_locality(commissioner_id=commissioner_id, name=name, by=by)
    _record(by, "add_locality", locality, new={"name": locality.name})
    return locality


def place_locality(*, commissioner_id: int, name: str, by: Actor) -> Locality:
    """`add_locality` as a part of a larger act, which records the event itself."""
    check_may(by, Permission.MAINTAIN_ORGANISATIONS, commissioner_id=commissioner_id)
    check_locality_name(name)
    _check_free(commissioner_id, name)
    locality = Locality(commissioner_id=commissioner_id, name=name.strip())
    db.session.add(locality)
    db.session.flush()
    return locality


def rename_locality(*, locality_id: int, name: str, by: Actor) -> Locality:
    """Give an area another name."""
    locality = get_locality(locality_id)
    check_may(by, Permission.MAINTAIN_ORGANISATIONS, commissioner_id=locality.commissioner_id)
    check_locality_name(name)
    old = locality.name
    if name.strip() != old:
        _check_free(locality.commissioner_id, name)
    locality.name = name.strip()
    db.session.flush()
    _record(by, "rename_locality", locality, old={"name": old}, new={"name": locality.name})
    return locality


def close_locality(*, locality_id: int, closed_on: date, reason: str, by: Actor) -> Locality:
    """Close an area from a day on, unless a group still lies in it or something else depends on it."""
    locality = get_locality(locality_id)
    check_may(by, Permission.MAINTAIN_ORGANISATIONS, commissioner_id=locality.commissioner_id)
    if locality.closed_on is not None:
        raise Refusal(f"{locality.name} is already closed.")
    check_reason(reason, f"{locality.name} closes")
    groups = list_groups(locality.commissioner_id, on=closed_on, locality_id=locality_id)
    against = [f"{group.name} still lies in it: give it another locality first." for group, _ in groups]
    against += [sentence for reasons in reasons_against_closing_locality for sentence in reasons(locality, closed_on)]
    if against:
        raise Refusal(f"{locality.name} cannot be closed yet. {' '.join(against)}")
    locality.closed_on = closed_on
    db.session.flush()
    _record(by, "close_locality", locality, new={"closed_on": closed_on.isoformat(), "reason": reason.strip()})
    return locality


def _check_free(commissioner_id: int, name: str) -> None:
    if find_locality(commissioner_id=commissioner_id, name=name.strip()) is not None:
        raise Refusal(f"There is a locality called {name.strip()} already.")


def _record(
    by: Actor, act: str, locality: Locality, *, old: audit.Values | None = None, new: audit.Values | None = None
) -> None:
    audit.record(
        db.session(),
        by=by,
        act=f"organisations.{act}",
        subject="locality",
        subject_id=locality.id,
        old=old,
        new=new,
        commissioner_id=locality.commissioner_id,
    )
