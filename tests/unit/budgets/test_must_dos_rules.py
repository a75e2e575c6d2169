"""Must-dos: what may be proposed, who may change and decide it, and what is left of growth."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from budgets.method.workbook import Mandate
from budgets.must_dos.charts import growth_used
from budgets.must_dos.presented.growth import finding, growth_figures
from budgets.must_dos.rules.growth import GrowthUse, check_within_growth, growth_use
from budgets.must_dos.rules.proposals import (
    State,
    check_may_change,
    check_may_decline,
    check_method,
    check_no_interest,
    check_other_eyes,
    check_reason,
    check_wanted,
)
from core.errors import NotAllowed, Refusal
from tests.builders_must_dos import a_wish, a_workbook_with_must_dos
from tests.builders_rounds import a_workbook


def refusal(**changes: Any) -> str:
    """What is said to such a must-do, `GONE` being taken already."""
    with pytest.raises(Refusal) as refused:
        check_wanted(a_wish(**changes).trimmed, workbook=a_workbook_with_must_dos(), taken=["GONE"])
    return str(refused.value)


def test_takes_a_must_do_that_says_what_it_must() -> None:
    check_wanted(a_wish(), workbook=a_workbook_with_must_dos(), taken=["GONE"])
    check_wanted(a_wish(mandate=Mandate.PCT, reference="", basis=""), workbook=a_workbook(), taken=[])


@pytest.mark.parametrize(
    ("wrong", "told"),
    [
        ({"name": " "}, "Enter the name of the must-do."),
        ({"name": "x" * 121}, "The name of a must-do has at most 120 characters."),
        ({"reason": ""}, "Say why it must be done."),
        (
            {"mandate": Mandate.NATIONAL, "reference": " "},
            "Give the reference of the mandate, such as the number of the circular, so that it can be found.",
        ),
        ({"reference": "x" * 201}, "A reference has at most 200 characters."),
        ({"code": "md nurse"}, "A code is 1 to 20 capital letters, digits and hyphens, such as MD-MATRON."),
        ({"code": "M" * 21}, "A code is 1 to 20 capital letters, digits and hyphens, such as MD-MATRON."),
        ({"code": "GROWTH"}, "GROWTH names a line of every result. Choose another code."),
        ({"code": "PHYSIO"}, "PHYSIO is the code of Physiotherapy in the newest inputs. Choose another code."),
        ({"code": "MD-OLD"}, "MD-OLD is the code of Matrons in the newest inputs. Choose another code."),
        ({"code": "GONE"}, "Another must-do of this round has the code GONE. Choose another code."),
        ({"amount": 0}, "A must-do costs more than nothing. Enter its cost for the year."),
        ({"amount": -1}, "A must-do costs more than nothing. Enter its cost for the year."),
        ({"method": "by hand"}, None),
        ({"method": "direct:NOBODY"}, "The newest inputs have no group NOBODY."),
        ({"method": "capitation/acute"}, "The newest inputs have no population called acute."),
        ({"basis": "x" * 2001}, "Reasons and other words have at most 2,000 characters each."),
        (
            {"reason": "for 943 476 5919"},
            "What you wrote holds a number that may be an NHS number. Nothing about a patient is kept here.",
        ),
    ],
)
def test_refuses_a_must_do_in_words(wrong: dict[str, Any], told: str | None) -> None:
    said = refusal(**wrong)
    if told is None:
        assert said.startswith("How it is shared must be a method: capitation, ")
    else:
        assert said == told
    assert "5919" not in said


@pytest.mark.parametrize("method", ["activity", "cost_centre", "fixed", "activity:60+capitation:40"])
def test_a_new_must_do_cannot_go_by_figures_that_it_does_not_have(method: str) -> None:
    assert refusal(method=method) == (
        "A new must-do has no activity, cost centres or fixed shares of its own. Choose capitation, equal shares, "
        "one group, pooled, or a blend of these."
    )


@pytest.mark.parametrize(
    "method", ["capitation", "capitation/registered", "equal", "direct:WAT", "pooled", "equal:40+capitation:60"]
)
def test_takes_the_methods_that_need_no_figures_of_its_own(method: str) -> None:
    assert str(check_method(method, a_workbook())) == method


def test_only_the_proposing_organisation_changes_it_and_only_while_it_is_open() -> None:
    plain: dict[str, Any] = {"name": "Nurse", "party_id": 1, "party": "DacCom"}
    check_may_change(**plain, organisation_id=1, state=State.PROPOSED)
    with pytest.raises(NotAllowed, match=r"^Nurse was proposed by DacCom: only they may change or withdraw it\.$"):
        check_may_change(**plain, organisation_id=2, state=State.PROPOSED)
    for state in (State.APPROVED, State.DECLINED, State.WITHDRAWN):
        with pytest.raises(Refusal, match=rf"^Nurse is {state} already\. Propose another must-do"):
            check_may_change(**plain, organisation_id=1, state=state)


def test_nobody_approves_what_they_proposed_or_wrote() -> None:
    check_other_eyes(name="Nurse", by_person_id=3, proposed_by_id=1, changed_by_id=2)
    with pytest.raises(Refusal, match=r"^You proposed Nurse yourself\. Somebody else who acts for the commissioner"):
        check_other_eyes(name="Nurse", by_person_id=1, proposed_by_id=1, changed_by_id=2)
    with pytest.raises(Refusal, match=r"^You changed Nurse last\. Somebody else who acts for the commissioner"):
        check_other_eyes(name="Nurse", by_person_id=2, proposed_by_id=1, changed_by_id=2)


def test_nobody_decides_about_an_organisation_in_which_they_have_an_interest() -> None:
    check_no_interest(name="Nurse", party_id=1, party="DacCom", interests=frozenset({2}))
    with pytest.raises(Refusal, match=r"^You declared an interest in DacCom, which proposed Nurse\."):
        check_no_interest(name="Nurse", party_id=1, party="DacCom", interests=frozenset({1}))


def test_an_approval_can_be_taken_back_until_the_inputs_have_it() -> None:
    check_may_decline(name="Nurse", state=State.PROPOSED, taken_into=None)
    check_may_decline(name="Nurse", state=State.APPROVED, taken_into=None)
    with pytest.raises(Refusal, match=r"^Nurse was taken into inputs 2, so its approval stands\. To drop it, upload"):
        check_may_decline(name="Nurse", state=State.APPROVED, taken_into=2)
    with pytest.raises(Refusal, match=r"^Nurse is declined already\."):
        check_may_decline(name="Nurse", state=State.DECLINED, taken_into=None)


def test_declining_needs_a_reason() -> None:
    check_reason("Not this year.")
    with pytest.raises(Refusal, match=r"^Say why\. Whoever proposed it reads this\.$"):
        check_reason("  ")


amounts = st.integers(0, 10**12)
own = st.lists(st.tuples(st.sampled_from(["A", "B", "C", "D"]), st.sampled_from(State), amounts), max_size=6)


@given(amounts, st.dictionaries(st.sampled_from(["A", "B", "X"]), amounts), own)
def test_what_is_committed_and_left_makes_up_growth(
    growth: int, held: dict[str, int], proposed: list[tuple[str, State, int]]
) -> None:
    use = growth_use(growth, held, proposed)
    assert use.committed + use.left == growth
    assert use.left_if_all == use.left - use.proposed
    waiting = [row for row in proposed if row[0] not in held]
    assert use.approved + use.proposed == sum(
        amount for _, state, amount in waiting if state in (State.APPROVED, State.PROPOSED)
    )
    assert use.in_inputs == sum(held.values())


@given(amounts, amounts, amounts)
def test_an_approval_is_refused_exactly_when_growth_does_not_pay_for_it(growth: int, committed: int, more: int) -> None:
    use = GrowthUse(growth=growth, in_inputs=committed, approved=0, proposed=more)
    if committed + more <= growth:
        check_within_growth(use, name="Nurse", amount=more)
        return
    with pytest.raises(Refusal):
        check_within_growth(use, name="Nurse", amount=more)


def test_the_refusal_names_both_sums_and_the_excess() -> None:
    use = GrowthUse(growth=100_000_00, in_inputs=60_000_00, approved=20_000_00, proposed=0)
    check_within_growth(use, name="Nurse", amount=20_000_00)
    with pytest.raises(Refusal) as refused:
        check_within_growth(use, name="Nurse", amount=20_000_01)
    assert str(refused.value) == (
        "With Nurse the must-dos come to £100,000.01, and growth is £100,000.00: £0.01 too little. "
        "Decline it, or have its cost lowered."
    )


def test_what_is_left_is_said_in_a_sentence_and_drawn() -> None:
    plain = GrowthUse(growth=100_000_00, in_inputs=60_000_00, approved=10_000_00, proposed=0)
    assert finding(plain) == (
        "£70,000.00 of the growth money of £100,000.00 is committed to must-dos; £30,000.00 is left."
    )
    asked = GrowthUse(growth=100_000_00, in_inputs=60_000_00, approved=10_000_00, proposed=5_000_00)
    assert finding(asked).endswith("£30,000.00 is left, £25,000.00 if all that is proposed is approved.")
    too_much = GrowthUse(growth=100_000_00, in_inputs=60_000_00, approved=10_000_00, proposed=35_000_00)
    assert finding(too_much).endswith("what is proposed besides is £5,000.00 more than the £30,000.00 left.")
    assert [figure.value for figure in growth_figures(too_much, 1)] == [
        "£100,000.00",
        "£70,000.00",
        "£30,000.00",
        "−£5,000.00",
    ]
    nothing = GrowthUse(growth=0, in_inputs=0, approved=0, proposed=0)
    assert finding(nothing) == "There is no growth money this year, so no must-do can be paid."
    assert [growth_figures(nothing, 1)[place].note for place in (1, 3)] == ["nothing yet", "nothing is waiting"]
    assert growth_used(too_much).finding == finding(too_much)
