"""Grossing up: the shortfall of loss leaders over the other services, to the penny, whatever the figures."""

import random
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from budgets.intentions.presented.grossing_up import combined_table, grossed_figures, grossed_table
from budgets.intentions.rules import GrossedUp, Priced, gross_up
from core.errors import Refusal

AMOUNTS = st.integers(min_value=0, max_value=10**12)


def line(code: str, cost: int, price: int, *, leader: bool = False) -> Priced:
    return Priced(code=code, name=f"Service {code}", cost=cost, price=price, loss_leader=leader)


@st.composite
def some_services(draw: st.DrawFn) -> list[Priced]:
    """Services of which some may be loss leaders, with at least one other that costs something."""
    others = draw(st.lists(st.tuples(AMOUNTS, AMOUNTS), min_size=1, max_size=12))
    leaders = draw(st.lists(st.tuples(st.integers(1, 10**12), st.integers(0, 10**12)), max_size=5))
    found = [line(f"O{n}", cost, price) for n, (cost, price) in enumerate(others)]
    found.append(line("SURE", draw(st.integers(1, 10**12)), draw(AMOUNTS)))
    found += [line(f"L{n}", cost, price % cost, leader=True) for n, (cost, price) in enumerate(leaders)]
    return draw(st.permutations(found))


def parts_of(done: GrossedUp) -> dict[str, int]:
    return {each.priced.code: each.part for each in done.lines}


@given(some_services())
def test_the_sum_after_is_the_sum_before_and_the_shortfall(services: list[Priced]) -> None:
    done = gross_up(services)
    assert done.shortfall == sum(s.cost - s.price for s in services if s.loss_leader)
    assert sum(each.part for each in done.lines) == done.shortfall
    assert done.after == done.before + done.shortfall
    assert all(each.after == each.before + each.part for each in done.lines)


@given(some_services())
def test_loss_leaders_keep_their_price_and_stay_and_nobody_pays_less_than_nothing(services: list[Priced]) -> None:
    done = gross_up(services)
    assert [each.priced for each in done.lines] == services
    assert all(each.part >= 0 for each in done.lines)
    assert all(each.part == 0 and each.after == each.before for each in done.lines if each.priced.loss_leader)


@given(some_services())
def test_each_part_is_within_a_penny_of_its_exact_share_by_cost(services: list[Priced]) -> None:
    done = gross_up(services)
    whole = sum(s.cost for s in services if not s.loss_leader)
    for each in done.lines:
        if not each.priced.loss_leader:
            assert abs(each.part - Fraction(done.shortfall * each.priced.cost, whole)) < 1


@given(some_services(), st.randoms(use_true_random=False))
def test_the_order_of_services_changes_nothing(services: list[Priced], dice: random.Random) -> None:
    shuffled = list(services)
    dice.shuffle(shuffled)
    assert parts_of(gross_up(services)) == parts_of(gross_up(shuffled))


@given(some_services())
def test_without_a_loss_leader_nothing_changes(services: list[Priced]) -> None:
    plain = [line(s.code, s.cost, s.price) for s in services]
    done = gross_up(plain)
    assert (done.shortfall, done.after) == (0, done.before)
    assert not any(each.part for each in done.lines)


def test_without_services_there_is_nothing_to_recover() -> None:
    done = gross_up([])
    assert (done.lines, done.shortfall, done.before, done.after) == ((), 0, 0, 0)


def test_odd_pennies_go_to_the_largest_remainder() -> None:
    """£1.00 over costs of 1, 1 and 1 penny: 34, 33, 33; of equal remainders the smaller code takes it."""
    services = [line(code, 1, 1) for code in "CBA"] + [line("Z", 100, 0, leader=True)]
    assert parts_of(gross_up(services)) == {"C": 33, "B": 33, "A": 34, "Z": 0}


@pytest.mark.parametrize("others", [[], [line("B", 0, 500)]])
def test_refuses_a_shortfall_that_nobody_can_bear(others: list[Priced]) -> None:
    sentence = (
        "There is a shortfall of £10.00 on Service A, but no other service with a cost above £0.00 over which it "
        "could be recovered."
    )
    with pytest.raises(Refusal) as refused:
        gross_up([line("A", 2000, 1000, leader=True), *others])
    assert str(refused.value) == sentence


@pytest.mark.parametrize("price", [2000, 2001])
def test_refuses_a_loss_leader_that_is_not_below_cost(price: int) -> None:
    with pytest.raises(Refusal, match=r"^Service A is marked as a loss leader, but its price of £20\.0\d is not below"):
        gross_up([line("A", 2000, price, leader=True), line("B", 1, 1)])


def test_refuses_one_service_twice_and_amounts_below_zero() -> None:
    with pytest.raises(Refusal, match=r"^Service A \(A\) stands twice: each service has one cost and one price\.$"):
        gross_up([line("A", 1, 1), line("A", 2, 2)])
    for wrong in (line("A", -1, 1), line("A", 1, -1)):
        with pytest.raises(Refusal, match=r"^Service A: cost and price cannot be below £0\.00\.$"):
            gross_up([wrong])


def test_the_table_shows_price_before_and_after_with_the_loss_leader_in_front() -> None:
    done = gross_up([line("B", 30000, 30000), line("C", 10000, 0), line("A", 2000, 1000, leader=True)])
    shown = grossed_table(done, "Provider services")
    rows = [[cell.text for cell in row] for row in shown.rows]
    assert rows == [
        ["Service A", "20.00", "10.00", "0.00", "0.00", "10.00", "−10.00"],
        ["Service B", "300.00", "300.00", "+7.50", "+2.50", "307.50", "+7.50"],
        ["Service C", "100.00", "0.00", "+2.50", "–", "2.50", "−97.50"],
    ]
    assert [cell.text for cell in shown.foot[0]] == [
        "Total",
        "420.00",
        "310.00",
        "+10.00",
        "+3.23",
        "320.00",
        "−100.00",
    ]
    assert shown.rows[0][0].note == "Loss leader: £10.00 below cost"
    assert shown.rows[2][0].note == "Priced below cost, not marked as a loss leader"
    assert [figure.value for figure in grossed_figures(done)] == ["£10.00", "£310.00", "£320.00"]


def test_several_providers_stand_in_one_table_for_a_file() -> None:
    done = gross_up([line("B", 30000, 30000)])
    shown = combined_table([("Provider services", done), ("Acute trust", done)])
    assert [(row[0].text, row[1].text) for row in shown.rows] == [
        ("Provider services", "Service B"),
        ("Provider services", "Total"),
        ("Acute trust", "Service B"),
        ("Acute trust", "Total"),
    ]
