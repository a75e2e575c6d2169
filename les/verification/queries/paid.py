"""What is paid of lines of claims: what was approved and has left, less what was taken back or waits to be."""

from collections.abc import Collection
from decimal import Decimal

from sqlalchemy import or_, select

from core.db import db
from core.money import as_pence
from les.claims.models.decisions import Adjustment, AdjustmentDecision
from les.claims.models.dues import Due
from les.claims.queries.paying import paid_by_due
from les.schemes.rules.kinds import Verdict


def paid_by_line(line_ids: Collection[int]) -> dict[int, int]:
    """What is paid of each line, in pence; lines of which nothing is are left out. In three queries."""
    if not line_ids:
        return {}
    rows = select(Due.line_id, Due.id, Due.amount).where(Due.line_id.in_(line_ids))
    dues = [(line_id or 0, due_id, amount) for line_id, due_id, amount in db.session.execute(rows)]
    paid = paid_by_due([due_id for _, due_id, _ in dues])
    taken = _taken_back(line_ids)
    found = {}
    for line_id, due_id, amount in dues:
        left = as_pence(amount) + taken.get(line_id, 0)
        if due_id in paid and paid[due_id].is_paid and left > 0:
            found[line_id] = left
    return found


def _taken_back(line_ids: Collection[int]) -> dict[int, int]:
    """What was taken back of each line or waits for it, in pence at or below nothing."""
    rows = (
        select(Adjustment.line_id, Adjustment.amount)
        .outerjoin(Adjustment.decision)
        .where(
            Adjustment.line_id.in_(line_ids),
            Adjustment.amount < Decimal(0),
            or_(AdjustmentDecision.adjustment_id.is_(None), AdjustmentDecision.verdict == Verdict.APPROVED),
        )
    )
    found: dict[int, int] = {}
    for line_id, amount in db.session.execute(rows):
        known = line_id or 0
        found[known] = found.get(known, 0) + as_pence(amount)
    return found
