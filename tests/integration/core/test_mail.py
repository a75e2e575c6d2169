"""Messages as mail, to a real mail server: each once, failures counted and tried again, no secret in any problem."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from flask import Flask
from sqlalchemy import select

from core.db import bookkeeping, db, transaction
from core.errors import NotAllowed, Refusal
from core.jobs.commands.stopping import Stop
from core.jobs.commands.worker import work_until
from core.jobs.models import Job
from core.jobs.rules import JobState
from core.notifications.actions import send_again
from core.notifications.commands import look_for_mail
from core.notifications.models import Message
from core.people.actions.administration import deactivate_person
from core.people.models import Person
from core.permissions import Actor
from tests.builders import a_commissioner, an_installation
from tests.builders_jobs import looked_for
from tests.builders_messages import tell
from tests.mail_server import MailServer, mail_server

NOON = datetime(2008, 3, 20, 12, 0, tzinfo=UTC)
SETTINGS = {
    "SMTP_HOST": "127.0.0.1",
    "SMTP_STARTTLS": False,
    "SMTP_USER": "",
    "SMTP_PASSWORD": "",
    "MAIL_FROM": "Budgets <budgets@whp.example>",
    "SITE_ADDRESS": "https://budgets.whp.example/",
}
pytestmark = pytest.mark.usefixtures("settings", "noon")


@pytest.fixture
def noon() -> Iterator[time_machine.Traveller]:
    """It is noon on 20 March 2008 until a test says otherwise, and mail alone is looked for."""
    every = timedelta(minutes=1)
    with time_machine.travel(NOON, tick=False) as traveller, looked_for({"mail": look_for_mail}, every=every):
        yield traveller


@pytest.fixture
def server() -> Iterator[MailServer]:
    with mail_server() as running:
        yield running


@pytest.fixture
def settings(database: Flask, server: MailServer) -> Flask:
    database.config.update({**SETTINGS, "SMTP_PORT": server.port})
    return database


@pytest.fixture
def administrator() -> Actor:
    return an_installation()


@pytest.fixture
def by(administrator: Actor) -> Actor:
    return a_commissioner(administrator)


def told(*people: Actor, key: str = "k", subject: str = "Proposal 2 is out", at: datetime = NOON) -> None:
    with bookkeeping():
        tell(*(each.person_id for each in people), key=key, subject=subject, href="/budgets/proposals/2", at=at)


def run() -> None:
    """What a worker does in one round."""
    work_until(Stop(), once=True)


def message() -> Message:
    db.session.rollback()
    return db.session.scalars(select(Message)).one()


def jobs() -> list[JobState]:
    return list(db.session.scalars(select(Job.state).order_by(Job.id)))


def test_a_message_goes_out_once_with_subject_words_and_link(
    by: Actor, server: MailServer, noon: time_machine.Traveller
) -> None:
    told(by, subject="Proposal 2 is out: £1,234.50 – “reply”")
    run()
    noon.shift(timedelta(minutes=2))
    run()
    mail = server.taken[0]
    assert len(server.taken) == 1
    assert mail["Subject"] == "Proposal 2 is out: £1,234.50 – “reply”"
    assert mail["From"] == "Budgets <budgets@whp.example>"
    assert mail["To"] == f"Commissioner <commissioner-{by.organisation_id}@whp.example>"
    link = "https://budgets.whp.example/budgets/proposals/2"
    assert mail.get_content().splitlines() == ["Reply by 25 March 2008.", "", link]
    assert mail["Auto-Submitted"] == "auto-generated"
    assert (message().sent_at, message().tries, message().problem) == (NOON, 0, "")
    assert jobs() == [JobState.DONE]
    assert db.session.scalars(select(Job.result)).all() == ["1 of 1 mail sent."]


def test_each_person_gets_their_own(by: Actor, administrator: Actor, server: MailServer) -> None:
    told(by, administrator)
    told(by, key="another")
    run()
    receivers = [str(mail["To"]).split(" <")[0] for mail in server.taken]
    assert receivers == ["Commissioner", "Administrator", "Commissioner"]
    assert len({mail["Message-ID"] for mail in server.taken}) == 3


def test_one_refused_address_does_not_stop_the_rest(by: Actor, administrator: Actor, server: MailServer) -> None:
    """TRAPS 23."""
    told(by, administrator)
    server.refusals["RCPT TO:<commissioner"] = "550 No such person, says budgets@whp.example"
    run()
    refused, sent = db.session.scalars(select(Message).order_by(Message.id))
    assert (refused.sent_at, refused.tries) == (None, 1)
    assert refused.problem == "The mail server refused the person’s address (code 550)."
    assert sent.sent_at == NOON
    assert [mail["To"].addresses[0].display_name for mail in server.taken] == ["Administrator"]


def test_a_person_whose_address_no_mail_can_bear_does_not_stop_the_rest(
    by: Actor, administrator: Actor, server: MailServer
) -> None:
    with bookkeeping():
        db.session.get_one(Person, by.person_id).email = "two..dots@whp.example"
    told(by, administrator)
    run()
    first, second = db.session.scalars(select(Message).order_by(Message.id))
    assert first.problem == "The person’s address or name cannot be written into a mail."
    assert (second.sent_at, len(server.taken)) == (NOON, 1)


def test_failures_are_tried_again_with_growing_waits_five_times_in_all(
    by: Actor, server: MailServer, noon: time_machine.Traveller
) -> None:
    told(by)
    server.refusals["MAIL FROM"] = "451 Try later"
    tries = []
    for minutes in (0, 4, 1, 29, 1, 119, 1, 719, 1, 3000):
        noon.shift(timedelta(minutes=minutes))
        run()
        tries.append(message().tries)
    assert tries == [1, 1, 2, 2, 3, 3, 4, 4, 5, 5]
    assert message().problem == "The mail server refused MAIL_FROM as a sender (code 451)."
    assert (message().sent_at, server.taken) == (None, [])


def test_a_failure_that_passes_is_forgotten(by: Actor, server: MailServer, noon: time_machine.Traveller) -> None:
    told(by)
    server.refusals["DATA"] = "452 Full"
    run()
    assert message().problem == "The mail server refused the mail (code 452)."
    server.refusals.clear()
    noon.shift(timedelta(minutes=5))
    run()
    assert (message().problem, len(server.taken)) == ("", 1)
    assert message().sent_at == NOON + timedelta(minutes=5)


def test_a_server_that_does_not_answer_is_said_of_every_message(
    by: Actor, administrator: Actor, settings: Flask, server: MailServer
) -> None:
    told(by, administrator)
    server.shutdown()
    server.server_close()
    settings.config["SMTP_PORT"] = server.port
    run()
    problems = db.session.scalars(select(Message.problem)).all()
    assert problems == ["The mail server does not answer. Check SMTP_HOST and SMTP_PORT."] * 2
    assert jobs() == [JobState.DONE]


def test_a_server_that_hangs_up_has_taken_what_it_took(by: Actor, administrator: Actor, server: MailServer) -> None:
    told(administrator, by)
    told(administrator, key="later")
    server.refusals["RCPT TO:<commissioner"] = "hang up"
    run()
    first, second, third = db.session.scalars(select(Message).order_by(Message.id))
    assert (first.sent_at, third.tries, third.sent_at) == (NOON, 0, None)
    assert (second.tries, second.problem) == (1, "The mail server ended the connection.")


def test_a_server_that_takes_leave_badly_has_taken_the_mail_all_the_same(by: Actor, server: MailServer) -> None:
    told(by)
    server.refusals["QUIT"] = "500 What?"
    run()
    assert (message().sent_at, message().tries, len(server.taken)) == (NOON, 0, 1)


def test_no_problem_repeats_the_password_or_what_the_server_said(
    by: Actor, settings: Flask, server: MailServer, caplog: pytest.LogCaptureFixture
) -> None:
    settings.logger.propagate = True
    settings.config.update(SMTP_USER="budgets", SMTP_PASSWORD="a most secret word")
    server.offers.append("AUTH LOGIN PLAIN")
    server.refusals["AUTH"] = "535 a most secret word is wrong"
    told(by)
    run()
    assert message().problem == "The mail server does not accept SMTP_USER and SMTP_PASSWORD (code 535)."
    kept = [*db.session.scalars(select(Job.problem)), *db.session.scalars(select(Job.result)), caplog.text]
    assert "mail: The mail server does not accept" in caplog.text
    assert not [text for text in kept if "secret" in text]


def test_mail_never_goes_unencrypted_where_encryption_is_asked_for(
    by: Actor, settings: Flask, server: MailServer
) -> None:
    settings.config["SMTP_STARTTLS"] = True
    told(by)
    run()
    assert message().problem.startswith("The mail server cannot do what the settings ask for.")
    assert not [line for line in server.heard if line.lower().startswith(("mail", "rcpt", "data"))]


@pytest.mark.parametrize("off", [{"SMTP_HOST": ""}, {"DEMO": True}])
def test_without_settings_and_in_the_demo_nothing_is_sent_or_queued(
    by: Actor, settings: Flask, server: MailServer, off: dict[str, object]
) -> None:
    settings.config.update(off)
    told(by)
    run()
    assert (server.heard, jobs(), message().sent_at) == ([], [], None)


def test_nothing_goes_to_the_deactivated_and_nothing_old_goes_out(
    by: Actor, administrator: Actor, server: MailServer
) -> None:
    told(by, key="to one who left")
    told(administrator, key="old", at=NOON - timedelta(days=7))
    with transaction():
        deactivate_person(person_id=by.person_id, reason="Left", by=administrator, on=NOON.date())
    run()
    assert (server.taken, jobs()) == ([], [])


def test_an_administrator_has_a_failed_mail_tried_anew(
    by: Actor, administrator: Actor, server: MailServer, noon: time_machine.Traveller
) -> None:
    told(by)
    with pytest.raises(Refusal, match=r"^This mail has not failed: it was sent, or it will"), transaction():
        send_again(message_id=message().id, by=administrator)
    server.refusals["MAIL FROM"] = "451 Try later"
    for _ in range(5):
        run()
        noon.shift(timedelta(days=1))
    server.refusals.clear()
    with pytest.raises(NotAllowed, match=r"^As PCT commissioner you may not read the outbox\.$"), transaction():
        send_again(message_id=message().id, by=by)
    with transaction():
        send_again(message_id=message().id, by=administrator)
    assert (message().tries, message().problem) == (0, "")
    run()
    assert len(server.taken) == 1


def test_the_command_tries_the_settings(settings: Flask, server: MailServer) -> None:
    command = ["mail", "try", "--to", "admin@whp.example"]
    result = settings.test_cli_runner().invoke(args=command)
    assert (result.exit_code, result.stdout) == (0, "The mail server took a mail to admin@whp.example.\n")
    assert server.taken[0]["To"] == "admin@whp.example"
    server.refusals["RCPT"] = "550 No"
    result = settings.test_cli_runner().invoke(args=command)
    assert (result.exit_code, result.stderr) == (2, "The mail server refused the person’s address (code 550).\n")
    settings.config["SMTP_HOST"] = ""
    result = settings.test_cli_runner().invoke(args=command)
    assert (result.exit_code, result.stderr[:15]) == (2, "No mail is sent")
