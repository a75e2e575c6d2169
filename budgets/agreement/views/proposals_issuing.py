"""What putting a calculation to the groups would do, and to whom: told before it is done."""

from dataclasses import dataclass
from datetime import date

from budgets.agreement.models.proposals import Proposal
from budgets.agreement.queries.carrying import positions_that_hold
from budgets.agreement.queries.proposals import find_newest_proposal
from budgets.agreement.rules.proposals import carrying_in_words
from budgets.method.result import GroupFacts
from budgets.rounds.models import StoredCalculation
from budgets.rounds.views.seen import calculation_at_hand
from commissioning.catalogue.queries import list_provider_ids_for
from core.notifications.queries import people_at
from core.parties.models import Party
from core.parties.queries import list_parties
from core.parties.rules import PartyKind
from core.permissions import Permission


@dataclass(frozen=True, slots=True, kw_only=True)
class WhatItDoes:
    """The number the proposal gets, who is asked (`missing`: groups that cannot be), who is told, what is carried."""

    number: int
    earlier: Proposal | None
    groups: list[Party]
    missing: list[GroupFacts]
    providers: list[Party]
    people: int
    carrying: str


def what_issuing_does(stored: StoredCalculation, *, on: date) -> WhatItDoes:
    """What would happen if the calculation were put to the groups on a day."""
    trust = stored.round.commissioner_id
    facts = calculation_at_hand(stored).groups
    codes = {group.code for group in facts}
    open_groups = list_parties(kind=PartyKind.PBC_GROUP, commissioner_id=trust, open_on=on)
    groups = [party for party in open_groups if party.code in codes]
    there = {party.code for party in groups}
    concerned = set(list_provider_ids_for(trust, on=on))
    providers = [
        party
        for party in list_parties(kind=PartyKind.PROVIDER, commissioner_id=trust, open_on=on)
        if party.id in concerned
    ]
    told = people_at([party.id for party in (*groups, *providers)], on=on, permission=Permission.SEE_PROPOSALS)
    earlier = find_newest_proposal(stored.round_id)
    return WhatItDoes(
        number=earlier.number + 1 if earlier else 1,
        earlier=earlier,
        groups=groups,
        missing=[group for group in facts if group.code not in there],
        providers=providers,
        people=len(told),
        carrying=_carrying(earlier, stored),
    )


def _carrying(earlier: Proposal | None, stored: StoredCalculation) -> str:
    if earlier is None:
        return ""
    before, after = calculation_at_hand(earlier.calculation), calculation_at_hand(stored)
    held = positions_that_hold(earlier, before=before, after=after)
    return carrying_in_words(len(held.positions), held.others)
