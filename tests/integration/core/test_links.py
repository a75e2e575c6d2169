"""Invitations and resets by link: single use, in time, hashed, the same for addresses that do not exist."""

from datetime import datetime, timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from core.audit_trail.models import AuditEvent
from core.audit_trail.queries import history_of
from core.db import db, transaction
from core.errors import NotAllowed, Refusal
from core.notifications.commands import _letter_of
from core.notifications.mail import Letter, mail_of, mail_settings
from core.notifications.models import Message
from core.people import passwords, queries
from core.people.actions import links, sessions, signing_in
from core.people.actions.administration import deactivate_person, reset_password
from core.people.actions.throttling import record_about
from core.people.commands import look_after_accounts
from core.people.models import Link, Person, PersonSession, ResetRequest
from core.people.queries.links import find_invitation, select_invitations
from core.permissions import Actor
from tests.builders import AT, DAY, WORDS, a_commissioner, an_installation
from tests.counting import statements

WEEK = timedelta(days=7)
NO_LINK = "^This link does not work"
CHOSEN = "another pass phrase"


def invited(by: Actor, *, email: str = "new@whp.example", generic: bool = False) -> tuple[Person, links.Sent]:
    with transaction():
        return links.invite_person(email=email, name="New Person", lasts=WEEK, refuse_generic=generic, by=by, at=AT)


def use(sent: links.Sent, *, password: str = CHOSEN, secret: str = "", at: datetime = AT) -> Person:
    with transaction():
        return links.use_link(link_id=sent.link.id, secret=secret or sent.secret, password=password, at=at)


def enter(email: str, password: str, at: datetime = AT) -> signing_in.Try:
    with transaction():
        return signing_in.sign_in(email=email, password=password, address="10.0.0.1", on=DAY, at=at)


def ask(email: str, *, address: str = "10.0.0.1", at: datetime = AT) -> None:
    with transaction():
        links.ask_for_reset(email=email, address=address, at=at)


def look(at: datetime = AT) -> None:
    with transaction():
        look_after_accounts(DAY, at)


def everything_kept() -> str:
    tables = [db.session.execute(table.select()).all() for table in db.metadata.sorted_tables]
    return repr(tables)


@pytest.mark.usefixtures("database")
def test_an_invitation_is_used_once_and_its_secret_lies_nowhere() -> None:
    administrator = an_installation()
    person, sent = invited(administrator)
    assert sent.secret not in everything_kept()
    message = db.session.scalars(select(Message).where(Message.person_id == person.id)).one()
    assert message.read_at is not None
    assert _letter_of(message).href == f"/people/links/{sent.link.id}/{sent.secret}"
    assert enter("new@whp.example", WORDS).actor is None
    with pytest.raises(Refusal, match=r"^A password has at least 12"):
        use(sent, password="short")
    with pytest.raises(Refusal, match=r"^This password can be guessed quickly"):
        use(sent, password="password1234")
    with pytest.raises(Refusal, match=NO_LINK):
        use(sent, secret=sent.secret[:-1])
    use(sent)
    assert passwords.is_password(CHOSEN, queries.get_person(person.id).password_hash)
    assert history_of("person", person.id)[0].did == "chose the password with a link (invitation)"
    with pytest.raises(Refusal, match=NO_LINK):
        use(sent, password="yet another phrase")
    assert find_invitation(person.id) is None


@pytest.mark.usefixtures("app")
def test_an_invitation_ends_with_its_time_a_newer_one_a_withdrawal_and_the_person() -> None:
    administrator = an_installation()
    person, first = invited(administrator)
    with pytest.raises(Refusal, match=NO_LINK):
        use(first, at=AT + WEEK)
    with transaction():
        second = links.renew_invitation(person_id=person.id, lasts=WEEK, by=administrator, at=AT)
    with pytest.raises(Refusal, match=NO_LINK):
        use(first)
    assert [link.id for link in db.session.scalars(select_invitations())] == [second.link.id]
    with transaction():
        links.withdraw_invitation(person_id=person.id, by=administrator, at=AT)
    with pytest.raises(Refusal, match=NO_LINK):
        use(second)
    with pytest.raises(Refusal, match=r"^No invitation of New Person is open\.$"), transaction():
        links.withdraw_invitation(person_id=person.id, by=administrator, at=AT)
    with pytest.raises(Refusal, match=r"^New Person is not waiting for an invitation\.$"), transaction():
        links.renew_invitation(person_id=person.id, lasts=WEEK, by=administrator, at=AT)
    with transaction():
        third = links.send_reset(person_id=person.id, lasts=WEEK, by=administrator, at=AT)
        deactivate_person(person_id=person.id, reason="Never came", by=administrator, on=DAY)
    with pytest.raises(Refusal, match=NO_LINK):
        use(third)


@pytest.mark.usefixtures("app")
def test_a_temporary_password_ends_every_open_link() -> None:
    administrator = an_installation()
    person, sent = invited(administrator)
    link_id = sent.link.id
    with transaction():
        reset_password(person_id=person.id, until=AT + timedelta(hours=72), by=administrator)
    with pytest.raises(Refusal, match=NO_LINK), transaction():
        links.use_link(link_id=link_id, secret=sent.secret, password=CHOSEN, at=AT)
    assert find_invitation(person.id) is None


@pytest.mark.usefixtures("app")
def test_only_administrators_invite_and_send_links_and_no_generic_mailbox_where_refused() -> None:
    administrator = an_installation()
    commissioner = a_commissioner(administrator)
    for act in (
        lambda: invited(commissioner),
        lambda: links.renew_invitation(person_id=1, lasts=WEEK, by=commissioner, at=AT),
        lambda: links.withdraw_invitation(person_id=1, by=commissioner, at=AT),
        lambda: links.send_reset(person_id=1, lasts=WEEK, by=commissioner, at=AT),
    ):
        with pytest.raises(NotAllowed, match=r"^As PCT commissioner you may not administer people"):
            act()
    with pytest.raises(Refusal, match="looks like a mailbox of several people"):
        invited(administrator, email="Info@practice.example", generic=True)
    invited(administrator, email="info@practice.example")
    with pytest.raises(Refusal, match=r"^Change your own password under your account"), transaction():
        links.send_reset(person_id=administrator.person_id, lasts=WEEK, by=administrator, at=AT)


@pytest.mark.usefixtures("database")
def test_asking_does_the_same_whether_or_not_the_account_exists() -> None:
    """No enumeration: the page only puts the request down; the link is made by the worker."""
    administrator = an_installation()
    made = []
    for email in ("admin@whp.example", "nobody@whp.example"):
        with statements() as sent:
            ask(email)
        made.append([statement[:40] for statement in sent])
    assert made[0] == made[1]
    assert len(made[0]) > 3
    assert not db.session.scalars(select(Link)).all()
    look()
    link = db.session.scalars(select(Link)).one()
    assert link.person_id == administrator.person_id
    look()
    assert len(db.session.scalars(select(Link)).all()) == 1
    assert "nobody" not in everything_kept()


@pytest.mark.usefixtures("app")
def test_a_reset_ends_sessions_and_a_lock_and_is_asked_for_three_times_an_hour() -> None:
    administrator = an_installation()
    with transaction() as session:
        sessions.open_session(person_id=administrator.person_id, at=AT)
        record_about(administrator, "end_other_sessions", administrator.person_id)
        session.flush()
    stamp = queries.get_person(administrator.person_id).session_stamp
    for _ in range(6):
        enter("admin@whp.example", "wrong")
    assert enter("admin@whp.example", WORDS).refusal.startswith("Too many wrong passwords")
    for _ in range(5):
        ask("admin@whp.example")
    assert len(db.session.scalars(select(ResetRequest)).all()) == 3
    look()
    newest = db.session.scalars(select(Link).order_by(Link.id.desc())).first()
    assert newest is not None
    message = db.session.scalars(select(Message).where(Message.key == f"people.link/{newest.id}")).one()
    secret = _letter_of(message).href.rpartition("/")[2]
    with transaction():
        links.use_link(link_id=newest.id, secret=secret, password=CHOSEN, at=AT)
    assert queries.get_person(administrator.person_id).session_stamp != stamp
    assert not db.session.scalars(select(PersonSession)).all()
    assert enter("admin@whp.example", CHOSEN).actor is not None
    assert "Your password was changed" in list(db.session.scalars(select(Message.subject)))
    acts = list(db.session.scalars(select(AuditEvent.act)))
    assert acts.count("people.ask_for_reset") == 3


def test_headers_of_a_mail_cannot_be_written_by_a_name_or_subject(app: Flask) -> None:
    """A name with a line break must not become a header; an address with one is refused when the person is added."""
    administrator = an_installation()
    with pytest.raises(Refusal, match="is not an e-mail address"):
        invited(administrator, email="a@b.example\r\nBcc: all@evil.example")
    app.config.update(SMTP_HOST="127.0.0.1", MAIL_FROM="budgets@whp.example", SITE_ADDRESS="https://b.example")
    settings = mail_settings(app)
    assert settings is not None
    letter = Letter(
        reference="x", to_name="New\r\nBcc: all@evil.example", to_email="new@whp.example",
        subject="Hello\r\nBcc: all@evil.example\n\nbody", words="Words", href="/",
    )  # fmt: skip
    mail = mail_of(letter, settings, at=AT)
    assert mail["Bcc"] is None
    assert "Bcc" not in {line.partition(":")[0] for line in mail.as_string().splitlines()}
