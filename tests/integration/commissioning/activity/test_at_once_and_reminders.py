"""Two at once, reminders by the state of the records, months nothing is expected for, no more queries for more."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from flask import Flask

from commissioning.activity.actions.accepting import accept_return, freeze_month
from commissioning.activity.actions.adjusting import post_adjustment
from commissioning.activity.actions.reminding import send_reminders
from commissioning.activity.actions.submitting import submit_nil_return, submit_return
from commissioning.activity.queries.returns import list_returns
from commissioning.activity.queries.submissions import list_submissions
from commissioning.activity.rules.adjusting import Correction
from core.db import bookkeeping, db, transaction
from core.errors import Refusal
from core.notifications.models import Message
from tests.at_once import at_once
from tests.builders_activity import APRIL, FROZEN_AT, FROZEN_ON, MAY_AT, MAY_DAY, a_field, a_file, lines_for, submitted
from tests.counting import statements


def test_two_who_submit_at_once_are_numbered_one_after_the_other(database: Flask) -> None:
    field = a_field()

    def submits(contacts: int) -> object:
        return submit_return(
            expectation_id=field.expectation_id,
            month=APRIL,
            read=a_file(lines_for(contacts=contacts)),
            by=field.provider,
            at=MAY_AT,
            on=MAY_DAY,
        )

    came = at_once(database, lambda: submits(1), lambda: submits(2))
    assert came == ["done", "done"]
    kept = list_submissions([field.expectation_id], period=APRIL)
    assert [(each.number, each.replaces_id) for each in kept] == [(1, None), (2, kept[0].id)]


def test_the_same_file_pressed_twice_at_once_is_kept_once(database: Flask) -> None:
    field = a_field()

    def submits() -> object:
        return submit_return(
            expectation_id=field.expectation_id,
            month=APRIL,
            read=a_file(),
            by=field.provider,
            at=MAY_AT,
            on=MAY_DAY,
        )

    assert at_once(database, submits, submits) == [
        "This very file was submitted already, as number 1. Nothing was changed.",
        "done",
    ]


def test_accepting_and_submitting_anew_at_once_never_accepts_what_was_replaced(database: Flask) -> None:
    field = a_field()
    first = submitted(field).id
    came = at_once(
        database,
        lambda: accept_return(submission_id=first, by=field.commissioner, at=MAY_AT, on=MAY_DAY),
        lambda: submit_return(
            expectation_id=field.expectation_id,
            month=APRIL,
            read=a_file(lines_for(contacts=2)),
            by=field.provider,
            at=MAY_AT,
            on=MAY_DAY,
        ),
    )
    late = "The provider submitted anew since. Look at the latest submission first."
    assert came in (["done", "done"], [late, "done"])
    latest = list_submissions([field.expectation_id], period=APRIL)[-1]
    assert (latest.number, latest.acceptance) == (2, None)


@pytest.mark.usefixtures("database")
def test_reminders_are_sent_once_each_and_never_for_what_is_there() -> None:
    field = a_field(first_month="2008-03")

    def reminded(day: date) -> list[str]:
        at = datetime(day.year, day.month, day.day, 7, tzinfo=UTC)
        with bookkeeping():
            send_reminders(on=day, at=at, address_of="/activity/{}/{}".format)
        messages = db.session.query(Message).order_by(Message.id).all()
        return [message.subject for message in messages if message.person_id == field.provider.person_id]

    assert reminded(date(2008, 4, 4)) == []
    first = ["Contacts for March 2008: due"]
    assert reminded(date(2008, 4, 7)) == reminded(date(2008, 4, 8)) == first
    assert reminded(date(2008, 4, 15)) == [*first, "Contacts for March 2008: late"]
    submitted(field, month="2008-03", on=date(2008, 4, 15))
    assert len(reminded(date(2008, 4, 30))) == 2


@pytest.mark.usefixtures("database")
@pytest.mark.parametrize(
    ("month", "sentence"),
    [
        ("2007-03", "“Contacts” is expected from April 2007 on, not for March 2007."),
        ("April", "“April” is no month. Write it as year and month, such as 2008-04."),
    ],
)
def test_a_month_for_which_nothing_is_expected_is_refused(month: str, sentence: str) -> None:
    field = a_field()

    def adjusts() -> object:
        correction = Correction(
            month=month, posted_to=APRIL, service="DIAB", currency="contact", quantity=Decimal(1), reason="Late"
        )
        return post_adjustment(
            expectation_id=field.expectation_id, correction=correction, by=field.provider, at=FROZEN_AT, on=FROZEN_ON
        )

    acts = (
        lambda: submit_return(
            expectation_id=field.expectation_id,
            month=month,
            read=a_file(),
            by=field.provider,
            at=MAY_AT,
            on=MAY_DAY,
        ),
        lambda: submit_nil_return(
            expectation_id=field.expectation_id, month=month, words="None", by=field.provider, at=MAY_AT, on=MAY_DAY
        ),
        lambda: freeze_month(
            expectation_id=field.expectation_id, month=month, by=field.commissioner, at=FROZEN_AT, on=FROZEN_ON
        ),
        adjusts,
    )
    for act in acts:
        with pytest.raises(Refusal) as refused, transaction():
            act()
        assert str(refused.value) == sentence


@pytest.mark.usefixtures("app")
def test_the_list_of_returns_makes_no_more_queries_for_more_of_them() -> None:
    field = a_field()

    def queries() -> int:
        db.session.rollback()
        with statements() as asked:
            list_returns(on=FROZEN_ON, commissioner_id=field.trust.id)
        return len(asked)

    submitted(field, month="2007-04", on=date(2007, 5, 8))
    one = queries()
    for month in ("2007-05", "2007-06", "2007-07", "2007-08"):
        submitted(field, month=month, on=MAY_DAY)
    assert queries() == one
