"""What is done with organisations: open, rename, place under a health authority, close."""

from collections.abc import Callable
from datetime import date

from core import audit
from core.db import db
from core.errors import Refusal
from core.parties import queries, rules
from core.parties.models import Party
from core.parties.rules import COMMISSIONING_KINDS, PartyKind
from core.permissions import Actor, Permission, check_may

reasons_against_closing: list[Callable[[Party, date], list[str]]] = []
"""Higher domains append a function here: (organisation, day) → sentences why it may not close on that day."""


def open_party(
    *,
    kind: PartyKind,
    code: str,
    name: str,
    opened_on: date,
    by: Actor | None,
    commissioner_id: int | None = None,
    overseer_id: int | None = None,
) -> Party:
    """Add an organisation under a code that no organisation of its kind ever had.

    `by` is None only for the first PCT of an empty installation: nobody can be signed in before it.
    """
    party = add_party(
        kind=kind,
        code=code,
        name=name,
        opened_on=opened_on,
        by=by,
        commissioner_id=commissioner_id,
        overseer_id=overseer_id,
    )
    new = {"kind": kind.value, "code": code, "name": party.name, "opened_on": opened_on.isoformat()}
    _record(by, "open_party", party, new=new)
    return party


def add_party(
    *,
    kind: PartyKind,
    code: str,
    name: str,
    opened_on: date,
    by: Actor | None,
    commissioner_id: int | None = None,
    overseer_id: int | None = None,
) -> Party:
    """`open_party` as a part of a larger act of another room, which records the event itself."""
    _check_may_maintain(by, kind, commissioner_id)
    commissioner = None if commissioner_id is None else queries.get_party(commissioner_id)
    overseer = None if overseer_id is None else queries.get_party(overseer_id)
    rules.check_code(kind, code)
    rules.check_name(name)
    rules.check_belonging(kind, commissioner.kind if commissioner else None, overseer.kind if overseer else None)
    holder = queries.find_party(kind=kind, code=code)
    if holder is not None:
        state = "belongs to" if holder.closed_on is None else "belonged to"
        raise Refusal(f"The code {code} {state} {holder.name}. Codes are never used again.")
    party = Party(
        kind=kind,
        code=code,
        name=name.strip(),
        opened_on=opened_on,
        commissioner_id=commissioner_id,
        overseer_id=overseer_id,
    )
    db.session.add(party)
    db.session.flush()
    return party


def rename_party(*, party_id: int, name: str, by: Actor) -> Party:
    """Give an organisation another name; the code stays."""
    party = queries.get_party(party_id)
    _check_may_maintain(by, party.kind, party.commissioner_id)
    rules.check_name(name)
    old = party.name
    party.name = name.strip()
    db.session.flush()
    _record(by, "rename_party", party, old={"name": old}, new={"name": party.name})
    return party


def place_trust(*, party_id: int, overseer_id: int | None, by: Actor) -> Party:
    """Place a PCT under a strategic health authority, or under none."""
    party = queries.get_party(party_id)
    check_may(by, Permission.MAINTAIN_COMMISSIONERS)
    overseer = None if overseer_id is None else queries.get_party(overseer_id)
    above = overseer.kind if overseer else None
    rules.check_belonging(party.kind, party.commissioner.kind if party.commissioner else None, above)
    old = {"overseer": party.overseer.name} if party.overseer else None
    party.overseer_id = overseer_id
    db.session.flush()
    _record(by, "place_trust", party, old=old, new={"overseer": overseer.name if overseer else None})
    return party


def close_party(*, party_id: int, closed_on: date, reason: str, by: Actor) -> Party:
    """Close an organisation from a day on, unless something still depends on it. Its code stays taken for ever."""
    party = end_party(party_id=party_id, closed_on=closed_on, reason=reason, by=by)
    _record(by, "close_party", party, new={"closed_on": closed_on.isoformat(), "reason": reason.strip()})
    return party


def end_party(*, party_id: int, closed_on: date, reason: str, by: Actor) -> Party:
    """`close_party` as a part of a larger act of another room, which records the event itself."""
    party = queries.get_party(party_id)
    _check_may_maintain(by, party.kind, party.commissioner_id)
    rules.check_closing(
        name=party.name,
        opened_on=party.opened_on,
        already_closed_on=party.closed_on,
        closed_on=closed_on,
        reason=reason,
    )
    against = [sentence for reasons in reasons_against_closing for sentence in reasons(party, closed_on)]
    if against:
        raise Refusal(f"{party.name} cannot be closed yet. {' '.join(against)}")
    party.closed_on = closed_on
    db.session.flush()
    return party


def _check_may_maintain(by: Actor | None, kind: PartyKind, commissioner_id: int | None) -> None:
    if by is None:
        if kind is not PartyKind.PCT or queries.party_exists():
            raise Refusal("Only the first primary care trust of an installation is added by nobody.")
    elif kind in COMMISSIONING_KINDS or by.may(Permission.MAINTAIN_COMMISSIONERS):
        check_may(by, Permission.MAINTAIN_COMMISSIONERS)
    else:
        check_may(by, Permission.MAINTAIN_ORGANISATIONS, commissioner_id=commissioner_id)


def _record(
    by: Actor | None, act: str, party: Party, *, old: audit.Values | None = None, new: audit.Values | None = None
) -> None:
    commissioner_id = party.id if party.kind is PartyKind.PCT else party.commissioner_id
    audit.record(
        db.session(),
        by=by,
        act=f"parties.{act}",
        subject="party",
        subject_id=party.id,
        old=old,
        new=new,
        commissioner_id=commissioner_id,
    )
