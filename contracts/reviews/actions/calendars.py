"""Making and revoking the secret address of one's calendar. The secret is told once; only its hash is kept."""

from datetime import datetime

from contracts.reviews.models import CalendarAddress
from contracts.reviews.queries.calendars import get_address, list_addresses
from core import audit
from core.db import db
from core.errors import Refusal
from core.people.passwords import hash_token, new_secret
from core.permissions import Actor, Permission, check_may

MOST_ADDRESSES = 5


def make_address(*, by: Actor, at: datetime) -> tuple[CalendarAddress, str]:
    """Make an address under which a calendar reads what concerns one's present grant; returns it with its secret."""
    check_may(by, Permission.SEE_PERFORMANCE)
    if len(list_addresses(by.grant_id)) >= MOST_ADDRESSES:
        raise Refusal(f"You have {MOST_ADDRESSES} addresses. Revoke one that you do not use first.")
    secret = new_secret()
    address = CalendarAddress(grant_id=by.grant_id, token_hash=hash_token(secret), made_at=at, revoked_at=None)
    db.session.add(address)
    db.session.flush()
    _record(by, "make_address")
    return address, secret


def revoke_address(*, address_id: int, by: Actor, at: datetime) -> CalendarAddress:
    """End an address of one's own at once."""
    address = get_address(address_id, grant_id=by.grant_id)
    if address.revoked_at is not None:
        raise Refusal("This address is already revoked.")
    address.revoked_at = at
    db.session.flush()
    _record(by, "revoke_address")
    return address


def _record(by: Actor, act: str) -> None:
    new = {"organisation": by.organisation_name}
    audit.record(db.session(), by=by, act=f"reviews.{act}", subject="person", subject_id=by.person_id, new=new)
