"""Looking up when schemes end: what holds, what waits, and what rooms above have against it."""

from collections.abc import Callable, Collection, Sequence
from datetime import date

from sqlalchemy import ColumnElement, Select, select
from sqlalchemy.orm import joinedload

from core.db import db
from les.schemes.models.ending import EndDecision, SchemeEnd
from les.schemes.models.schemes import Scheme
from les.schemes.rules.kinds import Verdict

Reasons = Callable[[int, date], Sequence[str]]
reasons_against_ending: list[Reasons] = []
"""Who may have something against a scheme’s ending from a day: sentences that say what stands and what to do first.

Rooms above add themselves here: `tell(scheme_id, ends_on)`.
"""


def ended_on(scheme_id: int) -> date | None:
    """The day from which a scheme does not hold any more, past or to come; None where no end counts."""
    return ended_on_of([scheme_id]).get(scheme_id)


def ended_on_of(scheme_ids: Collection[int]) -> dict[int, date]:
    """The days from which schemes do not hold any more, by scheme, in one query; those without an end are left out."""
    rows = select(SchemeEnd.scheme_id, SchemeEnd.ends_on).join(SchemeEnd.decision)
    rows = rows.where(EndDecision.verdict == Verdict.APPROVED, SchemeEnd.scheme_id.in_(scheme_ids))
    return {row[0]: row[1] for row in db.session.execute(rows)}


def is_ended(on: date) -> ColumnElement[bool]:
    """Whether a scheme has ended on a day, as a condition of a select of schemes."""
    ended = select(SchemeEnd.scheme_id).join(SchemeEnd.decision)
    return Scheme.id.in_(ended.where(EndDecision.verdict == Verdict.APPROVED, SchemeEnd.ends_on <= on))


def reasons_against(scheme_id: int, ends_on: date) -> list[str]:
    """All that rooms above have against a scheme’s ending from a day."""
    return [sentence for tell in reasons_against_ending for sentence in tell(scheme_id, ends_on)]


def get_end(end_id: int) -> SchemeEnd:
    """The end of that id, as the database has it now; NoResultFound when there is none."""
    rows = _ends().where(SchemeEnd.id == end_id).execution_options(populate_existing=True)
    return db.session.execute(rows).scalar_one()


def find_end(end_id: int) -> SchemeEnd | None:
    """The end of that id."""
    return db.session.scalars(_ends().where(SchemeEnd.id == end_id)).first()


def list_ends(scheme_id: int) -> list[SchemeEnd]:
    """All ends of a scheme that were ever proposed, oldest first."""
    rows = _ends().where(SchemeEnd.scheme_id == scheme_id).execution_options(populate_existing=True)
    return list(db.session.scalars(rows.order_by(SchemeEnd.id)))


def list_waiting_ends(commissioner_ids: Collection[int]) -> list[SchemeEnd]:
    """The ends of commissioners’ schemes that wait for a second person, oldest first."""
    rows = _ends().where(~SchemeEnd.decision.has(), SchemeEnd.scheme.has(Scheme.commissioner_id.in_(commissioner_ids)))
    return list(db.session.scalars(rows.order_by(SchemeEnd.id)))


def _ends() -> Select[SchemeEnd]:
    return select(SchemeEnd).options(
        joinedload(SchemeEnd.scheme),
        joinedload(SchemeEnd.proposed_by),
        joinedload(SchemeEnd.decision).joinedload(EndDecision.decided_by),
    )
