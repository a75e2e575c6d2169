"""Signing: the one act of this room. What may be signed, and by whom, the room that asks for it decides first."""

from datetime import date, datetime

from core import audit
from core.db import db
from core.people.queries import demo_mark_exists
from core.permissions import ROLE_NAMES, Actor
from core.signatures import queries, rules
from core.signatures.models import Signature
from core.signatures.rules import Capacity


def sign(
    *,
    subject: str,
    subject_id: int,
    content_hash: str,
    statement: str,
    capacity: Capacity,
    by: Actor,
    on: date,
    at: datetime,
    commissioner_id: int | None = None,
) -> Signature:
    """Sign one content of a record for the organisation of the grant; it does so once.

    The calling action has checked that the person may sign this record, and its view is `@binding`. `statement` says in
    words what is signed, `content_hash` is its SHA-256. Neither a token nor a command signs, since nobody gave a
    password there; only in a database marked as a demo do commands.
    """
    _check_given_in_person(by)
    rules.check_what_is_signed(statement=statement, content_hash=content_hash)
    organisation = queries.hold_organisation(by.organisation_id)
    rules.check_capacity(capacity=capacity, organisation=organisation.name, kind=organisation.kind)
    signature = Signature(
        subject=subject,
        subject_id=subject_id,
        content_hash=content_hash,
        capacity=capacity,
        statement=statement.strip(),
        person_id=by.person_id,
        grant_id=by.grant_id,
        organisation_id=by.organisation_id,
        name=by.name,
        role=ROLE_NAMES[by.role],
        organisation=organisation.name,
        signed_on=on,
        signed_at=at,
    )
    _keep_the_first(signature)
    _record(signature, by=by, commissioner_id=commissioner_id)
    return signature


def _check_given_in_person(by: Actor) -> None:
    by_command = bool(by.account) and not demo_mark_exists()
    rules.check_given_in_person(by_token=by.scope is not None, by_command=by_command)


def _keep_the_first(signature: Signature) -> None:
    """Keep a signature, unless its organisation, which the act holds, has signed the same content before."""
    earlier = queries.find_signature(
        subject=signature.subject,
        subject_id=signature.subject_id,
        content_hash=signature.content_hash,
        organisation_id=signature.organisation_id,
    )
    rules.check_signs_once(organisation=signature.organisation, earlier=earlier.given if earlier else None)
    db.session.add(signature)
    db.session.flush()


def _record(signature: Signature, *, by: Actor, commissioner_id: int | None) -> None:
    audit.record(
        db.session(),
        by=by,
        act="signatures.sign",
        subject=signature.subject,
        subject_id=signature.subject_id,
        new={
            "organisation": signature.organisation,
            "name": signature.name,
            "role": signature.role,
            "capacity": rules.capacity_in_words(signature.capacity),
            "statement": signature.statement,
            "content_hash": signature.content_hash,
        },
        commissioner_id=commissioner_id,
    )
