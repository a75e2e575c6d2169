"""One-time codes, recovery codes, locks of accounts, sessions, and standing in for a colleague: the acts."""

from datetime import date, timedelta

import pyotp
import pytest
from sqlalchemy import select

from core.audit_trail.models import AuditEvent
from core.audit_trail.queries import first_fault, history_of
from core.db import bookkeeping, db, transaction
from core.errors import NotAllowed, Refusal
from core.notifications.models import Message
from core.parties.rules import PartyKind
from core.people import queries
from core.people.actions import codes, delegating, sessions, signing_in, throttling
from core.people.actions.administration import deactivate_person
from core.people.actions.grants import end_grant
from core.people.actions.interests import declare_interest
from core.people.actions.throttling import record_about
from core.people.actions.tokens import issue_token
from core.people.commands import look_after_accounts
from core.people.models import PersonSession, RecoveryCode
from core.people.passwords import hash_token
from core.people.queries.codes import find_codes, has_codes, has_short_recovery_codes
from core.people.queries.links import locked_until
from core.people.rules.codes import CodesOf, recovery_hash, step_at
from core.permissions import Actor, Permission, Role
from core.signatures.actions import sign
from core.signatures.queries import list_signatures
from core.signatures.rules import Capacity
from tests.builders import AT, DAY, FIRST_DAY, WORDS, a_commissioner, a_person, an_installation, an_organisation

EMAIL = "admin@whp.example"
BACK = date(2008, 4, 15)


def enter(email: str = EMAIL, password: str = WORDS, *, minutes: int = 0, address: str = "10.0.0.1") -> signing_in.Try:
    at = AT + timedelta(minutes=minutes)
    with transaction():
        return signing_in.sign_in(email=email, password=password, address=address, on=DAY, at=at)


def give(code: str, by: Actor, *, minutes: int = 0, seconds: int = 0) -> signing_in.Try:
    at = AT + timedelta(minutes=minutes, seconds=seconds)
    with transaction():
        return signing_in.give_code(person_id=by.person_id, code=code, address="10.0.0.1", on=DAY, at=at, true_at=at)


def code_of(by: Actor, *, seconds: int = 0) -> str:
    found = find_codes(by.person_id)
    assert found is not None
    return pyotp.TOTP(codes.key_of(found)).generate_otp(step_at(AT + timedelta(seconds=seconds)))


def set_up(by: Actor, *, key: str = "") -> list[str]:
    """Codes confirmed with the code of half a minute before, so that that of now is still to be used."""
    with transaction():
        codes.begin_codes(by=by, at=AT)
    with transaction():
        return codes.confirm_codes(code=code_of(by, seconds=-30), key=key, by=by, at=AT, true_at=AT)


@pytest.mark.usefixtures("database")
def test_a_code_is_asked_for_taken_once_and_counted_when_wrong() -> None:
    administrator = an_installation()
    assert len(set(set_up(administrator))) == 10
    assert enter().asked_for_code_of == administrator.person_id
    assert enter().actor is None
    code = code_of(administrator)
    assert give(code, administrator).actor == administrator
    assert give(code, administrator).refusal.startswith("The code is wrong, or it was used before.")
    assert give(code_of(administrator, seconds=30), administrator).actor == administrator
    for _ in range(5):
        give("000000", administrator)
    assert give(code_of(administrator, seconds=60), administrator, seconds=60).refusal == (
        "Too many wrong codes. Wait 14 minutes, then try again."
    )
    assert enter().asked_for_code_of is not None, "wrong codes lock codes, not the password"
    later = code_of(administrator, seconds=960)
    assert give(later, administrator, minutes=16).actor == administrator
    assert first_fault() == ""


@pytest.mark.usefixtures("database")
def test_a_recovery_code_stands_for_one_once_and_only_its_hash_is_kept() -> None:
    administrator = an_installation()
    told = set_up(administrator)
    kept = {row.code_hash for row in db.session.scalars(select(RecoveryCode))}
    assert len(kept) == 10
    assert not kept & set(told)
    assert give(told[3].upper().replace("-", " "), administrator).actor == administrator
    assert give(told[3], administrator).actor is None
    with transaction():
        again = codes.renew_recovery_codes(by=administrator)
    assert give(told[4], administrator).actor is None
    assert give(again[4], administrator).actor == administrator
    assert "A recovery code of your account was used" in list(db.session.scalars(select(Message.subject)))
    trail = " ".join(str(event.payload) for event in db.session.scalars(select(AuditEvent)))
    assert not [code for code in [*told, *again] if code in trail]


@pytest.mark.usefixtures("database")
def test_recovery_codes_given_out_when_they_were_shorter_work_once_and_new_ones_are_asked_for() -> None:
    administrator = an_installation()
    told = set_up(administrator)
    assert all(len(code.replace("-", "")) == 25 for code in told)
    assert not has_short_recovery_codes(administrator.person_id)
    with bookkeeping():
        for code in ("abcdefghijkmnpqr", "stuvwxyz23456789"):
            short = RecoveryCode(person_id=administrator.person_id, code_hash=recovery_hash(code), letters=16)
            db.session.add(short)
    assert has_short_recovery_codes(administrator.person_id)
    assert give("ABCD-EFGH-IJKM-NPQR", administrator).actor == administrator
    assert give("abcdefghijkmnpqr", administrator).actor is None
    with transaction():
        codes.renew_recovery_codes(by=administrator)
    assert not has_short_recovery_codes(administrator.person_id)
    assert give("stuv-wxyz-2345-6789", administrator).actor is None


@pytest.mark.usefixtures("app")
def test_codes_are_confirmed_before_they_count_and_ended_with_the_password_alone() -> None:
    administrator = an_installation()
    with pytest.raises(Refusal, match=r"^There is nothing to confirm"), transaction():
        codes.confirm_codes(code="123456", key="", by=administrator, at=AT, true_at=AT)
    with transaction():
        codes.begin_codes(by=administrator, at=AT)
    assert enter().actor is not None
    with pytest.raises(Refusal, match="the clock of your device"), transaction():
        codes.confirm_codes(code="000000", key="", by=administrator, at=AT, true_at=AT)
    set_up(administrator)
    with pytest.raises(Refusal, match=r"^You have one-time codes already"), transaction():
        codes.begin_codes(by=administrator, at=AT)

    def end(password: str, *, of: CodesOf = CodesOf.NOBODY) -> signing_in.Try:
        with transaction():
            return signing_in.end_codes(
                password=password, address="10.0.0.1", key="", required_of=of, by=administrator, at=AT
            )

    assert end("wrong").refusal == "The password is wrong."
    with pytest.raises(Refusal, match=r"^In your role this installation asks"):
        end(WORDS, of=CodesOf.APPROVERS)
    assert has_codes(administrator.person_id)
    assert end(WORDS).actor == administrator
    assert enter().actor == administrator
    assert not db.session.scalars(select(RecoveryCode)).all()


@pytest.mark.usefixtures("app")
def test_the_password_again_asks_for_the_code_too_and_an_administrator_ends_lost_ones() -> None:
    administrator = an_installation()
    commissioner = a_commissioner(administrator)
    set_up(commissioner)

    def confirm(code: str) -> signing_in.Try:
        with transaction():
            return signing_in.confirm_password(
                password=WORDS, code=code, address="10.0.0.1", by=commissioner, at=AT, true_at=AT
            )

    assert confirm("").refusal.startswith("The code is wrong")
    assert confirm(code_of(commissioner)).actor == commissioner

    def reset(whose: Actor, by: Actor, known_by: str = "Rang back on the number in the directory") -> None:
        with transaction():
            codes.reset_codes(person_id=whose.person_id, known_by=known_by, by=by, at=AT)

    with pytest.raises(NotAllowed):
        reset(administrator, commissioner)
    with pytest.raises(Refusal, match=r"^You may not reset your own codes"):
        reset(administrator, administrator)
    for words in ("", "  ", "by telephone"):
        with pytest.raises(Refusal, match=r"^Say in a sentence how you made sure"):
            reset(commissioner, administrator, words)
    with pytest.raises(Refusal, match=r"NHS number check"):
        reset(commissioner, administrator, "she knew the number 943 476 5919")
    assert has_codes(commissioner.person_id)
    reset(commissioner, administrator)
    assert not has_codes(commissioner.person_id)
    assert history_of("person", commissioner.person_id)[0].did == (
        "ended their one-time codes: Rang back on the number in the directory"
    )
    told = db.session.scalars(select(Message).where(Message.person_id == commissioner.person_id)).all()
    assert told[-1].subject == "An administrator ended the one-time codes of your account"


@pytest.mark.usefixtures("database")
def test_a_hundred_wrong_passwords_from_many_addresses_lock_the_account_whether_it_exists_or_not() -> None:
    administrator = an_installation()
    said: dict[str, list[str]] = {EMAIL: [], "nobody@whp.example": []}
    for number in range(100):  # one every four minutes, each from another address: never five in a quarter of an hour
        for email, heard in said.items():
            heard.append(enter(email, "wrong", minutes=4 * number, address=f"10.0.{number}.1").refusal)
    assert said[EMAIL] == said["nobody@whp.example"]
    heard_out = [words for words in said[EMAIL] if not words.startswith("Too many")]
    assert 25 <= len(heard_out) < 35
    at = AT + timedelta(minutes=400)
    assert enter(minutes=400).refusal.startswith("Too many wrong passwords. Wait ")
    assert locked_until(administrator.person_id, at=at) is not None
    with transaction():
        look_after_accounts(DAY, at)
        look_after_accounts(DAY, at)
    assert list(db.session.scalars(select(Message.subject))) == ["Many wrong passwords were tried with your address"]
    second = a_person(Role.ADMINISTRATOR, 1, by=administrator)
    with transaction():
        throttling.unlock_account(person_id=administrator.person_id, by=second, at=at)
    assert enter(minutes=400).actor == administrator
    with pytest.raises(Refusal, match=r"^The account of Administrator is not locked\.$"), transaction():
        throttling.unlock_account(person_id=administrator.person_id, by=second, at=at)


@pytest.mark.usefixtures("database")
def test_sessions_elsewhere_end_with_codes_set_up_ended_or_lost() -> None:
    administrator = an_installation()
    commissioner = a_commissioner(administrator)

    def two() -> str:
        with transaction():
            mine, _ = (sessions.open_session(person_id=commissioner.person_id, at=AT) for _ in range(2))
            record_about(None, "sign_in", commissioner.person_id)
        return mine

    def left() -> list[str]:
        kept = select(PersonSession.key_hash).where(PersonSession.person_id == commissioner.person_id)
        return list(db.session.scalars(kept))

    mine = two()
    set_up(commissioner, key=mine)
    assert left() == [hash_token(mine)]
    mine = two()
    with transaction():
        ended = signing_in.end_codes(
            password=WORDS, address="a", key=mine, required_of=CodesOf.NOBODY, by=commissioner, at=AT
        )
    assert ended.actor == commissioner
    assert left() == [hash_token(mine)]
    set_up(commissioner, key=mine)
    two()
    with transaction():
        said = "Rang back on the number in the directory"
        codes.reset_codes(person_id=commissioner.person_id, known_by=said, by=administrator, at=AT)
    assert left() == [], "one may be open on the device that is lost"


@pytest.mark.usefixtures("app")
def test_a_session_is_ended_by_its_owner_alone() -> None:
    administrator = an_installation()
    commissioner = a_commissioner(administrator)
    with transaction():
        mine, other = (
            sessions.open_session(person_id=commissioner.person_id, at=AT, address="192.0.2.77") for _ in range(2)
        )
        theirs = sessions.open_session(person_id=administrator.person_id, at=AT)
        sessions.end_other_sessions(key=mine, by=commissioner)
    left = list(db.session.scalars(select(PersonSession).order_by(PersonSession.id)))
    assert [(row.person_id, row.address) for row in left] == [(2, "192.0.2.0/24"), (1, "")]
    assert not {mine, other, theirs} & {row.key_hash for row in left}
    with pytest.raises(Exception, match="No row was found"), transaction():
        sessions.end_session(session_id=left[1].id, by=commissioner, at=AT)


def hand_over(by: Actor, to: Actor, *, ends_on: date = BACK, starts_on: date = DAY) -> Actor:
    with transaction():
        given = delegating.hand_over_grant(
            grant_id=by.grant_id, person_id=to.person_id, starts_on=starts_on, ends_on=ends_on, reason="Leave", by=by,
            on=DAY, at=AT,
        )  # fmt: skip
        number = given.id
    found = queries.find_actor(person_id=to.person_id, grant_id=number, on=starts_on)
    assert found is not None
    return found


@pytest.mark.usefixtures("database")
def test_a_grant_handed_over_says_for_whom_and_ends_with_its_day_its_own_grant_and_its_giver() -> None:
    administrator = an_installation()
    commissioner = a_commissioner(administrator)
    finance = a_person(Role.FINANCE, 1, by=administrator, name="Finance")
    acting = hand_over(commissioner, finance)
    assert (acting.role, acting.stands_in_for, acting.stands_in_for_id) == (
        Role.COMMISSIONER, "Commissioner", commissioner.person_id,
    )  # fmt: skip
    practice = an_organisation(PartyKind.PRACTICE, "X82001", by=acting)
    line = history_of("party", practice.id)[0]
    assert (line.who, line.acting_as) == ("Finance", "PCT commissioner, West Hertfordshire PCT (for Commissioner)")

    def holds(on: date = DAY) -> bool:
        return queries.find_actor(person_id=finance.person_id, grant_id=acting.grant_id, on=on) is not None

    assert (holds(), holds(BACK)) == (True, False)
    provider = an_organisation(PartyKind.PROVIDER, "PROV", by=commissioner)
    with transaction():
        declare_interest(party_id=provider.id, words="Director", starts_on=FIRST_DAY, by=commissioner)
    again = queries.find_actor(person_id=finance.person_id, grant_id=acting.grant_id, on=DAY)
    assert again is not None
    assert again.interests == {provider.id}
    scope = frozenset({Permission.SEE_ROUNDS})
    with pytest.raises(NotAllowed, match=r"^You stand in for Commissioner\. Tokens"), transaction():
        issue_token(purpose="x", scope=scope, expires_on=BACK, by=acting, on=DAY, at=AT)
    with pytest.raises(Refusal, match=r"^You stand in for somebody with this grant yourself"):
        hand_over(acting, commissioner)
    with transaction():
        end_grant(grant_id=commissioner.grant_id, ends_on=date(2008, 4, 5), by=administrator)
    assert (holds(date(2008, 4, 4)), holds(date(2008, 4, 5))) == (True, False)
    with transaction():
        deactivate_person(person_id=commissioner.person_id, reason="Left", by=administrator, on=DAY)
    assert not holds()
    assert first_fault() == ""


@pytest.mark.usefixtures("app")
def test_what_may_be_handed_over_to_whom_and_for_how_long() -> None:
    administrator = an_installation()
    commissioner = a_commissioner(administrator)
    finance = a_person(Role.FINANCE, 1, by=administrator, name="Finance")
    group = an_organisation(PartyKind.PBC_GROUP, "DAC", by=commissioner)
    elsewhere = a_person(Role.PBC_LEAD, group.id, by=administrator, name="Lead")
    with transaction():
        end_grant(grant_id=commissioner.grant_id, ends_on=date(2008, 6, 1), by=administrator)
    for to, days, sentence in (
        (elsewhere, {}, r"^Lead holds no grant of their own at West Hertfordshire PCT on that day"),
        (commissioner, {}, r"^Choose somebody else"),
        (finance, {"ends_on": DAY}, r"^The end must be later than the start"),
        (finance, {"ends_on": date(2008, 6, 2)}, r"^You hold this grant for a shorter time"),
        (finance, {"starts_on": date(2008, 3, 31)}, r"^The first day lies in the past"),
    ):
        with pytest.raises(Refusal, match=sentence):
            hand_over(commissioner, to, **days)
    with pytest.raises(Refusal, match=r"^An administrator’s grant is not handed over"):
        hand_over(administrator, commissioner)
    acting = hand_over(commissioner, finance)
    with pytest.raises(Refusal, match="already holds for some of these days"):
        hand_over(commissioner, finance)
    with pytest.raises(Refusal, match=r"^Only who handed a grant over"), transaction():
        delegating.end_delegation(grant_id=acting.grant_id, by=elsewhere, on=DAY, at=AT)
    with transaction():
        delegating.end_delegation(grant_id=acting.grant_id, by=commissioner, on=DAY, at=AT)
    assert queries.find_actor(person_id=finance.person_id, grant_id=acting.grant_id, on=DAY) is None
    assert history_of("person", finance.person_id)[0].did == (
        "ended their standing in as PCT commissioner at West Hertfordshire PCT"
    )


@pytest.mark.usefixtures("app")
def test_a_signature_stays_readable_when_its_signer_is_deactivated() -> None:
    administrator = an_installation()
    commissioner = a_commissioner(administrator)
    with transaction():
        sign(
            subject="contract", subject_id=1, content_hash="a" * 64, statement="Agrees to it",
            capacity=Capacity.FOR_COMMISSIONER, by=commissioner, on=DAY, at=AT,
        )  # fmt: skip
        deactivate_person(person_id=commissioner.person_id, reason="Left", by=administrator, on=DAY)
    kept = list_signatures("contract", 1)[0]
    assert kept.given == "Commissioner (PCT commissioner) on 1 April 2008"
    assert (kept.organisation, kept.statement) == ("West Hertfordshire PCT", "Agrees to it")
    assert history_of("contract", 1)[0].who == "Commissioner"
