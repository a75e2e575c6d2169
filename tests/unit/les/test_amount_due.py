"""What is due under a scheme: by form of payment, price of the day, caps, to the penny, with the sentence why."""

from dataclasses import replace
from datetime import date, timedelta
from fractions import Fraction
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.errors import Refusal
from core.periods import FinancialYear
from les.schemes.rules import amount_due
from les.schemes.rules.amounts import sum_of
from les.schemes.rules.caps import headrooms
from les.schemes.rules.quarters import Quarter
from les.schemes.rules.terms import (
    Before,
    Cap,
    Form,
    Line,
    PracticeInScheme,
    Price,
    Quantity,
    SchemeTerms,
    Whose,
)
from les.schemes.rules.writing_terms import terms_written

YEAR = FinancialYear.named("2008/09")
QUARTERS = [Quarter(YEAR, number) for number in (1, 2, 3, 4)]
APRIL = date(2008, 4, 1)
PRACTICE = PracticeInScheme(code="X82001", name="Practice 01", joined_on=APRIL)


def terms_of(form: Form, written: str, prices: dict[str, int], **values: Any) -> SchemeTerms:
    """Terms with a price of each element from 1 April 2008."""
    terms = terms_written(form=form, written=written, **values)
    return replace(
        terms, prices=tuple(Price(element=code, valid_from=APRIL, pence=pence) for code, pence in prices.items())
    )


def due(
    terms: SchemeTerms,
    *quantities: Quantity,
    quarter: int = 1,
    practice: PracticeInScheme = PRACTICE,
    before: Before | None = None,
) -> tuple[Line, ...]:
    """What is due for a quarter of 2008/09."""
    return amount_due(
        terms=terms,
        practice=practice,
        quarter=QUARTERS[quarter - 1],
        quantities=quantities,
        before=before or Before(),
    )


def done(element: str, count: int, day: date = APRIL, last: date | None = None) -> Quantity:
    """So many of an element on a day, or from it to another."""
    return Quantity(element=element, starts_on=day, count=count, ends_on=last)


INJECTION = terms_of(Form.PER_ITEM, "Joint injection; injection", {"joint-injection": 4200})


def test_forty_items_at_their_price() -> None:
    (line,) = due(INJECTION, done("joint-injection", 40))
    assert (int(line.claimed), line.price, line.amount, line.cap) == (40, 4200, 168000, "")
    assert line.how == "40 × Joint injection at £42.00 (price from 1 April 2008) = £1,680.00."


def test_a_price_changed_in_mid_quarter_gives_two_lines() -> None:
    terms = replace(
        INJECTION,
        prices=(*INJECTION.prices, Price(element="joint-injection", valid_from=date(2008, 5, 1), pence=4350)),
    )
    lines = due(terms, done("joint-injection", 10, date(2008, 5, 1)), done("joint-injection", 30, date(2008, 4, 30)))
    assert [(line.price, int(line.claimed), line.amount) for line in lines] == [(4200, 30, 126000), (4350, 10, 43500)]


def test_a_count_over_a_change_of_price_is_asked_for_in_two_parts() -> None:
    terms = replace(
        INJECTION,
        prices=(*INJECTION.prices, Price(element="joint-injection", valid_from=date(2008, 5, 1), pence=4350)),
    )
    with pytest.raises(Refusal) as refused:
        due(terms, done("joint-injection", 40, APRIL, date(2008, 6, 30)))
    assert str(refused.value) == (
        "The price of Joint injection changed on 1 May 2008. Say how many there were before that day, and how many "
        "from it on."
    )


def test_a_price_of_a_practice_stands_before_that_of_all() -> None:
    own = Price(element="joint-injection", valid_from=APRIL, pence=5000, practice="X82002")
    terms = replace(INJECTION, prices=(own, *INJECTION.prices))
    other = replace(PRACTICE, code="X82002")
    assert [due(terms, done("joint-injection", 2), practice=each)[0].amount for each in (PRACTICE, other)] == [
        8400,
        10000,
    ]
    assert "for this practice" in due(terms, done("joint-injection", 2), practice=other)[0].how


def test_a_price_written_later_for_the_same_day_corrects_the_earlier() -> None:
    corrected = Price(element="joint-injection", valid_from=APRIL, pence=4100)
    terms = replace(INJECTION, prices=(*INJECTION.prices, corrected))
    assert due(terms, done("joint-injection", 1))[0].amount == 4100


def test_patients_of_a_year_are_paid_by_quarter() -> None:
    terms = terms_of(Form.PER_PATIENT_YEAR, "Patient on the register; patient", {"patient-on-the-register": 9600})
    first, end = QUARTERS[0].first_day, QUARTERS[0].last_day
    (line,) = due(terms, done("patient-on-the-register", 30, first, end))
    assert line.amount == 72000
    assert line.how == (
        "30 × Patient on the register at £96.00 (price from 1 April 2008) a year, a fourth of it for quarter 1 of "
        "2008/09 = £720.00."
    )


def test_a_price_for_time_is_cut_where_it_changes() -> None:
    terms = terms_of(Form.PER_BED, "Step-up bed; bed", {"step-up-bed": 1_000_000})
    changed = Price(element="step-up-bed", valid_from=date(2008, 5, 1), pence=1_092_000)
    terms = replace(terms, prices=(*terms.prices, changed))
    lines = due(terms, done("step-up-bed", 2, APRIL, date(2008, 6, 30)))
    assert [(line.starts_on.isoformat(), line.ends_on.isoformat(), line.amount) for line in lines] == [
        ("2008-04-01", "2008-04-30", 164835),  # 2 × £10,000 × 30/364
        ("2008-05-01", "2008-06-30", 366000),  # 2 × £10,920 × 61/364
    ]


def test_a_day_is_not_counted_twice() -> None:
    terms = terms_of(Form.PER_BED, "Bed", {"bed": 100})
    with pytest.raises(Refusal, match=r"^Bed is counted twice for 1 May 2008\. Count each day once\.$"):
        due(terms, done("bed", 1, APRIL, date(2008, 5, 1)), done("bed", 2, date(2008, 5, 1), date(2008, 6, 30)))


def test_the_list_of_the_frozen_day_is_paid_once_when_the_condition_is_met() -> None:
    written = "Targets; patient; ; targets met\nSupport; patient; ; work of the next year"
    terms = terms_of(Form.PER_LIST, written, {"targets": 64, "support": 31}, list_on=date(2007, 4, 1))
    practice = replace(PRACTICE, list_size=Fraction(8000), counted_on=date(2007, 4, 1))
    (line,) = due(terms, done("targets", 1), done("support", 0), practice=practice)
    assert line.how == (
        "8,000 registered patients on 1 April 2007 × Targets at £0.64 (price from 1 April 2008) "
        "because of: targets met = £5,120.00."
    )
    with pytest.raises(Refusal, match=r"^Targets is paid once a year, and Practice 01 has claimed it for 2008/09"):
        due(terms, done("targets", 1), practice=practice, before=Before(done=(done("targets", 1),)))


def test_the_list_of_another_day_is_refused() -> None:
    terms = terms_of(Form.PER_LIST, "Rate; patient", {"rate": 40}, list_on=date(2007, 4, 1))
    practice = replace(PRACTICE, list_size=Fraction(8000), counted_on=date(2007, 10, 1))
    with pytest.raises(Refusal) as refused:
        due(terms, practice=practice)
    assert str(refused.value) == (
        "The scheme pays on the list of 1 April 2007, and the one given is of 1 October 2007. "
        "Give the list of that day."
    )


def test_a_weighted_list_is_paid_by_quarter() -> None:
    terms = terms_of(Form.PER_LIST, "Rate; patient", {"rate": 40}, list_on=APRIL, weighting="need")
    practice = replace(PRACTICE, list_size=Fraction("8123.5"), counted_on=APRIL)
    lines = [due(terms, quarter=number, practice=practice)[0] for number in (1, 2, 3, 4)]
    assert sum_of(lines) == 324940
    assert lines[0].how.startswith("8123.5 patients weighted by need on 1 April 2008 × Rate at £0.40")


def test_a_retainer_is_due_by_itself_beside_items() -> None:
    terms = terms_of(Form.RETAINER_AND_ITEM, "Retainer; year\nVisit; visit", {"retainer": 40000, "visit": 2500})
    assert [line.amount for line in due(terms, done("visit", 3))] == [10000, 7500]
    with pytest.raises(Refusal, match=r"^Retainer is due by itself every quarter\."):
        due(terms, done("retainer", 1))


def test_a_retainer_counts_the_days_in_the_scheme() -> None:
    terms = terms_of(Form.BLOCK, "Block", {"block": 36400})
    joined = replace(PRACTICE, joined_on=date(2008, 6, 1), left_on=date(2008, 6, 11))
    (line,) = due(terms, practice=joined)
    assert line.amount == 1000
    assert "1 June 2008 to 10 June 2008, 10 of the 91 days of quarter 1 of 2008/09" in line.how
    with pytest.raises(Refusal, match=r"^Practice 01 is not in the scheme in quarter 2 of 2008/09\.$"):
        due(terms, practice=joined, quarter=2)


def test_no_more_is_achieved_than_was_started() -> None:
    written = "Quit date set; start\nQuit at four weeks; quit"
    terms = terms_of(Form.STAGED, written, {"quit-date-set": 1000, "quit-at-four-weeks": 3500})
    before = Before(done=(done("quit-date-set", 5),))
    assert sum_of(due(terms, done("quit-at-four-weeks", 5), before=before)) == 17500
    with pytest.raises(Refusal) as refused:
        due(terms, done("quit-at-four-weeks", 6), before=before)
    assert str(refused.value) == (
        "6 of “Quit at four weeks” in the year are more than the 5 of “Quit date set”. Put one of them right."
    )


def test_what_was_started_before_the_year_may_be_achieved_in_it() -> None:
    written = "Quit date set; start\nQuit at four weeks; quit"
    terms = terms_of(Form.STAGED, written, {"quit-date-set": 1000, "quit-at-four-weeks": 3500})
    before = Before(begun={"quit-date-set": 4})
    assert sum_of(due(terms, done("quit-date-set", 1), done("quit-at-four-weeks", 5), before=before)) == 18500
    with pytest.raises(Refusal) as refused:
        due(terms, done("quit-date-set", 1), done("quit-at-four-weeks", 6), before=before)
    assert str(refused.value) == (
        "6 of “Quit at four weeks” in the year are more than the 5 of “Quit date set” in it and in the quarter before "
        "it. Put one of them right."
    )


def test_points_are_paid_up_to_the_most() -> None:
    terms = terms_of(Form.POINTS, "Point; point; 100", {"point": 7551})
    (line,) = due(terms, done("point", 60), before=Before(done=(done("point", 70),)))
    assert (int(line.claimed), int(line.allowed), line.amount) == (60, 30, 226530)
    assert line.how.endswith("30 are left under the cap of 100 of Point a year for the practice: £2,265.30.")


def test_planned_activity_is_counted_apart_before_and_after_a_change_of_price() -> None:
    terms = terms_of(Form.INSTALMENTS, "Contact; contact; 400", {"contact": 1000})
    dearer = Price(element="contact", valid_from=date(2009, 2, 1), pence=1200)
    changed = replace(terms, prices=(*terms.prices, dearer))
    january, february = date(2009, 1, 1), date(2009, 2, 1)
    with pytest.raises(Refusal, match="The price of Contact changed on 1 February 2009"):
        due(changed, done("contact", 30, january, date(2009, 3, 31)), quarter=4)
    apart = done("contact", 10, january, date(2009, 1, 31)), done("contact", 20, february, date(2009, 3, 31))
    assert sum_of(due(changed, *apart, quarter=4)) == 10 * 1000 + 20 * 1200


def test_a_plan_is_paid_in_instalments_and_settled_with_the_last() -> None:
    terms = terms_of(Form.INSTALMENTS, "Contact; contact; 401", {"contact": 1001})
    amounts = [due(terms, done("contact", 90, QUARTERS[n - 1].first_day), quarter=n)[0].amount for n in (1, 2, 3)]
    assert amounts == [100350, 100351, 100350]
    earlier = tuple(done("contact", 90, each.first_day) for each in QUARTERS[:3])
    before = Before(done=earlier, paid={"contact": sum(amounts)})
    (last,) = due(terms, done("contact", 20, QUARTERS[3].first_day), quarter=4, before=before)
    assert last.amount == 290 * 1001 - sum(amounts) == -10761
    assert last.how.endswith("= £2,902.90, less £3,010.51 paid in instalments before = -£107.61.")


@pytest.mark.parametrize("late", [1, 2, 3])
def test_a_quarter_claimed_after_the_last_instalment_settles_the_year_anew(late: int) -> None:
    terms = terms_of(Form.INSTALMENTS, "Contact; contact; 400", {"contact": 1000})
    before, counts = Before(), {1: 90, 2: 80, 3: 70, 4: 60}
    for number in [*(each for each in counts if each != late), late]:
        told = done("contact", counts[number], QUARTERS[number - 1].first_day)
        (line,) = due(terms, told, quarter=number, before=before)
        paid = before.paid.get("contact", 0) + line.amount
        before = Before(done=(*before.done, told), paid={"contact": paid})
    assert before.paid["contact"] == 300 * 1000
    assert line.how.startswith("Settled anew after the last instalment: 300 × Contact in the year = £3,000.00, less ")


def test_what_is_planned_is_settled_in_the_quarter_in_which_the_practice_leaves() -> None:
    terms = terms_of(Form.INSTALMENTS, "Contact; contact; 400", {"contact": 1000})
    leaving = replace(PRACTICE, left_on=date(2008, 10, 1))
    (first,) = due(terms, done("contact", 90), practice=leaving)
    before = Before(done=(done("contact", 90),), paid={"contact": first.amount})
    (last,) = due(terms, done("contact", 10, date(2008, 7, 1)), quarter=2, practice=leaving, before=before)
    assert (first.amount, first.amount + last.amount) == (100000, 100000)
    assert last.how.startswith("Last instalment: 100 × Contact")


def test_the_level_of_the_practice_decides() -> None:
    terms = terms_of(
        Form.BY_LEVEL, "Level 1 test; test; 1\nLevel 2 test; test; 2", {"level-1-test": 500, "level-2-test": 900}
    )
    practice = replace(PRACTICE, level=2)
    assert due(terms, done("level-2-test", 2), practice=practice)[0].amount == 1800
    with pytest.raises(
        Refusal, match=r"^Practice 01 is at level 2 of the scheme, and “Level 1 test” is paid at level 1"
    ):
        due(terms, done("level-1-test", 2), practice=practice)


def test_a_cap_of_all_practices_cuts_the_last_claim() -> None:
    terms = replace(INJECTION, caps=(Cap(whose=Whose.SCHEME, pence=200000),))
    before = Before(scheme_paid={"joint-injection": 150000})
    assert [each.left for each in headrooms(terms, before)] == ["£500.00"]
    (line,) = due(terms, done("joint-injection", 40), before=before)
    assert (line.full, line.amount) == (168000, 50000)
    assert line.cap == "the cap of £2,000.00 a year for all practices of the scheme"


def test_a_cap_is_used_up_by_the_lines_above() -> None:
    terms = terms_of(Form.PER_ITEM, "One\nTwo", {"one": 6000, "two": 6000}, practice_cap=10000)
    assert [line.amount for line in due(terms, done("one", 1), done("two", 1))] == [6000, 4000]


REFUSED = {
    "unknown": (done("strange", 1), "The scheme does not pay for what is claimed."),
    "below nothing": (done("joint-injection", -1), "The count of Joint injection is below nothing."),
    "turned round": (done("joint-injection", 1, date(2008, 4, 9), date(2008, 4, 8)), "Joint injection ends before"),
    "the quarter before": (done("joint-injection", 1, date(2008, 3, 31)), "Joint injection lies outside quarter 1"),
    "the quarter after": (done("joint-injection", 1, date(2008, 7, 1)), "Joint injection lies outside quarter 1"),
    "a part": (
        Quantity(element="joint-injection", starts_on=APRIL, count=Fraction(1, 2)),
        "Joint injection is counted",
    ),
}


@pytest.mark.parametrize("name", REFUSED)
def test_refuses_what_is_not_done_under_the_scheme(name: str) -> None:
    quantity, sentence = REFUSED[name]
    with pytest.raises(Refusal) as refused:
        due(INJECTION, quantity)
    assert str(refused.value).startswith(sentence)


def test_refuses_days_without_the_scheme() -> None:
    practice = replace(PRACTICE, joined_on=date(2008, 4, 10), left_on=date(2008, 5, 10))
    assert due(INJECTION, done("joint-injection", 1, date(2008, 4, 10), date(2008, 5, 9)), practice=practice)
    with pytest.raises(Refusal, match=r"is in the scheme from 10 April 2008\. Nothing is due for 9 April 2008\.$"):
        due(INJECTION, done("joint-injection", 1, date(2008, 4, 9)), practice=practice)
    with pytest.raises(Refusal, match=r"was in the scheme until 9 May 2008\. Nothing is due for 10 May 2008\.$"):
        due(INJECTION, done("joint-injection", 1, date(2008, 5, 10)), practice=practice)


def test_refuses_a_day_before_the_first_price() -> None:
    terms = replace(INJECTION, prices=(Price(element="joint-injection", valid_from=date(2008, 4, 2), pence=1),))
    with pytest.raises(Refusal, match=r"^There is no price for Joint injection on 1 April 2008\."):
        due(terms, done("joint-injection", 1))


@given(price=st.integers(1, 10**8), count=st.integers(1, 10**4), cuts=st.sets(st.integers(1, 364), max_size=8))
def test_a_year_cut_anyhow_adds_up_to_the_year(price: int, count: int, cuts: set[int]) -> None:
    terms = terms_of(Form.PER_BED, "Bed", {"bed": price})
    inner = {each.first_day for each in QUARTERS[1:]} | {APRIL + timedelta(days=cut) for cut in cuts}
    bounds = [APRIL, *sorted(inner), date(2009, 4, 1)]
    total = 0
    for first, end in pairwise(bounds):
        quantity = done("bed", count, first, end - timedelta(days=1))
        total += sum_of(due(terms, quantity, quarter=Quarter.of(first).number))
    assert total == price * count


@given(
    counts=st.lists(st.integers(0, 300), min_size=1, max_size=6), cap=st.integers(1, 10**6), price=st.integers(1, 10**4)
)
def test_claims_one_after_another_never_exceed_a_cap(counts: list[int], cap: int, price: int) -> None:
    terms = terms_of(Form.PER_ITEM, "Item", {"item": price}, practice_cap=cap)
    paid = 0
    for count in counts:
        paid += sum_of(due(terms, done("item", count), before=Before(paid={"item": paid})))
    assert paid == min(cap, price * sum(counts))
