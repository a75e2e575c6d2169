"""Which claims are not wholly paid, how old they are, and how long those took that are; adjustments are no claims."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from functools import cache

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import InstrumentedAttribute

from core.clock import in_london
from core.db import db
from core.money import as_pence
from core.parties.models import Party
from core.working_days import working_days_between
from les.claims.models.claims import Claim, ClaimLine
from les.claims.models.dues import Due
from les.claims.queries.amounts import LEFT, with_cuts
from les.claims.queries.windows import list_windows
from les.claims.rules.kinds import CURRENT, State
from les.payments.models.runs import Item, PaymentOutcome, Report
from les.payments.rules.ageing import Took, Wait
from les.payments.rules.kinds import Result
from les.schemes.models.schemes import Scheme


@dataclass(frozen=True, slots=True, kw_only=True)
class AgeingAsked:
    """What is asked, as it stands on a day; of one practice or one scheme alone where it is given."""

    commissioner_ids: Collection[int]
    on: date
    practice_id: int | None = None
    scheme_id: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class _Paid:
    """What was paid of a claim, in pence, when its last line was approved, and when the last was paid."""

    due: int
    paid: int
    approved_at: datetime
    paid_on: date | None


def waits_of(asked: AgeingAsked) -> list[Wait]:
    """The claims that are not wholly paid, each with its age. Nil claims and those worth nothing are left out."""
    paid = _paid(asked)
    count = cache(working_days_between)
    rows = select(Claim.id, Claim.scheme_id, Claim.practice_id, Claim.state, Claim.submitted_at, _sum(LEFT))
    rows = with_cuts(rows.join(ClaimLine, ClaimLine.claim_id == Claim.id))
    rows = rows.where(Claim.state.in_(CURRENT), *_of(asked)).group_by(Claim.id)
    found = []
    for claim_id, scheme_id, practice_id, state, submitted_at, left in db.session.execute(rows):
        told = paid.get(claim_id)
        is_approved = state is State.APPROVED
        worth = told.due if told and is_approved else as_pence(left) if not is_approved else 0
        pence = worth - (told.paid if told else 0)
        if pence and submitted_at is not None:
            found.append(
                Wait(
                    scheme_id=scheme_id,
                    practice_id=practice_id,
                    days=max(0, count(in_london(submitted_at).date(), asked.on)),
                    pence=pence,
                    is_approved=is_approved,
                )
            )
    return found


def took_of(asked: AgeingAsked) -> list[Took]:
    """The claims that are wholly paid, each with how long it took."""
    paid = {claim_id: each for claim_id, each in _paid(asked).items() if each.paid == each.due and each.paid_on}
    windows = {(each.commissioner_id, each.year, each.quarter): each for each in list_windows(asked.commissioner_ids)}
    count = cache(working_days_between)
    key = (Claim.id, Scheme.commissioner_id, Claim.scheme_id, Claim.practice_id, Claim.year, Claim.quarter)
    rows = select(*key, Claim.submitted_at).join(Claim.scheme).where(Claim.state == State.APPROVED, *_of(asked))
    found = []
    for claim_id, commissioner_id, scheme_id, practice_id, year, quarter, submitted_at in db.session.execute(rows):
        each, window = paid.get(claim_id), windows.get((commissioner_id, year, quarter))
        if each is None or each.paid_on is None or submitted_at is None:
            continue
        found.append(
            Took(
                year=year,
                quarter=quarter,
                scheme_id=scheme_id,
                practice_id=practice_id,
                from_submission=max(0, count(in_london(submitted_at).date(), each.paid_on)),
                from_approval=max(0, count(in_london(each.approved_at).date(), each.paid_on)),
                in_time=each.paid_on <= window.pays_on if window else None,
            )
        )
    return found


def names_of_practices(practice_ids: Collection[int]) -> dict[int, tuple[str, str]]:
    """Code and name of practices, by id."""
    rows = select(Party.id, Party.code, Party.name).where(Party.id.in_(practice_ids))
    return {row.id: (row.code, row.name) for row in db.session.execute(rows)}


def names_of_schemes(commissioner_ids: Collection[int]) -> dict[int, str]:
    """The schemes of commissioners as people call them, by id, in the order of their numbers."""
    rows = select(Scheme).where(Scheme.commissioner_id.in_(commissioner_ids)).order_by(Scheme.number)
    return {each.id: each.called for each in db.session.scalars(rows)}


def _paid(asked: AgeingAsked) -> dict[int, _Paid]:
    """What is due and paid of claims, by claim."""
    due = select(Due.claim_id, _sum(Due.amount), func.max(Due.approved_at, type_=Due.approved_at.type))
    due = due.join(Claim, Claim.id == Due.claim_id).where(*_of(asked)).group_by(Due.claim_id)
    paid = select(Due.claim_id, _sum(Item.amount), func.max(Report.paid_on, type_=Report.paid_on.type))
    paid = paid.select_from(Item).join(PaymentOutcome, PaymentOutcome.item_id == Item.id)
    paid = paid.join(Report, Report.id == PaymentOutcome.report_id).join(Due, Due.id == Item.due_id)
    paid = paid.join(Claim, Claim.id == Due.claim_id).where(PaymentOutcome.result == Result.PAID, *_of(asked))
    told = {row[0]: (row[1], row[2]) for row in db.session.execute(paid.group_by(Due.claim_id))}
    nothing: tuple[Decimal, date | None] = (Decimal(0), None)
    return {
        claim_id: _Paid(
            due=as_pence(pounds),
            paid=as_pence(told.get(claim_id, nothing)[0]),
            approved_at=approved_at,
            paid_on=told.get(claim_id, nothing)[1],
        )
        for claim_id, pounds, approved_at in db.session.execute(due)
        if claim_id is not None
    }


def _of(asked: AgeingAsked) -> list[ColumnElement[bool]]:
    found = [Claim.scheme.has(Scheme.commissioner_id.in_(asked.commissioner_ids))]
    if asked.practice_id is not None:
        found.append(Claim.practice_id == asked.practice_id)
    if asked.scheme_id is not None:
        found.append(Claim.scheme_id == asked.scheme_id)
    return found


def _sum(pounds: ColumnElement[Decimal] | InstrumentedAttribute[Decimal]) -> ColumnElement[Decimal]:
    return func.sum(pounds, type_=Due.amount.type)
