"""Acts of risk: the holder's decision, movements asked for, approved, declined, withdrawn. Both engines."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from sqlalchemy import func, select

from budgets.method.policy import Holder
from budgets.risk.actions.asking import ask_for_movement, withdraw_movement
from budgets.risk.actions.deciding import approve_movement, decline_movement
from budgets.risk.actions.holding import decide_holder
from budgets.risk.demo import seed_demo_risk
from budgets.risk.models import PoolApproval, PoolMovement
from budgets.risk.queries.holdings import list_holdings
from budgets.risk.queries.movements import entry_of, get_movement, list_movements
from budgets.risk.rules.pool import MovementKind, MovementState
from core.audit_trail.queries import history_of
from core.db import db, transaction
from core.errors import NotAllowed, OutOfDate, Refusal
from core.permissions import Actor, Role
from tests.builders_risk import (
    CONTRIBUTION,
    DRAWDOWN,
    HOUR,
    REPAYMENT,
    RiskField,
    closed,
    with_grant_at,
    with_interest_in,
)
from tests.builders_rounds import AT

pytestmark = pytest.mark.usefixtures("database")


def told(act: object, *args: object, **values: object) -> str:
    """The sentence with which an act is refused."""
    assert callable(act)
    with pytest.raises(Refusal) as refused:
        act(*args, **values)
    return str(refused.value)


def history(field: RiskField) -> list[str]:
    """What the audit trail says of the round's risk, oldest first."""
    return [line.did for line in reversed(history_of("risk", field.round_id))]


def test_records_who_holds_the_reserve_with_reason_and_keeps_the_decisions_before() -> None:
    field = RiskField()
    first = field.decide(Holder.COMMISSIONER, " In one hand a swing is met by all. ")
    assert (first.holder, first.reason) == (Holder.COMMISSIONER, "In one hand a swing is met by all.")
    assert (first.name, first.role, first.organisation) == (
        "PCT commissioner",
        "PCT commissioner",
        "West Hertfordshire PCT",
    )
    field.decide(Holder.PROVIDER, "It recruits early.", seen=first.id)
    assert [each.holder for each in list_holdings(field.round_id)] == [Holder.PROVIDER, Holder.COMMISSIONER]
    assert history(field) == [
        "decided that the commissioner holds the reserve: In one hand a swing is met by all.",
        "changed who holds the reserve from the commissioner to the provider: It recruits early.",
    ]


@pytest.mark.parametrize("reason", ["", "  \n "])
def test_refuses_a_decision_without_a_reason(reason: str) -> None:
    field = RiskField()
    assert told(field.decide, reason=reason) == "The reason is missing: write it in a few words."


def test_refuses_an_nhs_number_and_does_not_repeat_it() -> None:
    field = RiskField()
    sentence = (
        "The reason holds a number that passes the NHS number check. "
        "Take it out: nothing about a patient may be kept here."
    )
    assert told(field.decide, reason="For 943 476 5919.") == sentence
    assert told(field.ask, reason="For 943-476-5919.") == sentence
    movement_id = field.ask()
    assert told(field.decline, movement_id, reason="Not for 9434765919") == sentence


def test_a_decision_over_a_newer_one_is_told_of_it() -> None:
    field = RiskField()
    field.decide()
    with pytest.raises(OutOfDate, match=r"^PCT commissioner decided on 3 March 2008 at 10:12, while you were working"):
        field.decide(Holder.PROVIDER)


@pytest.mark.parametrize(
    ("who", "sentence"),
    [
        ("finance", "As PCT finance you may not decide who holds the risk reserve."),
        ("lead", "As PbC lead you may not decide who holds the risk reserve."),
        (
            "stranger",
            "You act for Another PCT. You may not decide who holds the risk reserve of another commissioner.",
        ),
    ],
)
def test_who_may_not_decide_on_the_reserve(who: str, sentence: str) -> None:
    field = RiskField()
    with pytest.raises(NotAllowed) as refused, transaction():
        decide_holder(
            round_id=field.round_id, holder=Holder.PROVIDER, reason="No.", seen=0, by=getattr(field, who), at=AT
        )
    assert str(refused.value) == sentence
    assert list_holdings(field.round_id) == []


def test_a_contribution_counts_once_two_people_approved_it() -> None:
    field = RiskField()
    movement_id = field.ask(CONTRIBUTION, "1000.01")
    assert field.balance == 0
    field.approve(movement_id, field.commissioner)
    assert field.balance == 0
    field.approve(movement_id, field.finance)
    assert field.balance == 1000_01
    assert history(field) == [
        "asked for movement 1, a contribution of £1,000.01 from DacCom: For swings.",
        "approved movement 1, a contribution of £1,000.01 from DacCom (first of two approvals; the pool holds £0.00)",
        (
            "approved movement 1, a contribution of £1,000.01 from DacCom "
            "(second of two approvals; the pool holds £1,000.01)"
        ),
    ]
    kept = get_movement(movement_id)
    assert (kept.name, kept.role, kept.organisation) == ("PbC lead of DacCom", "PbC lead", "DacCom")
    assert [(each.name, each.organisation) for each in kept.approvals] == [
        ("PCT commissioner", "West Hertfordshire PCT"),
        ("PCT finance", "West Hertfordshire PCT"),
    ]


def test_the_commissioner_asks_for_its_own_contribution_and_two_others_approve() -> None:
    field = RiskField()
    with transaction():
        movement_id = ask_for_movement(
            round_id=field.round_id,
            kind=CONTRIBUTION,
            party_id=None,
            amount=Decimal("1504.50"),
            reason="The reserve of calculation 1.",
            by=field.commissioner,
            at=AT,
        ).id
    field.approve(movement_id, field.finance, field.deputy)
    assert field.balance == 1504_50
    assert "a contribution of £1,504.50 from the commissioner" in history(field)[0]


def test_refuses_the_requester_who_approves_or_declines_in_exactly_one_sentence() -> None:
    field = RiskField()
    movement_id = field.ask(CONTRIBUTION, party_id=field.red, by=field.finance)
    sentence = "You asked for movement 1 yourself, so two other people decide over it."
    assert told(field.approve, movement_id, field.finance) == sentence
    assert told(field.decline, movement_id, field.finance) == sentence
    field.approve(movement_id, field.commissioner)
    assert told(field.approve, movement_id, field.finance) == sentence
    assert field.balance == 0


def test_refuses_the_requester_under_another_grant() -> None:
    field = RiskField()
    both = with_grant_at(field.finance, field.dac, Role.PBC_LEAD)
    movement_id = field.ask(CONTRIBUTION, party_id=field.red, by=field.finance)
    assert (
        told(field.approve, movement_id, both)
        == "You asked for movement 1 yourself, so two other people decide over it."
    )


def test_refuses_the_same_person_twice() -> None:
    field = RiskField()
    movement_id = field.ask()
    field.approve(movement_id, field.finance)
    sentence = "You approved movement 1 already on 3 March 2008: the second approval is another person’s."
    assert told(field.approve, movement_id, field.finance) == sentence
    assert told(field.decline, movement_id, field.finance) == sentence
    assert db.session.scalar(select(func.count()).select_from(PoolApproval)) == 1


def test_refuses_somebody_with_an_interest_in_the_group_or_in_a_practice_of_it() -> None:
    field = RiskField()
    movement_id = field.ask()
    interested = with_interest_in(field.finance, field.practice)
    sentence = "You take no part in deciding over movement 1, because of your declared interest in Practice 1 (DacCom)."
    assert told(field.approve, movement_id, interested) == sentence
    assert told(field.decline, movement_id, interested) == sentence
    of_another = field.ask(by=field.lead_of_red, party_id=field.red)
    field.approve(of_another, interested)
    of_group = with_interest_in(field.deputy, field.dac)
    assert told(field.approve, movement_id, of_group) == (
        "You take no part in deciding over movement 1, because of your declared interest in DacCom."
    )


def test_refuses_somebody_who_also_has_a_role_at_the_group() -> None:
    field = RiskField()
    movement_id = field.ask()
    both = with_grant_at(field.finance, field.dac, Role.PBC_MEMBER)
    assert told(field.approve, movement_id, both) == (
        "You take no part in deciding over movement 1, because of your role as PbC member of DacCom."
    )


def test_one_decline_with_a_reason_ends_it_and_it_stays() -> None:
    field = RiskField()
    movement_id = field.ask()
    field.approve(movement_id, field.commissioner)
    assert told(field.decline, movement_id, reason=" ") == "The reason is missing: write it in a few words."
    field.decline(movement_id, reason="After the summer.")
    assert entry_of(get_movement(movement_id)).state is MovementState.DECLINED
    assert told(field.approve, movement_id, field.deputy) == (
        "Movement 1 was declined by PCT finance on 3 March 2008: there is nothing left to decide."
    )
    assert field.balance == 0
    assert history(field)[-1] == "declined movement 1, a contribution of £1,000.00 from DacCom: After the summer."
    assert db.session.scalar(select(func.count()).select_from(PoolMovement)) == 1


def test_a_third_approval_is_refused() -> None:
    field = RiskField()
    movement_id = field.move(CONTRIBUTION, "10.00")
    assert told(field.approve, movement_id, field.deputy) == (
        "Movement 1 was approved by PCT commissioner and PCT finance on 3 March 2008: there is nothing left to decide."
    )
    assert field.balance == 10_00


def test_refuses_a_drawdown_beyond_the_balance_when_it_is_asked_for() -> None:
    field = RiskField()
    assert told(field.ask, DRAWDOWN, "1.00") == "The pool is empty and cannot bear the £1.00 of this drawdown."
    field.move(CONTRIBUTION, "500.00")
    assert told(field.ask, DRAWDOWN, "500.01") == (
        "The pool holds £500.00, less than the £500.01 of this drawdown. Ask for £500.00 at most."
    )
    field.move(DRAWDOWN, "500.00")
    assert field.balance == 0


def test_refuses_a_drawdown_beyond_the_balance_again_at_the_second_approval() -> None:
    field = RiskField()
    field.move(CONTRIBUTION, "500.00")
    one = field.ask(DRAWDOWN, "300.00")
    other = field.ask(DRAWDOWN, "300.00", party_id=field.red, by=field.lead_of_red)
    field.approve(one)
    field.approve(other, field.commissioner)
    assert told(field.approve, other, field.finance) == (
        "The pool holds £200.00, less than the £300.00 of this drawdown. "
        "Decline movement 3, or approve it when that has changed."
    )
    assert field.balance == 200_00
    field.move(CONTRIBUTION, "100.00")
    field.approve(other, field.finance)
    assert field.balance == 0


def test_a_group_repays_no_more_than_it_drew() -> None:
    field = RiskField()
    field.move(CONTRIBUTION, "500.00", party_id=field.red, by=field.lead_of_red)
    assert told(field.ask, REPAYMENT, "1.00") == "DacCom has nothing to repay."
    field.move(DRAWDOWN, "120.00")
    assert told(field.ask, REPAYMENT, "120.01") == (
        "DacCom has £120.00 still to repay, less than the £120.01 of this repayment. Ask for £120.00 at most."
    )
    first, second = (field.ask(REPAYMENT, "70.00") for _ in range(2))
    field.approve(first)
    field.approve(second, field.commissioner)
    assert told(field.approve, second, field.finance) == (
        "DacCom has £50.00 still to repay, less than the £70.00 of this repayment. "
        "Decline movement 4, or approve it when that has changed."
    )
    assert field.balance == 450_00


@pytest.mark.parametrize("amount", ["0.00", "-5.00"])
def test_refuses_a_movement_of_nothing_or_less(amount: str) -> None:
    assert told(RiskField().ask, CONTRIBUTION, amount) == "The amount is more than £0.00."


def test_refuses_a_drawdown_for_nobody_and_a_group_of_another_commissioner() -> None:
    field = RiskField()

    def ask(kind: MovementKind, party_id: int | None) -> None:
        with transaction():
            ask_for_movement(
                round_id=field.round_id,
                kind=kind,
                party_id=party_id,
                amount=Decimal(1),
                reason="Why not.",
                by=field.finance,
                at=AT,
            )

    assert told(ask, kind=DRAWDOWN, party_id=None) == (
        "Say which group the drawdown is for. Only a contribution may be the commissioner’s own."
    )
    for other in (field.lead_elsewhere.organisation_id, field.practice, field.pct, 999):
        assert told(ask, kind=CONTRIBUTION, party_id=other) == "Choose one of the PbC groups of West Hertfordshire PCT."


@pytest.mark.parametrize(
    ("who", "sentence"),
    [
        ("lead_of_red", "You act for Red House and ask for its movements of the pool alone."),
        ("member", "As PbC member you may not ask for movements of the risk pool."),
        ("auditor", "As Auditor you may not ask for movements of the risk pool."),
        ("provider", "As Provider manager you may not ask for movements of the risk pool."),
        (
            "lead_elsewhere",
            "You act for Far group. You may not ask for movements of the risk pool of another commissioner.",
        ),
        (
            "stranger",
            "You act for Another PCT. You may not ask for movements of the risk pool of another commissioner.",
        ),
    ],
)
def test_who_may_not_ask_for_daccom(who: str, sentence: str) -> None:
    field = RiskField()
    with pytest.raises(NotAllowed) as refused:
        field.ask(by=getattr(field, who))
    assert str(refused.value) == sentence


def test_a_lead_may_not_ask_for_the_commissioners_money() -> None:
    field = RiskField()
    with pytest.raises(NotAllowed, match=r"^You act for DacCom and ask for its movements"), transaction():
        ask_for_movement(
            round_id=field.round_id,
            kind=CONTRIBUTION,
            party_id=None,
            amount=Decimal(1),
            reason="x",
            by=field.lead,
            at=AT,
        )


@pytest.mark.parametrize(
    ("who", "sentence"),
    [
        ("lead", "As PbC lead you may not approve movements of the risk pool."),
        ("lead_of_red", "As PbC lead you may not approve movements of the risk pool."),
        ("auditor", "As Auditor you may not approve movements of the risk pool."),
        (
            "stranger",
            "You act for Another PCT. You may not approve movements of the risk pool of another commissioner.",
        ),
    ],
)
def test_who_may_not_approve_or_decline(who: str, sentence: str) -> None:
    field = RiskField()
    movement_id, by = field.ask(), getattr(field, who)
    with pytest.raises(NotAllowed) as refused, transaction():
        approve_movement(movement_id=movement_id, words="", by=by, at=AT)
    assert str(refused.value) == sentence
    with pytest.raises(NotAllowed) as refused, transaction():
        decline_movement(movement_id=movement_id, reason="No.", by=by, at=AT)
    assert str(refused.value) == sentence


def withdraw(movement_id: int, by: Actor, reason: str = "Not needed any more.") -> None:
    with transaction():
        withdraw_movement(movement_id=movement_id, reason=reason, by=by, at=AT + timedelta(days=1))


def test_the_requester_withdraws_what_waits_and_nobody_else_does() -> None:
    field = RiskField()
    movement_id = field.ask()
    field.approve(movement_id, field.finance)
    assert told(withdraw, movement_id, field.commissioner) == "Only the person who asked for movement 1 withdraws it."
    assert told(withdraw, movement_id, field.lead, "") == "The reason is missing: write it in a few words."
    withdraw(movement_id, field.lead)
    assert told(field.approve, movement_id, field.deputy) == (
        "Movement 1 was withdrawn by PbC lead of DacCom on 4 March 2008: there is nothing left to decide."
    )
    assert history(field)[-1] == "withdrew movement 1: Not needed any more."
    with pytest.raises(NotAllowed, match=r"^As PbC member you may not ask for movements of the risk pool\.$"):
        withdraw(movement_id, field.member)


def test_a_group_that_left_pays_back_and_does_nothing_else() -> None:
    field = RiskField()
    field.move(CONTRIBUTION, "500.00")
    field.move(DRAWDOWN, "200.00")
    waiting = field.ask(DRAWDOWN, "50.00")
    field.approve(waiting, field.commissioner)
    closed(field.dac, date(2008, 3, 3))
    sentence = "DacCom has been closed since 3 March 2008: it can pay back what it drew, and nothing else can move."
    assert told(field.ask, DRAWDOWN, "10.00", by=field.finance) == sentence
    assert told(field.ask, CONTRIBUTION, "10.00", by=field.finance) == sentence
    assert told(field.approve, waiting, field.finance) == sentence
    repaid = field.ask(REPAYMENT, "200.00", by=field.deputy)
    field.approve(repaid)
    assert field.balance == 500_00


def test_a_group_that_leaves_tomorrow_still_takes_part_today() -> None:
    field = RiskField()
    closed(field.dac, (AT + HOUR).date() + timedelta(days=1))
    field.move(CONTRIBUTION, "10.00")
    assert field.balance == 10_00


def test_movements_are_numbered_round_by_round() -> None:
    field = RiskField()
    ids = [field.ask(), field.ask(party_id=field.red, by=field.lead_of_red)]
    assert [get_movement(each).number for each in ids] == [1, 2]


def test_the_demo_has_a_decision_a_contribution_and_a_drawdown_that_waits() -> None:
    field = RiskField()
    with transaction():
        seed_demo_risk(
            round_id=field.round_id,
            commissioner=field.commissioner,
            finance=field.finance,
            contributor=field.lead,
            drawer=field.lead_of_red,
            at=AT,
        )
    assert field.balance == 60_000_00
    assert [entry_of(each).state for each in list_movements(field.round_id)] == [
        MovementState.APPROVED,
        MovementState.WAITING,
    ]
    assert len(history(field)) == 6
    field.approve(list_movements(field.round_id)[1].id, field.finance)
    assert field.balance == 47_500_00
