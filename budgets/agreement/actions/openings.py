"""Noting who opened a proposal: an access log, so without an event of the audit trail."""

from datetime import datetime

from budgets.agreement.models.proposals import Opening
from budgets.agreement.queries.openings import opening_exists
from budgets.agreement.queries.proposals import get_proposal
from core.db import db
from core.permissions import Actor, Permission, Role, check_may

OF_GROUPS = frozenset({Role.PBC_LEAD, Role.PBC_MEMBER})


def note_opening(*, proposal_id: int, by: Actor, at: datetime) -> None:
    """Note that a person of a group opened a proposal, the first time they did: the group has received it.

    People of the commissioner, of providers and auditors receive nothing: nothing is noted of them.
    """
    proposal = get_proposal(proposal_id)
    check_may(by, Permission.SEE_PROPOSALS, commissioner_id=proposal.round.commissioner_id)
    if by.role not in OF_GROUPS or opening_exists(proposal_id, person_id=by.person_id, party_id=by.organisation_id):
        return
    db.session.add(Opening(proposal_id=proposal_id, party_id=by.organisation_id, person_id=by.person_id, opened_at=at))
    db.session.flush()
