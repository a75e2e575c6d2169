"""Signing in, waiting after wrong passwords, the password again, changing it, on both engines."""

from datetime import date, timedelta

import pytest
from sqlalchemy import select

from commissioning.organisations.actions.localities import add_locality
from core.audit_trail.models import AuditEvent
from core.audit_trail.rules import values_in
from core.db import db, transaction
from core.errors import Refusal
from core.parties.actions import open_party, rename_party
from core.parties.rules import PartyKind
from core.people import passwords, queries
from core.people.actions import signing_in
from core.people.actions.administration import deactivate_person
from core.people.actions.grants import end_grant, give_grant
from core.people.actions.signing_in import Try
from core.people.models import FailedSignIn
from core.people.queries.place import words_of_place
from core.permissions import Role
from tests.builders import AT, DAY, FIRST_DAY, WORDS, a_commissioner, a_person, an_installation

pytestmark = pytest.mark.usefixtures("database")
EMAIL = "admin@whp.example"
WRONG = "The e-mail address or the password is wrong."


def enter(email: str = EMAIL, password: str = WORDS, *, minutes: int = 0, address: str = "10.0.0.1") -> Try:
    with transaction():
        return signing_in.sign_in(
            email=email, password=password, address=address, on=DAY, at=AT + timedelta(minutes=minutes)
        )


def last_event() -> tuple[str, int | None, int, dict[str, object]]:
    event = db.session.scalars(select(AuditEvent).order_by(AuditEvent.id.desc()).limit(1)).one()
    return event.act, event.by_id, event.subject_id, values_in(event.payload)[1]


def test_signs_in_whatever_the_case_of_the_address() -> None:
    administrator = an_installation()
    tried = enter(" Admin@WHP.example")
    assert tried.actor == administrator
    assert last_event() == ("people.sign_in", administrator.person_id, administrator.person_id, {})


def test_says_the_same_to_a_wrong_password_and_an_unknown_address() -> None:
    an_installation()
    assert enter(password="wrong").refusal == WRONG
    assert last_event() == ("people.refuse_sign_in", None, 1, {"reason": "wrong password"})
    assert enter("nobody@whp.example").refusal == WRONG
    assert last_event() == ("people.refuse_sign_in", None, 0, {"reason": "unknown e-mail address"})


@pytest.mark.parametrize("who", ["unknown", "deactivated", "without a grant", "wrong password"])
def test_every_try_costs_one_hash_whoever_it_is(monkeypatch: pytest.MonkeyPatch, who: str) -> None:
    """So that the time of the answer does not tell which addresses have an account."""
    administrator = an_installation()
    commissioner = a_commissioner(administrator)
    with transaction():
        if who == "deactivated":
            deactivate_person(person_id=commissioner.person_id, reason="Left", by=administrator, on=DAY)
        elif who == "without a grant":
            end_grant(grant_id=commissioner.grant_id, ends_on=DAY, by=administrator)
    checked: list[str] = []
    hasher = passwords._hasher
    dummy = passwords._dummy_hash()

    class Noting:
        check_needs_rehash, hash = hasher.check_needs_rehash, hasher.hash

        def verify(self, password_hash: str, password: str) -> bool:
            checked.append(password_hash)
            return hasher.verify(password_hash, password)

    monkeypatch.setattr(passwords, "_hasher", Noting())
    email = "nobody@whp.example" if who == "unknown" else "commissioner-1@whp.example"
    assert enter(email, "wrong" if who == "wrong password" else WORDS).actor is None
    assert len(checked) == 1
    assert (checked == [dummy]) == (who == "unknown")


def test_neither_address_nor_password_lies_in_the_database_after_a_wrong_try() -> None:
    an_installation()
    enter("nobody@whp.example", "secret words typed")
    kept = [row.account_key + row.address for row in db.session.scalars(select(FailedSignIn))]
    payloads = [str(event.payload) for event in db.session.scalars(select(AuditEvent))]
    assert not [text for text in kept + payloads if "nobody" in text or "secret" in text]


@pytest.mark.parametrize("email", [EMAIL, "nobody@whp.example"])
def test_waits_after_five_wrong_passwords_even_with_the_right_one(email: str) -> None:
    an_installation()
    for minute in range(5):
        assert enter(email, "wrong", minutes=minute).refusal == WRONG
    assert enter(email, minutes=5).refusal == "Too many wrong passwords. Wait 10 minutes, then try again."
    later = enter(email, minutes=15)
    assert later.refusal == ("" if email == EMAIL else WRONG)


def test_a_try_while_waiting_neither_counts_nor_fills_the_trail() -> None:
    an_installation()
    for _ in range(5):
        enter(password="wrong")
    before = len(db.session.scalars(select(AuditEvent.id)).all())
    for _ in range(3):
        enter(password="wrong", minutes=1)
    assert len(db.session.scalars(select(AuditEvent.id)).all()) == before
    assert len(db.session.scalars(select(FailedSignIn.id)).all()) == 5


def test_the_right_password_forgets_the_wrong_ones() -> None:
    an_installation()
    for _ in range(4):
        enter(password="wrong")
    assert enter().actor is not None
    assert enter(password="wrong", minutes=1).refusal == WRONG
    assert enter(minutes=2).actor is not None


def test_one_address_that_tries_many_accounts_waits_too() -> None:
    an_installation()
    for number in range(50):
        enter(f"nobody{number}@whp.example", "wrong")
    assert enter(minutes=1).refusal == "Too many wrong passwords. Wait 14 minutes, then try again."
    assert enter(minutes=1, address="10.0.0.2").actor is not None


def test_a_deactivated_person_is_told_the_same_as_anybody() -> None:
    administrator = an_installation()
    commissioner = a_commissioner(administrator)
    with transaction():
        deactivate_person(person_id=commissioner.person_id, reason="Left", by=administrator, on=DAY)
    assert enter("commissioner-1@whp.example").refusal == WRONG
    assert last_event()[3] == {"reason": "deactivated"}


def test_a_person_without_a_grant_today_is_told_so_after_the_right_password() -> None:
    administrator = an_installation()
    commissioner = a_commissioner(administrator)
    with transaction():
        end_grant(grant_id=commissioner.grant_id, ends_on=DAY, by=administrator)
    assert enter("commissioner-1@whp.example").refusal.startswith("You hold no grant today")
    assert last_event()[3] == {"reason": "no grant today"}


def test_a_grant_holds_until_the_day_before_its_end() -> None:
    """31 March is in, 1 April is out."""
    administrator = an_installation()
    commissioner = a_commissioner(administrator)
    with transaction():
        end_grant(grant_id=commissioner.grant_id, ends_on=DAY, by=administrator)
    person_id, grant_id = commissioner.person_id, commissioner.grant_id
    assert queries.find_actor(person_id=person_id, grant_id=grant_id, on=date(2008, 3, 31)) is not None
    assert queries.find_actor(person_id=person_id, grant_id=grant_id, on=DAY) is None
    assert queries.find_actor(person_id=person_id, grant_id=grant_id, on=date(2006, 9, 30)) is None


def test_changes_the_password_and_ends_every_other_session() -> None:
    administrator = an_installation()
    stamp = queries.get_person(administrator.person_id).session_stamp
    with transaction():
        tried = signing_in.change_password(
            old=WORDS, new="another pass phrase", address="10.0.0.1", by=administrator, at=AT
        )
    assert tried.actor == administrator
    assert queries.get_person(administrator.person_id).session_stamp != stamp
    assert enter().refusal == WRONG
    assert enter(password="another pass phrase").actor is not None


def test_refuses_a_new_password_without_the_old_one_or_like_it() -> None:
    administrator = an_installation()
    with transaction():
        tried = signing_in.change_password(old="wrong", new="another pass phrase", address="a", by=administrator, at=AT)
    assert tried.refusal == "The old password is wrong."
    assert last_event()[3] == {"reason": "wrong password"}
    with pytest.raises(Refusal, match="The new password must differ from the old one"), transaction():
        signing_in.change_password(old=WORDS, new=WORDS, address="a", by=administrator, at=AT)
    with pytest.raises(Refusal, match="A password has at least 12 characters"), transaction():
        signing_in.change_password(old=WORDS, new="short", address="a", by=administrator, at=AT)
    assert enter().actor is not None


def test_the_password_given_again_is_counted_and_audited() -> None:
    administrator = an_installation()
    for _ in range(5):
        with transaction():
            tried = signing_in.confirm_password(password="wrong", address="a", by=administrator, at=AT)
        assert tried.refusal == "The password is wrong."
    with transaction():
        tried = signing_in.confirm_password(password=WORDS, address="a", by=administrator, at=AT)
    assert tried.refusal == "Too many wrong passwords. Wait 15 minutes, then try again."
    with transaction():
        later = AT + timedelta(minutes=15)
        tried = signing_in.confirm_password(password=WORDS, address="a", by=administrator, at=later)
    assert tried.actor == administrator
    assert last_event()[0] == "people.confirm_password"


def test_switches_between_own_grants_only() -> None:
    administrator = an_installation()
    commissioner = a_commissioner(administrator)
    with transaction():
        second = give_grant(
            person_id=commissioner.person_id, role=Role.FINANCE, organisation_id=1, starts_on=DAY, by=administrator
        )
    with transaction():
        switched = signing_in.switch_grant(grant_id=second.id, by=commissioner, on=DAY)
    assert (switched.role, switched.grant_id) == (Role.FINANCE, second.id)
    act, by_id, _, new = last_event()
    assert (act, by_id) == ("people.switch_grant", commissioner.person_id)
    assert new == {"role": "PCT finance", "organisation": "West Hertfordshire PCT"}
    other = a_person(Role.AUDITOR, 1, by=administrator)
    with pytest.raises(Refusal, match="You do not hold this grant today"), transaction():
        signing_in.switch_grant(grant_id=second.id, by=other, on=DAY)


def test_signing_out_is_on_record() -> None:
    administrator = an_installation()
    with transaction():
        signing_in.sign_out(by=administrator)
    assert last_event()[:2] == ("people.sign_out", administrator.person_id)


def test_the_words_of_this_place_are_those_of_the_register_at_the_time() -> None:
    administrator = an_installation()
    commissioner = a_commissioner(administrator)
    new = "Hartsbourne-green 2008"

    def change() -> signing_in.Try:
        with transaction():
            return signing_in.change_password(old=WORDS, new=new, address="a", by=commissioner, at=AT)

    with transaction():
        place = open_party(
            kind=PartyKind.PRACTICE, code="E82009", name="Hartsbourne Green Surgery", opened_on=FIRST_DAY,
            commissioner_id=1, by=commissioner,
        )  # fmt: skip
    with pytest.raises(Refusal, match=r"^This password is mostly words that everybody here knows"):
        change()
    with transaction():
        rename_party(party_id=place.id, name="Moor Mill Surgery", by=commissioner)
    assert change().actor == commissioner


def test_localities_are_words_of_this_place_too() -> None:
    commissioner = a_commissioner(an_installation())
    assert "hartsbourne" not in words_of_place()
    with transaction():
        add_locality(commissioner_id=1, name="Hartsbourne", by=commissioner)
    assert "hartsbourne" in words_of_place()


def test_the_first_try_of_a_process_takes_no_longer_for_an_unknown_address(monkeypatch: pytest.MonkeyPatch) -> None:
    """What is compared in place of an account's hash is made by the first try, whoever it is about."""
    an_installation()
    made: list[str] = []

    def make() -> str:
        made.append("made")
        return passwords.hash_password("nobody's")

    monkeypatch.setattr(passwords, "_dummy_hash", make)
    enter(password="wrong")
    enter("nobody@whp.example", "wrong")
    assert len(made) == 2
