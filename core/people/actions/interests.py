"""Declaring interests: whoever has one in an organisation takes no part in decisions about it."""

from datetime import date

from core import audit
from core.db import db
from core.errors import NotAllowed, Refusal
from core.parties.queries import get_party
from core.parties.rules import PartyKind
from core.people import queries, rules
from core.people.models import Interest
from core.permissions import Actor

OF_INTEREST = frozenset({PartyKind.PRACTICE, PartyKind.PROVIDER})


def declare_interest(*, party_id: int, words: str, starts_on: date, by: Actor) -> Interest:
    """Declare one's own interest in a practice or provider, in one's own words."""
    party = get_party(party_id)
    if party.kind not in OF_INTEREST:
        raise Refusal("An interest is declared in a practice or a provider.")
    if not words.strip():
        raise Refusal("Say what the interest is, such as “partner in the practice”.")
    held = [(i.starts_on, i.ends_on) for i in queries.list_interests(by.person_id) if i.party_id == party_id]
    rules.check_no_overlap(starts_on, None, held, what=f"A declared interest in {party.name}")
    interest = Interest(person_id=by.person_id, party_id=party_id, starts_on=starts_on, words=words.strip())
    db.session.add(interest)
    db.session.flush()
    _record(by, "declare_interest", {"organisation": party.name, "words": interest.words})
    return interest


def end_interest(*, interest_id: int, ends_on: date, by: Actor) -> Interest:
    """Say that one's own interest is over: `ends_on` is the first day without it. The record stays."""
    interest = queries.get_interest(interest_id)
    if interest.person_id != by.person_id:
        raise NotAllowed("Only the person who declared an interest may end it.")
    rules.check_ending(
        starts_on=interest.starts_on, already_ends_on=interest.ends_on, ends_on=ends_on, what="The interest"
    )
    interest.ends_on = ends_on
    db.session.flush()
    party = get_party(interest.party_id)
    _record(by, "end_interest", {"organisation": party.name, "ends_on": ends_on.isoformat()})
    return interest


def _record(by: Actor, act: str, new: audit.Values) -> None:
    audit.record(db.session(), by=by, act=f"people.{act}", subject="person", subject_id=by.person_id, new=new)
