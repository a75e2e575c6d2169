"""What all acts of signing up do: hold the offer, ask who may, note the event."""

from core import audit
from core.db import db
from core.permissions import Actor, Permission, check_may
from les.schemes.models.schemes import Scheme
from les.sign_up.models.offers import Offer
from les.sign_up.queries.offers import get_offer


def held_offer(offer_id: int, by: Actor) -> Offer:
    """The offer, held until the act is over. Refuses who may not offer schemes for this commissioner."""
    offer = get_offer(offer_id, for_change=True)
    check_may(by, Permission.OFFER_SCHEMES, commissioner_id=offer.scheme.commissioner_id)
    return offer


def record(
    scheme: Scheme,
    act: str,
    by: Actor,
    *,
    subject: str,
    subject_id: int,
    old: audit.Values | None = None,
    new: audit.Values | None = None,
) -> None:
    """Note an act about a scheme on one of the room’s records."""
    audit.record(
        db.session(),
        by=by,
        act=f"sign_up.{act}",
        subject=subject,
        subject_id=subject_id,
        old=old,
        new={"scheme": scheme.called, **(new or {})},
        commissioner_id=scheme.commissioner_id,
    )
