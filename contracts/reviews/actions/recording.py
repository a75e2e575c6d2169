"""How a review is found for an act, how acts are recorded, and who is told of them."""

from datetime import date, datetime

from commissioning.meetings.actions.calling import Part
from contracts.agreements.models.contracts import Contract
from contracts.agreements.queries.contracts import get_contract, groups_of
from contracts.reviews.models import SUBJECT, Review
from contracts.reviews.queries.reviews import get_review
from contracts.reviews.rules.schedule import check_is_scheduled
from core import audit
from core.db import db
from core.errors import NotAllowed
from core.notifications.actions import notify
from core.notifications.queries import people_at
from core.permissions import Actor, Permission, check_may
from core.signatures.rules import Capacity


def held_review(review_id: int, *, by: Actor) -> Review:
    """The review, its contract held until the act is over, for the people of its commissioner who hold reviews."""
    held_contract(get_review(review_id).contract_id, by=by)
    review = get_review(review_id, for_change=True)
    check_is_scheduled(review.stage)
    return review


def held_contract(contract_id: int, *, by: Actor) -> Contract:
    """The contract, held, for the people of its commissioner who hold reviews."""
    contract = get_contract(contract_id, for_change=True)
    check_may(by, Permission.HOLD_REVIEWS, commissioner_id=contract.commissioner_id)
    if by.organisation_id != contract.commissioner_id:
        raise NotAllowed(f"{contract.commissioner.name} calls and holds the reviews of its contracts.")
    return contract


def record_on(
    review: Review, act: str, *, by: Actor | None, new: audit.Values | None = None, old: audit.Values | None = None
) -> None:
    """Note an act on a review; `by` is None for the installation itself."""
    audit.record(
        db.session(),
        by=by,
        act=f"reviews.{act}",
        subject=SUBJECT,
        subject_id=review.id,
        old=old,
        new=new,
        commissioner_id=review.contract.commissioner_id,
    )


def parts_of(contract: Contract) -> list[Part]:
    """Commissioner and provider, without whom there is no quorum, and the groups the contract covers."""
    return [
        Part(party_id=contract.commissioner_id, is_needed=True, capacity=Capacity.FOR_COMMISSIONER),
        Part(party_id=contract.provider_id, is_needed=True, capacity=Capacity.FOR_PROVIDER),
        *(Part(party_id=group.id, is_needed=False, capacity=Capacity.ASSENTING) for group in groups_of(contract)),
    ]


def tell(review: Review, key: str, became: str, words: str, *, on: date, at: datetime, href: str) -> None:
    """Tell everybody who nominates attendees for a party of the review. `key`: of what would be told anew."""
    parties = [each.party_id for each in parts_of(review.contract)]
    notify(
        key=f"reviews.{key}/{review.id}",
        person_ids=people_at(parties, on=on, permission=Permission.NOMINATE_ATTENDEES),
        subject=f"{review.named} of {review.contract.reference} {became}",
        words=words,
        href=href,
        at=at,
    )


def meeting_id_of(review: Review) -> int:
    """The meeting of a review, which every review is called with."""
    if review.meeting_id is None:
        raise LookupError(f"review {review.id} has no meeting")
    return review.meeting_id
