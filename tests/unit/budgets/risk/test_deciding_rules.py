"""Who may decide over a movement, and who decided on the reserve: exact sentences."""

import pytest

from budgets.method.policy import Holder
from budgets.risk.rules import holding
from budgets.risk.rules.deciding import Case, Said, check_may_decide, check_may_withdraw, reason_against_deciding
from budgets.risk.rules.pool import MovementState, Verdict
from core.errors import OutOfDate, Refusal

REQUESTER, FIRST, SECOND = 1, 2, 3
APPROVAL = Said(person_id=FIRST, name="PCT finance", verdict=Verdict.APPROVED, on="3 March 2008")


def case(state: MovementState = MovementState.WAITING, *said: Said, stakes: tuple[str, ...] = ()) -> Case:
    return Case(number=4, state=state, asked_by_id=REQUESTER, said=said, stakes=stakes)


@pytest.mark.parametrize(
    ("found", "person_id", "sentence"),
    [
        (case(), REQUESTER, "You asked for movement 4 yourself, so two other people decide over it."),
        (
            case(MovementState.WAITING, APPROVAL),
            FIRST,
            "You approved movement 4 already on 3 March 2008: the second approval is another person’s.",
        ),
        (
            case(stakes=("your declared interest in Practice 1 (DacCom)", "your role as PbC lead of DacCom")),
            SECOND,
            (
                "You take no part in deciding over movement 4, because of your declared interest in Practice 1 "
                "(DacCom) and your role as PbC lead of DacCom."
            ),
        ),
        (
            case(
                MovementState.APPROVED,
                APPROVAL,
                Said(person_id=SECOND, name="Deputy", verdict=Verdict.APPROVED, on="4 March 2008"),
            ),
            9,
            "Movement 4 was approved by PCT finance and Deputy on 4 March 2008: there is nothing left to decide.",
        ),
        (
            case(
                MovementState.DECLINED,
                APPROVAL,
                Said(person_id=SECOND, name="Deputy", verdict=Verdict.DECLINED, on="4 March 2008"),
            ),
            REQUESTER,
            "Movement 4 was declined by Deputy on 4 March 2008: there is nothing left to decide.",
        ),
    ],
)
def test_refuses_in_one_sentence(found: Case, person_id: int, sentence: str) -> None:
    assert reason_against_deciding(found, person_id=person_id) == sentence
    with pytest.raises(Refusal) as refused:
        check_may_decide(found, person_id=person_id)
    assert str(refused.value) == sentence


def test_two_others_may_decide() -> None:
    check_may_decide(case(), person_id=FIRST)
    check_may_decide(case(MovementState.WAITING, APPROVAL), person_id=SECOND)


def test_only_the_requester_withdraws_and_only_what_waits() -> None:
    check_may_withdraw(case(MovementState.WAITING, APPROVAL), person_id=REQUESTER)
    with pytest.raises(Refusal, match=r"^Only the person who asked for movement 4 withdraws it\.$"):
        check_may_withdraw(case(), person_id=FIRST)
    with pytest.raises(Refusal, match=r"^Movement 4 was withdrawn by PbC lead on 5 March 2008: there is nothing left"):
        check_may_withdraw(
            case(
                MovementState.WITHDRAWN,
                Said(person_id=REQUESTER, name="PbC lead", verdict=Verdict.WITHDRAWN, on="5 March 2008"),
            ),
            person_id=REQUESTER,
        )


@pytest.mark.parametrize(
    ("decided", "reckoned", "agrees", "words"),
    [
        (None, None, None, "Calculation 2 sets no risk reserve, so there is nothing to hold in it."),
        (
            Holder.PROVIDER,
            None,
            None,
            "Calculation 2 sets no risk reserve, so there is nothing to hold in it.",
        ),
        (
            None,
            Holder.COMMISSIONER,
            None,
            "Calculation 2 reckons as if the commissioner held it. Record who holds it, and why.",
        ),
        (Holder.PROVIDER, Holder.PROVIDER, True, "Calculation 2 follows this decision."),
        (
            Holder.PROVIDER,
            Holder.COMMISSIONER,
            False,
            (
                "Calculation 2 does not follow this decision: it reckons as if the commissioner held the reserve. "
                "Change who holds it in the policy of the scenario and calculate, or decide anew."
            ),
        ),
    ],
)
def test_the_decision_is_compared_with_the_policy(
    decided: Holder | None, reckoned: Holder | None, agrees: bool | None, words: str
) -> None:
    found = holding.compared(decided, reckoned, calculation="Calculation 2")
    assert (found.agrees, found.words) == (agrees, words)


@pytest.mark.parametrize(
    ("named", "reserve", "holder"),
    [
        (Holder.COMMISSIONER, 100, Holder.COMMISSIONER),
        (Holder.PROVIDER, 100, Holder.PROVIDER),
        (None, 100, Holder.PROVIDER),
        (Holder.COMMISSIONER, 0, None),
        (None, 0, None),
    ],
)
def test_nobody_holds_what_is_not_set_aside(named: Holder | None, reserve: int, holder: Holder | None) -> None:
    assert holding.reckoned(named, reserve) is holder


def test_refuses_words_that_are_missing_or_too_long() -> None:
    with pytest.raises(Refusal, match=r"^The reason is missing: write it in a few words\.$"):
        holding.check_words(" \n", what="The reason")
    with pytest.raises(Refusal, match=r"^The reason has at most 2,000 characters\.$"):
        holding.check_words("x" * 2001, what="The reason")
    holding.check_words("x" * 2000, what="The reason")


def test_refuses_the_decision_that_stands_word_for_word() -> None:
    with pytest.raises(Refusal, match=r"^This is the decision that stands already: the provider holds the reserve\.$"):
        holding.check_is_new(Holder.PROVIDER, " It asked. ", standing=Holder.PROVIDER, standing_reason="It asked.")
    holding.check_is_new(Holder.PROVIDER, "It asked again.", standing=Holder.PROVIDER, standing_reason="It asked.")


def test_who_decides_over_a_newer_decision_is_told_of_it() -> None:
    with pytest.raises(OutOfDate) as refused:
        holding.check_nobody_decided_since(
            0, 7, by="PCT commissioner", at="3 March 2008 at 10:12", holder=Holder.PROVIDER
        )
    assert str(refused.value) == (
        "PCT commissioner decided on 3 March 2008 at 10:12, while you were working on it, that the provider holds the "
        "reserve. What you typed is still here. Send it again if it is to stand instead."
    )
