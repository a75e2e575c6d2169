"""What is kept about people: their own data, giving it out, and anonymising who left, with every signature readable."""

import io
import json
from datetime import UTC, date, datetime

import openpyxl
import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from core.audit_trail.actions import confirm_redaction
from core.audit_trail.models import AuditEvent
from core.audit_trail.queries import first_fault, history_of, list_open_redactions
from core.db import db, transaction
from core.errors import NotAllowed, Refusal
from core.notifications.actions import notify
from core.notifications.models import Message
from core.parties.rules import PartyKind
from core.people.actions import administration, grants
from core.people.actions.interests import declare_interest
from core.people.actions.links import send_reset
from core.people.models import Link, Person
from core.people.queries import find_person_by_email, get_person, list_grants
from core.permissions import Actor, Role
from core.privacy import actions, exports, queries
from core.privacy.models import Leaver
from core.privacy.rules import Verdict, first_day_free
from core.signatures.actions import sign
from core.signatures.queries import list_signatures
from core.signatures.rules import Capacity
from tests.builders import DAY, a_commissioner, a_person, an_installation, an_organisation

AT = datetime(2008, 4, 1, 9, 0, tzinfo=UTC)
LATER, MUCH_LATER = date(2014, 3, 31), date(2034, 4, 1)
SIX = 6


def a_leaver(*, admin: Actor) -> Actor:
    """A commissioner who signed a contract, was told something, and left."""
    leaver = a_commissioner(admin)
    with transaction():
        sign(
            subject="contract", subject_id=1, content_hash="a" * 64, statement="Agrees to it",
            capacity=Capacity.FOR_COMMISSIONER, by=leaver, on=DAY, at=AT,
        )  # fmt: skip
        notify(key="x", person_ids=[leaver.person_id], subject="Told", words="Words", href="/", at=AT)
    return leaver


def leave(leaver: Actor, *, admin: Actor) -> None:
    with transaction():
        for grant in list_grants(leaver.person_id):
            grants.end_grant(grant_id=grant.id, ends_on=date(2008, 4, 2), by=admin)
    with transaction():
        administration.deactivate_person(person_id=leaver.person_id, reason="Left", by=admin, on=DAY)


def propose(leaver: Actor, *, by: Actor, on: date = MUCH_LATER) -> Leaver:
    with transaction():
        return actions.propose_anonymising(
            person_id=leaver.person_id, reason="Nothing is open", by=by, on=on, at=AT, years=SIX
        )


def another_administrator(admin: Actor, *, code: str = "second") -> Actor:
    return a_person(Role.ADMINISTRATOR, admin.organisation_id, by=admin, email=f"{code}@whp.example", name="Second")


@pytest.mark.usefixtures("database")
def test_a_leaver_is_anonymised_by_two_and_every_signature_stays_readable() -> None:
    admin = an_installation()
    second, leaver = another_administrator(admin), a_leaver(admin=admin)
    name, email = leaver.name, get_person(leaver.person_id).email
    with transaction():
        send_reset(person_id=leaver.person_id, lasts=datetime.resolution, by=admin, at=AT)
    leave(leaver, admin=admin)
    proposed = propose(leaver, by=admin)
    with transaction():
        actions.confirm_anonymising(leaver_id=proposed.id, by=second, on=MUCH_LATER, at=AT, years=SIX)
    person = get_person(leaver.person_id)
    assert (person.name, person.email) == (f"Former user {person.id}", f"former-user-{person.id}@former.invalid")
    assert (find_person_by_email(email), proposed.verdict) == (None, Verdict.DONE)
    kept = list_signatures("contract", 1)[0]
    assert kept.given == f"{name} (PCT commissioner) on 1 April 2008"
    assert first_fault() == ""
    assert history_of("contract", 1)[0].who == person.name
    told = [line.did for line in history_of("person", person.id)]
    assert told[0] == "anonymised the account"
    assert not [each for each in told if name in each or email in each], "the trail repeats the name"
    payloads = " ".join(each.payload or "" for each in db.session.query(AuditEvent).filter_by(subject_id=person.id))
    assert email not in payloads
    for table in (Message, Link):
        assert not db.session.query(table).filter_by(person_id=person.id).count(), table
    with pytest.raises(Refusal, match=r"^This account was anonymised\. Add the person anew"), transaction():
        administration.reactivate_person(person_id=person.id, reason="Back", by=admin)
    with pytest.raises(Refusal, match=r"^This account is anonymised already"):
        propose(leaver, by=admin)


@pytest.mark.usefixtures("database")
def test_who_may_not_decide_and_what_is_decided_is_frozen() -> None:
    admin = an_installation()
    second, leaver = another_administrator(admin), a_leaver(admin=admin)
    leave(leaver, admin=admin)
    proposed = propose(leaver, by=admin)
    with pytest.raises(Refusal, match=r"^That is proposed already"):
        propose(leaver, by=second)
    with pytest.raises(Refusal, match=r"^You proposed this\. Another administrator"), transaction():
        actions.confirm_anonymising(leaver_id=proposed.id, by=admin, on=MUCH_LATER, at=AT, years=SIX)
    with transaction():
        actions.decline_anonymising(leaver_id=proposed.id, by=second, at=AT)
    assert get_person(leaver.person_id).name == leaver.name
    with pytest.raises(Refusal, match=r"^This was decided already"), transaction():
        actions.confirm_anonymising(leaver_id=proposed.id, by=second, on=MUCH_LATER, at=AT, years=SIX)
    for statement in ("DELETE FROM privacy_leaver", "UPDATE privacy_leaver SET reason = 'x'"):
        with pytest.raises(DBAPIError, match="leaver is"), db.engine.begin() as connection:
            connection.execute(text(statement))
    with pytest.raises(Refusal, match=r"^Another administrator proposed to redact event \d+ .* Confirm that"):
        propose(leaver, by=second)
    with transaction():
        for waiting in list_open_redactions():
            confirm_redaction(redaction_id=waiting.id, by=second, at=AT)
    again = propose(leaver, by=second)
    with transaction():
        actions.confirm_anonymising(leaver_id=again.id, by=admin, on=MUCH_LATER, at=AT, years=SIX)
    assert (again.verdict, first_fault()) == (Verdict.DONE, "")


@pytest.mark.usefixtures("app")
def test_who_is_still_needed_keeps_the_name() -> None:
    admin = an_installation()
    leaver = a_leaver(admin=admin)
    with pytest.raises(Refusal, match=r"^This person may sign in\. Deactivate them first"):
        propose(leaver, by=admin)
    with transaction():
        administration.deactivate_person(person_id=leaver.person_id, reason="Left", by=admin, on=DAY)
    with pytest.raises(Refusal, match=r"^This person still holds 1 grant\. End that first"):
        propose(leaver, by=admin)
    with transaction():
        for grant in list_grants(leaver.person_id):
            grants.end_grant(grant_id=grant.id, ends_on=date(2008, 4, 2), by=admin)
    left_on = queries.deactivated_on(leaver.person_id)
    assert left_on is not None
    free_on = first_day_free(left_on, years=SIX)
    with pytest.raises(Refusal, match=rf"^The account is kept until {free_on.day} .* {free_on.year}, so that"):
        propose(leaver, by=admin, on=left_on)
    with pytest.raises(NotAllowed, match="you may not administer people"), transaction():
        actions.propose_anonymising(person_id=admin.person_id, reason="x", by=leaver, on=MUCH_LATER, at=AT, years=SIX)
    assert propose(leaver, by=admin, on=free_on).verdict is None


@pytest.mark.usefixtures("database")
def test_own_data_is_all_that_is_kept_of_one_person_without_what_opens_anything() -> None:
    admin = an_installation()
    person = a_leaver(admin=admin)
    practice = an_organisation(PartyKind.PRACTICE, "X82001", by=person, name="Practice 1")
    with transaction():
        declare_interest(party_id=practice.id, words="my wife works there", starts_on=DAY, by=person)
        send_reset(person_id=person.person_id, lasts=datetime.resolution, by=admin, at=AT)
    data = queries.own_data(get_person(person.person_id))
    read = json.loads(exports.as_json(data))
    assert read["person"]["email"] == get_person(person.person_id).email
    records = {table: rows for each in read["kept"] for table, rows in each["records"].items()}
    assert [row["organisation"] for row in records["people_grant"]] == ["West Hertfordshire PCT"]
    (interest,) = records["people_interest"]
    assert (interest["party"], interest["words"]) == ("Practice 1", "my wife works there")
    assert [row["subject"] for row in records["notifications_message"]][-1:]
    assert [row["name"] for row in records["signatures_signature"]] == [person.name]
    assert {row["act"] for row in records["audit_trail_event"]} >= {"signatures.sign", "people.declare_interest"}
    assert read["rows that name the account"]["signatures_signature.person_id"] == 1
    link, stored = db.session.query(Link).one(), get_person(person.person_id)
    for secret in (link.seed, link.secret_hash, stored.password_hash, stored.session_stamp):
        assert secret not in json.dumps(read)
    sheets = openpyxl.load_workbook(io.BytesIO(exports.as_xlsx(data)))
    assert sheets.sheetnames == ["Account", "What is kept", "Records", "Where the account is named"]
    assert "my wife works there" in {cell.value for row in sheets["Records"] for cell in row}


@pytest.mark.usefixtures("app")
def test_own_data_hold_nothing_of_others() -> None:
    admin = an_installation()
    person = a_leaver(admin=admin)
    other = another_administrator(admin)
    mine = json.loads(exports.as_json(queries.own_data(get_person(other.person_id))))
    records = {table: rows for each in mine["kept"] for table, rows in each["records"].items()}
    assert {table: len(rows) for table, rows in records.items() if rows} == {"people_grant": 1}
    assert person.name not in json.dumps(records)


@pytest.mark.usefixtures("app")
def test_data_are_given_out_on_a_written_request_and_the_person_is_told() -> None:
    admin = an_installation()
    person = a_commissioner(admin)
    with transaction():
        actions.give_out_data(person_id=person.person_id, asked_on=DAY, by=admin, on=DAY, at=AT, href="/")
    assert history_of("person", person.person_id)[0].did == (
        "gave them what is kept about them, as they asked on 1 April 2008"
    )
    told = db.session.query(Message).filter_by(person_id=person.person_id).one()
    assert told.subject == "Your data were taken for you"
    with pytest.raises(Refusal, match=r"^Take your own data under your account"), transaction():
        actions.give_out_data(person_id=admin.person_id, asked_on=DAY, by=admin, on=DAY, at=AT, href="/")
    with pytest.raises(Refusal, match="lies in the future"), transaction():
        actions.give_out_data(person_id=person.person_id, asked_on=LATER, by=admin, on=DAY, at=AT, href="/")
    with pytest.raises(NotAllowed), transaction():
        actions.give_out_data(person_id=admin.person_id, asked_on=DAY, by=person, on=DAY, at=AT, href="/")


@pytest.mark.usefixtures("app")
def test_the_person_of_an_account_is_never_deleted() -> None:
    admin = an_installation()
    before = db.session.query(Person).count()
    second, leaver = another_administrator(admin), a_leaver(admin=admin)
    leave(leaver, admin=admin)
    proposed = propose(leaver, by=second)
    with transaction():
        actions.confirm_anonymising(leaver_id=proposed.id, by=admin, on=MUCH_LATER, at=AT, years=SIX)
    assert db.session.query(Person).count() == before + 2
