"""What seems to be claimed twice, across schemes and quarters, of many claims in the same number of queries."""

from collections.abc import Iterable, Sequence
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import joinedload, selectinload

from core.db import db
from les.claims.models.claims import Claim
from les.claims.rules.duplicates import Counted, seems_twice
from les.claims.rules.kinds import CURRENT


def duplicates_of(claims: Sequence[Claim]) -> dict[int, list[str]]:
    """What of each claim seems to be claimed twice, a sentence for each. Compared with the claims that count."""
    by_practice: dict[int, list[Counted]] = {}
    for other in _others({claim.practice_id for claim in claims}):
        by_practice.setdefault(other.practice_id, []).extend(_counted(other))
    return {claim.id: seems_twice(list(_counted(claim)), by_practice.get(claim.practice_id, [])) for claim in claims}


def _others(practice_ids: set[int]) -> Iterable[Claim]:
    rows = (
        select(Claim)
        .where(Claim.practice_id.in_(practice_ids), Claim.state.in_(CURRENT))
        .options(joinedload(Claim.scheme), selectinload(Claim.lines), selectinload(Claim.quantities))
        .order_by(Claim.id)
    )
    return db.session.scalars(rows)


def _counted(claim: Claim) -> Iterable[Counted]:
    """What a claim counts, and what it is paid on the list for."""
    said: dict[str, Any] = {
        "claim_id": claim.id,
        "claim": claim.number,
        "scheme": claim.scheme.called,
        "service_id": claim.scheme.service_id,
        "quarter": str(claim.of),
    }
    names = {line.element: line.name for line in claim.lines}
    for each in claim.quantities:
        yield Counted(
            **said,
            element=each.element,
            name=names.get(each.element, each.element),
            starts_on=each.starts_on,
            ends_on=each.ends_on or each.starts_on,
            count=each.count,
        )
    done = {each.element for each in claim.quantities}
    for line in claim.lines:
        if line.element not in done:
            yield Counted(
                **said,
                element=line.element,
                name=line.name,
                starts_on=line.starts_on,
                ends_on=line.ends_on,
                count=0,
                is_done=False,
            )
