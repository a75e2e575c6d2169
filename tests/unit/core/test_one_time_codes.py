"""One-time codes: the vectors of RFC 6238, clocks that differ, a code that comes twice; passwords that were leaked."""

from base64 import b32encode
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pyotp
import pytest

from core.errors import Refusal
from core.four_eyes import check_other_person, counts_as, is_one_with
from core.people.actions.codes import _LETTERS
from core.people.passwords import check_new_password
from core.people.rules.codes import (
    APPROVING,
    RECOVERY_LETTERS,
    CodesOf,
    check_may_end_codes,
    is_recovery,
    step_at,
    step_taken,
    typed_code,
)
from core.people.rules.links import check_no_generic_mailbox
from core.people.rules.sessions import coarse_address
from core.permissions import PERMISSIONS_OF, Actor, Role

NO_PLACE: frozenset[str] = frozenset()
KEY = b32encode(b"12345678901234567890").decode()
VECTORS = ((59, "94287082"), (1111111109, "07081804"), (1111111111, "14050471"), (1234567890, "89005924"),
           (2000000000, "69279037"), (20000000000, "65353130"))  # fmt: skip
AT = datetime(2008, 4, 1, 9, 0, 10, tzinfo=UTC)


@pytest.mark.parametrize(("seconds", "code"), VECTORS)
def test_codes_are_those_of_the_standard(seconds: int, code: str) -> None:
    """RFC 6238, appendix B, SHA-1: eight digits there, the last six of them here."""
    step = step_at(datetime.fromtimestamp(seconds, UTC))
    assert pyotp.TOTP(KEY).generate_otp(step) == code[-6:]


@pytest.mark.parametrize(("apart", "is_taken"), [(-61, False), (-30, True), (0, True), (30, True), (61, False)])
def test_clocks_may_differ_by_half_a_minute(apart: int, is_taken: bool) -> None:
    device = pyotp.TOTP(KEY)
    code = device.generate_otp(step_at(AT + timedelta(seconds=apart)))
    assert (step_taken(code, code_of=device.generate_otp, at=AT, last_step=0) is not None) == is_taken


def test_a_code_is_taken_once_and_none_before_it() -> None:
    device, now = pyotp.TOTP(KEY), step_at(AT)
    before, code, after = (device.generate_otp(step) for step in (now - 1, now, now + 1))
    assert step_taken(code, code_of=device.generate_otp, at=AT, last_step=0) == now
    assert step_taken(code, code_of=device.generate_otp, at=AT, last_step=now) is None
    assert step_taken(before, code_of=device.generate_otp, at=AT, last_step=now) is None
    assert step_taken(after, code_of=device.generate_otp, at=AT, last_step=now) == now + 1


def test_what_is_typed_is_read_kindly_and_nothing_else_passes_for_a_code() -> None:
    assert typed_code("12 34-56") == "123456"
    assert not is_recovery("١٢٣٤٥٦٧٨٩٠١٢٣٤٥٦")
    assert not is_recovery("0000000000000000")
    assert not is_recovery("a" * 20)
    assert is_recovery(typed_code("ABCDE fghij-kmnpq-rstuv-wxyz2"))


def test_a_recovery_code_holds_more_chance_than_is_asked_of_one_that_is_hashed_once() -> None:
    """ASVS 5.0, 6.5.2: 112 bits. Each letter is one of 32."""
    assert len(_LETTERS) == len(set(_LETTERS)) == 32
    assert RECOVERY_LETTERS * 5 >= 112


def test_every_role_that_may_approve_needs_codes_where_the_installation_says_so() -> None:
    for role in Role:
        if PERMISSIONS_OF[role] & APPROVING:
            with pytest.raises(Refusal, match=r"^In your role this installation asks for one-time codes"):
                check_may_end_codes(role=role, required_of=CodesOf.APPROVERS)
        with pytest.raises(Refusal, match="asks for one-time codes"):
            check_may_end_codes(role=role, required_of=CodesOf.EVERYBODY)
        check_may_end_codes(role=role, required_of=CodesOf.NOBODY)
    check_may_end_codes(role=Role.AUDITOR, required_of=CodesOf.APPROVERS)


@pytest.mark.parametrize(
    "password", ["password1234", "passwordpassword", "qwertyuiop12", "letmein12345", "123456789012", "PASSWORD!2008"]
)
def test_passwords_that_were_leaked_or_are_made_of_such_are_refused(password: str) -> None:
    with pytest.raises(Refusal, match=r"^This password can be guessed quickly"):
        check_new_password(password, email="jane@whp.example", name="Jane", place=NO_PLACE)


def test_a_password_of_ones_own_name_and_organisation_is_refused_and_three_words_are_not() -> None:
    with pytest.raises(Refusal, match=r"^This password can be guessed quickly"):
        check_new_password("commissioner-whp", email="commissioner@whp.example", name="Commissioner", place=NO_PLACE)
    check_new_password("correct horse battery", email="commissioner@whp.example", name="Commissioner", place=NO_PLACE)
    check_new_password("x9" + "é–ü " * 49, email="commissioner@whp.example", place=NO_PLACE)


@pytest.mark.parametrize("name", ["info", "Reception", "office.2", "practice-manager", "no-reply", "team+budgets"])
def test_mailboxes_of_several_people_are_known_by_their_names(name: str) -> None:
    with pytest.raises(Refusal, match="looks like a mailbox of several people"):
        check_no_generic_mailbox(f"{name}@practice.example".lower())


@pytest.mark.parametrize("name", ["i.nfo-smith", "margaret.office", "teammate", "informatics.jones"])
def test_people_whose_names_only_resemble_them_are_let_in(name: str) -> None:
    check_no_generic_mailbox(f"{name}@practice.example")


def test_an_address_is_kept_coarsely() -> None:
    assert coarse_address("::ffff:192.0.2.9") == "192.0.2.0/24"
    assert coarse_address("<script>") == ""


def test_whoever_stands_in_is_one_person_with_the_colleague_for_what_the_colleague_did() -> None:
    alone = Actor(
        person_id=7,
        name="X",
        grant_id=1,
        role=Role.FINANCE,
        organisation_id=1,
        organisation_code="WHP",
        organisation_name="Trust",
        commissioner_ids=frozenset({1}),
    )
    for_colleague = replace(alone, grant_id=2, stands_in_for_id=8, stands_in_for="Y")
    assert [is_one_with(alone, 7), is_one_with(alone, 8), is_one_with(alone, None)] == [True, False, False]
    assert [is_one_with(for_colleague, 7), is_one_with(for_colleague, 8), is_one_with(for_colleague, 9)] == [
        True,
        True,
        False,
    ]
    assert (counts_as(alone, 8), counts_as(for_colleague, 8), counts_as(for_colleague, 9, 7)) == (7, 8, 7)
    check_other_person(for_colleague, 9, None, did="proposed this plan")
    with pytest.raises(Refusal) as refusal:
        check_other_person(for_colleague, 9, 8, did="proposed this plan")
    assert str(refusal.value) == "You proposed this plan, or stand in for who did. Somebody else decides over it."
