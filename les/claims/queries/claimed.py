"""What was claimed under a scheme in a year, for whoever shows what is left under its caps."""

from sqlalchemy import select, true

from core.db import db
from les.claims.models.claims import Claim
from les.claims.queries.amounts import counted, left_of_lines, lines_that_count, sums_that_count
from les.claims.rules.kinds import CURRENT
from les.schemes.queries.contents import terms_of
from les.schemes.queries.schemes import find_approved_version
from les.schemes.rules.terms import Before, Whose


def claimed_in(scheme_id: int, practice_id: int | None, year: str) -> Before:
    """What counts of all practices of a scheme in a year, and of one of them beside (None: of no one alone)."""
    version = find_approved_version(scheme_id)
    terms = terms_of(version) if version is not None else None
    if terms is None:
        return Before()
    bases = {element.code: element.basis for element in terms.elements}
    of_scheme = Claim.scheme_id == scheme_id
    own = [] if practice_id is None else lines_that_count(of_scheme, Claim.practice_id == practice_id, year=year)
    counts_all = any(cap.whose is Whose.SCHEME and cap.count is not None for cap in terms.caps)
    of_all = lines_that_count(of_scheme, year=year) if counts_all else []
    return Before(
        done=tuple(each for each in (row.kept(bases) for row in own) if each.count),
        paid=left_of_lines(own),
        scheme_done=counted(of_all, bases),
        scheme_paid=sums_that_count([scheme_id], true(), year=year).get(scheme_id, {}),
    )


def is_claimed_in(scheme_id: int, year: str) -> bool:
    """Whether some practice claimed of a scheme in a year, and the claim counts."""
    rows = select(Claim.id).where(Claim.scheme_id == scheme_id, Claim.year == year, Claim.state.in_(CURRENT))
    return db.session.scalar(rows.limit(1)) is not None
