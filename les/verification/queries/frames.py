"""The claims that can be verified: approved and paid ones of schemes and quarters, with the risks that each shows."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from sqlalchemy import func, select, tuple_
from sqlalchemy.orm import joinedload, selectinload

from commissioning.organisations.queries.populations import latest_of
from core.db import db
from core.funnel import Standing, funnel
from les.claims.models.claims import Claim, ClaimLine, ClaimQuantity
from les.claims.models.decisions import LineCut
from les.claims.rules.kinds import State
from les.schemes.models.schemes import Scheme
from les.schemes.rules.quarters import Quarter
from les.verification.models.plans import SampledClaim
from les.verification.queries.paid import paid_by_line
from les.verification.rules.kinds import Risk
from les.verification.rules.sampling import Framed


@dataclass(frozen=True, slots=True, kw_only=True)
class FramedClaim:
    """A claim of the frame, with what the draw goes by."""

    claim: Claim
    framed: Framed


def frame_of(commissioner_id: int, scheme_ids: Collection[int], quarters: Collection[Quarter]) -> list[FramedClaim]:
    """The paid claims of these schemes and quarters by number, in as many queries however many there are."""
    claims = _claims(commissioner_id, scheme_ids, quarters)
    paid = paid_by_line([line.id for claim in claims for line in claim.lines])
    sums = {claim.id: sum(paid.get(line.id, 0) for line in claim.lines) for claim in claims}
    claims = [claim for claim in claims if sums[claim.id] > 0]
    cut, before, far = _cut_before(scheme_ids), _verified_before(scheme_ids), far_above(claims)
    found = []
    for claim in claims:
        pair = (claim.scheme_id, claim.practice_id)
        shown = {
            Risk.LATE: claim.is_late,
            Risk.OUTLIER: claim.id in far,
            Risk.CUT: pair in cut,
            Risk.NEVER: pair not in before,
        }
        risks = frozenset(risk for risk, is_so in shown.items() if is_so)
        framed = Framed(number=claim.number, paid=sums[claim.id], risks=risks)
        found.append(FramedClaim(claim=claim, framed=framed))
    return found


def far_above(claims: Sequence[Claim]) -> set[int]:
    """The claims whose count per 1,000 of the list lies above the 99.8% limit of their scheme and quarter."""
    by_period: dict[tuple[int, str, int], list[Claim]] = {}
    for claim in claims:
        by_period.setdefault((claim.scheme_id, claim.year, claim.quarter), []).append(claim)
    counts = counts_of([claim.id for claim in claims])
    found: set[int] = set()
    for together in by_period.values():
        people = lists_of([claim.practice_id for claim in together], together[0].of)
        compared = funnel(
            [counts.get(claim.id, 0) for claim in together],
            [people.get(claim.practice_id, Fraction(0)) for claim in together],
        )
        standings = zip(together, compared.units, strict=True)
        found.update(claim.id for claim, unit in standings if unit.standing is Standing.FAR_ABOVE)
    return found


def counts_of(claim_ids: Collection[int]) -> dict[int, int]:
    """How many items each claim claims, by its id."""
    rows = select(ClaimQuantity.claim_id, func.sum(ClaimQuantity.count)).where(ClaimQuantity.claim_id.in_(claim_ids))
    return {claim_id: int(count) for claim_id, count in db.session.execute(rows.group_by(ClaimQuantity.claim_id))}


def lists_of(practice_ids: Collection[int], quarter: Quarter) -> Mapping[int, Fraction]:
    """The newest list of each practice that was counted by the end of a quarter."""
    found = latest_of(practice_ids, on=quarter.last_day)
    return {practice_id: Fraction(each.registered) for practice_id, each in found.items()}


def _claims(commissioner_id: int, scheme_ids: Collection[int], quarters: Collection[Quarter]) -> list[Claim]:
    pairs = [(str(each.year), each.number) for each in quarters]
    rows = (
        select(Claim)
        .join(Claim.scheme)
        .where(
            Scheme.commissioner_id == commissioner_id,
            Claim.scheme_id.in_(scheme_ids),
            Claim.state == State.APPROVED,
            tuple_(Claim.year, Claim.quarter).in_(pairs),
        )
        .options(joinedload(Claim.scheme), joinedload(Claim.practice), selectinload(Claim.lines))
    )
    return list(db.session.scalars(rows.order_by(Claim.id)))


def _cut_before(scheme_ids: Collection[int]) -> set[tuple[int, int]]:
    """The schemes and practices of which a line was ever cut."""
    rows = (
        select(Claim.scheme_id, Claim.practice_id).join(ClaimLine.claim).join(LineCut, LineCut.line_id == ClaimLine.id)
    )
    rows = rows.select_from(ClaimLine).where(Claim.scheme_id.in_(scheme_ids)).distinct()
    return {(scheme_id, practice_id) for scheme_id, practice_id in db.session.execute(rows)}


def _verified_before(scheme_ids: Collection[int]) -> set[tuple[int, int]]:
    """The schemes and practices of which a claim was ever in a sample."""
    rows = select(Claim.scheme_id, Claim.practice_id).join(SampledClaim, SampledClaim.claim_id == Claim.id)
    rows = rows.where(Claim.scheme_id.in_(scheme_ids)).distinct()
    return {(scheme_id, practice_id) for scheme_id, practice_id in db.session.execute(rows)}
