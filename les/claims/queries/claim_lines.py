"""Looking up lines of claims and what was cut of them."""

from collections.abc import Collection

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from core.db import db
from core.money import as_pence
from les.claims.models.claims import Claim, ClaimLine
from les.claims.models.decisions import LineCut


def find_line(line_id: int) -> ClaimLine | None:
    """The line of that id with its claim."""
    rows = select(ClaimLine).where(ClaimLine.id == line_id)
    rows = rows.options(joinedload(ClaimLine.claim).joinedload(Claim.practice))
    return db.session.scalars(rows).first()


def cuts_of(line_ids: Collection[int]) -> dict[int, list[LineCut]]:
    """The cuts of lines by line, in the order in which they were made: the last says what is left of it. One query."""
    found: dict[int, list[LineCut]] = {}
    rows = select(LineCut).where(LineCut.line_id.in_(line_ids)).options(joinedload(LineCut.cut_by))
    for cut in db.session.scalars(rows.order_by(LineCut.id)):
        found.setdefault(cut.line_id, []).append(cut)
    return found


def worth_of(line: ClaimLine, cuts: Collection[LineCut]) -> int:
    """What is left of a line after its cuts, in pence."""
    return as_pence([*cuts][-1].amount if cuts else line.amount)
