"""Looking up adjustments: one, its instalments, what is taken back of a line or of a practice, and lists of them."""

from collections.abc import Collection
from dataclasses import dataclass
from decimal import Decimal

from sqlalchemy import ColumnElement, Select, func, or_, select
from sqlalchemy.orm import joinedload

from core.db import db
from core.money import as_pence
from core.parties.models import Party
from core.periods import FinancialYear
from core.permissions import Actor, Role
from les.claims.models.approvals import AdjustmentApproval, Instalment
from les.claims.models.claims import Claim, ClaimLine
from les.claims.models.decisions import Adjustment, AdjustmentDecision
from les.claims.models.dues import Due
from les.claims.rules.kinds import WAITS, AdjustmentKind
from les.schemes.models.schemes import Scheme
from les.schemes.rules.kinds import Verdict
from les.schemes.rules.quarters import Quarter

FUNDING = "funding"
Part = tuple[Adjustment, Instalment | None]


@dataclass(frozen=True, slots=True, kw_only=True)
class AskedAdjustments:
    """Which adjustments a reader wants to see. `state`: a verdict, or that it waits."""

    scheme_id: int | None = None
    practice: str = ""
    kind: AdjustmentKind | None = None
    state: str = ""


def get_adjustment(adjustment_id: int) -> Adjustment:
    """The adjustment of that id, as the database has it now; NoResultFound when there is none."""
    rows = _adjustments().where(Adjustment.id == adjustment_id).execution_options(populate_existing=True)
    return db.session.execute(rows).scalar_one()


def find_seen_adjustment(adjustment_id: int, by: Actor) -> Adjustment | None:
    """The adjustment of that id, if it concerns the reader."""
    return db.session.scalars(_adjustments().where(Adjustment.id == adjustment_id, seen_by(by))).first()


def find_asked_by(source: str, source_id: int) -> Adjustment | None:
    """The adjustment that a record asked for."""
    rows = _adjustments().where(Adjustment.source == source, Adjustment.source_id == source_id)
    return db.session.scalars(rows).first()


def funding_taken_over(commissioner_id: int) -> set[int]:
    """The ids of a commissioner’s funding applications for which an adjustment was proposed, whatever became of it."""
    rows = select(Adjustment.source_id).join(Adjustment.scheme)
    rows = rows.where(Adjustment.source == FUNDING, Scheme.commissioner_id == commissioner_id)
    return {each for each in db.session.scalars(rows) if each is not None}


def scheme_id_of(adjustment_id: int) -> int:
    """The scheme of an adjustment, read alone so that it can be held before the adjustment is looked at."""
    return db.session.execute(select(Adjustment.scheme_id).where(Adjustment.id == adjustment_id)).scalar_one()


def quarter_of(adjustment: Adjustment) -> Quarter:
    """The quarter an adjustment is for."""
    return Quarter(FinancialYear.named(adjustment.year), adjustment.quarter)


def parts_of(adjustment: Adjustment) -> list[Part]:
    """The adjustment, or where it is an instalment all parts of its plan, in their order."""
    own = db.session.get(Instalment, adjustment.id)
    if own is None:
        return [(adjustment, None)]
    rows = select(Instalment).where(Instalment.first_id == own.first_id).order_by(Instalment.number)
    parts = list(db.session.scalars(rows))
    return [(get_adjustment(part.adjustment_id), part) for part in parts]


def approvals_of(adjustment_id: int) -> list[AdjustmentApproval]:
    """Who approved an adjustment that still needs others, first first."""
    rows = select(AdjustmentApproval).where(AdjustmentApproval.adjustment_id == adjustment_id)
    rows = rows.options(joinedload(AdjustmentApproval.person)).order_by(AdjustmentApproval.approved_at)
    return list(db.session.scalars(rows))


def due_and_taken_back(*, line_id: int) -> tuple[int, int]:
    """What was due of a line with what was added to it, and what is taken back or waits for it. Pence."""
    due = select(func.sum(Due.amount)).where(Due.line_id == line_id)
    return _with_adjustments(due, [Adjustment.line_id == line_id])


def due_and_taken_back_of(*, scheme_id: int, practice_id: int, year: str) -> tuple[int, int]:
    """The same of all that a practice was due under a scheme in a year."""
    due = select(func.sum(Due.amount)).where(
        Due.scheme_id == scheme_id, Due.practice_id == practice_id, Due.year == year, Due.adjustment_id.is_(None)
    )
    where = [Adjustment.scheme_id == scheme_id, Adjustment.practice_id == practice_id, Adjustment.year == year]
    return _with_adjustments(due, where)


def select_adjustments(by: Actor, asked: AskedAdjustments) -> Select[Adjustment]:
    """The adjustments that concern the reader and fit, newest first."""
    rows = _adjustments().where(seen_by(by), *_conditions(asked))
    return rows.order_by(Adjustment.id.desc())


def list_waiting_adjustments(commissioner_ids: Collection[int]) -> list[Adjustment]:
    """The adjustments that wait for a decision, oldest first; of instalments the first part."""
    later = select(Instalment.adjustment_id).where(Instalment.number > 1)
    rows = _adjustments().where(
        ~Adjustment.decision.has(),
        Scheme.commissioner_id.in_(commissioner_ids),
        Adjustment.id.not_in(later),
    )
    return list(db.session.scalars(rows.order_by(Adjustment.id)))


def seen_by(by: Actor) -> ColumnElement[bool]:
    """Which adjustments concern the reader: all of a commissioner; of a practice its own."""
    if by.role is Role.PRACTICE_MANAGER:
        return Adjustment.practice_id == by.organisation_id
    return Scheme.commissioner_id.in_(by.commissioner_ids)


def _with_adjustments(due: Select[Decimal], where: list[ColumnElement[bool]]) -> tuple[int, int]:
    added = select(func.sum(Adjustment.amount)).where(*where, Adjustment.amount > Decimal(0), _is_approved())
    taken = select(func.sum(Adjustment.amount)).where(
        *where, Adjustment.amount < Decimal(0), or_(~Adjustment.decision.has(), _is_approved())
    )
    return _pence(due) + _pence(added), _pence(taken)


def _pence(rows: Select[Decimal]) -> int:
    found: Decimal | None = db.session.scalar(rows)
    return 0 if found is None else as_pence(found)


def _is_approved() -> ColumnElement[bool]:
    return Adjustment.decision.has(AdjustmentDecision.verdict == Verdict.APPROVED)


def _conditions(asked: AskedAdjustments) -> list[ColumnElement[bool]]:
    found: list[ColumnElement[bool]] = []
    if asked.scheme_id is not None:
        found.append(Adjustment.scheme_id == asked.scheme_id)
    if asked.practice.strip():
        text = asked.practice.strip()
        found.append(or_(Party.name.icontains(text, autoescape=True), Party.code.icontains(text, autoescape=True)))
    if asked.kind is not None:
        found.append(Adjustment.kind == asked.kind)
    if asked.state == WAITS:
        found.append(~Adjustment.decision.has())
    elif asked.state in list(Verdict):
        found.append(Adjustment.decision.has(AdjustmentDecision.verdict == Verdict(asked.state)))
    return found


def _adjustments() -> Select[Adjustment]:
    return (
        select(Adjustment)
        .join(Adjustment.scheme)
        .join(Adjustment.practice)
        .options(
            joinedload(Adjustment.scheme),
            joinedload(Adjustment.practice),
            joinedload(Adjustment.proposed_by),
            joinedload(Adjustment.line).joinedload(ClaimLine.claim).joinedload(Claim.practice),
            joinedload(Adjustment.decision).joinedload(AdjustmentDecision.decided_by),
        )
    )
