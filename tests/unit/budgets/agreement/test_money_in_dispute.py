"""Money in dispute: two figures that count nothing twice, and what stands beside them."""

from dataclasses import replace
from fractions import Fraction
from functools import cache

import pytest
from hypothesis import given
from hypothesis import strategies as st

from budgets.agreement.rules.items import SPLIT, TOTAL, Item, ItemKind, Pot
from budgets.agreement.rules.money_in_dispute import (
    Dispute,
    MoneyInDispute,
    difference_claimed,
    money_in_dispute,
    stands_beside,
)
from budgets.agreement.rules.offers import Offers
from budgets.method.calculation import calculate
from budgets.method.methods import method_from
from budgets.method.policy import Basis, Holder, Uncommitted
from budgets.method.workbook import MustDo
from tests.unit.budgets.small_workbook import cost_centre, policy, service, workbook

MUST_DOS, GROWTH, RESERVE, RETURNED = (
    Item(kind=ItemKind.POT, code=pot) for pot in (Pot.MUST_DOS, Pot.GROWTH, Pot.RISK_RESERVE, Pot.RETURNED_MONEY)
)


def line(code: str) -> Item:
    return Item(kind=ItemKind.LINE, code=code)


NUR, CREDIT, MD, MD2 = (line(code) for code in ("NUR", "CREDIT", "MD", "MD2"))


@cache
def offers(returned_as_line: bool = True) -> Offers:
    """Groups A and B: NUR 600 and 200, CREDIT −75 and −25 (pence), must-dos MD 30 and 10, MD2 15 and 5, and more."""
    capitation = method_from("capitation")
    book = workbook(
        services=(service(), service("CREDIT")),
        cost_centres=(cost_centre(800), cost_centre(-100, of="CREDIT")),
        must_dos=tuple(
            MustDo(code=code, name=code, amount=amount, method=capitation) for code, amount in (("MD", 40), ("MD2", 20))
        ),
    )
    rules = replace(
        policy(),
        growth_amount=100,
        growth_uncommitted=Uncommitted.CAPITATION,
        reserve_percent=Fraction(10),
        reserve_held_by=Holder.COMMISSIONER,
        returned_amount=200,
        returned_basis=Basis.CAPITATION if returned_as_line else Basis.BASELINE,
    )
    return Offers(calculate(book, rules))


def money(*disputes: tuple[str, Item] | tuple[str, Item, int]) -> MoneyInDispute:
    listed = [Dispute(group=each[0], item=each[1], claimed=each[2] if len(each) == 3 else None) for each in disputes]
    return money_in_dispute(offers(), listed)


def test_nothing_is_in_dispute_where_nobody_disputes() -> None:
    found = money()
    assert (found.amount, found.claimed, found.beside, found.by_group) == (0, 0, (), {})


def test_a_disputed_line_counts_what_it_gives_the_group_that_disputes_it_whatever_its_sign() -> None:
    assert money(("A", NUR)).amount == 600
    assert money(("A", CREDIT)).amount == 75
    assert money(("A", NUR), ("B", NUR), ("A", CREDIT)).amount == 600 + 200 + 75


def test_a_disputed_split_without_a_line_counts_as_the_gross_of_the_group() -> None:
    gross = offers().calculation.totals.by_group
    assert money(("A", SPLIT)).amount == gross["A"].gross == 600 - 75 + 30 + 15 + 30 + 150
    assert money(("A", SPLIT), ("B", NUR)).amount == gross["A"].gross + 200


def test_naming_a_line_says_where_the_split_is_wrong() -> None:
    assert money(("A", SPLIT), ("A", CREDIT)).amount == 75
    assert money(("A", SPLIT), ("A", MUST_DOS)).amount == 45


def test_a_pot_made_of_lines_and_its_lines_count_once() -> None:
    assert money(("A", MUST_DOS)).amount == 45
    assert money(("A", MUST_DOS), ("A", MD)).amount == 45
    assert money(("A", MUST_DOS), ("B", MD)).amount == 45 + 10
    assert money(("A", MUST_DOS), ("A", MD)).by_group["A"].lines == ("MD", "MD2")


def test_growth_and_returned_money_count_as_their_lines() -> None:
    assert (money(("A", GROWTH)).amount, money(("A", RETURNED)).amount) == (30, 150)


def test_a_disputed_total_stands_beside_and_is_never_added() -> None:
    found = money(("A", TOTAL, 900), ("B", NUR))
    assert (found.amount, found.claimed) == (200, 0)
    assert [(each.dispute.group, each.amount, each.difference) for each in found.totals_disputed] == [
        ("A", offers().calculation.totals.total, 900 - offers().calculation.totals.total)
    ]


def test_what_lies_across_the_lines_stands_beside() -> None:
    found = money(("A", RESERVE, 0))
    assert (found.amount, found.claimed) == (0, 0)
    assert [(each.amount, each.difference) for each in found.beside] == [
        (offers().calculation.totals.by_group["A"].reserve, -offers().calculation.totals.by_group["A"].reserve)
    ]
    assert not stands_beside(offers(), RETURNED)
    assert stands_beside(offers(returned_as_line=False), RETURNED)


def test_a_split_disputed_beside_the_reserve_alone_still_counts_as_the_gross() -> None:
    assert money(("A", SPLIT), ("A", RESERVE)).amount == offers().calculation.totals.by_group["A"].gross


def test_the_difference_claimed_adds_up_what_is_claimed_above_or_below_the_offer() -> None:
    assert money(("A", NUR, 650), ("B", NUR, 150)).claimed == 100
    assert money(("A", CREDIT, 0)).claimed == 75
    assert money(("A", NUR)).claimed == 0


@pytest.mark.parametrize(
    ("disputes", "claimed"),
    [
        ([("A", SPLIT, 760)], 10),
        ([("A", SPLIT, 760), ("A", NUR)], 10),
        ([("A", SPLIT, 760), ("A", NUR, 603)], 3),
        ([("A", SPLIT, 760), ("B", NUR, 203)], 10 + 3),
        ([("A", SPLIT, 760), ("A", MUST_DOS, 50)], 5),
        ([("A", MUST_DOS, 50), ("A", MD, 31)], 1),
        ([("A", MUST_DOS, 50), ("A", NUR, 601)], 5 + 1),
        ([("A", SPLIT, 760), ("A", RESERVE, 0)], 10),
    ],
)
def test_the_finest_claim_of_a_group_counts(disputes: list[tuple[str, Item, int]], claimed: int) -> None:
    assert money(*disputes).claimed == claimed


def test_the_difference_of_one_dispute_keeps_its_sign() -> None:
    assert difference_claimed(offers(), Dispute(group="A", item=NUR, claimed=550)) == -50
    assert difference_claimed(offers(), Dispute(group="A", item=NUR)) is None


_ITEMS = [TOTAL, SPLIT, MUST_DOS, GROWTH, RETURNED, RESERVE, NUR, CREDIT, MD, MD2, line("GROWTH"), line("RETURNED")]
_keys = st.tuples(st.sampled_from(["A", "B"]), st.sampled_from(_ITEMS))
_disputes = st.dictionaries(_keys, st.none() | st.integers(min_value=-2000, max_value=2000)).map(
    lambda chosen: [Dispute(group=group, item=item, claimed=claimed) for (group, item), claimed in chosen.items()]
)


@given(_disputes)
def test_never_more_than_the_gross_of_all_groups_and_each_group_and_line_once(disputes: list[Dispute]) -> None:
    found = money_in_dispute(offers(), disputes)
    lines = offers().lines
    assert 0 <= found.amount <= sum(abs(gross) for each in lines.values() for gross in each.gross.values())
    for group, own in found.by_group.items():
        assert len(own.lines) == len(set(own.lines))
        assert own.amount <= sum(abs(each.gross[group]) for each in lines.values())
    assert found.amount == sum(own.amount for own in found.by_group.values())
    assert found.claimed == sum(own.claimed for own in found.by_group.values()) >= 0
    assert len(found.beside) + sum(not stands_beside(offers(), each.item) for each in disputes) == len(disputes)


@given(_disputes, _keys)
def test_another_dispute_never_lowers_the_amount_unless_it_says_where_a_split_is_wrong(
    disputes: list[Dispute], key: tuple[str, Item]
) -> None:
    group, item = key
    others = [each for each in disputes if (each.group, each.item) != key]
    own = [each.item.kind for each in others if each.group == group and not stands_beside(offers(), each.item)]
    said_where = item.kind in (ItemKind.LINE, ItemKind.POT) and not stands_beside(offers(), item)
    before = money_in_dispute(offers(), others).amount
    after = money_in_dispute(offers(), [*others, Dispute(group=group, item=item)]).amount
    assert after >= before or (said_where and own == [ItemKind.SPLIT])


@given(_disputes)
def test_the_order_of_disputes_does_not_matter(disputes: list[Dispute]) -> None:
    one, other = money_in_dispute(offers(), disputes), money_in_dispute(offers(), disputes[::-1])
    assert (one.amount, one.claimed) == (other.amount, other.claimed)
