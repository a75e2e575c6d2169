"""Looking up which lines are still open, and how far the payment of what is due is."""

from collections.abc import Collection, Mapping
from datetime import date

from sqlalchemy import BigInteger, func, select, type_coerce

from core.clock import in_london
from core.db import db
from les.claims.queries.paying import Paid
from les.payments.models.runs import Item, PaymentOutcome, Report, Run, RunDecision
from les.payments.rules.kinds import ON_ITS_WAY, RESULT_NAMES, TO_BE_RELEASED, Result
from les.payments.rules.outcome_files import KnownLine, KnownRun
from les.payments.rules.references import line_reference

_AT_ONCE = 5_000


def list_open_places(run_id: int, places: Collection[int]) -> list[int]:
    """Those of these places of a run of whose lines nothing is known yet."""
    rows = (
        select(Item.place)
        .outerjoin(PaymentOutcome, PaymentOutcome.item_id == Item.id)
        .where(Item.run_id == run_id, PaymentOutcome.item_id.is_(None), Item.place.in_(places))
    )
    return list(db.session.scalars(rows))


def count_told(report_id: int) -> int:
    """Of how many lines a report tells."""
    rows = select(func.count()).select_from(PaymentOutcome).where(PaymentOutcome.report_id == report_id)
    return db.session.scalar(rows) or 0


def paid_of(due_ids: Collection[int]) -> Mapping[int, Paid]:
    """How far the payment of each due is, as the newest run with it has it; those in no run are left out."""
    found: dict[int, Paid] = {}
    wanted = list(due_ids)
    for first in range(0, len(wanted), _AT_ONCE):
        found.update(_paid_of(wanted[first : first + _AT_ONCE]))
    return found


def _paid_of(due_ids: Collection[int]) -> dict[int, Paid]:
    rows = (
        select(
            Item.due_id, Item.run_id, Item.place, Run.pays_on, RunDecision.run_id, PaymentOutcome.result, Report.paid_on
        )
        .join(Run, Run.id == Item.run_id)
        .outerjoin(RunDecision, RunDecision.run_id == Run.id)
        .outerjoin(PaymentOutcome, PaymentOutcome.item_id == Item.id)
        .outerjoin(Report, Report.id == PaymentOutcome.report_id)
        .where(Item.due_id.in_(due_ids))
        .order_by(Item.due_id, Item.attempt)
    )
    found: dict[int, Paid] = {}
    for due_id, run_id, place, pays_on, decided, result, paid_on in db.session.execute(rows):
        state = RESULT_NAMES[result] if result else ON_ITS_WAY if decided else TO_BE_RELEASED
        if result is Result.CANCELLED:
            continue
        found[due_id] = Paid(
            due_id=due_id,
            reference=line_reference(run_id, place),
            state=state,
            on=None if result is Result.FAILED else paid_on or pays_on,
            is_paid=result is Result.PAID,
        )
    return found


def known_run(run: Run, *, on: date) -> KnownRun:
    """A run with all its lines and what is recorded of each, as a file is held against it. `on`: today."""
    rows = (
        select(Item.place, type_coerce(Item.paid, BigInteger), PaymentOutcome.result, Report.paid_on)
        .outerjoin(PaymentOutcome, PaymentOutcome.item_id == Item.id)
        .outerjoin(Report, Report.id == PaymentOutcome.report_id)
        .where(Item.run_id == run.id)
    )
    lines = {
        place: KnownLine(paid=pence, result=result, paid_on=paid_on)
        for place, pence, result, paid_on in db.session.execute(rows)
    }
    released_on = in_london(run.decision.decided_at).date() if run.decision else run.pays_on
    return KnownRun(run_id=run.id, number=run.number, released_on=released_on, on=on, lines=lines)
