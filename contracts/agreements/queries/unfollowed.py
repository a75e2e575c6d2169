"""Signed heads of terms that no signed contract follows, and by when their commissioner wants them to be followed."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from sqlalchemy import and_, exists, func, or_, select

from contracts.agreements.models.contracts import Contract
from contracts.agreements.models.heads import FollowedHeads, FollowingTime
from contracts.agreements.rules.states import Stage
from contracts.heads_of_terms.models import SUBJECT, HeadsIssue, HeadsOfTerms
from contracts.heads_of_terms.queries.heads import concerning
from contracts.heads_of_terms.rules.states import State, reference_of
from core.clock import in_london
from core.db import db
from core.parties.models import Party
from core.permissions import Actor
from core.signatures.models import Signature

MOST_WARNED = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class Unfollowed:
    """Signed heads that no signed contract follows. `signed_on`: when the second of commissioner and provider signed.

    `due_on`: by when a contract was to follow, `days` later by the commissioner's `source`; None where no time is set.
    """

    heads_id: int
    reference: str
    title: str
    provider: str
    signed_on: date
    due_on: date | None
    days: int | None
    source: str

    def is_late(self, *, on: date) -> bool:
        """Whether the time within which they were to be followed is over."""
        return self.due_on is not None and self.due_on < on


def find_following_time(commissioner_id: int, *, for_change: bool = False) -> FollowingTime | None:
    """Within how many days a commissioner wants signed heads to be followed; None where nobody has set it."""
    rows = select(FollowingTime).where(FollowingTime.commissioner_id == commissioner_id)
    if for_change:
        rows = rows.with_for_update().execution_options(populate_existing=True)
    return db.session.execute(rows).scalar_one_or_none()


def list_unfollowed(*, by: Actor) -> list[Unfollowed]:
    """The heads that concern the reader, both parties have signed, and no signed contract follows; oldest first."""
    signed_at, binding = func.max(Signature.signed_at), func.count(Signature.organisation_id.distinct())
    given = and_(
        Signature.subject == SUBJECT,
        Signature.subject_id == HeadsOfTerms.id,
        Signature.content_hash == HeadsIssue.content_hash,
        or_(
            Signature.organisation_id == HeadsOfTerms.commissioner_id,
            Signature.organisation_id == HeadsOfTerms.provider_id,
        ),
    )
    followed = (
        exists()
        .where(FollowedHeads.heads_id == HeadsOfTerms.id)
        .where(FollowedHeads.contract_id == Contract.id, Contract.stage == Stage.SIGNED)
    )
    own = (HeadsOfTerms.id, HeadsOfTerms.number, HeadsOfTerms.edition, HeadsOfTerms.title)
    time = (FollowingTime.days, FollowingTime.source)
    rows = (
        select(*own, Party.name, signed_at, *time)
        .join(HeadsOfTerms.provider)
        .join(HeadsIssue, HeadsIssue.heads_id == HeadsOfTerms.id)
        .join(Signature, given)
        .outerjoin(FollowingTime, FollowingTime.commissioner_id == HeadsOfTerms.commissioner_id)
        .where(HeadsOfTerms.state.in_((State.ISSUED, State.SIGNED)), concerning(by), ~followed)
        .group_by(*own, Party.name, *time)
        .having(binding == 2)
        .order_by(signed_at, HeadsOfTerms.id)
        .limit(MOST_WARNED)
    )
    return [_unfollowed(row) for row in db.session.execute(rows)]


def _unfollowed(row: Sequence[Any]) -> Unfollowed:
    heads_id, number, edition, title, provider, signed_at, days, source = row
    signed_on = in_london(signed_at).date()
    return Unfollowed(
        heads_id=heads_id,
        reference=reference_of(number, edition),
        title=title,
        provider=provider,
        signed_on=signed_on,
        due_on=signed_on + timedelta(days=days) if days is not None else None,
        days=days,
        source=source or "",
    )
