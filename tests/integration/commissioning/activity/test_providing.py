"""What providers are told: reminders from the worker with the page's address, receipts as messages, signed findings."""

from datetime import UTC, date, datetime

import pytest
from flask import Flask

from commissioning.activity.actions.submitting import Sending
from commissioning.activity.commands.reminding import address_of, remind
from commissioning.activity.documents.receipts import receipt
from commissioning.activity.exports.findings import pack, unpack
from commissioning.activity.presented.submissions import totals_of
from commissioning.activity.queries.names import names_of
from commissioning.activity.queries.returns import get_return
from commissioning.activity.queries.submissions import get_submission, list_sums
from commissioning.activity.rules.checks.findings import Finding, Severity
from core.db import db, transaction
from core.jobs.registry import all_due
from core.notifications.models import Message
from tests.builders_activity import APRIL, MAY_DAY, Field, a_field, submitted

_KEY = "a key"
_LATE = (date(2008, 5, 16), datetime(2008, 5, 16, 9, 0, tzinfo=UTC))


@pytest.fixture
def field(app: Flask) -> Field:
    """A provider that returns two services every month from April 2008 on."""
    del app
    return a_field(first_month=APRIL)


def _messages(person_id: int) -> list[Message]:
    return [each for each in db.session.query(Message).all() if each.person_id == person_id]


def test_the_worker_reminds_once_with_the_address_of_the_page(field: Field) -> None:
    assert all_due()["reminders of activity returns"].function is remind
    for _ in range(2):
        with transaction():
            remind(*_LATE)
    (told,) = _messages(field.provider.person_id)
    assert told.href == f"/activity/returns/{field.expectation_id}/{APRIL}" == address_of(field.expectation_id, APRIL)
    assert told.subject == "Contacts for April 2008: late"


def test_a_submission_tells_the_provider_by_a_receipt_and_the_commissioner(field: Field) -> None:
    made = submitted(field, sending=Sending(href="/activity"))
    (told,) = _messages(field.provider.person_id)
    assert told.subject == "Receipt: Contacts for April 2008 is submitted"
    assert told.words == f"Number 1, 4 rows, 0 owed. SHA-256 of the file: {made.file_hash}."
    (other,) = _messages(field.commissioner.person_id)
    assert other.subject == "Provider services returned Contacts for April 2008"
    assert _messages(field.other_provider.person_id) == []


def test_the_same_submission_gives_the_same_receipt(field: Field) -> None:
    made = get_submission(submitted(field).id)
    names = names_of(made.expectation.commissioner_id)
    codes = {each.service_id: each.service.code for each in made.covered}
    totals = totals_of(list_sums([made.id]), codes, names)
    assert [(each.service, each.currency, each.units) for each in totals] == [
        ("DIAB", "contact", 500_000),
        ("PULM", "contact", 100_000),
    ]
    period = get_return(field.expectation_id, APRIL, on=MAY_DAY).due.period
    assert receipt(made, period, totals, names) == receipt(made, period, totals, names)


def test_findings_come_back_as_they_were_signed_and_no_others() -> None:
    found = Finding(
        rule="practice", severity=Severity.ERROR, expected="a practice", row=3, column="practice", value="X"
    )
    assert unpack(pack([found], key=_KEY), key=_KEY) == [found]
    with pytest.raises(ValueError, match="not packed here"):
        unpack(pack([found], key="another"), key=_KEY)
    with pytest.raises(ValueError, match="not packed here"):
        unpack("made up", key=_KEY)
