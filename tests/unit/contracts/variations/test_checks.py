"""Variations: refused in words where days, changes or effects cannot be; conflicts are shown by the second."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contracts.variations.rules.checks import Term, check_variation, is_retrospective, problems_in_variation
from contracts.variations.rules.composition import Change, Variation, VariationKind, as_at
from contracts.variations.rules.conflicts import check_conflicts, conflicts_between
from contracts.variations.rules.effects import effect_of
from contracts.variations.rules.pieces import Piece, PieceKind
from core.errors import Refusal

TERM = Term(first=date(2008, 4, 1), last=date(2009, 3, 31))
OCTOBER = date(2008, 10, 1)


def part(key: str, text: str) -> Piece:
    return Piece(key=key, kind=PieceKind.CLAUSE, title=f"Clause {key}", text=text)


BASE = [part("A", "Ten visits"), part("B", "Twelve beds")]


def change(key: str = "A", before: str | None = "Ten visits", after: str | None = "Eleven visits") -> Change:
    return Change(
        key=key,
        before=None if before is None else part(key, before),
        after=None if after is None else part(key, after),
    )


def variation(
    number: int = 2, *changes: Change, start: date = OCTOBER, end: date | None = None, signed: bool = False
) -> Variation:
    return Variation(
        number=number,
        kind=VariationKind.ACTIVITY,
        effective_from=start,
        effective_to=end,
        changes=changes or (change(),),
        signed_on=start if signed else None,
    )


def refusal(found: Variation, *signed: Variation) -> str:
    with pytest.raises(Refusal) as refused:
        check_variation(found, base=BASE, signed=signed, term=TERM)
    return str(refused.value)


def test_accepts_a_variation_written_upon_what_stands() -> None:
    check_variation(variation(), base=BASE, signed=[], term=TERM)
    upon = variation(2, change(before="Eleven visits", after="Nine visits"), start=date(2008, 11, 1))
    check_variation(upon, base=BASE, signed=[variation(1, signed=True)], term=TERM)


@pytest.mark.parametrize("on", [TERM.first, TERM.last])
def test_accepts_the_first_and_the_last_day_of_the_contract(on: date) -> None:
    check_variation(variation(start=on, end=on), base=BASE, signed=[], term=TERM)


def test_refuses_a_day_before_the_contract() -> None:
    assert refusal(variation(start=date(2008, 3, 31))) == (
        "Variation 2 would take effect on 31 March 2008, before the contract begins on 1 April 2008. "
        "Let it take effect on that day or later."
    )


def test_refuses_a_day_after_the_contract() -> None:
    assert refusal(variation(start=date(2009, 4, 1))) == (
        "Variation 2 would take effect on 1 April 2009, after the contract ends on 31 March 2009. "
        "Let it take effect within the contract."
    )


def test_refuses_an_end_before_the_beginning_and_after_the_contract() -> None:
    assert refusal(variation(end=date(2008, 9, 30))) == (
        "Variation 2 would end on 30 September 2008, before it begins on 1 October 2008."
    )
    assert refusal(variation(end=date(2009, 4, 1))) == (
        "Variation 2 would end on 1 April 2009, after the contract ends on 31 March 2009. "
        "Leave its last day blank to let it hold to the end of the contract."
    )


def test_a_variation_of_the_duration_may_end_later_than_the_contract() -> None:
    longer = replace(variation(end=date(2010, 3, 31)), kind=VariationKind.DURATION)
    assert problems_in_variation(longer, base=BASE, signed=[], term=TERM) == []


def test_refuses_no_change_at_all() -> None:
    assert refusal(replace(variation(), changes=())) == (
        "Variation 2 changes nothing: say what of the contract changes."
    )


def test_refuses_a_number_that_is_taken() -> None:
    signed = variation(2, change("B", "Twelve beds", "Ten beds"), signed=True)
    assert refusal(variation(), signed) == (
        "There is a signed variation 2 of this contract already: take the next number."
    )


@pytest.mark.parametrize(
    ("found", "sentence"),
    [
        (
            change(before="Nine visits"),
            "“Clause A”: on 1 October 2008 the contract says “Ten visits”, but the variation ",
        ),
        (change(after="Ten visits"), "“Clause A” is the same before and after: take it out of the variation, or chang"),
        (change("Z", "x", "y"), "This contract has no part “Clause Z”: it cannot be changed or taken out."),
        (change("Z", "x", None), "This contract has no part “Clause Z”: it cannot be changed or taken out."),
        (change("A", None, "x"), "“Clause A” stands in the contract on 1 October 2008 already: change it instead of"),
        (
            replace(change(), key="B"),
            "“Clause A” stands under another key before or after: change one part at a time.",
        ),
        (
            replace(change("N", None, "New"), follows="Z"),
            "“Clause N” is to stand after a part that this contract does not have: choose another.",
        ),
    ],
)
def test_refuses_changes_that_do_not_fit_the_contract(found: Change, sentence: str) -> None:
    assert refusal(variation(2, found)).startswith(sentence)


def test_a_before_that_is_out_of_date_shows_both() -> None:
    assert refusal(variation(2, change(before="Nine visits"))) == (
        "“Clause A”: on 1 October 2008 the contract says “Ten visits”, but the variation was written upon a contract "
        "that says “Nine visits”. Open it again and write the change upon what stands."
    )


def test_refuses_to_change_what_a_signed_variation_took_out() -> None:
    assert refusal(variation(2), variation(1, change(after=None), signed=True)) == (
        "“Clause A” does not stand in the contract on 1 October 2008: add it instead of changing it."
    )


def test_refuses_one_part_twice() -> None:
    assert refusal(variation(2, change(), change(after="Six visits"))) == (
        "Variation 2 changes “Clause A” twice: keep one change."
    )


def test_an_added_part_may_follow_one_added_just_before() -> None:
    first, second = change("N", None, "New"), replace(change("O", None, "Newer"), follows="N")
    assert problems_in_variation(variation(2, first, second), base=BASE, signed=[], term=TERM) == []


def test_refuses_effects_by_group_that_do_not_add_up() -> None:
    effect = replace(effect_of({"DacCom": 1200}, 6), full_year=1300)
    assert refusal(replace(variation(), effect=effect)) == (
        "The full-year effect is £13.00, but the groups add up to £12.00: a difference of £1.00."
    )


def test_long_wordings_are_shown_from_where_they_differ() -> None:
    long = "visit " * 100
    base = [part("A", f"{long}ten"), BASE[1]]
    found = problems_in_variation(
        variation(2, change(before=f"{long}nine", after="x")), base=base, signed=[], term=TERM
    )
    assert f"says “…{'visit ' * 7}ten”" in found[0]
    assert f"says “…{'visit ' * 7}nine”" in found[0]
    assert len(found[0]) < 400


def test_retrospective_is_what_was_signed_after_it_began() -> None:
    assert is_retrospective(variation(), OCTOBER + timedelta(days=1))
    assert not is_retrospective(variation(), OCTOBER)


def test_two_variations_of_one_part_over_the_same_days_are_in_conflict() -> None:
    one = variation(1, end=date(2008, 12, 31))
    two = variation(2, change(after="Six visits"), start=date(2008, 11, 1))
    (found,) = conflicts_between([two, one])
    assert (found.first, found.second, found.from_on, found.to_on) == (1, 2, date(2008, 11, 1), date(2008, 12, 31))
    assert found.sentence == (
        "Variations 1 and 2 both change “Clause A” from 1 November 2008 to 31 December 2008. "
        "Variation 1 says “Eleven visits”; variation 2 says “Six visits”."
    )
    with pytest.raises(Refusal) as refused:
        check_conflicts(two, [one, two])
    assert str(refused.value) == found.sentence
    check_conflicts(variation(3, change("B", "Twelve beds", "x")), [one, two])


def test_taking_a_part_out_against_changing_it_is_in_conflict() -> None:
    (found,) = conflicts_between([variation(1), variation(2, change(after=None))])
    assert found.sentence.endswith("Variation 1 says “Eleven visits”; variation 2 takes it out.")


@pytest.mark.parametrize(
    "second",
    [
        variation(2, change("B", "Twelve beds", "Ten beds")),
        variation(2, change(before="Eleven visits", after="Six visits"), start=date(2008, 11, 1)),
        variation(2, change(after="Six visits"), start=date(2009, 1, 1)),
    ],
    ids=["another part", "written upon the first", "other days"],
)
def test_these_are_no_conflict(second: Variation) -> None:
    assert conflicts_between([variation(1, end=date(2008, 12, 31)), second]) == []


def test_a_third_written_upon_the_second_is_in_conflict_with_neither() -> None:
    one, two = variation(1), variation(2, change(before="Eleven visits", after="Six visits"))
    three = variation(3, change(before="Six visits", after="Five visits"))
    assert conflicts_between([three, one, two]) == []
    beside = variation(4, change(before="Eleven visits", after="Seven visits"))
    assert [(c.first, c.second) for c in conflicts_between([one, two, beside])] == [(2, 4)]


def test_a_retrospective_variation_below_a_later_one_is_in_conflict_with_it() -> None:
    later, correction = variation(1, signed=True), variation(2, change(after="Zero visits"), start=TERM.first)
    assert problems_in_variation(correction, base=BASE, signed=[later], term=TERM) == []
    assert [(c.first, c.second) for c in conflicts_between([later, correction])] == [(1, 2)]


def day(after: int) -> date:
    return TERM.first + timedelta(days=after)


SPANS = st.tuples(st.integers(0, 100), st.none() | st.integers(0, 100))


@given(spans=st.lists(SPANS, max_size=8))
def test_rival_changes_conflict_exactly_where_they_share_a_day(spans: list[tuple[int, int | None]]) -> None:
    rivals = [
        variation(
            number,
            change(after=f"by {number}"),
            start=day(first),
            end=None if length is None else day(first + length),
        )
        for number, (first, length) in enumerate(spans, start=1)
    ]
    shared = {
        (one.number, two.number)
        for one in rivals
        for two in rivals
        if one.number < two.number
        and any(
            replace(one, signed_on=TERM.first).holds_on(day(each))
            and replace(two, signed_on=TERM.first).holds_on(day(each))
            for each in range(201)
        )
    }
    assert {(c.first, c.second) for c in conflicts_between(rivals)} == shared


def test_what_was_checked_and_signed_is_what_the_contract_says() -> None:
    found = variation(1)
    check_variation(found, base=BASE, signed=[], term=TERM)
    assert as_at(BASE, [replace(found, signed_on=OCTOBER)], OCTOBER).part("A") == part("A", "Eleven visits")


def test_taking_a_schedule_out_against_adding_a_line_to_it_is_in_conflict() -> None:
    line = Piece(key="A:money/POD", kind=PieceKind.MONEY, title="Podiatry")
    adds = variation(2, Change(key=line.key, before=None, after=line, follows="A"))
    (found,) = conflicts_between([variation(1, change(after=None)), adds])
    assert found.sentence == (
        "Variations 1 and 2 both change “Clause A” from 1 October 2008. "
        "Variation 1 takes it out; variation 2 says “Podiatry”."
    )
    assert conflicts_between([variation(1, change("B", "Twelve beds", None)), adds]) == []
