"""The pool's account: exact sums, never below nothing, whatever is asked and approved in whatever order."""

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from budgets.risk.rules import pool
from budgets.risk.rules.pool import Account, Entry, MovementKind, MovementState, Standing, Verdict
from core.errors import Refusal

CONTRIBUTION, DRAWDOWN, REPAYMENT = MovementKind
WAITING, APPROVED, DECLINED, WITHDRAWN = MovementState


def entry(
    kind: MovementKind, amount: int, state: MovementState = APPROVED, party_id: int | None = 1, number: int = 1
) -> Entry:
    return Entry(number=number, kind=kind, party_id=party_id, amount=amount, state=state)


ACTS = st.lists(
    st.tuples(
        st.sampled_from(MovementKind),
        st.sampled_from([1, 2, 3]),
        st.integers(min_value=1, max_value=10**9),
        st.sampled_from(["approve", "decline", "leave"]),
    ),
    max_size=40,
)


@given(ACTS)
@settings(deadline=None)
def test_the_balance_is_what_came_in_less_what_went_out_and_never_below_nothing(
    acts: list[tuple[MovementKind, int, int, str]],
) -> None:
    entries: list[Entry] = []
    counted: list[Entry] = []
    for number, (kind, party, amount, fate) in enumerate(acts, start=1):
        asked = entry(kind, amount, WAITING, party, number)
        try:
            pool.check_may_be_asked(asked, pool.account_of(entries), name="DacCom")
        except Refusal:
            continue
        entries.append(asked)
        waiting = [each for each in entries if each.state is WAITING]
        chosen = waiting[number % len(waiting)]
        if fate == "leave":
            continue
        if fate == "approve":
            try:
                pool.check_may_count(chosen, pool.account_of(entries), name="DacCom")
            except Refusal:
                continue
        settled = replace(chosen, state=APPROVED if fate == "approve" else DECLINED)
        entries[entries.index(chosen)] = settled
        counted += [settled] * (fate == "approve")
    account = pool.account_of(entries)
    sums = {kind: sum(each.amount for each in counted if each.kind is kind) for kind in MovementKind}
    assert account.balance == sums[CONTRIBUTION] + sums[REPAYMENT] - sums[DRAWDOWN]
    assert all(balance >= 0 for balance in pool.running_balances(counted))
    assert all(standing.outstanding >= 0 for standing in account.by_party.values())
    for part in ("contributed", "drawn", "repaid"):
        assert sum(getattr(standing, part) for standing in account.by_party.values()) == getattr(account.whole, part)


@pytest.mark.parametrize(
    ("verdicts", "state"),
    [
        ([], WAITING),
        ([Verdict.APPROVED], WAITING),
        ([Verdict.APPROVED, Verdict.APPROVED], APPROVED),
        ([Verdict.DECLINED], DECLINED),
        ([Verdict.APPROVED, Verdict.DECLINED], DECLINED),
        ([Verdict.APPROVED, Verdict.WITHDRAWN], WITHDRAWN),
    ],
)
def test_two_approvals_make_it_count_and_one_decline_ends_it(verdicts: list[Verdict], state: MovementState) -> None:
    assert pool.state_of(verdicts) is state


def test_only_what_is_approved_counts() -> None:
    entries = [
        entry(CONTRIBUTION, 100),
        entry(CONTRIBUTION, 5, WAITING),
        entry(CONTRIBUTION, 7, DECLINED),
        entry(DRAWDOWN, 40, party_id=2),
        entry(REPAYMENT, 15, party_id=2),
        entry(CONTRIBUTION, 9, party_id=None),
    ]
    account = pool.account_of(entries)
    assert account.whole == Standing(contributed=109, drawn=40, repaid=15)
    assert account.balance == 84
    assert account.of(2).outstanding == 25
    assert account.of(None) == Standing(contributed=9)
    assert account.of(99) == Standing()
    assert [each.amount for each in account.waiting] == [5]


@pytest.mark.parametrize("amount", [0, -1])
def test_refuses_a_movement_of_nothing(amount: int) -> None:
    with pytest.raises(Refusal, match=r"^The amount is more than £0\.00\.$"):
        pool.check_amount(amount)


@pytest.mark.parametrize(
    ("kind", "sentence"),
    [
        (DRAWDOWN, "Say which group the drawdown is for. Only a contribution may be the commissioner’s own."),
        (REPAYMENT, "Say which group pays back. Only a contribution may be the commissioner’s own."),
    ],
)
def test_refuses_drawdowns_and_repayments_of_nobody(kind: MovementKind, sentence: str) -> None:
    with pytest.raises(Refusal) as refused:
        pool.check_concerns_a_group(kind, None)
    assert str(refused.value) == sentence
    pool.check_concerns_a_group(CONTRIBUTION, None)


HELD = Account(whole=Standing(contributed=500_00), by_party={1: Standing(drawn=90_00, repaid=40_00)})
EMPTY = Account(whole=Standing())


@pytest.mark.parametrize(
    ("kind", "amount", "account", "asked", "counted"),
    [
        (
            DRAWDOWN,
            500_01,
            HELD,
            "The pool holds £500.00, less than the £500.01 of this drawdown. Ask for £500.00 at most.",
            (
                "The pool holds £500.00, less than the £500.01 of this drawdown. "
                "Decline movement 1, or approve it when that has changed."
            ),
        ),
        (
            DRAWDOWN,
            1,
            EMPTY,
            "The pool is empty and cannot bear the £0.01 of this drawdown.",
            (
                "The pool is empty and cannot bear the £0.01 of this drawdown. "
                "Decline movement 1, or approve it when that has changed."
            ),
        ),
        (
            REPAYMENT,
            50_01,
            HELD,
            "DacCom has £50.00 still to repay, less than the £50.01 of this repayment. Ask for £50.00 at most.",
            (
                "DacCom has £50.00 still to repay, less than the £50.01 of this repayment. "
                "Decline movement 1, or approve it when that has changed."
            ),
        ),
        (
            REPAYMENT,
            1,
            EMPTY,
            "DacCom has nothing to repay.",
            ("DacCom has nothing to repay. Decline movement 1, or approve it when that has changed."),
        ),
    ],
)
def test_refuses_what_the_account_cannot_bear(
    kind: MovementKind, amount: int, account: Account, asked: str, counted: str
) -> None:
    waiting = entry(kind, amount, WAITING)
    for check, sentence in ((pool.check_may_be_asked, asked), (pool.check_may_count, counted)):
        with pytest.raises(Refusal) as refused:
            check(waiting, account, name="DacCom")
        assert str(refused.value) == sentence


def test_the_whole_pool_may_be_drawn_and_all_that_was_drawn_repaid() -> None:
    pool.check_may_be_asked(entry(DRAWDOWN, 500_00, WAITING), HELD, name="DacCom")
    pool.check_may_count(entry(REPAYMENT, 50_00, WAITING), HELD, name="DacCom")


def test_a_group_that_left_pays_back_and_does_nothing_else() -> None:
    sentence = "Red House has been closed since 1 April 2008: it can pay back what it drew, and nothing else can move."
    for kind in (CONTRIBUTION, DRAWDOWN):
        with pytest.raises(Refusal) as refused:
            pool.check_has_not_left(kind, name="Red House", closed_on="1 April 2008")
        assert str(refused.value) == sentence
    pool.check_has_not_left(REPAYMENT, name="Red House", closed_on="1 April 2008")
    pool.check_has_not_left(DRAWDOWN, name="Red House", closed_on=None)


def test_movements_are_said_in_words() -> None:
    assert pool.in_words(CONTRIBUTION, 1_000_00, "DacCom") == "a contribution of £1,000.00 from DacCom"
    assert pool.in_words(REPAYMENT, 5, "DacCom") == "a repayment of £0.05 by DacCom"
