"""What people come to do with messages and long work: read, mark as read, follow, and look after both."""

from collections.abc import Iterator

import pytest
from flask import Flask

from core import clock
from core.db import bookkeeping, db
from core.errors import Refusal
from core.jobs.actions import note_look
from core.jobs.registry import Progress
from core.jobs.rules import Result, Values
from core.notifications.models import Message
from core.parties.rules import PartyKind
from core.permissions import Actor, Role
from tests.builders import a_commissioner, a_person, an_installation, an_organisation
from tests.builders_jobs import KIND, asked, known, worked
from tests.builders_messages import tell
from tests.journeys.signing_in import sign_in_as
from tests.person import XHTML, Person

MAIL = {"SMTP_HOST": "mail.whp.example", "MAIL_FROM": "a@whp.example", "SITE_ADDRESS": "https://whp.example"}


@pytest.fixture
def administrator() -> Actor:
    return an_installation()


@pytest.fixture
def commissioner(administrator: Actor) -> Actor:
    return a_commissioner(administrator)


def told(*people: Actor, **message: str) -> None:
    with bookkeeping():
        tell(*(each.person_id for each in people), at=clock.now(), **message)


def header(person: Person) -> str:
    return " ".join("".join(next(person.page.iter(f"{XHTML}header")).itertext()).split())


def test_a_person_reads_what_they_are_told(person: Person, commissioner: Actor, administrator: Actor) -> None:
    sign_in_as(person, commissioner).visit("/")
    assert "unread message" not in person.words
    assert "Messages (" not in header(person)
    told(commissioner)
    told(commissioner, key="b", subject="Your position is needed", words="", href="/people/account")
    told(administrator, key="c", subject="Not for the commissioner")
    person.visit("/").follow("2 unread messages")
    assert person.heading == "Messages"
    assert "Messages (2) unread" in header(person)
    assert person.words.index("Your position is needed") < person.words.index("Proposal 2 is out")
    assert "Not for the commissioner" not in person.words
    person.visit("/messages/")
    assert "Messages (2) unread" in header(person), "a GET marks nothing as read"
    newest = next(form for form in person.page.iter(f"{XHTML}form") if "/open" in str(form.get("action")))
    person.send(button="".join(next(newest.iter(f"{XHTML}button")).itertext()))
    assert person.heading == "Your account"
    assert "Messages (1) unread" in header(person)
    person.visit("/messages/").send(button="Mark all as read")
    assert person.path == "/messages/"
    assert "Messages (" not in header(person)
    assert "unread" not in person.words.lower()
    person.visit("/")
    assert "unread message" not in person.words


def test_one_opens_only_ones_own_messages(person: Person, commissioner: Actor, administrator: Actor) -> None:
    told(administrator)
    told(commissioner, key="own")
    sign_in_as(person, commissioner).visit("/messages/")
    form = next(form for form in person.page.iter(f"{XHTML}form") if "/open" in str(form.get("action")))
    theirs = db.session.query(Message.id).filter(Message.person_id == administrator.person_id).scalar()
    fields = {str(i.get("name")): i.get("value") for i in form.iter(f"{XHTML}input")}
    assert person.client.post(f"/messages/{theirs}/open", data=fields).status_code == 404
    db.session.rollback()
    assert db.session.get_one(Message, theirs).read_at is None


def test_an_administrator_hands_on_what_no_mail_carries(
    person: Person, commissioner: Actor, administrator: Actor, app: Flask
) -> None:
    told(commissioner)
    sign_in_as(person, administrator).visit("/").follow("Outbox")
    assert "No mail goes out" in person.words
    assert [row[0] for row in person.table("1 message, newest first")[1:]] == ["Proposal 2 is out to Commissioner"]
    assert person.table("1 message")[1][3:] == ["Not sent", "–", "Not yet"]
    person.follow("Proposal 2 is out to Commissioner")
    assert "Reply by 25 March 2008." in person.words
    assert "It leads to /people/account" in person.words
    app.config.update(MAIL)
    person.visit(person.path)
    assert "Reply by 25 March 2008." not in person.words
    assert "Waits for the next round of sending." in person.words
    person.visit("/outbox/?mailing=failed")
    assert "No message fits." in person.words
    with bookkeeping():
        found = db.session.query(Message).one()
        found.tries, found.problem = 5, "The mail server does not answer. Check SMTP_HOST and SMTP_PORT."
    person.visit("/outbox/?mailing=failed&person=comm").follow("Proposal 2 is out to Commissioner")
    assert "Tried 5 times; not tried again unless you ask for it." in person.words
    person.send(button="Send again")
    assert "Waits for the next round of sending." in person.words
    assert "let the mail “Proposal 2 is out” be tried again" in person.words


def test_an_administrator_sees_nothing_of_another_trust(
    person: Person, commissioner: Actor, administrator: Actor
) -> None:
    trust = an_organisation(PartyKind.PCT, "OTH", by=administrator)
    elsewhere = a_person(Role.ADMINISTRATOR, trust.id, by=administrator, email="elsewhere@oth.example")
    told(commissioner)
    with known({KIND: lambda _, __: None}):
        job_id = asked(commissioner)
        sign_in_as(person, elsewhere).visit("/outbox/")
        assert "No message fits." in person.words
        person.visit("/outbox/1", 404).visit("/jobs/")
        assert "No job fits." in person.words
        person.visit(f"/jobs/{job_id}", 404)
    sign_in_as(person, commissioner).visit("/outbox/", 403).visit("/outbox/1", 403).visit("/jobs/", 403)


@pytest.fixture
def kinds() -> Iterator[list[int]]:
    """A kind of job that stops in the middle the first time, and is done the second time."""
    tries: list[int] = []

    def do(_: Values, progress: Progress) -> Result:
        progress("Reading rows", 30, 120)
        tries.append(1)
        if len(tries) == 1:
            raise OSError
        return Result(words="120 rows are read.", href="/people/account")

    with known({KIND: do}):
        yield tries


def test_a_person_leaves_long_work_and_finds_it_again(
    person: Person, commissioner: Actor, administrator: Actor, kinds: list[int]
) -> None:
    job_id = asked(commissioner)
    sign_in_as(person, commissioner).visit("/").follow("Do test")
    assert (person.path, person.heading) == (f"/jobs/{job_id}", f"Job {job_id}Do test")
    assert "It waits for its turn." in person.words
    assert worked()
    person.follow("Refresh")
    assert "It did not work yet and is tried again on" in person.words
    assert "Something went wrong here." in person.words
    with bookkeeping():
        db.session.execute(db.text("UPDATE jobs_job SET not_before_at = asked_at"))
    assert worked()
    assert len(kinds) == 2
    person.follow("Refresh")
    assert "120 rows are read." in person.words
    assert "Something went wrong" not in person.words
    assert "Refresh" not in person.words
    person.follow("See it")
    assert person.heading == "Your account"
    person.follow("Work you asked for")
    assert person.table("1 job")[1][1:3] == ["Done", "120 rows are read."]
    sign_in_as(person, administrator).visit("/").follow("Jobs")
    assert "Nothing has ever looked for work." in person.words
    with bookkeeping():
        note_look(name="test", every=None, at=clock.now())
    person.visit("/jobs/")
    assert "A worker last looked for what is due on" in person.words
    row = person.table("1 job, newest first")[1]
    assert row[0].startswith("Do test")
    assert (row[1:3], row[3][:12]) == (["Done", "120 rows are read."], "Commissioner")
    person.visit("/jobs/?state=failed")
    assert "No job fits." in person.words
    person.visit("/jobs/?state=nonsense&kind=test").follow(f"Do test, job {job_id}")
    assert "asked for it: Do test" in person.words
    assert "See it" not in person.words


def test_home_says_that_long_work_failed(person: Person, commissioner: Actor) -> None:
    def do(_: Values, __: Progress) -> None:
        raise Refusal("The round is signed off: nothing in it changes any more.")

    with known({KIND: do}):
        asked(commissioner)
        assert worked()
        sign_in_as(person, commissioner).visit("/")
        assert "Do test Failed" in person.words.partition("Coming up")[0]
        person.follow("Do test")
    assert "The round is signed off: nothing in it changes any more." in person.words
