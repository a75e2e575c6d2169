"""Payment runs: what they take, once; what is carried; release by a second person; outcomes; nothing paid twice."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from decimal import Decimal
from functools import partial
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import func, select
from sqlalchemy.exc import DatabaseError

from core.audit_trail.models import AuditEvent
from core.db import db, transaction
from core.errors import NotAllowed, OutOfDate, Refusal
from core.notifications.models import Message
from les.claims.models.dues import Due
from les.payments.actions import making
from les.payments.actions.making import make_run
from les.payments.actions.outcomes import Told, record_outcomes
from les.payments.actions.releasing import cancel_run, release_run
from les.payments.exports.finance_file import finance_file
from les.payments.models.runs import Item, Payment, Run
from les.payments.queries.outcomes import paid_of
from les.payments.queries.runs import file_content, get_run, list_items, select_payments
from les.payments.queries.taking import count_due
from les.payments.rules.kinds import Result
from tests.at_once import at_once
from tests.builders import AT, DAY
from tests.builders_payments import HREF, PAYS_ON, Payments


@pytest.fixture
def everywhere(database: Flask) -> Payments:
    """Sums due, on either engine."""
    del database
    return Payments()


@pytest.fixture
def payments(app: Flask) -> Payments:
    """The same on one."""
    del app
    return Payments()


def _refused(act: Callable[[], object], kind: type[Refusal] = Refusal) -> str:
    with pytest.raises(kind) as refusal:
        act()
    db.session.rollback()
    return str(refusal.value)


def test_a_run_takes_what_is_due_once(everywhere: Payments) -> None:
    first = everywhere.due("100.01")
    everywhere.due("-40.00")
    everywhere.due("12.50", everywhere.second_practice)
    later = everywhere.due("9.00", due_on=date(2008, 5, 31))
    assert count_due(everywhere.trust.id, on=PAYS_ON) == (3, 2, Decimal("72.51"))
    run = everywhere.run()
    assert (run.file.lines, run.file.practices, run.file.paid) == (3, 2, Decimal("72.51"))
    assert [(each.place, each.attempt, each.amount, each.paid) for each in list_items(run.id)] == [
        (1, 1, Decimal("100.01"), Decimal("100.01")),
        (2, 1, Decimal("-40.00"), Decimal("-40.00")),
        (3, 1, Decimal("12.50"), Decimal("12.50")),
    ]
    sums = db.session.execute(select(func.sum(Item.paid), func.sum(Due.amount)).join(Due, Due.id == Item.due_id)).one()
    assert sums == (Decimal("72.51"), Decimal("72.51"))
    assert file_content(run.id).splitlines()[:2] == [
        "Supplier,Supplier name,Reference,Type,Amount,Payment date,Scheme,Year,Quarter,Description",
        "X82001,Practice 1,EP-000001-00001,INV,100.01,30/05/2008,LES-001,2008/09,1,Correction agreed with the practice",
    ]
    assert paid_of([first, later])[first].state == "In a run that waits for release"
    assert later not in paid_of([first, later])
    db.session.rollback()
    assert _refused(partial(everywhere.run, key="another")) == "Nothing is due by 30 May 2008 that could be paid."


def test_a_practice_below_nothing_is_carried_to_the_next_run(everywhere: Payments) -> None:
    everywhere.due("10.00")
    everywhere.due("-25.00")
    everywhere.due("30.00", everywhere.second_practice)
    run = everywhere.run()
    found = [
        (each.practice.code, each.lines, each.paid, each.is_carried)
        for each in db.session.scalars(select_payments(run.id))
    ]
    assert found == [("X82002", 1, Decimal("30.00"), False), ("X82001", 2, Decimal("-15.00"), True)]
    assert run.file.paid == Decimal("30.00")
    db.session.rollback()
    everywhere.due("15.00")
    again = everywhere.run(key="the next")
    assert [each.paid for each in list_items(again.id)] == [Decimal("10.00"), Decimal("-25.00"), Decimal("15.00")]
    assert again.file.paid == Decimal("0.00")


def test_what_is_set_aside_stays_with_the_group(everywhere: Payments) -> None:
    set_aside = everywhere.set_aside("25")
    everywhere.set_aside("50", starts_on=date(2008, 5, 2))
    everywhere.due("7600.01")
    everywhere.due("0.02", everywhere.second_practice)
    everywhere.due("-0.03", everywhere.second_practice, due_on=date(2008, 5, 2))
    run = everywhere.run()
    assert [(each.amount, each.kept, each.paid) for each in list_items(run.id)] == [
        (Decimal("7600.01"), Decimal("1900.00"), Decimal("5700.01")),
        (Decimal("0.02"), Decimal("0.01"), Decimal("0.01")),
        (Decimal("-0.03"), Decimal("-0.02"), Decimal("-0.01")),
    ]
    first = list_items(run.id)[0]
    assert (first.set_aside_id, first.group_id) == (set_aside, everywhere.trust.ids["DAC"])
    assert (run.file.amount, run.file.kept, run.file.paid) == tuple(map(Decimal, ("7600.00", "1899.99", "5700.01")))


def test_a_run_is_released_by_a_second_person_who_saw_the_file(payments: Payments) -> None:
    payments.due("10.00")
    run = payments.run()
    told: dict[str, Any] = {"run_id": run.id, "at": AT}
    own = partial(release_run, seen_hash=run.file.content_hash, by=payments.finance, **told)
    assert _refused(own, NotAllowed) == "You made this run, so somebody else of finance releases it. You may cancel it."
    with_interest = replace(payments.payer, interests=frozenset({payments.first}))
    assert _refused(partial(own.func, seen_hash=run.file.content_hash, by=with_interest, **told), NotAllowed) == (
        "You declared an interest in Practice 1, paid in this run. Ask somebody without one to release it."
    )
    assert "not the file" in _refused(partial(release_run, seen_hash="0" * 64, by=payments.payer, **told), OutOfDate)
    for other in (payments.commissioner, payments.neighbour, payments.manager, payments.auditor):
        assert _refused(partial(own.func, seen_hash=run.file.content_hash, by=other, **told), NotAllowed)
    payments.release(run)
    assert _refused(partial(payments.release, run)) == "This run is released already."
    assert _refused(partial(cancel_run, reason="No", by=payments.finance, **told)) == "This run is released already."
    event = db.session.scalars(select(AuditEvent).where(AuditEvent.act == "payments.release_run")).one()
    assert event.subject_id == run.id


def test_days_on_which_no_run_pays(payments: Payments) -> None:
    payments.due("10.00")
    for day, sentence in (
        (date(2008, 3, 31), "31 March 2008 is past. A run pays today or later."),
        (date(2008, 5, 26), "Banks do not pay on 26 May 2008. Choose a working day."),
        (date(2008, 6, 3), "3 June 2008 is more than two months ahead. Make the run nearer to its day."),
    ):
        assert _refused(partial(payments.run, pays_on=day)) == sentence
    for other in (payments.commissioner, payments.manager, payments.neighbour):
        assert _refused(partial(payments.run, by=other), NotAllowed)


def test_a_cancelled_run_leaves_its_lines_to_the_next(payments: Payments) -> None:
    due_id = payments.due("10.00")
    run = payments.run()
    with transaction():
        cancel_run(run_id=run.id, reason="Wrong day", by=payments.finance, at=AT)
    assert paid_of([due_id]) == {}
    db.session.rollback()
    again = payments.run(key="again")
    assert [(each.due_id, each.attempt) for each in list_items(again.id)] == [(due_id, 2)]
    db.session.rollback()
    assert _refused(partial(payments.release, get_run(run.id))) == "This run is cancelled already."


def test_what_failed_is_paid_again_and_what_was_paid_never(everywhere: Payments) -> None:
    failed, paid = everywhere.due("10.00"), everywhere.due("20.00", everywhere.second_practice)
    run = everywhere.released()
    assert everywhere.told(run, Result.FAILED, practice_ids=[everywhere.first]) == 1
    assert everywhere.told(run) == 1
    assert _refused(partial(everywhere.told, run)) == (
        "What became of all these lines is recorded already. Nothing was changed."
    )
    found = paid_of([failed, paid])
    assert [(found[each].state, found[each].is_paid) for each in (failed, paid)] == [("Failed", False), ("Paid", True)]
    db.session.rollback()
    again = everywhere.released(key="again")
    assert [(each.due_id, each.attempt) for each in list_items(again.id)] == [(failed, 2)]
    db.session.rollback()
    assert everywhere.told(again) == 1
    assert paid_of([failed])[failed].reference == "EP-000002-00001"
    db.session.rollback()
    assert "Nothing is due" in _refused(partial(everywhere.run, key="third"))


def test_an_outcome_is_told_as_it_can_be(payments: Payments) -> None:
    payments.due("10.00")
    payments.due("5.00")
    waiting = payments.run()
    assert _refused(partial(payments.told, waiting)) == "Nothing of this run went to the bank: it is not released."
    payments.release(waiting)
    run = get_run(waiting.id)
    for changes, sentence in (
        ({"paid_on": date(2008, 4, 2)}, "2 April 2008 is still to come. Record the payment once the bank made it."),
        ({"paid_on": date(2008, 3, 31)}, "The run was released on 1 April 2008: the bank cannot have paid before."),
        ({"bank_reference": " "}, "Enter the bank’s reference."),
        ({"result": Result.FAILED, "reason": ""}, "Say why the payment failed."),
        ({"places": [2, 7]}, "Line 7 of EP-000001 is not open: there is none, or its outcome is recorded already."),
    ):
        assert _refused(partial(payments.told, run, **changes)) == sentence
    told = [Told(result=Result.PAID, paid_on=DAY, bank_reference="B", places=[1])]
    for other in (payments.neighbour, payments.commissioner, payments.manager):
        act = partial(record_outcomes, run_id=run.id, told=told, href=HREF, by=other, on=DAY, at=AT)
        assert _refused(act, NotAllowed)
    assert payments.told(run, places=[1]) == 1
    assert payments.told(run, Result.FAILED) == 1
    subjects = db.session.scalars(select(Message.subject).where(Message.person_id == payments.manager.person_id))
    assert list(subjects) == [
        "Enhanced services: payment of 1 April 2008",
        "Enhanced services: a payment of EP-000001 failed",
    ]


def test_two_runs_at_once_pay_each_line_once(everywhere: Payments, database: Flask) -> None:
    for pounds in ("10.00", "20.00"):
        everywhere.due(pounds)
    given: dict[str, Any] = {
        "commissioner_id": everywhere.trust.id,
        "pays_on": PAYS_ON,
        "write": finance_file,
        "on": DAY,
        "at": AT,
    }
    acts = (
        partial(make_run, key=f"run {number}", by=by, **given)
        for number, by in enumerate((everywhere.finance, everywhere.payer))
    )
    assert at_once(database, *acts) == ["Nothing is due by 30 May 2008 that could be paid.", "done"]
    assert db.session.execute(select(func.count(), func.count(Item.due_id.distinct())).select_from(Item)).one() == (
        2,
        2,
    )


def test_a_run_killed_half_way_pays_each_line_once(everywhere: Payments, monkeypatch: pytest.MonkeyPatch) -> None:
    for pounds in ("10.00", "20.00", "30.00"):
        everywhere.due(pounds)

    def die(*_: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as killed:
        killed.setattr(making, "_freeze_file", die)
        with pytest.raises(KeyboardInterrupt):
            everywhere.run(key="a job")
    assert [db.session.scalar(select(func.count()).select_from(each)) for each in (Run, Item, Payment)] == [0, 0, 0]
    db.session.rollback()
    first = everywhere.run(key="a job")
    assert everywhere.run(key="a job").id == first.id
    assert [each.attempt for each in list_items(first.id)] == [1, 1, 1]
    assert db.session.scalar(select(func.count()).select_from(Run)) == 1


def test_a_run_is_frozen(everywhere: Payments) -> None:
    everywhere.due("10.00")
    everywhere.run()
    db.session.rollback()
    for statement in ("UPDATE payments_item SET place = 9", "DELETE FROM payments_file"):
        with pytest.raises(DatabaseError, match="frozen"):
            db.session.connection().exec_driver_sql(statement)
        db.session.rollback()


def test_a_formula_in_a_name_does_not_run_in_the_file(payments: Payments) -> None:
    payments.due("-1.00", what='=HYPERLINK("http://x")')
    payments.due("3.00", what="@SUM(1)")
    lines = file_content(payments.run().id).splitlines()
    assert lines[1].endswith(',CRN,-1.00,30/05/2008,LES-001,2008/09,1,"\'=HYPERLINK(""http://x"")"')
    assert lines[2].endswith(",'@SUM(1)")
