"""Claw-backs of what was set aside: they come from where the money went, at the percentage at which it went there."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from flask import Flask

from commissioning.organisations.actions.practices import move_practice
from core.db import db, transaction
from core.errors import NotAllowed
from core.people.actions.grants import end_grant, give_grant
from core.permissions import Role
from les.claims.actions.adjustments import decide_adjustment
from les.claims.rules.kinds import AdjustmentKind
from les.payments.actions.making import make_run
from les.payments.actions.outcomes import Told, record_outcomes
from les.payments.actions.releasing import cancel_run, release_run
from les.payments.actions.settings import decide_set_aside, propose_set_aside
from les.payments.exports.finance_file import finance_file
from les.payments.queries.accounts import balance_of
from les.payments.queries.runs import get_run, list_items
from les.payments.queries.statements import statements_of
from les.payments.rules.kinds import Result, RunState
from les.schemes.rules.kinds import Verdict
from les.schemes.rules.quarters import Quarter
from tests.builders import AT, FIRST_DAY
from tests.builders_spend import Spending

OCTOBER = datetime(2008, 10, 15, 9, 0, tzinfo=UTC)
PAYS_AGAIN = date(2008, 10, 15)
APRIL, SEPTEMBER = date(2008, 4, 1), date(2008, 9, 1)
SECOND = Quarter.of(date(2008, 7, 1))
Parts = list[tuple[int | None, str, str, str]]


class Taking(Spending):
    """A trust with claims of which something is set aside, and claw-backs of their lines."""

    def set_aside(self, percent: str, starts_on: date) -> None:
        """A percentage of the scheme, approved."""
        with transaction():
            found = propose_set_aside(
                scheme_id=self.scheme_id,
                percent=Decimal(percent),
                starts_on=starts_on,
                source="Minute",
                by=self.finance,
                at=AT,
            )
        with transaction():
            decide_set_aside(set_aside_id=found.id, verdict=Verdict.APPROVED, reason="", by=self.payer, at=AT)

    def claw_back(self, line_id: int, amount: str, at: datetime = OCTOBER) -> None:
        """Take a part of a line back, approved by a second person."""
        kind = AdjustmentKind.CLAW_BACK
        adjustment_id = self.propose(self.scheme_id, amount, line_id=line_id, kind=kind, what="Not done", at=at)
        with transaction():
            decide_adjustment(adjustment_id=adjustment_id, verdict=Verdict.APPROVED, words="", by=self.finance, at=at)

    def next_claim(self) -> None:
        """A claim of the next quarter, of £420.00, due since August: the practice is owed more than it owes."""
        self.due(self.claim(self.scheme_id, of=SECOND))

    def run(self, key: str = "again") -> int:
        """A run of October that waits; its id."""
        with transaction():
            return make_run(
                commissioner_id=self.trust.id,
                pays_on=PAYS_AGAIN,
                key=key,
                write=finance_file,
                by=self.finance,
                on=PAYS_AGAIN,
                at=OCTOBER,
            ).id


def _parts(run_id: int) -> Parts:
    found = [(each.group_id, str(each.amount), str(each.kept), str(each.paid)) for each in list_items(run_id)]
    db.session.rollback()
    return found


@pytest.fixture
def everywhere(database: Flask) -> Taking:
    """Claims and claw-backs, on either engine."""
    del database
    return Taking()


@pytest.fixture
def taking(app: Flask) -> Taking:
    """The same on one."""
    del app
    return Taking()


def test_what_is_taken_back_comes_from_where_it_went(everywhere: Taking) -> None:
    ids = everywhere.trust.ids
    everywhere.set_aside("25", APRIL)
    everywhere.set_aside("50", SEPTEMBER)
    line_id = everywhere.due(everywhere.claim(everywhere.scheme_id))
    first = everywhere.pay_all()
    assert _parts(first) == [(ids["DAC"], "420.00", "105.00", "315.00")]
    with transaction():
        move_practice(
            practice_id=everywhere.practice(), group_id=ids["HER"], from_on=SEPTEMBER, by=everywhere.commissioner
        )
    everywhere.next_claim()
    everywhere.claw_back(line_id, "-84.00")
    second = everywhere.pay_all(pays_on=PAYS_AGAIN, paid_on=PAYS_AGAIN, at=OCTOBER)
    assert _parts(second) == [
        (ids["HER"], "420.00", "105.00", "315.00"),
        (ids["DAC"], "-84.00", "-21.00", "-63.00"),
    ]
    assert [balance_of(ids[code]) for code in ("DAC", "HER")] == [8_400, 10_500]
    statement = statements_of(get_run(second), [everywhere.practice()])[0]
    assert (statement.group, statement.kept, statement.paid) == ("Hertsmere group and DacCom", 8_400, 25_200)


def test_nothing_is_taken_from_an_account_that_got_nothing(taking: Taking) -> None:
    line_id = taking.due(taking.claim(taking.scheme_id))
    taking.pay_all()
    taking.set_aside("50", APRIL)
    taking.next_claim()
    taking.claw_back(line_id, "-84.00")
    assert [each[1:] for each in _parts(taking.run())] == [
        ("420.00", "210.00", "210.00"),
        ("-84.00", "0.00", "-84.00"),
    ]


def test_what_was_not_paid_is_taken_back_at_the_percentage_of_the_day_on_which_it_was_due(taking: Taking) -> None:
    taking.set_aside("25", APRIL)
    taking.set_aside("50", SEPTEMBER)
    line_id = taking.due(taking.claim(taking.scheme_id))
    taking.claw_back(line_id, "-84.00")
    expected = [("420.00", "105.00", "315.00"), ("-84.00", "-21.00", "-63.00")]
    cancelled = taking.run()
    assert [each[1:] for each in _parts(cancelled)] == expected
    with transaction():
        cancel_run(run_id=cancelled, reason="Wrong day", by=taking.finance, at=OCTOBER)
    assert [each[1:] for each in _parts(taking.run("once more"))] == expected


def test_a_claw_back_of_what_failed_is_split_as_what_failed_is(taking: Taking) -> None:
    taking.set_aside("25", APRIL)
    line_id = taking.due(taking.claim(taking.scheme_id))
    failed = taking.run("failed")
    with transaction():
        release_run(run_id=failed, seen_hash=get_run(failed).file.content_hash, by=taking.payer, at=OCTOBER)
    with transaction():
        told = Told(result=Result.FAILED, reason="Account closed")
        record_outcomes(run_id=failed, told=[told], href="/les/payments", by=taking.finance, on=PAYS_AGAIN, at=OCTOBER)
    taking.set_aside("40", APRIL)
    taking.claw_back(line_id, "-100.00")
    assert [each[1:] for each in _parts(taking.run())] == [
        ("420.00", "168.00", "252.00"),
        ("-100.00", "-40.00", "-60.00"),
    ]


@pytest.mark.parametrize(("code", "is_theirs"), [("X82001", True), ("X82002", False)])
def test_who_works_at_a_practice_releases_no_run_that_pays_it(taking: Taking, code: str, is_theirs: bool) -> None:
    taking.due(taking.claim(taking.scheme_id))
    run_id = taking.run()
    with transaction():
        give_grant(
            person_id=taking.payer.person_id,
            role=Role.PRACTICE_MANAGER,
            organisation_id=taking.trust.ids[code],
            starts_on=FIRST_DAY,
            by=taking.trust.administrator,
        )
    seen_hash = get_run(run_id).file.content_hash
    if is_theirs:
        with pytest.raises(NotAllowed) as refusal:
            release_run(run_id=run_id, seen_hash=seen_hash, by=taking.payer, at=OCTOBER)
        assert str(refusal.value) == (
            "You work or worked at Practice 1, paid in this run. Ask somebody who does not to release it."
        )
        db.session.rollback()
        seen_by = taking.second_finance
    else:
        seen_by = taking.payer
    with transaction():
        release_run(run_id=run_id, seen_hash=seen_hash, by=seen_by, at=OCTOBER)
    assert get_run(run_id).state is RunState.RELEASED


def test_who_left_the_practice_before_the_quarter_that_is_paid_may_release(taking: Taking) -> None:
    taking.due(taking.claim(taking.scheme_id))
    run_id = taking.run()
    by, seen_hash = taking.payer, get_run(run_id).file.content_hash
    with transaction():
        grant_id = give_grant(
            person_id=by.person_id,
            role=Role.PRACTICE_MANAGER,
            organisation_id=taking.practice(),
            starts_on=FIRST_DAY,
            by=taking.trust.administrator,
        ).id
    with transaction():
        end_grant(grant_id=grant_id, ends_on=APRIL, by=taking.trust.administrator)
    with transaction():
        release_run(run_id=run_id, seen_hash=seen_hash, by=by, at=OCTOBER)
    assert get_run(run_id).state is RunState.RELEASED
