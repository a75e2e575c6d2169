"""Mail settings with which mail could not be sent, its links would lead nowhere, or a password could be read."""

from typing import Any

import pytest
from flask import Flask

from core.configuration import WrongConfigurationError, configure
from core.notifications.mail import Letter, MailSettings, mail_of, mail_settings, problem_of
from tests.builders import AT

RIGHT = {"SMTP_HOST": "mail.pct.example", "MAIL_FROM": "budgets@pct.example", "SITE_ADDRESS": "https://b.pct.example"}


def configured(**settings: Any) -> Flask:
    app = Flask("app")
    configure(app, {"SECRET_KEY": "x", "DEMO": False, **settings})
    return app


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"MAIL_FROM": ""}, "SMTP_HOST is set, so MAIL_FROM must be the address mails come from"),
        ({"MAIL_FROM": "West Hertfordshire PCT, Budgets <a@b.example>"}, "SMTP_HOST is set, so MAIL_FROM must be"),
        ({"MAIL_FROM": "Budgets"}, "SMTP_HOST is set, so MAIL_FROM must be"),
        ({"MAIL_FROM": "a@b.example\nBcc: c@d.example"}, "SMTP_HOST is set, so MAIL_FROM must be"),
        ({"SITE_ADDRESS": ""}, "SMTP_HOST is set, so SITE_ADDRESS must say where people reach this system"),
        ({"SITE_ADDRESS": "b.pct.example"}, "SMTP_HOST is set, so SITE_ADDRESS must say"),
        ({"SITE_ADDRESS": "javascript://b.pct.example"}, "SMTP_HOST is set, so SITE_ADDRESS must say"),
        ({"SITE_ADDRESS": "https://b.pct.example/?a"}, "SMTP_HOST is set, so SITE_ADDRESS must say"),
        ({"SMTP_USER": "budgets", "SMTP_STARTTLS": False}, "SMTP_USER needs SMTP_STARTTLS"),
    ],
)
def test_refuses_mail_settings_that_cannot_be_right(wrong: dict[str, Any], sentence: str) -> None:
    with pytest.raises(WrongConfigurationError, match=sentence):
        configured(**{**RIGHT, **wrong})


@pytest.mark.parametrize(
    "right",
    [
        {},
        {"MAIL_FROM": "West Hertfordshire PCT <budgets@pct.example>"},
        {"MAIL_FROM": '"West Hertfordshire PCT, Budgets" <budgets@pct.example>'},
        {"SMTP_USER": "budgets", "SMTP_PASSWORD": "word"},
        {"SMTP_USER": "budgets", "SMTP_STARTTLS": False, "SMTP_HOST": "127.0.0.1"},
    ],
)
def test_takes_mail_settings_that_can_be_right(right: dict[str, Any]) -> None:
    assert mail_settings(configured(**{**RIGHT, **right})) is not None


def test_without_a_mail_server_nothing_is_asked_for_and_nothing_sent() -> None:
    assert mail_settings(configured(MAIL_FROM="", SITE_ADDRESS="")) is None


def test_a_letter_cannot_add_headers_or_receivers_and_the_password_is_not_shown() -> None:
    settings = mail_settings(configured(**RIGHT, SMTP_USER="budgets", SMTP_PASSWORD="a secret word"))
    assert isinstance(settings, MailSettings)
    assert "secret" not in repr(settings)
    letter = Letter(
        reference="message-1",
        to_name='A "person",\r\nBcc: other@pct.example',
        to_email="a@pct.example",
        subject="One\r\nBcc: other@pct.example",
        words="",
        href="/",
    )
    mail = mail_of(letter, settings, at=AT)
    assert [address.addr_spec for address in mail["To"].addresses] == ["a@pct.example"]
    assert (mail["Bcc"], mail["Message-ID"]) == (None, "<message-1@pct.example>")
    assert mail.get_content().strip() == "https://b.pct.example/"


def test_every_fault_has_words() -> None:
    assert problem_of(TimeoutError()) == "The mail server does not answer. Check SMTP_HOST and SMTP_PORT."
    assert problem_of(ValueError()) == "The person’s address or name cannot be written into a mail."
