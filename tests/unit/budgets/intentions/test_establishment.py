"""What posts cost: exact, rounded once, with leave cover named."""

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from budgets.intentions.presented.offers import posts_table
from budgets.intentions.rules import CostedOffer, Post, Terms, cost_of_offer, cost_of_post
from budgets.intentions.rules.establishment import (
    cover_in_words,
    cover_of,
    percent_from,
    sum_in_words,
    wte_from,
    wte_text,
)
from budgets.intentions.rules.kinds import LeaveWay
from core.errors import Refusal

ADD, TAKE = LeaveWay.ADD_ON, LeaveWay.TAKE_OFF


def terms(on_costs: str = "0", leave: str = "0", way: LeaveWay = ADD) -> Terms:
    return Terms(on_costs=Decimal(on_costs), leave=Decimal(leave), way=way)


def post(wte: str = "1", pay: int = 10_000_00, number: int = 1, title: str = "Nurse") -> Post:
    return Post(title=title, point="Band 5", pay=pay, wte=Decimal(wte), number=number)


POSTS = st.builds(
    Post,
    title=st.just("Nurse"),
    point=st.just("Band 5"),
    pay=st.integers(1, 10**8),
    wte=st.decimals(Decimal("0.01"), Decimal(999), places=2),
    number=st.integers(1, 50),
)
TERMS = st.builds(
    Terms,
    on_costs=st.decimals(0, 200, places=2),
    leave=st.decimals(0, Decimal("99.9"), places=1),
    way=st.sampled_from([ADD, TAKE]),
)


def test_cost_is_need_by_pay_by_on_costs_by_cover() -> None:
    """1.6 × £34,417.00 × 1.2 × 1.15 = £75,992.736, and ÷ 0.85 instead of × 1.15 = £77,741.9294…"""
    matrons = post("1.6", 34_417_00)
    assert cost_of_post(matrons, terms("20", "15")).cost == 75_992_74
    assert cost_of_post(matrons, terms("20", "15", TAKE)).cost == 77_741_93


@pytest.mark.parametrize(
    ("leave", "way", "factor"),
    [
        ("15", ADD, Fraction(23, 20)),
        ("15", TAKE, Fraction(20, 17)),
        ("20", ADD, Fraction(6, 5)),
        ("20", TAKE, Fraction(5, 4)),
        ("0", ADD, Fraction(1)),
        ("0", TAKE, Fraction(1)),
        ("100", ADD, Fraction(2)),
        ("99.9", TAKE, Fraction(1000)),
    ],
)
def test_cover_is_exact(leave: str, way: LeaveWay, factor: Fraction) -> None:
    assert cover_of(terms("0", leave, way)) == factor


def test_a_line_is_rounded_once_half_away_from_zero() -> None:
    """0.5 × £0.01 is half a penny: a penny. Rounded at each step, 3 × 0.5 would give something else."""
    assert cost_of_post(post("0.5", 1), terms()).cost == 1
    assert cost_of_post(post("0.5", 1, number=3), terms()).cost == 2
    assert cost_of_offer([post("0.5", 1)] * 3, terms()).total == 3


@given(POSTS, TERMS)
def test_the_parts_add_up_exactly_and_the_cost_is_their_rounded_sum(each: Post, how: Terms) -> None:
    found = cost_of_post(each, how)
    exact = found.pay + found.on_costs + found.leave
    assert exact == Fraction(each.wte) * each.number * each.pay * (1 + Fraction(how.on_costs) / 100) * cover_of(how)
    assert abs(found.cost - exact) <= Fraction(1, 2)


@given(st.lists(POSTS, max_size=6), TERMS)
def test_the_total_adds_up_the_lines_whatever_their_order(posts: list[Post], how: Terms) -> None:
    found = cost_of_offer(posts, how)
    assert found.total == sum(line.cost for line in found.lines)
    assert cost_of_offer(posts[::-1], how).total == found.total
    assert found.covered == found.wte * cover_of(how)


@given(POSTS, st.decimals(Decimal("0.1"), Decimal("99.9"), places=1))
def test_taking_off_never_costs_less_than_adding_on(each: Post, leave: Decimal) -> None:
    added, taken = (cost_of_post(each, Terms(on_costs=Decimal(0), leave=leave, way=way)) for way in (ADD, TAKE))
    assert taken.covered > added.covered
    assert taken.cost >= added.cost


def test_refuses_to_take_off_all_of_the_time() -> None:
    sentence = (
        "With 100% taken off nobody would ever be at work, and the need cannot be divided by 0. "
        "Enter a cover below 100%."
    )
    for leave in ("100", "100.0"):
        with pytest.raises(Refusal) as refused:
            cost_of_offer([post()], terms("0", leave, TAKE))
        assert str(refused.value) == sentence


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        (terms("-1"), r"^On-costs are from 0% to 200% of pay, not -1%\.$"),
        (terms("200.1"), r"^On-costs are from 0% to 200% of pay, not 200\.1%\.$"),
        (terms("0", "-0.5"), r"^Leave cover is from 0% to 100%, not -0\.5%\.$"),
        (terms("0", "101"), r"^Leave cover is from 0% to 100%, not 101%\.$"),
    ],
)
def test_refuses_percentages_that_cannot_be(wrong: Terms, sentence: str) -> None:
    with pytest.raises(Refusal, match=sentence):
        cost_of_offer([], wrong)


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        (post("-1"), r"^Nurse: a post has a whole-time equivalent above 0, not -1\.$"),
        (post("0"), r"^Nurse: a post has a whole-time equivalent above 0, not 0\.$"),
        (post(number=0), r"^Nurse: the number of posts is from 1 to 9,999, not 0\.$"),
        (post(pay=0), r"^Nurse: the pay of Band 5 must be above £0\.00\.$"),
        (post(title=" "), r"^Every line of posts needs a name, such as Community matron\.$"),
    ],
)
def test_refuses_posts_that_cannot_be(wrong: Post, sentence: str) -> None:
    with pytest.raises(Refusal, match=sentence):
        cost_of_post(wrong, terms())


@pytest.mark.parametrize("text", ["-1", "0", "0.0", "1,6", "1.23456", "", "one", "1e3", "٣"])
def test_refuses_what_is_no_whole_time_equivalent(text: str) -> None:
    with pytest.raises(ValueError, match=r"a whole-time equivalent above 0 such as 1\.6"):
        wte_from(text)


@pytest.mark.parametrize("text", ["-1", "1,5", "", "1000", "15 %%"])
def test_refuses_what_is_no_percentage(text: str) -> None:
    with pytest.raises(ValueError, match=r"a percentage of 0 or more such as 22\.5"):
        percent_from(text)


def test_the_cover_and_the_sum_are_named() -> None:
    how = terms("20", "15", TAKE)
    assert cover_in_words(how) == "take-off, need ÷ (1 − 15%) = need × 1.1765 (rounded)"
    line = cost_of_post(post("0.8", 10_000_00, number=2), how)
    assert sum_in_words(line, how) == "2 × 0.8 WTE × £10,000.00 × (1 + 20%) ÷ (1 − 15%) = £22,588.24"
    assert wte_text(line.covered) == "1.88"


def test_the_table_of_posts_shows_every_part() -> None:
    how = terms("20", "15")
    shown = posts_table(cost_of_offer([post("1.6", 34_417_00)], how), how)
    assert [cell.text for cell in shown.rows[0]][2:] == [
        "34,417.00", "1", "1.6", "1.6", "1.84", "55,067.2000", "11,013.4400", "9,912.0960", "75,992.74",
    ]  # fmt: skip
    assert [cell.text for cell in shown.foot[0]][-6:] == [
        "1.6", "1.84", "55,067.2000", "11,013.4400", "9,912.0960", "75,992.74",
    ]  # fmt: skip


def test_an_offer_without_posts_costs_nothing() -> None:
    assert cost_of_offer([], terms()) == CostedOffer(lines=(), wte=Fraction(0), covered=Fraction(0), total=0)
