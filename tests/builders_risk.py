"""Builders of risk: a round with two groups, three people who may approve, and movements of its pool."""

from datetime import date, timedelta
from decimal import Decimal

from budgets.method.policy import Holder
from budgets.risk.actions.asking import ask_for_movement
from budgets.risk.actions.deciding import approve_movement, decline_movement
from budgets.risk.actions.holding import decide_holder
from budgets.risk.models import ReserveHolding
from budgets.risk.queries.movements import account_in
from budgets.risk.rules.pool import MovementKind
from budgets.rounds.actions.inputs import upload_inputs
from budgets.rounds.models import Shown
from budgets.rounds.queries import list_scenarios
from commissioning.organisations.models import PracticeMembership
from core.db import bookkeeping, db, transaction
from core.parties.models import Party
from core.parties.rules import PartyKind
from core.people.models import Grant, Interest
from core.people.queries import find_actor
from core.permissions import Actor, Role
from tests.builders_rounds import (
    AT,
    DAY,
    OPENED,
    Field,
    a_calculation,
    a_party,
    a_policy,
    a_round,
    a_workbook,
    an_actor,
)

HOUR = timedelta(hours=1)
CONTRIBUTION, DRAWDOWN, REPAYMENT = MovementKind


class RiskField(Field):
    """A round with inputs that set a reserve of 1.5%, held by the commissioner.

    Its groups are DacCom, with one practice, and Red House; commissioner, finance and a deputy may approve.
    """

    def __init__(self, **policy: str) -> None:
        super().__init__()
        self.deputy = an_actor(self.pct, Role.FINANCE, "Deputy in finance")
        self.dac = self.lead.organisation_id
        self.red = a_party(PartyKind.PBC_GROUP, "RED", "Red House", self.pct)
        self.lead_of_red = an_actor(self.red, Role.PBC_LEAD, "PbC lead of Red House")
        self.member = an_actor(self.dac, Role.PBC_MEMBER, "PbC member of DacCom")
        provider = a_party(PartyKind.PROVIDER, "PROV", "Provider services", self.pct)
        self.provider = an_actor(provider, Role.PROVIDER_MANAGER, "Provider manager")
        self.practice = a_party(PartyKind.PRACTICE, "X82001", "Practice 1", self.pct)
        with bookkeeping() as session:
            session.add(PracticeMembership(practice_id=self.practice, group_id=self.dac, joined_on=OPENED))
        self.round_id = a_round(self.commissioner).id
        keys = {"risk_reserve__percent": "1.5", "risk_reserve__held_by": "commissioner", **policy}
        with transaction():
            upload_inputs(
                round_id=self.round_id,
                workbook=a_workbook(),
                policy=a_policy(**keys),
                notices=(),
                file_name="budget.xlsx",
                file=b"the file",
                by=self.commissioner,
                at=AT,
            )

    def calculate(self) -> int:
        """A calculation of the working budget, not shown; its id."""
        return a_calculation(self.commissioner, list_scenarios(self.round_id)[0]).id

    def show(self) -> int:
        """A calculation that is opened to the groups; its id."""
        calculation_id, by = self.calculate(), self.commissioner.person_id
        with bookkeeping() as session:
            session.add(Shown(calculation_id=calculation_id, note="Please answer.", shown_by_id=by, shown_at=AT))
        return calculation_id

    def ask(
        self,
        kind: MovementKind = CONTRIBUTION,
        amount: str = "1000.00",
        *,
        party_id: int | None = None,
        by: Actor | None = None,
        reason: str = "For swings.",
    ) -> int:
        """Ask for a movement of DacCom (or of another party), as its lead (or another person); its id."""
        with transaction():
            return ask_for_movement(
                round_id=self.round_id,
                kind=kind,
                party_id=self.dac if party_id is None else party_id,
                amount=Decimal(amount),
                reason=reason,
                by=by or self.lead,
                at=AT,
            ).id

    def approve(self, movement_id: int, *people: Actor) -> None:
        """Let these people approve a movement, one after the other; commissioner and finance where none is named."""
        for number, by in enumerate(people or (self.commissioner, self.finance), start=1):
            with transaction():
                approve_movement(movement_id=movement_id, words="", by=by, at=AT + number * HOUR)

    def decline(self, movement_id: int, by: Actor | None = None, reason: str = "Not now.") -> None:
        """Let finance (or another person) decline a movement."""
        with transaction():
            decline_movement(movement_id=movement_id, reason=reason, by=by or self.finance, at=AT + HOUR)

    def move(self, kind: MovementKind, amount: str, party_id: int | None = None, by: Actor | None = None) -> int:
        """A movement that counts; its id."""
        movement_id = self.ask(kind, amount, party_id=party_id, by=by)
        self.approve(movement_id)
        return movement_id

    def decide(self, holder: Holder = Holder.COMMISSIONER, reason: str = "One hand.", seen: int = 0) -> ReserveHolding:
        """Let the commissioner decide who holds the reserve."""
        with transaction():
            return decide_holder(
                round_id=self.round_id, holder=holder, reason=reason, seen=seen, by=self.commissioner, at=AT
            )

    @property
    def balance(self) -> int:
        """What the pool holds, in pence."""
        db.session.rollback()
        return account_in(self.round_id).balance


def with_interest_in(actor: Actor, party_id: int) -> Actor:
    """The same person with a declared interest in an organisation."""
    with bookkeeping() as session:
        session.add(Interest(person_id=actor.person_id, party_id=party_id, starts_on=OPENED, words="a relative"))
    return again(actor)


def with_grant_at(actor: Actor, party_id: int, role: Role) -> Actor:
    """The same person, under the same grant, with another grant besides."""
    with bookkeeping() as session:
        session.add(Grant(person_id=actor.person_id, role=role, organisation_id=party_id, starts_on=OPENED))
    return again(actor)


def again(actor: Actor) -> Actor:
    """The same person as they act now."""
    found = find_actor(person_id=actor.person_id, grant_id=actor.grant_id, on=DAY)
    assert found is not None
    return found


def closed(party_id: int, on: date) -> None:
    """An organisation that is closed from a day on."""
    with bookkeeping() as session:
        party = session.get_one(Party, party_id)
        party.closed_on = on
