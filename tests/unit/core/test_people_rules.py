"""E-mail addresses, passwords, waiting, granting, ending, tokens."""

from datetime import UTC, date, datetime, timedelta

import pytest

from core.errors import Refusal
from core.parties.rules import PartyKind
from core.people import rules
from core.permissions import PERMISSIONS_OF, Permission, Role

AT = datetime(2008, 4, 1, 9, 0, tzinfo=UTC)
DAY = date(2008, 4, 1)


def said(refused: pytest.ExceptionInfo[Refusal]) -> str:
    return str(refused.value)


@pytest.mark.parametrize("email", ["a@b.example", "first.last+tag@trust.nhs.example", "o'neil@x-y.example"])
def test_accepts_e_mail_addresses(email: str) -> None:
    rules.check_email(email)


@pytest.mark.parametrize("email", ["", "a", "a@b", "a b@c.example", "a@-b.example", "a@b..example", "a@b.example\n"])
def test_refuses_what_is_no_e_mail_address(email: str) -> None:
    with pytest.raises(Refusal, match="is not an e-mail address"):
        rules.check_email(email)


@pytest.mark.parametrize(
    ("password", "sentence"),
    [
        ("eleven char", "A password has at least 12 characters."),
        ("x" * 201, "A password has at most 200 characters."),
        (" Someone@Trust.example", "Your password may not be your e-mail address."),
    ],
)
def test_refuses_weak_passwords(password: str, sentence: str) -> None:
    with pytest.raises(Refusal) as refused:
        rules.check_password(password, email="someone@trust.example")
    assert said(refused) == sentence


def test_twelve_characters_of_any_kind_are_enough() -> None:
    rules.check_password("aaaaaaaaaaaa", email="someone@trust.example")


def test_waits_only_after_five_wrong_within_fifteen_minutes() -> None:
    old = [AT - timedelta(minutes=16)]
    recent = [AT - timedelta(minutes=minutes) for minutes in (1, 2, 3, 14)]
    assert rules.minutes_to_wait(old + recent, rules.PER_ACCOUNT, at=AT) == 0
    assert rules.minutes_to_wait([*recent, AT], rules.PER_ACCOUNT, at=AT) == 1
    assert rules.minutes_to_wait([AT] * 5, rules.PER_ACCOUNT, at=AT) == 15


def test_many_people_behind_one_address_are_not_locked_out_by_five() -> None:
    assert rules.minutes_to_wait([AT] * 49, rules.PER_ADDRESS, at=AT) == 0
    assert rules.minutes_to_wait([AT] * 50, rules.PER_ADDRESS, at=AT) == 15


def test_nobody_grants_to_themselves() -> None:
    """TRAPS 19: the requester is never the approver, administrator or not."""
    with pytest.raises(Refusal) as refused:
        rules.check_granting(by_person_id=7, person_id=7, role=Role.FINANCE, kind=PartyKind.PCT)
    assert said(refused) == "You may not give a grant to yourself. Ask another administrator."


@pytest.mark.parametrize(
    ("role", "kind", "sentence"),
    [
        (Role.PBC_LEAD, PartyKind.PCT, "PbC lead is a role at a PbC group, not at a primary care trust."),
        (
            Role.AUDITOR,
            PartyKind.PRACTICE,
            "Auditor is a role at a primary care trust or a strategic health authority, not at a practice.",
        ),
    ],
)
def test_refuses_a_role_at_the_wrong_kind_of_organisation(role: Role, kind: PartyKind, sentence: str) -> None:
    with pytest.raises(Refusal) as refused:
        rules.check_granting(by_person_id=1, person_id=7, role=role, kind=kind)
    assert said(refused) == sentence


def test_every_role_has_a_kind_of_organisation() -> None:
    assert set(rules.KINDS_FOR) == set(Role)


def test_a_period_ends_later_than_it_starts() -> None:
    rules.check_period(DAY, DAY + timedelta(days=1))
    with pytest.raises(Refusal, match="The end must be later than the start"):
        rules.check_period(DAY, DAY)


def test_periods_that_touch_do_not_overlap() -> None:
    """31 March and 1 April: the end is the first day on which a grant no longer holds."""
    before = (date(2007, 4, 1), date(2008, 4, 1))
    rules.check_no_overlap(DAY, None, [before], what="The grant")
    with pytest.raises(Refusal, match=r"^The grant already holds for some of these days\.$"):
        rules.check_no_overlap(date(2008, 3, 31), None, [before], what="The grant")


def test_refuses_to_end_twice_or_before_the_start() -> None:
    rules.check_ending(starts_on=DAY, already_ends_on=None, ends_on=DAY, what="The grant")
    with pytest.raises(Refusal, match=r"^The grant starts later than the day on which you want to end it\.$"):
        rules.check_ending(starts_on=DAY, already_ends_on=None, ends_on=date(2008, 3, 31), what="The grant")
    with pytest.raises(Refusal, match=r"^The grant ends already on an earlier day or on that one\.$"):
        rules.check_ending(starts_on=DAY, already_ends_on=DAY, ends_on=DAY, what="The grant")


def test_the_last_administrator_stays() -> None:
    rules.check_administrators_remain(1)
    with pytest.raises(Refusal, match="This is the last administrator"):
        rules.check_administrators_remain(0)


@pytest.mark.parametrize(
    ("purpose", "scope", "expires_on", "sentence"),
    [
        (" ", {Permission.SEE_ROUNDS}, date(2008, 5, 1), "Say what the token is for."),
        ("ledger", set(), date(2008, 5, 1), "Choose at least one thing the token may do."),
        (
            "ledger",
            {Permission.ADMINISTER_PEOPLE},
            date(2008, 5, 1),
            "You cannot issue a token to administer people and their grants: you may not do so yourself.",
        ),
        ("ledger", {Permission.SEE_ROUNDS}, DAY, "The token must expire on a later day than today."),
        ("ledger", {Permission.SEE_ROUNDS}, date(2009, 4, 3), "A token lasts at most a year."),
    ],
)
def test_refuses_tokens_without_purpose_or_bounds(
    purpose: str, scope: set[Permission], expires_on: date, sentence: str
) -> None:
    with pytest.raises(Refusal) as refused:
        rules.check_token(
            purpose=purpose,
            scope=frozenset(scope),
            held=PERMISSIONS_OF[Role.COMMISSIONER],
            expires_on=expires_on,
            on=DAY,
        )
    assert said(refused) == sentence
