"""Whom an intention concerns, and what the provider would lose or need to recruit."""

from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from budgets.intentions.rules.kinds import AnswerKind, IntentionKind
from budgets.intentions.rules.overview import Said
from budgets.intentions.rules.sums import cost_for, outcome_of, posts_of, sums_of, worst_answer
from tests.unit.budgets.intentions.overviews import ACUTE, LINES, PROV, PROVIDED, answer, overview, said, wte

INVEST, DISINVEST, SAME, NEW = (
    IntentionKind.INVEST,
    IntentionKind.DISINVEST,
    IntentionKind.SAME,
    IntentionKind.NEW_SERVICE,
)
SAIDS = st.builds(said, st.integers(1, 9), st.sampled_from([INVEST, DISINVEST, SAME, NEW]), st.integers(1, 10**9))


def test_who_provides_a_line_goes_by_the_group_s_locality() -> None:
    assert PROVIDED.of("WOUND", "DAC") == {PROV}
    assert PROVIDED.of("WOUND", "WAT") == {ACUTE}


def test_where_nobody_provides_it_there_whoever_does_elsewhere_is_concerned() -> None:
    assert PROVIDED.of("PULM", "DAC") == {PROV}
    assert PROVIDED.of("WOUND", "NOWHERE") == {PROV, ACUTE}
    assert PROVIDED.of("UNKNOWN", "DAC") == frozenset()


def test_a_new_service_concerns_every_provider() -> None:
    assert PROVIDED.of("", "DAC") == {PROV, ACUTE}


def test_the_cost_of_a_line_is_that_of_the_groups_it_is_provided_for() -> None:
    seen = overview()
    assert [cost_for(seen, line, PROV) for line in LINES] == [1_000_00, 250_00, 90_00]
    assert cost_for(seen, LINES[1], ACUTE) == 250_00


def test_changes_are_due_until_they_are_answered_by_each_provider_they_concern() -> None:
    what = [
        said(1),
        said(2, SAME, line="WOUND"),
        said(3, line="WOUND", group="WAT"),
        said(4, NEW, line="", name="Nurse"),
    ]
    seen = overview(*what)
    assert [each.id for each in seen.due_from(PROV)] == [1, 4]
    assert [each.id for each in seen.due_from(ACUTE)] == [3, 4]
    seen = overview(*what, answers=(answer(1, 1), answer(2, 4, provider_id=ACUTE)))
    assert seen.due_from(PROV) == []
    assert [each.id for each in seen.due_from(ACUTE)] == [3]


def test_sums_tell_what_would_come_what_would_go_and_who() -> None:
    what = [
        said(1, INVEST, 100_00),
        said(2, DISINVEST, 30_00),
        said(3, NEW, 50_00, line="", name="Nurse"),
        said(4, SAME),
        said(5, INVEST, 7_00, offer_wte=wte("1.6")),
    ]
    answers = {1: [answer(1, 1, posts=wte("0.5"))], 2: [answer(2, 2, posts=wte("1.2"))]}
    sums = sums_of(what, answers)
    assert (sums.invest, sums.new, sums.disinvest) == (107_00, 50_00, 30_00)
    assert (sums.gained, sums.net) == (157_00, 127_00)
    assert (sums.recruit, sums.lose, sums.unknown) == (wte("2.1"), wte("1.2"), 1)


@given(st.lists(SAIDS, max_size=12))
def test_the_net_is_the_sum_of_all_changes(what: list[Said]) -> None:
    sums = sums_of(what, {})
    assert sums.net == sum(each.change for each in what) == sums.gained - sums.disinvest
    assert min(sums.invest, sums.new, sums.disinvest) >= 0


@given(
    st.lists(SAIDS, max_size=8), st.lists(st.tuples(st.integers(1, 9), st.sampled_from(list(AnswerKind))), max_size=8)
)
def test_every_pound_is_answered_in_one_way_or_open(
    what: list[Said], given_answers: list[tuple[int, AnswerKind]]
) -> None:
    answers = {to: [answer(number, to, kind)] for number, (to, kind) in enumerate(given_answers)}
    outcome = outcome_of(what, answers)
    assert sum(outcome.by_answer.values()) + outcome.open == sum(each.amount for each in what)


def test_posts_are_as_answered_else_as_in_the_offer() -> None:
    rests = said(1, offer_wte=wte("1.6"))
    assert posts_of(rests, []) == wte("1.6")
    assert posts_of(rests, [answer(1, 1)]) == wte("1.6")
    assert posts_of(rests, [answer(1, 1, posts=wte("2")), answer(2, 1, posts=wte("0.5"))]) == wte("2.5")
    assert posts_of(said(2), []) is None


def test_of_several_answers_the_one_that_says_least_matters_most() -> None:
    later = answer(2, 1, AnswerKind.CAN_DO_FROM, from_on=date(2008, 7, 1))
    no = answer(3, 1, AnswerKind.CANNOT)
    assert worst_answer([answer(1, 1), no, later]) is no
    assert worst_answer([answer(1, 1), later]) is later
    assert worst_answer([]) is None


def test_the_sums_of_one_provider_leave_out_the_posts_of_others() -> None:
    answers = {1: [answer(1, 1, posts=wte("1.5")), answer(2, 1, provider_id=ACUTE, posts=wte("0.5"))]}
    assert sums_of([said(1)], answers).recruit == wte("2")
    assert sums_of([said(1)], answers, provider_id=ACUTE).recruit == wte("0.5")


def test_what_is_left_unsaid_counts_lines_of_the_calculation_alone() -> None:
    seen = overview(
        said(1), said(2, NEW, line="", name="Nurse"), said(3, line="GONE"), said(4, line="WOUND", group="WAT")
    )
    assert seen.left_unsaid() == {"DAC": 2, "WAT": 2}
    assert [each.id for each in seen.by_line()["PHYSIO"]] == [1]
