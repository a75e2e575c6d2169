"""Rules of proposals: the days a form begins with, what is hashed, the words of what changed, states of groups."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from budgets.agreement.presented.changes import groups_table, how_it_is_told, rows_table, what_was_done, why
from budgets.agreement.rules.changes import Changes, changes_from, changes_text
from budgets.agreement.rules.openings import GroupState, Received, Said, agreed_at, opened_now, state_of
from budgets.agreement.rules.proposals import Content, content_text, days_proposed, hash_of
from budgets.agreement.rules.stances import CONSENT, Stance
from budgets.method.attribution import NOT_DIVIDED, Attributed, Cause
from budgets.method.comparison import Setting
from tests.unit.budgets.calculations import calculation

AT = datetime(2008, 3, 4, 9, tzinfo=UTC)
CONTENT = Content(
    commissioner="WHP",
    year="2008/09",
    number=2,
    result_hash="0" * 64,
    note="Please answer.",
    reply_by=date(2008, 3, 17),
    deadline=date(2008, 3, 31),
    shares_words=True,
    changes='{"since":1,"rows":[]}',
    sources="{}",
)


def a_row(line: str = "NUR", group: str = "DAC", **more: Any) -> Attributed:
    plain = Attributed(
        line=line,
        name=f"Line {line}",
        group=group,
        before=1000,
        after=1500,
        method_before="capitation",
        method_after="activity",
        parts={Cause.METHOD: 500},
    )
    return replace(plain, **more)


def some_changes(*rows: Attributed, inputs: tuple[int, int] = (1, 1), settings: tuple[Setting, ...] = ()) -> Changes:
    return Changes(since=1, inputs=inputs, settings=settings, groups={"DAC": "DacCom", "WAT": "WatCom"}, rows=rows)


def a_setting(key: str) -> Setting:
    return Setting(key=key, before="1", after="2")


@pytest.mark.parametrize(
    "changed",
    [
        {"commissioner": "ENH"},
        {"year": "2009/10"},
        {"number": 3},
        {"result_hash": "1" * 64},
        {"note": "Please reply."},
        {"reply_by": date(2008, 3, 18)},
        {"deadline": date(2008, 4, 1)},
        {"shares_words": False},
        {"changes": "{}"},
        {"sources": '{"map":"A"}'},
    ],
    ids=lambda changed: next(iter(changed)),
)
def test_whatever_is_put_to_the_groups_counts_in_the_hash(changed: dict[str, Any]) -> None:
    assert hash_of(replace(CONTENT, **changed)) != hash_of(CONTENT)


def test_the_text_that_is_hashed_is_the_same_however_its_parts_were_written() -> None:
    other = replace(CONTENT, changes='{ "rows": [], "since": 1 }')
    assert content_text(other) == content_text(CONTENT)
    assert '"changes":{"rows":[],"since":1}' in content_text(CONTENT)


@given(st.dates(date(2007, 1, 1), date(2010, 1, 1)), st.integers(10, 20))
def test_a_form_begins_with_days_that_are_taken(on: date, ahead: int) -> None:
    reply_by, deadline = days_proposed(date(2008, 3, 31), on=on, in_ten_days=on + timedelta(days=ahead))
    assert on <= reply_by <= deadline


def test_changes_come_back_as_they_were_kept() -> None:
    changes = some_changes(
        a_row(parts={Cause.INPUT: 700, Cause.METHOD: -200}),
        a_row("GROWTH", NOT_DIVIDED, method_before=None, parts={Cause.INPUT_AND_POLICY: 500}),
        inputs=(1, 3),
        settings=(Setting(key="growth.amount", before=None, after="5.00"),),
    )
    assert changes_from(changes_text(changes)) == changes
    assert changes_from(changes_text(None)) is None


def test_what_was_done_is_told_in_a_sentence() -> None:
    assert what_was_done(some_changes()) == "Nothing was done differently."
    assert what_was_done(some_changes(inputs=(1, 2))) == "What was done differently: inputs 2 instead of inputs 1."
    rules = tuple(map(a_setting, ("uplift.percent", "growth.amount")))
    every = some_changes(a_row(), a_row("POD"), a_row("POD", "WAT"), inputs=(1, 2), settings=rules)
    assert what_was_done(every) == (
        "What was done differently: inputs 2 instead of inputs 1, net uplift, growth money and the method of 2 lines."
    )
    many = tuple(map(a_setting, ("uplift.percent", "growth.amount", "risk_reserve.percent", "activity.from")))
    assert what_was_done(some_changes(settings=many)) == "What was done differently: 4 rules of the policy."


@pytest.mark.parametrize(
    ("row", "said"),
    [
        (a_row(), "Method: by capitation before, by activity now."),
        (
            a_row(method_after="direct:WAT", parts={Cause.INPUT: 100, Cause.POLICY: 300, Cause.METHOD: 100}),
            "Inputs: set 2 instead of set 1. Policy: net uplift. Method: by capitation before, all to WatCom now.",
        ),
        (
            a_row(method_after="capitation", parts={Cause.METHOD: 500}),
            "Method: other lines are split by another method, which moves this one.",
        ),
        (
            a_row(parts={Cause.ALL: 500}),
            ("Inputs, policy and method: set 2 instead of set 1; net uplift; by capitation before, by activity now."),
        ),
        (a_row(method_before=None, parts={Cause.INPUT: 500}), "Inputs: set 2 instead of set 1. A new line."),
        (a_row(method_after=None, parts={Cause.INPUT: 500}), "Inputs: set 2 instead of set 1. No longer a line."),
        (a_row(method_before=None, parts={Cause.INPUT_AND_METHOD: 500}), None),
    ],
)
def test_why_an_amount_differs_is_told_in_words(row: Attributed, said: str | None) -> None:
    changes = some_changes(row, inputs=(1, 2), settings=(a_setting("uplift.percent"),))
    assert why(changes, row) == (said or "Inputs and method: set 2 instead of set 1; by activity. A new line.")


def test_steps_that_could_not_be_told_apart_are_named() -> None:
    assert how_it_is_told(some_changes(a_row())).endswith("to the penny.")
    told = how_it_is_told(some_changes(a_row(parts={Cause.INPUT_AND_POLICY: 500})))
    assert "Inputs and policy could not be told apart" in told


def test_the_largest_difference_stands_first_whichever_way_it_goes() -> None:
    rows = (
        a_row("A", after=1100, parts={Cause.METHOD: 100}),
        a_row("B", after=0, parts={Cause.METHOD: -1000}),
        a_row("C", "WAT", after=1500),
    )
    shown = rows_table(some_changes(*rows))
    assert [row[0].text for row in shown.rows] == ["Line B", "Line C", "Line A"]
    assert [cell.text for cell in shown.foot[0]][2:] == ["30.00", "26.00", "−4.00", "−4.00", ""]
    assert [row[0].text for row in rows_table(some_changes(*rows), "WAT").rows] == ["Line C"]


def test_the_table_by_group_adds_up_to_the_total() -> None:
    """Before is after less what changed: each column adds up to its foot, what is not divided among it."""
    after = calculation(methods=("capitation", "pooled"), lines=2)
    rows = (
        a_row("LINE-00", "DAC", parts={Cause.METHOD: 400, Cause.POLICY: 100}),
        a_row("LINE-01", NOT_DIVIDED, before=0, after=7, parts={Cause.INPUT: 7}),
    )
    shown = groups_table(some_changes(*rows), after)
    assert [row[0].text for row in shown.rows] == ["DacCom", "WatCom", "Not divided (pooled or held)"]
    for place in (1, 2, 3, 5, 6, 7):
        assert sum(row[place].pence or 0 for row in shown.rows) == shown.foot[0][place].pence, place
    assert shown.foot[0][2].pence == after.totals.total


def a_state(total: Said | None, split: Said | None, on: date = date(2008, 3, 17)) -> GroupState:
    return state_of("DAC", "DacCom", received=None, total=total, split=split, reply_by=date(2008, 3, 17), on=on)


@given(st.sampled_from(list(Stance)[2:]), st.sampled_from(list(Stance)[2:]), st.integers(0, 9), st.integers(0, 9))
def test_a_group_agrees_only_by_two_consents_and_from_the_later_of_them(
    total: Stance, split: Stance, first: int, second: int
) -> None:
    on_total = Said(stance=total, given_at=AT + timedelta(hours=first), is_carried=False)
    on_split = Said(stance=split, given_at=AT + timedelta(hours=second), is_carried=False)
    agreed = agreed_at(on_total, on_split)
    assert (agreed is not None) == (total in CONSENT and split in CONSENT)
    assert agreed in {None, AT + timedelta(hours=max(first, second))}
    assert a_state(on_total, on_split).has_answered


def test_silence_is_called_no_response_from_the_day_after_the_reply_by_date() -> None:
    assert a_state(None, None).total is Stance.NOT_ASKED
    late = a_state(None, None, date(2008, 3, 18))
    assert (late.total, late.split, late.has_answered, late.agreed_at) == (
        Stance.NO_RESPONSE,
        Stance.NO_RESPONSE,
        False,
        None,
    )


def test_one_who_opens_it_for_the_first_time_reads_that_the_group_received_it() -> None:
    states = [a_state(None, None), replace(a_state(None, None), code="WAT")]
    now = Received(by="PbC lead", at=AT)
    opened = opened_now(states, "DAC", now)
    assert [state.received for state in opened] == [now, None]
    later = Received(by="PbC member", at=AT + timedelta(days=1))
    assert opened_now(opened, "DAC", later) == opened
    assert opened_now(states, "", now) == states
