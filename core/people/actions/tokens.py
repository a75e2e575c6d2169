"""Issuing and revoking tokens for machines. The secret is told once; only its hash is kept."""

from datetime import date, datetime, timedelta

from core import audit
from core.db import db
from core.errors import NotAllowed, Refusal
from core.people import passwords, queries, rules
from core.people.models import Token
from core.permissions import PERMISSIONS_OF, Actor, Permission

PREFIX = "ccb_"
_NOTED_EVERY = timedelta(hours=1)


def issue_token(
    *, purpose: str, scope: frozenset[Permission], expires_on: date, by: Actor, on: date, at: datetime
) -> tuple[Token, str]:
    """Issue a token that acts under one's present grant within a scope; returns it with its secret."""
    if by.scope is not None:
        raise NotAllowed("A token cannot issue another token.")
    if by.stands_in_for_id is not None:
        raise NotAllowed(f"You stand in for {by.stands_in_for}. Tokens are issued under a grant of one’s own.")
    rules.check_token(purpose=purpose, scope=scope, held=PERMISSIONS_OF[by.role], expires_on=expires_on, on=on)
    secret = PREFIX + passwords.new_secret()
    token = Token(
        token_hash=passwords.hash_token(secret),
        grant_id=by.grant_id,
        organisation_id=by.organisation_id,
        purpose=purpose.strip(),
        scope="\n".join(sorted(scope)),
        issued_at=at,
        expires_on=expires_on,
    )
    db.session.add(token)
    db.session.flush()
    new = {"purpose": token.purpose, "scope": ", ".join(sorted(scope)), "expires_on": expires_on.isoformat()}
    _record(by, "issue_token", by.person_id, new)
    return token, secret


def revoke_token(*, token_id: int, by: Actor, at: datetime) -> Token:
    """End a token at once: one's own, or as administrator anybody's."""
    token = queries.get_token(token_id)
    person_id = queries.get_grant(token.grant_id).person_id
    if person_id != by.person_id and not by.may(Permission.ADMINISTER_PEOPLE):
        raise NotAllowed("Only the person who issued a token or an administrator may revoke it.")
    if token.revoked_at is not None:
        raise Refusal("This token is already revoked.")
    token.revoked_at = at
    db.session.flush()
    _record(by, "revoke_token", person_id, {"purpose": token.purpose})
    return token


def note_token_use(*, token_id: int, at: datetime) -> None:
    """Keep when a token was last used, to the hour: bookkeeping, no act."""
    token = queries.get_token(token_id)
    if token.last_used_at is None or at - token.last_used_at >= _NOTED_EVERY:
        token.last_used_at = at


def _record(by: Actor, act: str, person_id: int, new: audit.Values) -> None:
    audit.record(db.session(), by=by, act=f"people.{act}", subject="person", subject_id=person_id, new=new)
