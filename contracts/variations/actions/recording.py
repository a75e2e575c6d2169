"""How acts on variations are recorded, and how one is found for an act: its contract held, the reader's to see."""

from sqlalchemy.orm.attributes import flag_modified

from contracts.agreements.actions.recording import held_contract
from contracts.agreements.models.issues import Issue
from contracts.agreements.queries.contracts import find_issue
from contracts.variations.models import SUBJECT, Variation
from contracts.variations.queries.variations import find_seen, get_variation
from contracts.variations.rules.states import check_is_draft
from core import audit
from core.db import db
from core.errors import NotAllowed
from core.permissions import Actor, Permission


def held_variation(variation_id: int, *, by: Actor, permission: Permission) -> Variation:
    """The variation, its contract held until the act is over, if the person may do this and it concerns them."""
    found = get_variation(variation_id)
    held_contract(found.contract_id, by=by, permission=permission)
    variation = get_variation(variation_id, for_change=True)
    if find_seen(variation.contract_id, variation.number, by=by) is None:
        raise NotAllowed("This variation is a draft of another organisation.")
    return variation


def held_draft(variation_id: int, *, by: Actor) -> Variation:
    """The draft, its contract held, for one who proposes variations for the organisation that drafts it."""
    variation = held_variation(variation_id, by=by, permission=Permission.PROPOSE_VARIATIONS)
    if variation.proposer_id != by.organisation_id:
        raise NotAllowed(f"{variation.proposer.name} drafts this variation, and only its people change it.")
    check_is_draft(variation.stage, name=variation.named)
    return variation


def is_party(issue: Issue | None, organisation_id: int) -> bool:
    """Whether an organisation is a party of what was issued: one without whose signature it does not stand."""
    return issue is not None and any(each.party_id == organisation_id and each.is_needed for each in issue.signers)


def standing_issue(variation: Variation) -> Issue:
    """The issue of the contract that stands. LookupError for a contract without one: a varied contract is signed."""
    issue = find_issue(variation.contract_id)
    if issue is None:
        raise LookupError(f"contract {variation.contract_id} is varied without an issue that stands")
    return issue


def touch(variation: Variation) -> None:
    """Count what hangs on a draft as a change of it: whoever saves second is told."""
    flag_modified(variation, "title")


def record_on(
    variation: Variation, act: str, *, by: Actor, new: audit.Values | None = None, old: audit.Values | None = None
) -> None:
    """Note an act on a variation."""
    audit.record(
        db.session(),
        by=by,
        act=f"variations.{act}",
        subject=SUBJECT,
        subject_id=variation.id,
        old=old,
        new=new,
        commissioner_id=variation.contract.commissioner_id,
    )
