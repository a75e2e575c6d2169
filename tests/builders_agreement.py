"""Builders of proposals: a commissioner whose groups are all there, a provider, and calculations to put to them."""

from datetime import date

from budgets.agreement.actions.positions import take_position
from budgets.agreement.actions.proposals import issue_proposal, withdraw_proposal
from budgets.agreement.models.positions import Position
from budgets.agreement.models.proposals import Proposal, Withdrawal
from budgets.agreement.rules.items import TOTAL, Item
from budgets.agreement.rules.stances import CONSENT, Reason, Stance
from budgets.method.workbook import Workbook
from budgets.rounds.actions.calculations import calculate_scenario
from budgets.rounds.actions.scenarios import change_methods, use_inputs
from budgets.rounds.models import StoredCalculation
from budgets.rounds.queries import get_scenario
from commissioning.catalogue.actions.arrangements import record_arrangements
from commissioning.catalogue.actions.services import record_services
from commissioning.catalogue.rules import ArrangementKind, ArrangementLine, ServiceLine
from commissioning.organisations.actions.localities import add_locality
from core.db import transaction
from core.parties.rules import PartyKind
from core.permissions import Actor, Role
from tests.builders_rounds import AT, DAY, OPENED, Field, a_calculation, a_party, an_actor, some_inputs

REPLY_BY = date(2008, 3, 17)
DEADLINE = date(2008, 3, 31)
NOTE = "Please say what you think of the total and of its split."


def address_of(proposal_id: int) -> str:
    """Where a message about a proposal leads."""
    return f"/budgets/proposals/{proposal_id}"


class Agreeing(Field):
    """The field with both groups of the smallest workbook, their people, and a provider that provides something.

    A second provider of the commissioner provides nothing.
    """

    def __init__(self) -> None:
        super().__init__()
        self.dacom = self.lead.organisation_id
        self.watcom = a_party(PartyKind.PBC_GROUP, "WAT", "WatCom", self.pct)
        self.member = an_actor(self.dacom, Role.PBC_MEMBER, "PbC member of DacCom")
        self.lead_of_watcom = an_actor(self.watcom, Role.PBC_LEAD, "PbC lead of WatCom")
        self.providing = a_party(PartyKind.PROVIDER, "PROV", "Provider services", self.pct)
        self.provider = an_actor(self.providing, Role.PROVIDER_MANAGER, "Provider manager")
        idle = a_party(PartyKind.PROVIDER, "IDLE", "Idle provider", self.pct)
        self.idle_provider = an_actor(idle, Role.PROVIDER_MANAGER, "Manager of an idle provider")
        self.practice_manager = an_actor(self.dacom, Role.PRACTICE_MANAGER, "Practice manager")
        something_provided(self.commissioner, "PROV")


def something_provided(by: Actor, provider: str) -> None:
    """A service in a locality that a provider provides for the commissioner since the first day."""
    trust = by.organisation_id
    service = ServiceLine(code="PHYSIO", name="Physiotherapy", category="Adult services")
    provided = ArrangementLine(
        service="PHYSIO", locality="Dacorum", kind=ArrangementKind.OWN, starts=OPENED, provider=provider
    )
    with transaction():
        add_locality(commissioner_id=trust, name="Dacorum", by=by)
        record_services(commissioner_id=trust, lines=[service], by=by)
        record_arrangements(commissioner_id=trust, lines=[provided], by=by)


def a_proposal(
    by: Actor,
    stored: StoredCalculation | None = None,
    *,
    note: str = NOTE,
    reply_by: date = REPLY_BY,
    deadline: date = DEADLINE,
    shares_words: bool = True,
    on: date = DAY,
) -> Proposal:
    """A calculation put to the groups; without one, the working budget of a new round."""
    calculation_id = (stored or a_calculation(by)).id
    with transaction():
        return issue_proposal(
            calculation_id=calculation_id,
            note=note,
            reply_by=reply_by,
            deadline=deadline,
            shares_words=shares_words,
            by=by,
            at=AT,
            on=on,
            address_of=address_of,
        )


def a_withdrawal(by: Actor, proposal: Proposal, reason: str = "The ledger was out of date.") -> Withdrawal:
    """That proposal withdrawn."""
    proposal_id = proposal.id
    with transaction():
        return withdraw_proposal(proposal_id=proposal_id, reason=reason, by=by, at=AT, href=address_of(proposal_id))


def another_calculation(
    by: Actor, scenario_id: int = 1, *, method: str = "", workbook: Workbook | None = None
) -> StoredCalculation:
    """The next calculation of a scenario: physiotherapy by another method, or on other inputs."""
    round_id = get_scenario(scenario_id).round_id
    if workbook is not None:
        inputs = some_inputs(round_id, by, workbook, repr(workbook).encode())
        with transaction():
            use_inputs(scenario_id=scenario_id, inputs_id=inputs.id, with_policy=False, by=by, at=AT)
    if method:
        with transaction():
            change_methods(scenario_id=scenario_id, written={"PHYSIO": method}, seen={}, by=by, at=AT)
    with transaction():
        return calculate_scenario(scenario_id=scenario_id, by=by, at=AT)[0]


def an_answer(by: Actor, proposal: Proposal, item: Item = TOTAL, stance: Stance = Stance.AGREED) -> Position:
    """What the actor's group says to an item of a proposal."""
    proposal_id = proposal.id
    with transaction():
        return take_position(
            proposal_id=proposal_id,
            group_id=by.organisation_id,
            item=item,
            stance=stance,
            reason=Reason.WRONG_METHOD if stance is Stance.DISPUTED else None,
            words="" if stance in CONSENT else "Our own figures differ.",
            claimed=None,
            claimed_method="",
            seen_id=None,
            by=by,
            at=AT,
            on=DAY,
        )
