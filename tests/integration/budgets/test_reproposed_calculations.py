"""A calculation proposed a second time, after a later one was withdrawn, is the one that counts everywhere again."""

from dataclasses import replace
from datetime import timedelta

import pytest

from budgets.agreement.queries.positions import find_standing
from budgets.intentions.queries.calculations import find_calculation_at_hand
from budgets.rounds.actions.inputs import upload_inputs
from budgets.rounds.actions.scenarios import use_inputs
from core.db import transaction
from tests.builders_positions import PHYSIO, Talks, a_policy_to_agree, a_workbook_to_agree, dispute
from tests.builders_rounds import AT

pytestmark = pytest.mark.usefixtures("database")


def test_the_calculation_of_the_current_proposal_counts() -> None:
    talks = Talks()
    second = talks.propose_again(PHYSIO="activity")
    later = find_calculation_at_hand(talks.round_id)
    assert later is not None
    assert later.id != talks.first
    talks.withdraw(second)
    talks.propose(talks.first, days_later=3)
    again = find_calculation_at_hand(talks.round_id)
    assert again is not None
    assert again.id == talks.first


def test_the_amount_of_a_claimed_method_is_worked_out_anew_when_a_dispute_is_carried_over() -> None:
    talks = Talks()
    dispute(talks.proposal_id, talks.lead, PHYSIO, method="activity")
    workbook = a_workbook_to_agree()
    quantities = tuple(4 * each if place % 2 == 0 else each for place, each in enumerate(workbook.activity.quantity))
    more = replace(workbook, activity=replace(workbook.activity, quantity=quantities))
    with transaction():
        stored = upload_inputs(
            round_id=talks.round_id,
            workbook=more,
            policy=a_policy_to_agree(),
            notices=(),
            file_name="newer.xlsx",
            file=b"newer",
            by=talks.commissioner,
            at=AT,
        )
    with transaction():
        use_inputs(scenario_id=talks.scenario_id, inputs_id=stored.id, with_policy=True, by=talks.commissioner, at=AT)
    second = talks.propose(talks.calculate(WOUND="capitation"), days_later=1)
    before = find_standing(talks.proposal_id, party_id=talks.dacom, item=PHYSIO)
    carried = find_standing(second, party_id=talks.dacom, item=PHYSIO)
    assert before is not None
    assert carried is not None
    assert carried.carried_from_id == before.id
    assert str(before.claimed) == "50000.00"
    assert (carried.claimed_method, carried.given_at - before.given_at) == ("activity", timedelta())
    assert str(carried.claimed) == "80000.00"
