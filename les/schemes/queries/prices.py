"""Looking up prices: all that were proposed, and those that were approved, as the rules take them."""

from collections.abc import Collection, Iterable

from sqlalchemy import Select, select
from sqlalchemy.orm import joinedload

from core.db import db
from core.money import as_pence
from les.schemes.models.prices import PriceDecision, SchemePrice
from les.schemes.models.schemes import Scheme
from les.schemes.rules.kinds import Verdict
from les.schemes.rules.terms import Price


def get_price(price_id: int) -> SchemePrice:
    """The price of that id, as the database has it now; NoResultFound when there is none."""
    rows = _prices().where(SchemePrice.id == price_id).execution_options(populate_existing=True)
    return db.session.execute(rows).scalar_one()


def find_price(price_id: int) -> SchemePrice | None:
    """The price of that id."""
    return db.session.scalars(_prices().where(SchemePrice.id == price_id)).first()


def list_prices(scheme_id: int) -> list[SchemePrice]:
    """All prices of a scheme that were ever proposed, oldest first."""
    return list_prices_of([scheme_id]).get(scheme_id, [])


def list_prices_of(scheme_ids: Collection[int]) -> dict[int, list[SchemePrice]]:
    """All prices of several schemes by scheme, oldest first, in one query."""
    rows = _prices().where(SchemePrice.scheme_id.in_(scheme_ids)).order_by(SchemePrice.id)
    found: dict[int, list[SchemePrice]] = {}
    for price in db.session.scalars(rows.execution_options(populate_existing=True)):
        found.setdefault(price.scheme_id, []).append(price)
    return found


def prices_of(prices: Iterable[SchemePrice], *, with_waiting: bool = False) -> tuple[Price, ...]:
    """The prices that count, in the order in which they were proposed: of two from one day the later counts."""
    counted = [
        each
        for each in prices
        if (each.decision is not None and each.decision.verdict is Verdict.APPROVED)
        or (with_waiting and each.decision is None)
    ]
    counted.sort(key=lambda each: (each.decision is None, each.id))
    return tuple(
        Price(
            element=each.element,
            valid_from=each.valid_from,
            pence=as_pence(each.amount),
            practice=each.practice.code if each.practice else "",
        )
        for each in counted
    )


def list_waiting(commissioner_ids: Collection[int]) -> list[SchemePrice]:
    """The prices of commissioners that wait for a decision, oldest first."""
    rows = _prices().where(
        ~SchemePrice.decision.has(), SchemePrice.scheme.has(Scheme.commissioner_id.in_(commissioner_ids))
    )
    return list(db.session.scalars(rows.order_by(SchemePrice.id)))


def _prices() -> Select[SchemePrice]:
    return select(SchemePrice).options(
        joinedload(SchemePrice.practice),
        joinedload(SchemePrice.proposed_by),
        joinedload(SchemePrice.scheme),
        joinedload(SchemePrice.decision).joinedload(PriceDecision.decided_by),
    )
