"""Builders for agreeing a split: two groups with their people, a proposal of four lines, and positions on it."""

from dataclasses import replace
from datetime import date, datetime, timedelta
from decimal import Decimal
from fractions import Fraction

from budgets.agreement.actions.openings import note_opening
from budgets.agreement.actions.positions import take_position
from budgets.agreement.actions.proposals import issue_proposal, withdraw_proposal
from budgets.agreement.queries.positions import find_standing
from budgets.agreement.rules.items import Item, ItemKind, Pot
from budgets.agreement.rules.stances import Reason, Stance
from budgets.method.methods import method_from
from budgets.method.policy import Holder, Policy, Uncommitted
from budgets.method.workbook import Activity, CostCentre, MustDo, PriorYear, Service, Workbook
from budgets.rounds.actions.calculations import calculate_scenario
from budgets.rounds.actions.inputs import upload_inputs
from budgets.rounds.actions.scenarios import change_methods
from budgets.rounds.queries import list_scenarios
from budgets.sources.actions import describe_source
from budgets.sources.rules.descriptions import Description, DriverKind, Grade
from core.db import bookkeeping, transaction
from core.parties.rules import PartyKind
from core.permissions import Actor, Role
from tests.builders_agreement import DEADLINE, REPLY_BY, Agreeing, address_of
from tests.builders_rounds import AT, DAY, a_party, a_policy, a_round, a_workbook, an_actor

PHYSIO = Item(kind=ItemKind.LINE, code="PHYSIO")
WOUND = Item(kind=ItemKind.LINE, code="WOUND")
MUST_DOS = Item(kind=ItemKind.POT, code=Pot.MUST_DOS)
RESERVE = Item(kind=ItemKind.POT, code=Pot.RISK_RESERVE)


def a_workbook_to_agree() -> Workbook:
    """Two groups of 6,000 and 4,000 people; physiotherapy with activity in two currencies, wound care, a must-do.

    Physiotherapy: £100,000 by capitation; contacts 10 to 30, referrals 30 to 10. Wound care: £50,000 in equal shares.
    """
    places = [(p, c, q) for c, of in (("contact", (10, 30)), ("referral", (30, 10))) for p, q in enumerate(of, start=1)]
    return replace(
        a_workbook(),
        services=(
            Service(code="PHYSIO", name="Physiotherapy", method=method_from("capitation"), category="Adults", row=2),
            Service(code="WOUND", name="Wound care", method=method_from("equal"), category="Adults", row=3),
        ),
        cost_centres=(
            CostCentre(code="C1", service="PHYSIO", amount=100_000_00, row=2),
            CostCentre(code="C2", service="WOUND", amount=50_000_00, row=3),
        ),
        activity=Activity(
            service=("PHYSIO",) * 4,
            practice=tuple(f"X0000{p}" for p, _, _ in places),
            month=("2007-04",) * 4,
            currency=tuple(c for _, c, _ in places),
            quantity=tuple(q for _, _, q in places),
            row=(2, 3, 4, 5),
        ),
        must_dos=(MustDo(code="MD", name="Community matrons", amount=8_000_00, method=method_from("capitation")),),
        prior_year=(PriorYear(service="PHYSIO", group="DAC", amount=90_000_00),),
    )


def a_policy_to_agree() -> Policy:
    """No uplift, £10,000 of growth of which £2,000 is left with the commissioner, a reserve of 1%."""
    return replace(
        a_policy(),
        uplift_percent=None,
        growth_amount=10_000_00,
        growth_uncommitted=Uncommitted.RESERVE,
        reserve_percent=Fraction(1),
        reserve_held_by=Holder.COMMISSIONER,
    )


class Talks(Agreeing):
    """A round whose first calculation was put to DacCom and WatCom as proposal 1, and the people who follow it."""

    def __init__(self, *, shares_words: bool = True) -> None:
        super().__init__()
        self.second_lead = an_actor(self.dacom, Role.PBC_LEAD, "Deputy lead of DacCom")
        self.round_id = a_round(self.commissioner).id
        with transaction():
            upload_inputs(
                round_id=self.round_id,
                workbook=a_workbook_to_agree(),
                policy=a_policy_to_agree(),
                notices=(),
                file_name="budget.xlsx",
                file=b"the file",
                by=self.commissioner,
                at=AT,
            )
        self.scenario_id = list_scenarios(self.round_id)[0].id
        self.first = self.calculate()
        self.proposal_id = self.propose(self.first, shares_words=shares_words)

    def another_group(self, code: str, name: str) -> Actor:
        """The lead of another group of the commissioner, of which the calculation knows nothing."""
        return an_actor(a_party(PartyKind.PBC_GROUP, code, name, self.pct), Role.PBC_LEAD, f"PbC lead of {name}")

    def calculate(self, **methods: str) -> int:
        """Calculate the working budget, on demand with other methods; the calculation's id."""
        if methods:
            with transaction():
                change_methods(scenario_id=self.scenario_id, written=methods, seen={}, by=self.commissioner, at=AT)
        with transaction():
            return calculate_scenario(scenario_id=self.scenario_id, by=self.commissioner, at=AT)[0].id

    def propose(self, calculation_id: int, *, shares_words: bool = True, days_later: int = 0) -> int:
        """Put a calculation to the groups so many days after the first; the proposal's id."""
        at = AT + timedelta(days=days_later)
        with transaction():
            return issue_proposal(
                calculation_id=calculation_id,
                note="Please answer by the middle of March.",
                reply_by=REPLY_BY,
                deadline=DEADLINE,
                shares_words=shares_words,
                by=self.commissioner,
                at=at,
                on=at.date(),
                address_of=address_of,
            ).id

    def propose_again(self, **methods: str) -> int:
        """Put another calculation to the groups on the next day; the proposal's id."""
        return self.propose(self.calculate(**methods), days_later=1)

    def withdraw(self, proposal_id: int) -> None:
        """Withdraw a proposal two days after the first was issued."""
        with transaction():
            withdraw_proposal(
                proposal_id=proposal_id,
                reason="A cost centre was missing.",
                by=self.commissioner,
                at=AT + timedelta(days=2),
                href=address_of(proposal_id),
            )

    def describe_sources(self) -> None:
        """Say of the populations that they are measured, of activity that it is rough and ready."""
        for driver, grade in ((DriverKind.POPULATION, Grade.A), (DriverKind.ACTIVITY, Grade.D)):
            with transaction():
                describe_source(
                    inputs_id=1,
                    said=Description(
                        driver=driver,
                        source="Returns",
                        extracted_on=date(2008, 1, 14),
                        owner="Information team",
                        grade=grade,
                    ),
                    by=self.commissioner,
                    at=AT,
                )

    def open(self, proposal_id: int, by: Actor, at: datetime = AT) -> None:
        """Somebody of a group opens a proposal."""
        with bookkeeping():
            note_opening(proposal_id=proposal_id, by=by, at=at)


def say(
    proposal_id: int,
    by: Actor,
    item: Item,
    stance: Stance,
    *,
    reason: Reason | None = None,
    words: str = "",
    claimed: str = "",
    method: str = "",
    at: datetime = AT,
    on: date = DAY,
) -> int:
    """Somebody takes a position for their group, having seen what stands; its id."""
    seen = find_standing(proposal_id, party_id=by.organisation_id, item=item)
    with transaction():
        return take_position(
            proposal_id=proposal_id,
            group_id=by.organisation_id,
            item=item,
            stance=stance,
            reason=reason,
            words=words,
            claimed=Decimal(claimed) if claimed else None,
            claimed_method=method,
            seen_id=seen.id if seen else None,
            by=by,
            at=at,
            on=on,
        ).id


def dispute(proposal_id: int, by: Actor, item: Item, *, claimed: str = "", method: str = "", at: datetime = AT) -> int:
    """Somebody disputes an item for their group; the position's id."""
    words = "Our activity says something else."
    return say(
        proposal_id,
        by,
        item,
        Stance.DISPUTED,
        reason=Reason.WRONG_METHOD,
        words=words,
        claimed=claimed,
        method=method,
        at=at,
    )
