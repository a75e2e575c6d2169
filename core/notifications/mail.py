"""Messages as mail: plain text over SMTP, with what went wrong in words that hold no password."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from email.errors import MessageError
from email.headerregistry import Address
from email.message import EmailMessage
from email.utils import format_datetime, parseaddr
from smtplib import (
    SMTP,
    SMTPAuthenticationError,
    SMTPNotSupportedError,
    SMTPRecipientsRefused,
    SMTPResponseException,
    SMTPSenderRefused,
    SMTPServerDisconnected,
)
from ssl import SSLError, create_default_context

from flask import Flask

from core.configuration import sends_mail
from core.wording import printable

_SECONDS = 30
NOT_DELIVERABLE = (OSError, ValueError, MessageError)
_PROBLEMS: tuple[tuple[type[Exception], str], ...] = (
    (SMTPAuthenticationError, "The mail server does not accept SMTP_USER and SMTP_PASSWORD (code {code})."),
    (SMTPRecipientsRefused, "The mail server refused the person’s address (code {code})."),
    (SMTPSenderRefused, "The mail server refused MAIL_FROM as a sender (code {code})."),
    (SMTPNotSupportedError, "The mail server cannot do what the settings ask for. Check SMTP_STARTTLS and SMTP_USER."),
    (SMTPServerDisconnected, "The mail server ended the connection."),
    (SMTPResponseException, "The mail server refused the mail (code {code})."),
    (SSLError, "The mail server’s certificate is not trusted, or it speaks no TLS. Check SMTP_HOST and SMTP_STARTTLS."),
    (OSError, "The mail server does not answer. Check SMTP_HOST and SMTP_PORT."),
    (Exception, "The person’s address or name cannot be written into a mail."),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class MailSettings:
    """How mail is sent. The password is not shown where these are printed."""

    host: str
    port: int
    starttls: bool
    user: str
    password: str = field(repr=False)
    sender: str
    site: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Letter:
    """One mail to be written: to whom, what, and the page it leads to (a path)."""

    reference: str
    to_name: str
    to_email: str
    subject: str
    words: str
    href: str


def mail_settings(app: Flask) -> MailSettings | None:
    """How mail is sent by this installation; None without SMTP_HOST, and in the demo, whose people have no mailbox."""
    if not sends_mail(app):
        return None
    return MailSettings(
        host=app.config["SMTP_HOST"],
        port=app.config["SMTP_PORT"],
        starttls=app.config["SMTP_STARTTLS"],
        user=app.config["SMTP_USER"],
        password=app.config["SMTP_PASSWORD"],
        sender=app.config["MAIL_FROM"],
        site=app.config["SITE_ADDRESS"].rstrip("/"),
    )


def mail_of(letter: Letter, settings: MailSettings, *, at: datetime) -> EmailMessage:
    """A letter as mail: subject, words, link, and no more. Its number stays the same when it is sent a second time."""
    name, address = parseaddr(settings.sender)
    mail = EmailMessage()
    mail["Subject"] = printable(letter.subject)
    mail["From"] = Address(display_name=name, addr_spec=address)
    mail["To"] = Address(display_name=printable(letter.to_name), addr_spec=letter.to_email)
    mail["Date"] = format_datetime(at)
    mail["Message-ID"] = f"<{letter.reference}@{address.rpartition('@')[2]}>"
    mail["Auto-Submitted"] = "auto-generated"
    parts = [letter.words, f"{settings.site}{letter.href}"]
    mail.set_content("\n\n".join(part for part in parts if part) + "\n")
    return mail


@contextmanager
def connected(settings: MailSettings) -> Iterator[SMTP]:
    """A connection to the mail server, encrypted and signed in as the settings say."""
    with SMTP(settings.host, settings.port, timeout=_SECONDS) as server:
        if settings.starttls:
            server.starttls(context=create_default_context())
        if settings.user:
            server.login(settings.user, settings.password)
        yield server


def problem_of(error: Exception) -> str:
    """What went wrong in sending, in words for an administrator. What the server said is not repeated, only its code.

    >>> problem_of(ConnectionRefusedError(111, "Connection refused"))
    'The mail server does not answer. Check SMTP_HOST and SMTP_PORT.'
    >>> problem_of(SMTPAuthenticationError(535, b"no such user"))
    'The mail server does not accept SMTP_USER and SMTP_PASSWORD (code 535).'
    """
    sentence = next(words for kind, words in _PROBLEMS if isinstance(error, kind))
    return sentence.format(code=_code_of(error))


def _code_of(error: Exception) -> str:
    if isinstance(error, SMTPRecipientsRefused):
        return ", ".join(sorted({str(code) for code, _ in error.recipients.values()}))
    return str(error.smtp_code) if isinstance(error, SMTPResponseException) else ""
