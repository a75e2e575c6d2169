"""What all acts of a practice on its claims do: hold the scheme, ask who may, note the event."""

from core import audit
from core.db import db
from core.errors import NotAllowed
from core.permissions import Actor, Permission, check_may
from les.claims.models.claims import SUBJECT, Claim
from les.claims.queries.claims import get_claim, scheme_id_of
from les.schemes.models.schemes import Scheme
from les.schemes.queries.schemes import get_scheme


def held_scheme(scheme_id: int, practice_id: int, by: Actor) -> Scheme:
    """The scheme, held until the act is over: claims of it follow each other. Refuses who may not claim for a practice.

    Whoever reads what was claimed before does so after this, so that no cap is filled twice.
    """
    scheme = get_scheme(scheme_id, for_change=True)
    check_own(practice_id, scheme.commissioner_id, by)
    return scheme


def held_claim(claim_id: int, by: Actor) -> Claim:
    """A claim of one's own practice, its scheme held until the act is over."""
    scheme = get_scheme(scheme_id_of(claim_id), for_change=True)
    claim = get_claim(claim_id)
    check_own(claim.practice_id, scheme.commissioner_id, by)
    return claim


def check_own(practice_id: int, commissioner_id: int, by: Actor) -> None:
    """Refuse an act on claims of another practice than one's own."""
    check_may(by, Permission.CLAIM, commissioner_id=commissioner_id)
    if by.organisation_id != practice_id:
        raise NotAllowed(f"You act for {by.organisation_name}. You may not claim for another practice.")


def record(
    claim: Claim, act: str, by: Actor, *, old: audit.Values | None = None, new: audit.Values | None = None
) -> None:
    """Note an act on a claim."""
    audit.record(
        db.session(),
        by=by,
        act=f"claims.{act}",
        subject=SUBJECT,
        subject_id=claim.id,
        old=old,
        new={"claim": claim.number, **(new or {})},
        commissioner_id=claim.scheme.commissioner_id,
    )
