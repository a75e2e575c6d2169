"""Sending messages as mail: the job that does it, what makes it due, and `flask mail try`."""

from datetime import date, datetime, timedelta
from smtplib import SMTP, SMTPServerDisconnected

import click
from flask import current_app
from flask.cli import AppGroup

from core import clock
from core.cli import refusals_in_words
from core.db import bookkeeping, db
from core.errors import Refusal
from core.jobs.actions import queue
from core.jobs.registry import Progress, register, register_due
from core.jobs.rules import Result, Values
from core.notifications import actions, queries
from core.notifications.mail import NOT_DELIVERABLE, Letter, MailSettings, connected, mail_of, mail_settings, problem_of
from core.notifications.models import Message
from core.people.addresses import whole_address

KIND = "send mail"
NO_SETTINGS = "No mail is sent: SMTP_HOST is not set, or this is the demo. People read their messages here."
commands = AppGroup("mail", help="Mail to people about what concerns them.")


@commands.command("try")
@click.option("--to", required=True, help="The address a mail is sent to.")
def try_command(*, to: str) -> None:
    """Send one mail, to see whether the settings are right."""
    settings = mail_settings(current_app)
    with refusals_in_words():
        if settings is None:
            raise Refusal(NO_SETTINGS)
        letter = Letter(
            reference=f"try-{clock.now():%Y%m%d%H%M%S%f}",
            to_name="",
            to_email=to,
            subject="Mail from Commissioning contracts and budgets works",
            words="This was sent to see whether it arrives.",
            href="/",
        )
        try:
            mail = mail_of(letter, settings, at=clock.now())
            with connected(settings) as server:
                server.send_message(mail)
        except NOT_DELIVERABLE as error:
            raise Refusal(problem_of(error)) from error
    click.echo(f"The mail server took a mail to {to}.")


def send_mail(_: Values, progress: Progress) -> Result:
    """Send what waits to be sent, each message once. What fails is kept with its problem and tried again later."""
    settings = mail_settings(current_app)
    if settings is None:
        return Result(words=NO_SETTINGS)
    letters = {message.id: _letter_of(message) for message in queries.list_messages_to_send(clock.now())}
    db.session.rollback()
    progress("Sending", 0, len(letters))
    sent: list[int] = []
    tried: list[int] = []
    try:
        with connected(settings) as server:
            for message_id, letter in letters.items():
                tried.append(message_id)
                sent += [message_id] if _send(message_id, letter, server, settings) else []
                progress("Sending", len(tried), len(letters))
    except OSError as error:  # the connection failed as a whole: nothing more goes out this time
        current_app.logger.warning("mail: %s", problem_of(error))
        for message_id in () if tried else letters:
            _note(message_id, problem_of(error))
    return Result(words=f"{len(sent)} of {len(letters)} {'mail' if len(letters) == 1 else 'mails'} sent.")


def look_for_mail(_: date, at: datetime) -> None:
    """Queue the sending of mail where there is some to send and a way to send it."""
    if mail_settings(current_app) is not None and queries.list_messages_to_send(at):
        queue(kind=KIND, key=KIND, at=at, values={})


def _send(message_id: int, letter: Letter, server: SMTP, settings: MailSettings) -> bool:
    try:
        server.send_message(mail_of(letter, settings, at=clock.now()))
    except SMTPServerDisconnected as error:
        _note(message_id, problem_of(error))
        raise
    except NOT_DELIVERABLE as error:
        _note(message_id, problem_of(error))
        return False
    with bookkeeping():
        actions.note_sent(message_id=message_id, at=clock.now())
    return True


def _note(message_id: int, problem: str) -> None:
    with bookkeeping():
        actions.note_not_sent(message_id=message_id, problem=problem, at=clock.now())


def _letter_of(message: Message) -> Letter:
    return Letter(
        reference=f"message-{message.id}-{message.written_at:%Y%m%d%H%M%S}",
        to_name=message.person.name,
        to_email=message.person.email,
        subject=message.subject,
        words=message.words,
        href=whole_address(message.href),
    )


register(KIND, send_mail, "Send mail")
register_due("mail", look_for_mail, every=timedelta(minutes=1))
