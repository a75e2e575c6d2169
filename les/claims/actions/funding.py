"""Taking over what was approved of funding applications: each becomes an adjustment, which finance decides over."""

from datetime import datetime

from core.clock import in_london
from core.errors import Refusal
from core.money import as_decimal
from core.permissions import Actor, Permission, check_may
from les.claims.actions.adjustments import propose_adjustment
from les.claims.models.decisions import Adjustment
from les.claims.queries.adjustments import FUNDING
from les.claims.rules.kinds import AdjustmentKind
from les.schemes.queries.funding import list_approved_funding
from les.schemes.rules.quarters import Quarter


def take_over_funding(*, application_id: int, by: Actor, at: datetime) -> Adjustment:
    """Propose the sum of an approved funding application to be paid, in the quarter in which that is done."""
    check_may(by, Permission.RELEASE_CLAIMS, commissioner_id=by.organisation_id)
    waiting = list_approved_funding(by.organisation_id)
    approved = next((each for each in waiting if each.id == application_id), None)
    if approved is None:
        raise Refusal("Nothing of this application waits to be paid. Look at the list again.")
    quarter = Quarter.of(in_london(at).date())
    return propose_adjustment(
        scheme_id=approved.scheme_id,
        practice_id=approved.practice_id,
        year=str(quarter.year),
        quarter=quarter.number,
        kind=AdjustmentKind.FUNDING,
        amount=as_decimal(approved.pence),
        what=f"{approved.reference}: {approved.what}"[:300],
        source=FUNDING,
        source_id=approved.id,
        by=by,
        at=at,
    )
