"""Looking up every sum approved of a scheme in a year, and the names of practices."""

from collections.abc import Iterable

from sqlalchemy import Select, select
from sqlalchemy.orm import joinedload

from core.db import db
from core.parties.models import Party
from les.claims.models.dues import Due
from les.payments.queries.spend_facts import Fact


def select_dues(scheme_id: int, year: str, *, practice_id: int | None = None) -> Select[Due]:
    """The sums approved of a scheme in a year, by quarter, practice and the order of approval."""
    rows = select(Due).join(Due.practice).where(Due.scheme_id == scheme_id, Due.year == year)
    if practice_id is not None:
        rows = rows.where(Due.practice_id == practice_id)
    rows = rows.options(joinedload(Due.practice), joinedload(Due.adjustment))
    return rows.order_by(Due.quarter, Party.code, Due.id)


def names_of(facts: Iterable[Fact]) -> dict[int, tuple[str, str]]:
    """Code and name of the practices of facts, by id."""
    rows = select(Party.id, Party.code, Party.name).where(Party.id.in_({each.practice_id for each in facts}))
    return {row.id: (row.code, row.name) for row in db.session.execute(rows)}
