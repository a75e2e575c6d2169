"""What figures are drawn from: a proposal with its calculation, policy, places and decisions, as the round has them."""

import json
from collections.abc import Sequence
from functools import lru_cache

from budgets.agreement.models.proposals import Proposal
from budgets.agreement.queries.proposals import list_proposals
from budgets.agreement.queries.sign_off import find_lock
from budgets.method.result import Calculation
from budgets.risk.queries.holdings import find_holding
from budgets.rounds.queries import calculation_of, get_calculation, policy_of, workbook_of
from commissioning.catalogue.queries import list_arrangements
from contracts.heads_of_terms.models import HeadsOfTerms
from contracts.heads_of_terms.rules.content import Source
from contracts.heads_of_terms.rules.drawing import Drawn, Particulars, Party
from core.clock import in_london
from core.parties.models import Party as Organisation


def particulars_of(heads: HeadsOfTerms) -> Particulars:
    """What the heads are about, as they stand."""
    return Particulars(
        commissioner=_party(heads.commissioner),
        provider=_party(heads.provider),
        groups=tuple(Party(code=each.code, name=each.name, attendees=each.attendees) for each in heads.groups),
        starts_on=heads.starts_on,
        ends_on=heads.ends_on,
        lines=tuple(json.loads(heads.lines)),
    )


def find_newest_source(round_id: int) -> Proposal | None:
    """What figures are drawn from now: what was signed off, else the newest proposal that was not withdrawn."""
    lock = find_lock(round_id)
    proposals = list_proposals(round_id)
    if lock is not None:
        return next(each for each in proposals if each.id == lock.sign_off.proposal_id)
    return next((each for each in proposals if each.withdrawal is None), None)


def source_of(proposal: Proposal) -> Source:
    """The proposal as the source that heads name."""
    return Source(
        year=proposal.round.year,
        proposal=proposal.number,
        proposal_hash=proposal.content_hash,
        calculation=proposal.calculation.number,
        calculation_hash=proposal.calculation.result_hash,
    )


def drawn_from(proposal: Proposal, heads: HeadsOfTerms) -> Drawn:
    """All that the figures of these heads are drawn from, of that proposal."""
    stored = proposal.calculation
    lock, holding = find_lock(proposal.round_id), find_holding(proposal.round_id)
    is_signed = lock is not None and lock.sign_off.proposal_id == proposal.id
    codes = json.loads(heads.lines)
    return Drawn(
        calculation=calculation_at_hand(proposal),
        policy=policy_of(stored),
        deadline=proposal.deadline,
        places=_places(heads, codes),
        own_uplifts={
            service.code: service.uplift
            for service in workbook_of(stored.inputs).services
            if service.uplift is not None and service.code in codes
        },
        holder=holding.holder if holding else None,
        signed_on=in_london(lock.locked_at).date() if lock is not None and is_signed else None,
    )


def calculation_at_hand(proposal: Proposal) -> Calculation:
    """The calculation that a proposal puts to the groups. Being frozen, the last few are kept at hand."""
    return _calculation_at_hand(proposal.calculation_id, proposal.calculation.result_hash)


@lru_cache(maxsize=8)
def _calculation_at_hand(calculation_id: int, result_hash: str) -> Calculation:
    del result_hash  # another database may have another calculation under the same id
    return calculation_of(get_calculation(calculation_id))


def _places(heads: HeadsOfTerms, codes: Sequence[str]) -> dict[str, list[str]]:
    """The localities where the provider provides each service on the first day of the heads, by the service's code."""
    found: dict[str, list[str]] = {}
    for arrangement in list_arrangements(heads.commissioner_id, on=heads.starts_on):
        if arrangement.provider_id == heads.provider_id and arrangement.service.code in codes:
            found.setdefault(arrangement.service.code, []).append(arrangement.locality.name)
    return found


def _party(party: Organisation) -> Party:
    return Party(code=party.code, name=party.name)
