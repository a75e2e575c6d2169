"""Claimed counts of practices in a scheme and quarter, to be compared per 1,000 of their lists."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from commissioning.organisations.queries.practices import select_practices
from core.db import db
from core.parties.models import Party
from core.periods import FinancialYear
from les.claims.models.claims import Claim
from les.claims.rules.kinds import CURRENT
from les.schemes.models.schemes import Scheme
from les.schemes.rules.quarters import Quarter
from les.verification.queries.frames import counts_of, lists_of


@dataclass(frozen=True, slots=True, kw_only=True)
class Claimed:
    """Practices that claim of a scheme in a quarter: their groups, counts and lists, by the practice’s id."""

    practices: Sequence[Party]
    groups: Mapping[int, str]
    counts: Mapping[int, int]
    people: Mapping[int, Fraction]


def claimed_in(commissioner_id: int, scheme_id: int, quarter: Quarter) -> Claimed:
    """What practices claimed with the claims that count, nil claims among them."""
    rows = (
        select(Claim)
        .where(
            Claim.scheme_id == scheme_id,
            Claim.year == str(quarter.year),
            Claim.quarter == quarter.number,
            Claim.state.in_(CURRENT),
        )
        .options(joinedload(Claim.practice))
    )
    claims = sorted(db.session.scalars(rows), key=lambda each: each.practice.code)
    counts = counts_of([each.id for each in claims])
    on = quarter.last_day
    rows_of_groups = db.session.execute(select_practices(commissioner_id, on=on, with_closed=True))
    pairs: list[tuple[Party, Party | None]] = [(practice, group) for practice, group in rows_of_groups]
    groups = {practice.id: group.name for practice, group in pairs if group is not None}
    return Claimed(
        practices=[each.practice for each in claims],
        groups=groups,
        counts={each.practice_id: counts.get(each.id, 0) for each in claims},
        people=lists_of([each.practice_id for each in claims], quarter),
    )


def quarters_claimed(commissioner_ids: Collection[int]) -> list[Quarter]:
    """The quarters for which a claim counts, newest first."""
    rows = select(Claim.year, Claim.quarter).join(Claim.scheme).where(Claim.state.in_(CURRENT)).distinct()
    found = db.session.execute(rows.where(Scheme.commissioner_id.in_(commissioner_ids)))
    return sorted((Quarter(FinancialYear.named(year), number) for year, number in found), reverse=True)
