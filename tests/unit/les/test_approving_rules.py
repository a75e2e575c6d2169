"""Rules of approval: which step a claim waits for, cuts that only take away, what seems claimed twice, peers."""

from dataclasses import replace
from datetime import date
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.errors import OutOfDate, Refusal
from les.claims.rules.approving import (
    Cut,
    Standing,
    Worth,
    check_answered,
    check_cuts,
    check_no_later_cuts,
    check_no_open_queries,
    check_own_hand,
    check_seen,
    check_step,
    left_of,
    step_of,
    unanswered,
)
from les.claims.rules.duplicates import Counted, seems_twice
from les.claims.rules.kinds import CutReason, State, Step
from les.claims.rules.peers import is_above_peers, median

CLAIM = Standing(number="EC-000001", state=State.SUBMITTED)
LINES = [
    Worth(line_id=1, name="Joint injection", pence=42000),
    Worth(line_id=2, name="Excision", pence=8000),
    Worth(line_id=3, name="Instalments paid", pence=-5000),
]
DONE = Counted(
    claim_id=1,
    claim="EC-000001",
    scheme="LES-001 Minor surgery",
    service_id=1,
    quarter="quarter 1 of 2008/09",
    element="joint-injection",
    name="Joint injection",
    starts_on=date(2008, 4, 1),
    ends_on=date(2008, 6, 30),
    count=10,
)
OTHER = replace(DONE, claim_id=2, claim="EC-000002", scheme="LES-002 Joints")


def _cut(pence: int, reason: CutReason = CutReason.WRONG_COUNT, words: str = "") -> Cut:
    return Cut(pence=pence, reason=reason, words=words)


@pytest.mark.parametrize(
    ("standing", "step"),
    [
        (CLAIM, Step.EVIDENCE),
        (replace(CLAIM, is_late=True), Step.LATE),
        (replace(CLAIM, is_late=True, is_taken=True), Step.EVIDENCE),
        (replace(CLAIM, is_returned=True), None),
        (replace(CLAIM, state=State.CHECKED), Step.PAYMENT),
        *((replace(CLAIM, state=state), None) for state in State if state not in {State.SUBMITTED, State.CHECKED}),
    ],
)
def test_a_claim_waits_for_one_step(standing: Standing, step: Step | None) -> None:
    assert step_of(standing) is step


@pytest.mark.parametrize(
    ("standing", "step", "sentence"),
    [
        (
            replace(CLAIM, is_returned=True),
            Step.EVIDENCE,
            "EC-000001 was given back: it waits for the practice to submit it again.",
        ),
        (replace(CLAIM, is_late=True), Step.EVIDENCE, "EC-000001 came late. Decide first whether it is taken."),
        (CLAIM, Step.PAYMENT, "EC-000001 does not wait for this: submitted."),
        (replace(CLAIM, state=State.APPROVED), Step.PAYMENT, "EC-000001 does not wait for this: approved for payment."),
    ],
)
def test_refuses_a_step_out_of_turn(standing: Standing, step: Step, sentence: str) -> None:
    with pytest.raises(Refusal) as refused:
        check_step(standing, step)
    assert str(refused.value) == sentence


@pytest.mark.parametrize(
    ("cuts", "sentence"),
    [
        ({9: _cut(1)}, "There is no such line in this claim."),
        ({1: _cut(42000)}, "Joint injection: £420.00 is what it stands at. Leave the reason out, or cut it."),
        (
            {1: _cut(-1)},
            "Joint injection: a line is cut to nothing at most. Take back what was paid with a claw-back.",
        ),
        ({3: _cut(-6000)}, "Instalments paid: nothing is cut of a line that takes back what was paid too much."),
        ({1: _cut(1, CutReason.OTHER)}, "Joint injection: say in words why it is cut."),
    ],
)
def test_refuses_cuts_that_do_not_only_take_away(cuts: dict[int, Cut], sentence: str) -> None:
    with pytest.raises(Refusal) as refused:
        check_cuts(LINES, cuts)
    assert str(refused.value) == sentence


def test_refuses_to_cut_everything_away() -> None:
    with pytest.raises(Refusal, match=r"^Nothing would be left of this claim\. Decline it instead, with the reason\.$"):
        check_cuts(LINES[:2], {1: _cut(0), 2: _cut(0)})
    check_cuts([], {})


@given(st.lists(st.integers(-(10**9), 10**9), min_size=1, max_size=8), st.data())
def test_what_is_left_is_what_stood_less_what_was_cut(pences: list[int], data: st.DataObject) -> None:
    lines = [Worth(line_id=number, name=f"Line {number}", pence=pence) for number, pence in enumerate(pences)]
    wanted = data.draw(st.dictionaries(st.sampled_from([each.line_id for each in lines]), st.integers(-5, 10**9)))
    cuts = {line_id: _cut(pence) for line_id, pence in wanted.items()}
    left = left_of(lines, cuts)
    assert sum(left.values()) == sum(cuts[each.line_id].pence if each.line_id in cuts else each.pence for each in lines)
    try:
        check_cuts(lines, cuts)
    except Refusal:
        return
    for line in lines:
        assert left[line.line_id] <= line.pence
        assert line.line_id not in cuts or 0 <= left[line.line_id] < line.pence
    assert sum(left.values()) <= sum(pences)


def test_who_has_a_hand_in_it_does_not_decide() -> None:
    for wrote, approved, sentence in (
        (True, True, "You wrote or submitted EC-000001. Nobody decides over a claim of their own."),
        (False, True, "You approved EC-000001 already. It needs a second person."),
    ):
        with pytest.raises(Refusal) as refused:
            check_own_hand(number="EC-000001", wrote=wrote, approved_before=approved)
        assert str(refused.value) == sentence
    check_own_hand(number="EC-000001", wrote=False, approved_before=False)


def test_queries_sight_and_later_cuts() -> None:
    for count, words in ((1, "One query is"), (3, "3 queries are")):
        with pytest.raises(Refusal, match=f"^{words} open on EC-000001"):
            check_no_open_queries(replace(CLAIM, open_queries=count))
    with pytest.raises(OutOfDate, match=r"^EC-000001 is not as you saw it any more\. Read it again, then decide\.$"):
        check_seen(is_seen=False, number="EC-000001")
    with pytest.raises(Refusal, match=r"^Somebody approved this sum for payment already\."):
        check_no_later_cuts(before=1, cuts={1: _cut(1)})
    check_no_later_cuts(before=0, cuts={1: _cut(1)})


@pytest.mark.parametrize(
    ("other", "is_twice"),
    [
        (OTHER, True),
        (replace(OTHER, count=3, service_id=2), True),
        (replace(OTHER, starts_on=date(2008, 6, 30), ends_on=date(2008, 6, 30)), True),
        (replace(OTHER, starts_on=date(2008, 7, 1), ends_on=date(2008, 9, 30)), False),
        (replace(OTHER, count=0), False),
        (replace(OTHER, element="excision", name="Excision"), True),
        (replace(OTHER, element="excision", count=9), False),
        (replace(OTHER, element="excision", service_id=2), False),
        (replace(OTHER, claim_id=1), False),
        (replace(OTHER, is_done=False), False),
    ],
)
def test_the_same_thing_on_the_same_days_seems_claimed_twice(other: Counted, is_twice: bool) -> None:
    assert bool(seems_twice([DONE], [other])) is is_twice


def test_what_seems_twice_is_said_with_its_place() -> None:
    assert seems_twice([DONE, DONE], [OTHER]) == [
        "Joint injection, 10 from 1 April 2008 to 30 June 2008, stands twice in this claim.",
        (
            "Joint injection, 10 from 1 April 2008 to 30 June 2008: EC-000002 (LES-002 Joints, quarter 1 of 2008/09) "
            "claims it as well, 10 from 1 April 2008 to 30 June 2008."
        ),
    ]
    on_list = replace(DONE, is_done=False, count=0)
    assert seems_twice([on_list], [replace(on_list, claim_id=2, service_id=2)]) == []
    assert len(seems_twice([on_list], [replace(on_list, claim_id=2)])) == 1


def test_what_was_answered_once_is_not_asked_again() -> None:
    assert unanswered(["a", "b"], ["a"]) == ["b"]
    with pytest.raises(Refusal) as refused:
        check_answered(["It stands twice."], "")
    assert str(refused.value) == (
        "It seems to be claimed twice: It stands twice. Say why it is not, or cut or decline it."
    )
    check_answered(["It stands twice."], "Two surgeons")
    check_answered([], "")


@given(st.lists(st.fractions(0, 1000), min_size=1, max_size=20))
def test_nobody_is_above_peers_who_is_not_above_twice_the_middle(values: list[Fraction]) -> None:
    middle = median(values)
    assert min(values) <= middle <= max(values)
    assert not is_above_peers(2 * middle, values)
    assert is_above_peers(2 * middle + 1, values) is (len(values) >= 5)
