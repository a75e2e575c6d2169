"""How far claims are: what was claimed, what is left of it, approved and paid, by claim and by scheme."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from sqlalchemy import ColumnElement, Select, func, select
from sqlalchemy.orm import InstrumentedAttribute, joinedload

from core.db import db
from core.money import as_pence
from les.claims.models.claims import Claim, ClaimLine
from les.claims.models.decisions import ClaimDecision, LineCut
from les.claims.models.dues import Due
from les.claims.queries.amounts import LEFT, with_cuts
from les.claims.queries.paying import Paid, paid_by_due
from les.claims.rules.kinds import CURRENT, Step


@dataclass(frozen=True, slots=True, kw_only=True)
class Progress:
    """A line from claimed to paid, in pence. `approved` None: not decided yet; `cuts`: in the order of steps."""

    line: ClaimLine
    claimed: int
    left: int
    approved: int | None
    paid: int
    payment: Paid | None
    cuts: Sequence[LineCut]


@dataclass(frozen=True, slots=True, kw_only=True)
class Sums:
    """What lines come to together, in pence."""

    claimed: int = 0
    left: int = 0
    approved: int = 0
    paid: int = 0


def progress_of(claims: Collection[Claim]) -> dict[int, list[Progress]]:
    """The lines of each claim with how far they are, by the claim's id; in the same few queries however many claims."""
    lines = [line for claim in claims for line in claim.lines]
    ids = [line.id for line in lines]
    cuts: dict[int, list[LineCut]] = {}
    rows = select(LineCut).where(LineCut.line_id.in_(ids)).options(joinedload(LineCut.cut_by)).order_by(LineCut.id)
    for cut in db.session.scalars(rows):
        cuts.setdefault(cut.line_id, []).append(cut)
    dues = {due.line_id: due for due in db.session.scalars(select(Due).where(Due.line_id.in_(ids)))}
    paid = paid_by_due([due.id for due in dues.values()])
    return {
        claim.id: [_progress(line, cuts.get(line.id, []), dues.get(line.id), paid, claim) for line in claim.lines]
        for claim in claims
    }


def sums_of(lines: Sequence[Progress]) -> Sums:
    """Lines added up."""
    return Sums(
        claimed=sum(each.claimed for each in lines),
        left=sum(each.left for each in lines),
        approved=sum(each.approved or 0 for each in lines),
        paid=sum(each.paid for each in lines),
    )


def sums_of_all(claims: Select[Claim]) -> Sums:
    """What a list of claims comes to, of those that count, however many there are: added up by the database."""
    ids = claims.where(Claim.state.in_(CURRENT)).order_by(None).with_only_columns(Claim.id).subquery()
    own = ClaimLine.claim_id.in_(select(ids.c.id))
    rows = with_cuts(select(_sum(ClaimLine.amount), _sum(LEFT)).where(own))
    claimed, left = db.session.execute(rows).one()
    dues = db.session.execute(select(Due.id, Due.amount).where(Due.claim_id.in_(select(ids.c.id)))).all()
    paid = paid_by_due([due_id for due_id, _ in dues])
    return Sums(
        claimed=as_pence(claimed or Decimal()),
        left=as_pence(left or Decimal()),
        approved=sum(as_pence(pounds) for _, pounds in dues),
        paid=sum(as_pence(pounds) for due_id, pounds in dues if due_id in paid and paid[due_id].is_paid),
    )


def _sum(pounds: ColumnElement[Decimal] | InstrumentedAttribute[Decimal]) -> ColumnElement[Decimal]:
    return func.sum(pounds, type_=ClaimLine.amount.type)


def paid_on(lines: Sequence[Progress]) -> date | None:
    """The last day on which something of a claim was or will be paid, as payments say."""
    return max((each.payment.on for each in lines if each.payment and each.payment.on), default=None)


def list_decisions(claim_id: int) -> list[ClaimDecision]:
    """What was decided over a claim, oldest first."""
    rows = select(ClaimDecision).where(ClaimDecision.claim_id == claim_id).order_by(ClaimDecision.id)
    return list(db.session.scalars(rows))


def _progress(
    line: ClaimLine, cuts: Sequence[LineCut], due: Due | None, paid: Mapping[int, Paid], claim: Claim
) -> Progress:
    left = as_pence(cuts[-1].amount if cuts else line.amount)
    payment = paid.get(due.id) if due else None
    is_decided = due is not None or any(cut.step is Step.PAYMENT for cut in cuts) or claim.state.value == "approved"
    return Progress(
        line=line,
        claimed=as_pence(line.amount),
        left=left,
        approved=(as_pence(due.amount) if due else left) if is_decided else None,
        paid=as_pence(due.amount) if due and payment and payment.is_paid else 0,
        payment=payment,
        cuts=cuts,
    )
