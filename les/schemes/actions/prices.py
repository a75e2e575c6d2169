"""Proposing a price from a day on, and deciding over it: a second person approves, declines; its proposer withdraws."""

from collections.abc import Iterable
from datetime import date, datetime
from decimal import Decimal

from sqlalchemy.exc import NoResultFound

from core.db import db
from core.errors import Refusal
from core.four_eyes import decides_own
from core.money import as_pence
from core.parties.models import Party
from core.parties.queries import get_party
from core.parties.rules import PartyKind
from core.permissions import Actor, Permission
from core.wording import in_full, sterling
from les.schemes.actions.recording import held, record, words_to_keep
from les.schemes.models.prices import PriceDecision, SchemePrice
from les.schemes.models.schemes import Scheme
from les.schemes.queries.ending import ended_on
from les.schemes.queries.prices import get_price
from les.schemes.queries.schemes import find_approved_version, find_open_version
from les.schemes.rules.deciding import check_may_decide
from les.schemes.rules.ending import check_holds_until_end
from les.schemes.rules.kinds import VERDICT_NAMES, Verdict
from les.schemes.rules.terms import Element
from les.schemes.rules.writing_terms import terms_from


def propose_price(
    *,
    scheme_id: int,
    element: str,
    amount: Decimal,
    valid_from: date,
    source: str,
    practice_id: int | None,
    by: Actor,
    at: datetime,
) -> SchemePrice:
    """Propose the price of an element from a day on, for all practices or for one. It counts once it is approved."""
    scheme = held(scheme_id, by, Permission.MAINTAIN_SCHEMES)
    paid_for = elements_of(scheme).get(element)
    if paid_for is None:
        raise Refusal("Choose one of the things that the scheme pays for. They stand in its terms of payment.")
    if as_pence(amount) <= 0:
        raise Refusal("A price is more than nothing.")
    check_holds_until_end(ended_on(scheme.id), day=valid_from)
    practice = _practice(scheme, practice_id)
    price = SchemePrice(
        scheme=scheme,
        element=element,
        element_name=paid_for.name,
        practice_id=practice.id if practice else None,
        valid_from=valid_from,
        amount=amount,
        source=words_to_keep(source, what="Where the price comes from"),
        proposed_by_id=by.person_id,
        proposed_at=at,
    )
    db.session.add(price)
    db.session.flush()
    record(scheme, "propose_price", by, new={"price": _said(price, practice), "source": price.source})
    return price


def decide_price(*, price_id: int, verdict: Verdict, reason: str, by: Actor, at: datetime) -> SchemePrice:
    """Approve or decline a price as a second person, or withdraw one’s own. A reason is needed but for approving."""
    permission = Permission.MAINTAIN_SCHEMES if verdict is Verdict.WITHDRAWN else Permission.APPROVE_SCHEMES
    scheme = held(get_price(price_id).scheme_id, by, permission)
    price = get_price(price_id)
    check_may_decide(
        decided=price.decision.verdict if price.decision else None,
        verdict=verdict,
        is_own=decides_own(by, price.proposed_by_id, withdraws=verdict is Verdict.WITHDRAWN),
        interest=interest_in([price], by),
    )
    kept = words_to_keep(reason, what="The reason", is_needed=verdict is not Verdict.APPROVED)
    db.session.add(decided(price, verdict, kept, by, at))
    db.session.flush()
    new = {"price": _said(price, price.practice), "verdict": VERDICT_NAMES[verdict].lower(), "reason": kept}
    record(scheme, "decide_price", by, new=new)
    return price


def decided(price: SchemePrice, verdict: Verdict, reason: str, by: Actor, at: datetime) -> PriceDecision:
    """The row of a decision over a price."""
    return PriceDecision(
        price=price,
        verdict=verdict,
        reason=reason,
        proposed_by_id=price.proposed_by_id,
        decided_by_id=by.person_id,
        decided_at=at,
    )


def interest_in(prices: Iterable[SchemePrice], by: Actor) -> str:
    """The practice with a price of its own among these in which a person declared an interest; blank for none."""
    named = (each.practice.name for each in prices if each.practice and each.practice.id in by.interests)
    return next(named, "")


def elements_of(scheme: Scheme) -> dict[str, Element]:
    """What a scheme pays for by code: of the version under way, and of the approved one."""
    found: dict[str, Element] = {}
    for version in (find_approved_version(scheme.id), find_open_version(scheme.id)):
        if version is not None and version.terms:
            found |= {element.code: element for element in terms_from(version.terms).elements}
    return found


def _practice(scheme: Scheme, practice_id: int | None) -> Party | None:
    if practice_id is None:
        return None
    try:
        practice = get_party(practice_id)
    except NoResultFound:
        raise Refusal("There is no such practice. Choose one from the list.") from None
    if practice.kind is not PartyKind.PRACTICE or practice.commissioner_id != scheme.commissioner_id:
        raise Refusal("There is no such practice. Choose one from the list.")
    return practice


def _said(price: SchemePrice, practice: Party | None) -> str:
    whom = f" for {practice.name}" if practice else ""
    return f"{sterling(as_pence(price.amount))} for {price.element_name}{whom} from {in_full(price.valid_from)}"
