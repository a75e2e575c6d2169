"""Samples are the same on any machine; what is recovered is never more than was paid; a visit goes step by step."""

from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.errors import Refusal
from les.verification.rules.kinds import Answer, AppealVerdict, Method, Risk
from les.verification.rules.recovering import Looked, check_looked, to_recover
from les.verification.rules.sampling import Asked, Framed, draw, weight_of
from les.verification.rules.standing import (
    Facts,
    Stage,
    check_may_answer,
    check_may_decide_appeal,
    check_may_find,
    check_may_recover,
    check_may_report,
    stage_of,
)

FRAME = [Framed(number=f"EC-{n:06d}", paid=1000 * n) for n in range(1, 101)]
DAY = date(2008, 9, 10)
WEIGHTS = {Risk.VALUE: 4, Risk.LATE: 3}
RANDOM_OF_426 = ["EC-000068", "EC-000024", "EC-000018", "EC-000069", "EC-000093"]
RISK_OF_426 = ["EC-000040", "EC-000064", "EC-000006", "EC-000031", "EC-000075"]


def _asked(method: Method = Method.RANDOM, size: int | None = 5, seed: str = "4 2 6", **weights: int) -> Asked:
    return Asked(method=method, seed=seed, size=size, weights={Risk(name): w for name, w in weights.items()} or WEIGHTS)


def test_samples_are_as_they_were_published() -> None:
    """Drawn once and written down: another machine, version or order of the frame gives the same."""
    random = [each.number for each in draw(FRAME, _asked())]
    by_risk = [each.number for each in draw(list(reversed(FRAME)), _asked(Method.RISK))]
    assert random == RANDOM_OF_426
    assert by_risk == RISK_OF_426
    assert [each.number for each in draw(FRAME[::-1], _asked())] == random
    assert len(draw(FRAME, _asked(Method.ALL, None, ""))) == len(FRAME)
    assert len(draw(FRAME, _asked(size=500))) == len(FRAME)


@given(seed=st.text("abcdef0123 ", min_size=1, max_size=20).filter(str.strip), size=st.integers(1, 120))
def test_a_larger_sample_of_the_same_seed_holds_the_smaller(seed: str, size: int) -> None:
    for method in (Method.RANDOM, Method.RISK):
        larger = [each.number for each in draw(FRAME, _asked(method, size + 1, seed))]
        assert larger[:size] == [each.number for each in draw(FRAME, _asked(method, size, seed))]
        assert len(set(larger)) == min(size + 1, len(FRAME))


def test_heavier_claims_are_drawn_more_often_and_none_is_left_out_for_good() -> None:
    """Ten claims of weight 11 among ninety of weight 1: about 55% of first draws (110 of 200); here within ±3 sd."""
    frame = [
        Framed(number=f"EC-{n:06d}", paid=100, risks=frozenset({Risk.LATE}) if n < 10 else frozenset())
        for n in range(100)
    ]
    asked = [Asked(method=Method.RISK, seed=f"s{n}", size=1, weights={Risk.LATE: 10}) for n in range(200)]
    heavy = sum(draw(frame, each)[0].number < "EC-000010" for each in asked)
    assert 89 <= heavy <= 131
    assert weight_of(frame[0], {Risk.LATE: 10}, largest=100) == 11
    assert weight_of(Framed(number="a", paid=-5), WEIGHTS, largest=0) == 1


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        (_asked(seed=" "), "A sample is drawn from a seed, of at most 64 characters. Write one, or throw dice."),
        (_asked(size=0), "Say how many claims are to be drawn, at least 1."),
        (_asked(size=None), "Say how many claims are to be drawn, at least 1."),
        (_asked(Method.RISK, value=101), "A weight is a whole number from 0 to 100."),
        (_asked(Method.RISK, value=0), "All weights are nought. Draw at random instead."),
        (_asked(seed="943 476 5919"), "The seed holds a number that passes the NHS number check. Write another one."),
    ],
    ids=["seed", "nought", "no-size", "heavy", "weightless", "identifier"],
)
def test_refuses_a_draw_that_cannot_be(asked: Asked, said: str) -> None:
    with pytest.raises(Refusal) as refused:
        draw(FRAME, asked)
    assert str(refused.value) == said


def test_refuses_an_empty_frame() -> None:
    with pytest.raises(Refusal, match=r"^No claim of these schemes and quarters is paid yet\."):
        draw([], _asked())


def _looked(**changes: Any) -> Looked:
    values: dict[str, Any] = {
        "claimed": Decimal(40),
        "allowed": Decimal(40),
        "amount": 168000,
        "paid": 168000,
        "checked": Decimal(10),
        "verified": Decimal(8),
    }
    return Looked(**{**values, **changes})


@given(
    claimed=st.integers(0, 500),
    over=st.integers(0, 100),
    price=st.integers(0, 10000),
    cut=st.integers(0, 100000),
    looked_at=st.tuples(st.fractions(0, 1), st.fractions(0, 1)),
)
def test_never_more_is_recovered_than_was_paid_and_extrapolating_is_never_less(
    claimed: int, over: int, price: int, cut: int, looked_at: tuple[Fraction, Fraction]
) -> None:
    allowed = max(0, claimed - over)
    share, found = looked_at
    checked = int(claimed * share)
    looked = _looked(
        claimed=Decimal(claimed),
        allowed=Decimal(allowed),
        amount=allowed * price,
        paid=max(0, allowed * price - cut),
        checked=Decimal(checked),
        verified=Decimal(int(checked * found)),
    )
    check_looked(looked)
    items = to_recover(looked)
    assert 0 <= items <= to_recover(looked, is_extrapolated=True) <= looked.paid
    assert items <= (checked - int(checked * found)) * price


def test_items_beyond_the_cap_and_those_cut_are_not_recovered_again() -> None:
    capped = _looked(claimed=Decimal(50), verified=Decimal(2))
    assert to_recover(capped) == 0
    assert to_recover(_looked(paid=126000)) == 0
    assert to_recover(_looked(paid=0)) == 0
    assert to_recover(_looked(verified=Decimal(10))) == 0
    for wrong, said in (
        ({"checked": Decimal(-1)}, "A count is not below nothing."),
        ({"checked": Decimal(41)}, "No more than the 40 that were claimed can be looked at."),
        ({"verified": Decimal(11)}, "No more can be verified than were looked at."),
    ):
        with pytest.raises(Refusal) as refused:
            check_looked(_looked(**wrong))
        assert str(refused.value) == said


def _facts(**changes: Any) -> Facts:
    return Facts(**{"visit_on": DAY, "has_findings": True, **changes})


SENT = {"answer_by": date(2008, 10, 1)}


def test_a_visit_goes_step_by_step() -> None:
    told = [
        (_facts(has_findings=False), Stage.ARRANGED),
        (_facts(), Stage.FOUND),
        (_facts(**SENT), Stage.REPORTED),
        (_facts(**SENT, answer=Answer.ACCEPTED), Stage.STANDS),
        (_facts(**SENT, answer=Answer.APPEALED), Stage.APPEALED),
        (_facts(**SENT, answer=Answer.APPEALED, verdict=AppealVerdict.STANDS), Stage.STANDS),
        (_facts(**SENT, answer=Answer.APPEALED, verdict=AppealVerdict.ALLOWED), Stage.ALLOWED),
        (_facts(**SENT, is_recovered=True), Stage.OVER),
    ]
    assert [stage_of(facts, on=date(2008, 10, 1)) for facts, _ in told] == [stage for _, stage in told]
    assert stage_of(_facts(**SENT), on=date(2008, 10, 2)) is Stage.STANDS
    recovered = []
    for facts, _ in told:
        try:
            check_may_recover(facts, on=date(2008, 10, 1))
            recovered.append(stage_of(facts, on=date(2008, 10, 1)))
        except Refusal:
            continue
    assert recovered == [Stage.STANDS, Stage.STANDS]


def test_refuses_what_is_out_of_turn() -> None:
    appealed = _facts(**SENT, answer=Answer.APPEALED)
    for act, said in (
        (lambda: check_may_find(_facts(), on=date(2008, 9, 9)), "The visit is on 10 September 2008."),
        (lambda: check_may_find(_facts(**SENT), on=DAY), "The report of this visit is sent."),
        (lambda: check_may_report(_facts(), answer_by=date(2008, 9, 19), on=DAY), "Give the practice at least 10 days"),
        (lambda: check_may_report(_facts(has_findings=False), answer_by=None, on=DAY), "Nothing is recorded yet."),
        (lambda: check_may_answer(_facts(), on=DAY), "There is no report to answer yet."),
        (lambda: check_may_answer(_facts(**SENT), on=date(2008, 10, 2)), "The report was to be answered by 1 October"),
        (lambda: check_may_answer(appealed, on=DAY), "This report is answered already."),
        (lambda: check_may_decide_appeal(_facts(**SENT), person_id=1, part_in_visit=[]), "The practice has not"),
        (lambda: check_may_decide_appeal(appealed, person_id=1, part_in_visit=[1]), "You had a part in this visit."),
    ):
        with pytest.raises(Refusal) as refused:
            act()
        assert str(refused.value).startswith(said)
    check_may_decide_appeal(appealed, person_id=1, part_in_visit=[2])
