"""Taking a claim back before it is approved for payment, or throwing a draft away."""

from core.db import db
from core.permissions import Actor
from les.claims.actions.recording import held_claim, record
from les.claims.models.claims import Claim
from les.claims.rules.kinds import State
from les.claims.rules.submitting import check_may_withdraw
from les.schemes.actions.recording import words_to_keep


def withdraw_claim(*, claim_id: int, reason: str, by: Actor) -> Claim:
    """Withdraw a claim of one's own practice. It is kept, with the reason; what it filled of the caps is free again."""
    claim = held_claim(claim_id, by)
    check_may_withdraw(number=claim.number, state=claim.state)
    was_draft = claim.state is State.DRAFT
    kept = words_to_keep(reason, what="The reason", is_needed=not was_draft)
    before = claim.state_name
    claim.state = State.WITHDRAWN
    db.session.flush()
    record(claim, "discard_draft" if was_draft else "withdraw_claim", by, old={"state": before}, new={"reason": kept})
    return claim
