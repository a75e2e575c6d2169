"""What is committed, claimed, approved and paid of schemes in a year, by practice and quarter, as the database adds it.

The same number of queries however many schemes and practices. A sum due counts to the locality in which the practice’s
group lay on the day from which it was due, a claim to that of the last day of its quarter, a commitment to that of the
practice’s first day in the year.
"""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import InstrumentedAttribute

from core.db import db
from core.money import as_pence
from core.periods import FinancialYear
from les.claims.models.claims import Claim, ClaimLine
from les.claims.models.decisions import Adjustment
from les.claims.models.dues import Due
from les.claims.queries.amounts import LEFT, with_cuts
from les.claims.rules.kinds import CURRENT, State
from les.payments.models.runs import Item, PaymentOutcome
from les.payments.rules.kinds import Result
from les.schemes.rules.quarters import Quarter
from les.sign_up.queries.commitment import SignedUp
from les.sign_up.queries.places import Places


class Kind(StrEnum):
    """What a sum is. `LEFT`: of claims after cuts; `BESIDE`: approved, no line of a claim; `PROPOSED`: not decided."""

    COMMITTED = "committed"
    PLANNED = "planned"
    CLAIMED = "claimed"
    LEFT = "left"
    UNDECIDED = "undecided"
    PROPOSED = "proposed"
    APPROVED = "approved"
    BESIDE = "beside"
    SPENT = "spent"
    KEPT = "kept"


@dataclass(frozen=True, slots=True, kw_only=True)
class Fact:
    """A sum in pence of a scheme, practice and quarter. `locality_id`: None where the practice lay in none."""

    kind: Kind
    scheme_id: int
    practice_id: int
    locality_id: int | None
    quarter: int
    pence: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """Of which schemes and which year; of one practice alone where it is given."""

    scheme_ids: Collection[int]
    year: str
    practice_id: int | None = None


def facts_of(wanted: Wanted, signed_up: SignedUp, places: Places) -> list[Fact]:
    """All sums of schemes in a year. What the incentive plans still is not among them."""
    return [
        *_committed(wanted, signed_up),
        *_claims(wanted, places),
        *_proposed(wanted, places),
        *_dues(wanted, places),
        *_paid(wanted, places),
    ]


def _committed(wanted: Wanted, signed_up: SignedUp) -> Iterator[Fact]:
    for each in signed_up.commitments:
        if wanted.practice_id in (None, each.practice_id):
            yield Fact(
                kind=Kind.COMMITTED,
                scheme_id=each.scheme_id,
                practice_id=each.practice_id,
                locality_id=each.locality_id,
                quarter=each.quarter,
                pence=each.pence,
            )


def _claims(wanted: Wanted, places: Places) -> Iterator[Fact]:
    rows = select(Claim.scheme_id, Claim.practice_id, Claim.quarter, Claim.state, _sum(ClaimLine.amount), _sum(LEFT))
    rows = with_cuts(rows.select_from(Claim).outerjoin(ClaimLine, ClaimLine.claim_id == Claim.id))
    rows = rows.where(Claim.state.in_(CURRENT), *_of(wanted, Claim.scheme_id, Claim.year, Claim.practice_id))
    for scheme_id, practice_id, quarter, state, claimed, left in db.session.execute(rows.group_by(Claim.id)):
        place = places.of(practice_id, _quarter(wanted, quarter).last_day)
        sums = {Kind.CLAIMED: claimed, Kind.LEFT: left}
        if state is not State.APPROVED:
            sums[Kind.UNDECIDED] = left
        for kind, pounds in sums.items():
            yield Fact(
                kind=kind,
                scheme_id=scheme_id,
                practice_id=practice_id,
                locality_id=place,
                quarter=quarter,
                pence=as_pence(pounds) if pounds else 0,
            )


def _proposed(wanted: Wanted, places: Places) -> Iterator[Fact]:
    rows = select(Adjustment.scheme_id, Adjustment.practice_id, Adjustment.quarter, _sum(Adjustment.amount))
    mine = _of(wanted, Adjustment.scheme_id, Adjustment.year, Adjustment.practice_id)
    rows = rows.where(~Adjustment.decision.has(), *mine)
    rows = rows.group_by(Adjustment.scheme_id, Adjustment.practice_id, Adjustment.quarter)
    for scheme_id, practice_id, quarter, pounds in db.session.execute(rows):
        yield Fact(
            kind=Kind.PROPOSED,
            scheme_id=scheme_id,
            practice_id=practice_id,
            locality_id=places.of(practice_id, _quarter(wanted, quarter).last_day),
            quarter=quarter,
            pence=as_pence(pounds),
        )


def _dues(wanted: Wanted, places: Places) -> Iterator[Fact]:
    key = (Due.scheme_id, Due.practice_id, Due.quarter, Due.due_on, Due.line_id.is_(None))
    rows = select(*key, _sum(Due.amount)).where(*_of(wanted, Due.scheme_id, Due.year, Due.practice_id)).group_by(*key)
    for scheme_id, practice_id, quarter, due_on, is_beside, pounds in db.session.execute(rows):
        for kind in (Kind.APPROVED, Kind.BESIDE) if is_beside else (Kind.APPROVED,):
            yield Fact(
                kind=kind,
                scheme_id=scheme_id,
                practice_id=practice_id,
                locality_id=places.of(practice_id, due_on),
                quarter=quarter,
                pence=as_pence(pounds),
            )


def _paid(wanted: Wanted, places: Places) -> Iterator[Fact]:
    key = (Due.scheme_id, Due.practice_id, Due.quarter, Due.due_on)
    rows = select(*key, _sum(Item.amount), _sum(Item.kept)).select_from(Item)
    rows = rows.join(PaymentOutcome, PaymentOutcome.item_id == Item.id).join(Due, Due.id == Item.due_id)
    mine = _of(wanted, Due.scheme_id, Due.year, Due.practice_id)
    rows = rows.where(PaymentOutcome.result == Result.PAID, *mine).group_by(*key)
    for scheme_id, practice_id, quarter, due_on, spent, kept in db.session.execute(rows):
        for kind, pounds in ((Kind.SPENT, spent), (Kind.KEPT, kept)):
            yield Fact(
                kind=kind,
                scheme_id=scheme_id,
                practice_id=practice_id,
                locality_id=places.of(practice_id, due_on),
                quarter=quarter,
                pence=as_pence(pounds),
            )


def _of(
    wanted: Wanted,
    scheme_id: InstrumentedAttribute[int],
    year: InstrumentedAttribute[str],
    practice_id: InstrumentedAttribute[int],
) -> list[ColumnElement[bool]]:
    found = [scheme_id.in_(wanted.scheme_ids), year == wanted.year]
    return found if wanted.practice_id is None else [*found, practice_id == wanted.practice_id]


def _quarter(wanted: Wanted, number: int) -> Quarter:
    return Quarter(FinancialYear.named(wanted.year), number)


def _sum(pounds: ColumnElement[Any] | InstrumentedAttribute[Any]) -> ColumnElement[Any]:
    return func.sum(pounds, type_=Due.amount.type)
