"""Following heads of terms in a draft, following them no more, and taking their place once the contract is signed."""

from datetime import datetime

from contracts.agreements.actions.recording import held_draft, record_on, touch
from contracts.agreements.models.contracts import Contract
from contracts.agreements.models.heads import FollowedHeads, TermTrace
from contracts.agreements.queries.heads import find_followed, heads_to_follow, list_followed
from contracts.heads_of_terms.actions.standing import supersede
from contracts.heads_of_terms.models import HeadsOfTerms
from contracts.heads_of_terms.queries.content import content_of
from contracts.heads_of_terms.rules.states import State
from core.db import db
from core.errors import Refusal
from core.permissions import Actor


def follow_heads(*, contract_id: int, heads_id: int, by: Actor) -> FollowedHeads:
    """Let a draft follow signed heads of terms with its provider.

    Another version of the same heads gives way, and what was decided about terms that say the same stays decided.
    """
    contract = held_draft(contract_id, by=by)
    heads = next((each for each in heads_to_follow(contract) if each.id == heads_id), None)
    if heads is None:
        raise Refusal(
            f"Choose heads of terms with {contract.provider.name} that both have signed, that stand, and that the "
            "contract does not follow yet."
        )
    earlier = next((each for each in list_followed(contract.id) if each.heads.number == heads.number), None)
    decided = _still_decided(earlier, heads) if earlier is not None else []
    if earlier is not None:
        db.session.delete(earlier)
        db.session.flush()
    followed = FollowedHeads(contract_id=contract.id, heads_id=heads.id, traces=decided)
    db.session.add(followed)
    touch(contract)
    db.session.flush()
    record_on(contract, "follow_heads", by=by, new={"heads": heads.reference, "title": heads.title})
    return followed


def stop_following(*, contract_id: int, heads_id: int, by: Actor) -> Contract:
    """Follow heads no more; what was decided about their terms goes with them."""
    contract = held_draft(contract_id, by=by)
    followed = find_followed(contract.id, heads_id)
    if followed is None:
        raise Refusal("The contract does not follow these heads of terms any more.")
    reference, count = followed.heads.reference, len(followed.traces)
    db.session.delete(followed)
    touch(contract)
    db.session.flush()
    record_on(contract, "stop_following", by=by, new={"heads": reference, "decided": count})
    return contract


def take_the_place_of_heads(contract: Contract, *, by: Actor, at: datetime) -> None:
    """Supersede the heads that a contract follows, now that its parties have signed it.

    Heads whose place something else took meanwhile (another contract, their next version) stay as they are: they hold
    up no signature.
    """
    for followed in list_followed(contract.id):
        if followed.heads.state in (State.ISSUED, State.SIGNED):
            supersede(heads_id=followed.heads_id, contract=f"contract {contract.reference}", by=by, at=at)


def _still_decided(earlier: FollowedHeads, heads: HeadsOfTerms) -> list[TermTrace]:
    """What was decided about terms that the other version has in the same words and figures."""
    before = {term.code: term for term in content_of(earlier.heads).terms}
    same = {term.code for term in content_of(heads).terms if before.get(term.code) == term}
    return [
        TermTrace(code=each.code, fate=each.fate, why=each.why, part_key=each.part_key)
        for each in earlier.traces
        if each.code in same
    ]
