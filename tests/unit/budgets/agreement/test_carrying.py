"""Which positions are carried over: exactly those whose figures did not change."""

from collections.abc import Sequence
from dataclasses import replace
from fractions import Fraction

import pytest
from hypothesis import given, reject, settings
from hypothesis import strategies as st

from budgets.agreement.rules.carrying import carried
from budgets.agreement.rules.items import SPLIT, TOTAL, Item, ItemKind, Pot
from budgets.agreement.rules.offers import Offers
from budgets.method.calculation import CalculationRefused, calculate
from budgets.method.methods import method_from
from budgets.method.policy import Basis, Holder, Policy, Uncommitted
from budgets.method.result import Calculation, LineKind, Step
from budgets.method.workbook import Group, Workbook, with_methods
from tests.unit.budgets.any_workbook import policies, workbooks
from tests.unit.budgets.small_workbook import cost_centre, policy, service, workbook

Asked = tuple[str, Item]
MUST_DOS, RETURNED, GROWTH, RESERVE = (Item(kind=ItemKind.POT, code=pot) for pot in Pot)


def line(code: str) -> Item:
    return Item(kind=ItemKind.LINE, code=code)


def two_lines(nursing: int = 100_000, podiatry: int = 40_000, method: str = "equal") -> Workbook:
    """Nursing by capitation, 75% and 25%; podiatry by another method."""
    return workbook(
        services=(service(), service("POD", method)),
        cost_centres=(cost_centre(nursing), cost_centre(podiatry, of="POD")),
    )


def held(
    before: Calculation, after: Calculation, items: Sequence[Item], groups: Sequence[str] = ("A", "B")
) -> set[Asked]:
    """The groups and items that are carried over, of all of them."""
    asked = [(group, item) for group in groups for item in items]
    return set(carried(asked, lambda each: each, before=before, after=after))


ALL = (TOTAL, SPLIT, line("NUR"), line("POD"))


def test_all_positions_hold_where_nothing_changed() -> None:
    found = calculate(two_lines(), policy())
    assert held(found, found, ALL) == {(group, item) for group in "AB" for item in ALL}


def test_another_method_of_one_line_leaves_the_total_and_the_other_line() -> None:
    before, after = calculate(two_lines(), policy()), calculate(two_lines(method="capitation"), policy())
    assert held(before, after, ALL) == {(group, item) for group in "AB" for item in (TOTAL, line("NUR"))}


def test_money_moved_between_lines_leaves_the_total_alone() -> None:
    """The total and the group's gross may stay while the lines differ: the split starts again all the same."""
    even = two_lines(method="capitation")
    moved = two_lines(nursing=90_000, podiatry=50_000, method="capitation")
    before, after = calculate(even, policy()), calculate(moved, policy())
    assert before.totals.by_group["A"].gross == after.totals.by_group["A"].gross
    assert held(before, after, ALL) == {("A", TOTAL), ("B", TOTAL)}


def test_a_line_with_another_total_starts_again_even_where_the_group_gets_the_same() -> None:
    before = calculate(two_lines(method="direct:A"), policy())
    after = calculate(two_lines(podiatry=50_000, method="direct:A"), policy())
    assert before.lines[1].gross["B"] == after.lines[1].gross["B"] == 0
    assert held(before, after, ALL) == {("A", line("NUR")), ("B", line("NUR"))}


def test_a_new_line_of_nothing_still_asks_the_split_again() -> None:
    empty = workbook(
        services=(service(), service("POD", "equal")), cost_centres=(cost_centre(100_000), cost_centre(0, of="POD"))
    )
    before, after = calculate(workbook(cost_centres=(cost_centre(100_000),)), policy()), calculate(empty, policy())
    assert before.totals.total == after.totals.total
    assert held(before, after, (TOTAL, SPLIT, line("NUR"))) == {
        (group, item) for group in "AB" for item in (TOTAL, line("NUR"))
    }


def test_a_group_that_is_new_or_gone_carries_nothing() -> None:
    plain = two_lines()
    alone = replace(plain, groups=plain.groups[:1], practices=plain.practices[:2], populations=plain.populations[:2])
    both, one = calculate(plain, policy()), calculate(alone, policy())
    assert held(both, one, ALL) == {("A", TOTAL)}
    assert held(one, both, ALL) == {("A", TOTAL)}


@pytest.mark.parametrize("basis", list(Basis))
def test_returned_money_holds_while_its_sum_and_the_groups_part_stay(basis: Basis) -> None:
    """As a line of its own, or lying across the lines as a step of the bridge."""
    with_it = policy(returned_amount=8_000, returned_basis=basis)
    more = replace(with_it, returned_amount=9_000)
    before, after = calculate(two_lines(), with_it), calculate(two_lines(), more)
    assert held(before, before, (RETURNED,)) == {("A", RETURNED), ("B", RETURNED)}
    assert held(before, after, (RETURNED,)) == set()


def test_the_reserve_and_growth_hold_apart_from_each_other() -> None:
    rules = policy(
        growth_amount=5_000,
        growth_uncommitted=Uncommitted.CAPITATION,
        reserve_percent=Fraction(2),
        reserve_held_by=Holder.COMMISSIONER,
    )
    before = calculate(two_lines(), rules)
    assert held(before, calculate(two_lines(), replace(rules, reserve_percent=Fraction(3))), (GROWTH, RESERVE)) == {
        ("A", GROWTH),
        ("B", GROWTH),
    }


def test_a_pot_that_is_gone_carries_nothing() -> None:
    rules = policy(growth_amount=5_000, growth_uncommitted=Uncommitted.CAPITATION)
    before, after = calculate(two_lines(), rules), calculate(two_lines(), policy())
    assert held(before, after, (GROWTH, MUST_DOS)) == set()


@settings(max_examples=60, deadline=None)
@given(workbooks(), policies(), policies(), st.sampled_from(["policy", "amount", "method", "group"]))
def test_what_is_carried_has_the_same_figures_and_all_else_has_not(
    old: Workbook, first: Policy, second: Policy, differs: str
) -> None:
    """Against the rule in its own words, whatever the two calculations: one thing differs between them."""
    try:
        before = calculate(old, first)
        after = calculate(_with_another(differs, old), second if differs == "policy" else first)
    except CalculationRefused:
        reject()
    items = [TOTAL, SPLIT, *(Item(kind=ItemKind.POT, code=pot) for pot in Pot), *map(line, _codes(before))]
    groups = [group.code for group in before.groups]
    found = held(before, after, items, groups)
    for group in groups:
        for item in items:
            assert ((group, item) in found) == _same(before, after, group, item), (group, item)
    assert held(before, before, [TOTAL, SPLIT, *map(line, _codes(before))], groups) == {
        (group, item) for group in groups for item in [TOTAL, SPLIT, *map(line, _codes(before))]
    }


def _with_another(what: str, old: Workbook) -> Workbook:
    if what == "amount":
        centre = old.cost_centres[0]
        return replace(old, cost_centres=(replace(centre, amount=centre.amount + 1_000), *old.cost_centres[1:]))
    if what == "method":
        return with_methods(old, {old.services[0].code: method_from("equal")})
    if what == "group":
        return replace(old, groups=(*old.groups, Group(code="NEW", name="New")))
    return old


def _codes(of: Calculation) -> list[str]:
    return [each.code for each in of.lines]


def _same(before: Calculation, after: Calculation, group: str, item: Item) -> bool:
    if group not in after.totals.by_group:
        return False
    if item == TOTAL:
        return before.totals.total == after.totals.total
    if item == SPLIT:
        same = {(each.code, each.total, each.gross[group]) for each in before.lines} == {
            (each.code, each.total, each.gross[group]) for each in after.lines
        }
        return same and before.totals.by_group[group].gross == after.totals.by_group[group].gross
    was, now = (_amounts(which, group, item) for which in (before, after))
    there = item.kind is ItemKind.LINE or (was != (0, 0) != now)
    return was is not None and was == now and there


def _amounts(of: Calculation, group: str, item: Item) -> tuple[int, int] | None:
    """The total and the group's amount of a line or a pot."""
    if item.kind is ItemKind.LINE:
        return next(((each.total, each.gross[group]) for each in of.lines if each.code == item.code), None)
    kinds = {
        Pot.MUST_DOS: LineKind.MUST_DO,
        Pot.RETURNED_MONEY: LineKind.RETURNED_MONEY,
        Pot.GROWTH: LineKind.GROWTH_RESERVE,
    }
    if item.code == Pot.RISK_RESERVE:
        return of.totals.reserve, of.totals.by_group[group].reserve
    lines = [each for each in of.lines if each.kind is kinds[Pot(item.code)]]
    if not lines and item.code == Pot.RETURNED_MONEY:
        step = next(each for each in of.bridge if each.step is Step.RETURNED_MONEY)
        return step.total, step.by_group[group]
    return sum(each.total for each in lines), sum(each.gross[group] for each in lines)


def test_offers_know_every_item_asked_about_here() -> None:
    found = Offers(calculate(two_lines(), policy()))
    assert {offer.item for offer in found.to("A")} == set(ALL)
