"""Rules of claims: what is asked, what a claim comes to under the caps, what was seen, when it may be submitted."""

from collections.abc import Sequence
from datetime import date, timedelta
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.errors import OutOfDate, Refusal
from core.periods import FinancialYear
from les.claims.rules.asking import Member, Way, asked_of, breaks_of
from les.claims.rules.kinds import State
from les.claims.rules.quarters import quarter_after, quarter_before, quarter_named
from les.claims.rules.seen import changes_between, check_as_seen, seen_text
from les.claims.rules.steps import steps_of
from les.claims.rules.submitting import check_days, check_is_draft, check_may_withdraw
from les.claims.rules.workbook import Row, count_from, together
from les.claims.rules.working import Worked, check_something, kept_of_cut, total_of, with_claimed, worked_out
from les.schemes.rules.quarters import Quarter
from les.schemes.rules.terms import (
    Basis,
    Before,
    Cap,
    Element,
    Form,
    Line,
    PracticeInScheme,
    Price,
    Quantity,
    SchemeTerms,
    Whose,
)

FIRST = Quarter.of(date(2008, 4, 1))
APRIL = date(2008, 4, 1)
ITEM = Element(code="item", name="Item", basis=Basis.EACH)
YEARLY = Element(code="bed", name="Bed", basis=Basis.A_YEAR, unit="bed")
RETAINER = Element(code="retainer", name="Retainer", basis=Basis.FIXED, unit="year")
PLANNED = Element(code="plan", name="Session", basis=Basis.PLANNED, planned=400)
ONCE = Element(code="once", name="Targets", basis=Basis.LIST_ONCE, condition="targets met")


def a_member(
    *elements: Element,
    caps: Sequence[Cap] = (),
    prices: Sequence[Price] = (),
    joined_on: date = APRIL,
    left_on: date | None = None,
    agreement_id: int = 1,
) -> Member:
    """A practice under an agreement, everything at a pound from April unless other prices are given."""
    priced = tuple(prices) or tuple(Price(element=e.code, valid_from=APRIL, pence=100) for e in elements)
    terms = SchemeTerms(form=Form.PER_ITEM, elements=elements, prices=priced, caps=tuple(caps), list_on=APRIL)
    practice = PracticeInScheme(
        code="X82001",
        name="Practice 01",
        joined_on=joined_on,
        left_on=left_on,
        list_size=Fraction(8000),
        counted_on=APRIL,
    )
    return Member(agreement_id=agreement_id, terms=terms, practice=practice)


def items(count: int, on: date = APRIL) -> Quantity:
    """So many items on a day."""
    return Quantity(element="item", starts_on=on, count=count)


def test_a_change_of_price_parts_what_is_asked() -> None:
    may = date(2008, 5, 1)
    prices = [Price(element="item", valid_from=APRIL, pence=100), Price(element="item", valid_from=may, pence=120)]
    asked = asked_of([a_member(ITEM, prices=prices)], FIRST)
    assert [(each.first, each.last, each.price, each.is_parted) for each in asked] == [
        (APRIL, date(2008, 4, 30), 100, True),
        (may, date(2008, 6, 30), 120, True),
    ]


def test_each_basis_is_told_in_its_way_and_other_levels_are_not_asked() -> None:
    other = Element(code="two", name="At level 2", basis=Basis.EACH, level=2)
    asked = asked_of([a_member(ITEM, YEARLY, RETAINER, PLANNED, ONCE, other)], FIRST)
    assert [(each.element.code, each.way) for each in asked] == [
        ("item", Way.COUNT),
        ("bed", Way.SPANS),
        ("retainer", Way.ITSELF),
        ("plan", Way.COUNT),
        ("once", Way.CONDITION),
    ]
    assert asked_of([a_member(ITEM, left_on=APRIL)], FIRST) == ()


def test_each_agreement_of_a_quarter_has_its_own_terms_under_one_cap() -> None:
    cap = [Cap(whose=Whose.PRACTICE, element="item", count=5)]
    may = date(2008, 5, 1)
    later = [Price(element="item", valid_from=APRIL, pence=300)]
    members = [
        a_member(ITEM, RETAINER, caps=cap, left_on=may),
        a_member(ITEM, caps=cap, prices=later, joined_on=may, agreement_id=2),
    ]
    lines = worked_out(members, quarter=FIRST, quantities=[items(3), items(4, may)], before=Before())
    assert [(each.agreement_id, each.line.element, int(each.line.allowed), each.line.amount) for each in lines] == [
        (1, "item", 3, 300),
        (1, "retainer", 1, 8),
        (2, "item", 2, 600),
    ]
    with pytest.raises(Refusal, match=r"^Item lies outside quarter 1 of 2008/09"):
        worked_out(members, quarter=FIRST, quantities=[items(1, date(2008, 3, 31))], before=Before())


def test_a_quarter_without_an_agreement_is_refused() -> None:
    with pytest.raises(Refusal) as refused:
        worked_out([a_member(ITEM, left_on=APRIL)], quarter=FIRST, quantities=[], before=Before())
    assert str(refused.value) == (
        "The practice is not signed up to this scheme on any day of quarter 1 of 2008/09. Nothing can be claimed."
    )


@given(
    counts=st.lists(st.integers(0, 60), min_size=1, max_size=8),
    most=st.integers(1, 90),
    pence_most=st.integers(1, 200_00),
    price=st.integers(1, 5_00),
)
def test_claims_one_after_the_other_never_exceed_a_cap_and_lines_add_up(
    counts: list[int], most: int, pence_most: int, price: int
) -> None:
    caps = [Cap(whose=Whose.PRACTICE, element="item", count=most), Cap(whose=Whose.SCHEME, pence=pence_most)]
    member = a_member(ITEM, caps=caps, prices=[Price(element="item", valid_from=APRIL, pence=price)])
    before, total = Before(), 0
    for day, count in enumerate(counts):
        told = [items(count, APRIL + timedelta(days=day))]
        lines = worked_out([member], quarter=FIRST, quantities=told, before=before)
        total += total_of(lines)
        before = with_claimed(before, member.terms.elements, [each.line for each in lines], told)
    assert total == before.paid.get("item", 0) == before.scheme_paid.get("item", 0) <= pence_most
    assert sum(each.count for each in before.done) <= most
    assert total <= sum(counts) * price


@given(allowed=st.integers(1, 500), price=st.integers(1, 10_000), share=st.fractions(min_value=0, max_value=1))
def test_what_is_left_of_a_cut_never_counts_more_than_was_allowed_nor_less_than_is_paid(
    allowed: int, price: int, share: Fraction
) -> None:
    amount = allowed * price
    left = int(amount * share)
    kept = kept_of_cut(allowed=Fraction(allowed), amount=amount, left=left, price=price, basis=Basis.EACH)
    assert left <= kept * price
    assert kept <= allowed
    assert kept * price < left + price


def test_planned_activity_is_kept_by_the_days_on_which_it_was_done() -> None:
    member, told = a_member(PLANNED), [Quantity(element="plan", starts_on=date(2008, 5, 9), count=90)]
    lines = worked_out([member], quarter=FIRST, quantities=told, before=Before())
    before = with_claimed(Before(), member.terms.elements, [each.line for each in lines], told)
    assert [(each.starts_on, each.count) for each in before.done] == [(date(2008, 5, 9), 90)]
    assert before.paid == {"plan": 10000}


def test_nothing_says_so_and_something_does_not() -> None:
    worked = worked_out([a_member(RETAINER)], quarter=FIRST, quantities=[], before=Before())
    with pytest.raises(Refusal, match=r"^Retainer is due by itself, £0\.25: this is no claim of nothing\."):
        check_something(worked, is_nil=True)
    with pytest.raises(Refusal, match=r"^Nothing is counted\."):
        check_something([], is_nil=False)
    check_something([], is_nil=True)
    check_something(worked, is_nil=False)


def test_what_was_seen_comes_from_outside_and_may_be_anything() -> None:
    line = Line(
        element="item",
        name="Item",
        starts_on=APRIL,
        ends_on=APRIL,
        price=100,
        price_from=APRIL,
        claimed=Fraction(2),
        allowed=Fraction(2),
        full=200,
        amount=200,
        how="",
    )
    lines = [Worked(agreement_id=1, line=line)]
    check_as_seen(lines, seen_text(lines))
    for seen in ("", "[]", "null", '{"a":"b"}', "{", "1e999"):
        with pytest.raises(OutOfDate, match=r"Item from 1 April 2008 at £1\.00 £2\.00, new\."):
            check_as_seen(lines, seen)
    assert changes_between({"A": 100}, {}) == ["A £1.00, now nothing"]


def test_windows_and_states_are_held_to_their_order() -> None:
    days = {"opens_on": date(2008, 7, 1), "closes_on": date(2008, 7, 14), "pays_on": date(2008, 8, 1)}
    check_days(quarter=FIRST, **days)
    for changed, said in (
        ({"opens_on": date(2008, 3, 31)}, "A window opens on or after the first day of quarter 1 of 2008/09"),
        ({"closes_on": date(2008, 6, 30), "opens_on": date(2008, 7, 1)}, "The window closes before it opens"),
        ({"closes_on": date(2008, 6, 29), "opens_on": APRIL}, "The window closes before quarter 1 of 2008/09 is over"),
        ({"pays_on": date(2008, 7, 13)}, "Claims are paid before the window closes"),
    ):
        with pytest.raises(Refusal, match=f"^{said}"):
            check_days(quarter=FIRST, **{**days, **changed})
    for state in set(State) - {State.DRAFT}:
        with pytest.raises(Refusal, match=r"^EC-000001 is no draft any more: "):
            check_is_draft(number="EC-000001", state=state)
    for state in (State.DRAFT, State.SUBMITTED, State.CHECKED):
        check_may_withdraw(number="EC-000001", state=state)


def test_steps_follow_the_state() -> None:
    assert steps_of(State.REPLACED, submitted_on=APRIL, is_paid=False, pays_on=None) == []
    paid = steps_of(State.APPROVED, submitted_on=APRIL, is_paid=True, pays_on=APRIL, is_late=True)
    assert [step.state.value for step in paid] == ["done"] * 4
    assert paid[0].words == "on 1 April 2008, late"


def test_quarters_follow_each_other_and_are_read_by_name() -> None:
    assert quarter_after(Quarter(FinancialYear(2008), 4)) == Quarter(FinancialYear(2009), 1)
    assert quarter_before(FIRST) == Quarter(FinancialYear(2007), 4)
    for text in ("", "2008/10 Q1", "2008/09 Q5", "quarter 1"):
        with pytest.raises(Refusal, match=r"^Name the quarter as 2008/09 Q1\.$"):
            quarter_named(text)


def test_rows_of_a_scheme_say_together_what_is_claimed() -> None:
    count, itself = asked_of([a_member(ITEM, RETAINER)], FIRST)

    def rows(item: int, retainer: int) -> list[Row]:
        return [
            Row(number=2, asked=count, first=count.first, last=count.last, count=item),
            Row(number=3, asked=itself, first=itself.first, last=itself.last, count=retainer),
        ]

    assert together(1, rows(0, 0)).is_nil
    assert not together(1, rows(0, 1)).is_nil
    assert [each.count for each in together(1, rows(4, 0)).quantities] == [4]
    for text in ("-1", "1.5", "four", "12345678"):
        with pytest.raises(ValueError, match=r"^a whole number"):
            count_from(text)


def test_spans_are_days_on_which_a_count_changed() -> None:
    (asked,) = asked_of([a_member(YEARLY)], FIRST)

    def span(first: date, last: date, count: int) -> Quantity:
        return Quantity(element="bed", starts_on=first, ends_on=last, count=count)

    may, june = date(2008, 5, 1), date(2008, 6, 1)
    assert breaks_of(asked, []) == []
    assert breaks_of(asked, [span(APRIL, FIRST.last_day, 3)]) == [(APRIL, 3)]
    assert breaks_of(asked, [span(may, date(2008, 5, 31), 3)]) == [(APRIL, 0), (may, 3), (june, 0)]
    assert breaks_of(asked, [span(APRIL, date(2008, 4, 30), 3), span(may, FIRST.last_day, 4)]) == [(APRIL, 3), (may, 4)]
