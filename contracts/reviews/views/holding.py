"""Who calls and holds the reviews of a contract."""

from contracts.agreements.models.contracts import Contract
from core.permissions import Permission
from core.web import current_actor


def may_hold(contract: Contract) -> bool:
    """Whether the reader calls and holds the reviews of a contract."""
    actor = current_actor()
    return actor.may(Permission.HOLD_REVIEWS) and actor.organisation_id == contract.commissioner_id
