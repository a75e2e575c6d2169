"""Offers built from posts: made, changed, withdrawn by the organisation whose they are."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from sqlalchemy.orm.attributes import flag_modified

from budgets.intentions.actions.recording import check_is_open, day_of, held_round
from budgets.intentions.models.offers import Offer, OfferPost
from budgets.intentions.models.pay_scales import PayScale
from budgets.intentions.queries.calculations import find_calculation_at_hand
from budgets.intentions.queries.offers import costed, get_offer, list_offers
from budgets.intentions.queries.pay_scales import get_scale
from budgets.intentions.rules.establishment import Post, Terms, check_post, check_terms, cover_in_words, wte_text
from budgets.intentions.rules.texts import check_name, check_words
from budgets.method.result import LineKind
from budgets.rounds.models import Round
from budgets.rounds.queries import calculation_of
from core import audit
from core.db import db
from core.errors import NotAllowed, Refusal
from core.money import as_pence
from core.permissions import Actor, Permission
from core.wording import sterling


@dataclass(frozen=True, slots=True, kw_only=True)
class PostAsked:
    """A line of posts as it was typed: its name, the pay point's number, WTE of each, and how many."""

    title: str
    point_id: int
    wte: Decimal
    number: int = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class OfferAsked:
    """An offer as it was typed. `line_code`: the line or must-do it is for, blank for something new."""

    name: str
    terms: Terms
    posts: Sequence[PostAsked]
    line_code: str = ""
    words: str = ""


def make_offer(*, round_id: int, scale_id: int, asked: OfferAsked, by: Actor, at: datetime) -> Offer:
    """Build an offer from posts for one's own organisation, on a pay scale of the trust."""
    found = held_round(round_id, Permission.COST_POSTS, by=by)
    check_is_open(by, day_of(at))
    scale = get_scale(scale_id)
    if scale.commissioner_id != found.commissioner_id:
        raise Refusal("This pay scale belongs to another primary care trust.")
    offer = Offer(round_id=round_id, party_id=by.organisation_id, scale_id=scale.id, withdrawn_at=None)
    _fill(found, offer, scale, asked, by=by, at=at)
    db.session.add(offer)
    db.session.flush()
    _record("make_offer", offer, found, by=by)
    return offer


def change_offer(*, offer_id: int, asked: OfferAsked, by: Actor, at: datetime) -> Offer:
    """Change an offer and its posts. What groups said on the strength of it stays as it was said."""
    offer, found = _own(offer_id, by=by, at=at)
    old = _values(offer)
    offer.posts.clear()
    db.session.flush()
    _fill(found, offer, get_scale(offer.scale_id), asked, by=by, at=at)
    flag_modified(offer, "changed_at")
    db.session.flush()
    _record("change_offer", offer, found, by=by, old=old)
    return offer


def withdraw_offer(*, offer_id: int, by: Actor, at: datetime) -> Offer:
    """Withdraw an offer: it stays readable, and can no longer be used for what is said from now on."""
    offer, found = _own(offer_id, by=by, at=at)
    offer.withdrawn_at = at
    offer.changed_by_id, offer.changed_at = by.person_id, at
    db.session.flush()
    _record("withdraw_offer", offer, found, by=by)
    return offer


def _own(offer_id: int, *, by: Actor, at: datetime) -> tuple[Offer, Round]:
    offer = get_offer(offer_id, for_change=True)
    found = held_round(offer.round_id, Permission.COST_POSTS, by=by)
    if offer.party_id != by.organisation_id:
        raise NotAllowed(f"You act for {by.organisation_name}. This offer belongs to {offer.party.name}.")
    check_is_open(by, day_of(at))
    if offer.withdrawn_at is not None:
        raise Refusal(f"The offer “{offer.name}” is withdrawn. Make a new one.")
    return offer, found


def _fill(found: Round, offer: Offer, scale: PayScale, asked: OfferAsked, *, by: Actor, at: datetime) -> None:
    name = check_name(asked.name, "The name of the offer")
    taken = [
        other.name for other in list_offers(found.id) if other.party_id == by.organisation_id and other.id != offer.id
    ]
    if name.casefold() in {other.casefold() for other in taken}:
        raise Refusal(
            f"Your organisation has an offer called “{name}” already. Choose another name, or change that one."
        )
    check_terms(asked.terms)
    if not asked.posts:
        raise Refusal("An offer is built from posts: fill in at least one line.")
    offer.name, offer.words = name, check_words(asked.words, "The description")
    offer.line_code, offer.line_name = asked.line_code, _line_name(found, asked.line_code)
    offer.on_costs_percent, offer.leave_percent = asked.terms.on_costs, asked.terms.leave
    offer.leave_way = asked.terms.way
    offer.changed_by_id, offer.changed_at = by.person_id, at
    offer.posts.extend(_rows(scale, asked.posts))


def _rows(scale: PayScale, posts: Sequence[PostAsked]) -> list[OfferPost]:
    points = {point.id: point for point in scale.points}
    rows = []
    for place, asked in enumerate(posts, start=1):
        title = check_name(asked.title, f"The name of post {place}")
        point = points.get(asked.point_id)
        if point is None:
            raise Refusal(f"{title}: choose a pay point of {scale.name}.")
        check_post(Post(title=title, point=point.name, pay=as_pence(point.amount), wte=asked.wte, number=asked.number))
        rows.append(OfferPost(place=place, title=title, point=point, wte=asked.wte, number=asked.number))
    return rows


def _line_name(found: Round, line_code: str) -> str:
    """The name of the service line or must-do an offer is for; refused where the calculation at hand has none."""
    if not line_code:
        return ""
    stored = find_calculation_at_hand(found.id)
    lines = () if stored is None else calculation_of(stored).lines
    kinds = (LineKind.SERVICE, LineKind.MUST_DO)
    line = next((each for each in lines if each.code == line_code and each.kind in kinds), None)
    if line is None:
        raise Refusal(f"There is no service line and no must-do {line_code} in the calculation open to the groups.")
    return line.name


def _values(offer: Offer) -> dict[str, str | int | None]:
    cost = costed(offer)
    return {
        "name": offer.name,
        "organisation": offer.party.name,
        "total": sterling(cost.total),
        "wte": wte_text(cost.wte),
        "on_costs": f"{offer.on_costs_percent:f}",
        "cover": cover_in_words(Terms(on_costs=offer.on_costs_percent, leave=offer.leave_percent, way=offer.leave_way)),
    }


def _record(act: str, offer: Offer, found: Round, *, by: Actor, old: audit.Values | None = None) -> None:
    audit.record(
        db.session(),
        by=by,
        act=f"intentions.{act}",
        subject="offer",
        subject_id=offer.id,
        old=old,
        new=_values(offer),
        commissioner_id=found.commissioner_id,
    )
