"""Looking up offers built from posts, and what they cost."""

from sqlalchemy import Select, select
from sqlalchemy.orm import joinedload, selectinload

from budgets.intentions.models.offers import Offer, OfferPost
from budgets.intentions.rules.establishment import CostedOffer, Post, Terms, cost_of_offer
from core.db import db
from core.money import as_pence
from core.parties.rules import PartyKind
from core.permissions import Actor, Role


def get_offer(offer_id: int, *, for_change: bool = False) -> Offer:
    """The offer of that id with its posts; `for_change` holds it until the act is over."""
    found = _offers().where(Offer.id == offer_id)
    return db.session.execute(found.with_for_update(of=Offer) if for_change else found).scalar_one()


def find_offer(offer_id: int) -> Offer | None:
    """The offer of that id, if there is one."""
    return db.session.execute(_offers().where(Offer.id == offer_id)).scalar_one_or_none()


def list_offers(round_id: int, *, with_withdrawn: bool = True) -> list[Offer]:
    """The offers of a round by organisation and name."""
    found = _offers().where(Offer.round_id == round_id)
    if not with_withdrawn:
        found = found.where(Offer.withdrawn_at.is_(None))
    return sorted(db.session.scalars(found), key=lambda offer: (offer.party.name, offer.name))


def sees_offer(by: Actor, offer: Offer) -> bool:
    """Whether somebody sees an offer: what a provider pays its people is nothing for another provider to see."""
    return sees_all_offers(by) or offer.party_id == by.organisation_id or offer.party.kind is not PartyKind.PROVIDER


def sees_all_offers(by: Actor) -> bool:
    """Whether no offer is kept from somebody: from everybody but providers."""
    return by.role is not Role.PROVIDER_MANAGER


def list_usable_offers(round_id: int, party_id: int) -> list[Offer]:
    """The offers on whose cost a group may rest what it says: its own, and those of providers and commissioner."""
    found = list_offers(round_id, with_withdrawn=False)
    return [offer for offer in found if offer.party_id == party_id or offer.party.kind is not PartyKind.PBC_GROUP]


def terms_of(offer: Offer) -> Terms:
    """How an offer is costed."""
    return Terms(on_costs=offer.on_costs_percent, leave=offer.leave_percent, way=offer.leave_way)


def posts_of(offer: Offer) -> list[Post]:
    """The lines of posts of an offer."""
    return [
        Post(
            title=each.title,
            point=each.point.name,
            pay=as_pence(each.point.amount),
            wte=each.wte,
            number=each.number,
        )
        for each in offer.posts
    ]


def costed(offer: Offer) -> CostedOffer:
    """What an offer costs as it stands, line by line."""
    return cost_of_offer(posts_of(offer), terms_of(offer))


def offer_total(offer_id: int) -> int:
    """What an offer costs as it stands, in pence; NoResultFound when there is none."""
    return costed(get_offer(offer_id)).total


def _offers() -> Select[Offer]:
    return select(Offer).options(
        joinedload(Offer.party),
        joinedload(Offer.scale),
        joinedload(Offer.changed_by),
        selectinload(Offer.posts).joinedload(OfferPost.point),
    )
