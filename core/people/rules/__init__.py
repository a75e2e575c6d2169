"""Rules of people: e-mail addresses and passwords, waiting after wrong passwords, who may be granted what by whom."""

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from math import ceil

from core.errors import Refusal
from core.identifiers import has_identifier
from core.parties.rules import KIND_NAMES, PartyKind
from core.periods import overlap
from core.permissions import ROLE_NAMES, Permission, Role

SHORTEST_PASSWORD = 12
LONGEST_PASSWORD = 200
LONGEST_TOKEN_LIFE = timedelta(days=366)
WRONG = "The e-mail address or the password is wrong."
TEMPORARY_IS_OVER = (
    "This was a temporary password, and its time is over. Ask an administrator for another one, or for a link with "
    "which you choose your own."
)
NO_GRANT = "You hold no grant today, so there is nothing you may do here. Ask an administrator for one."
_EMAIL = re.compile(
    r"[a-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}@[a-z0-9](?:[a-z0-9-]*[a-z0-9])?(?:\.[a-z0-9](?:[a-z0-9-]*[a-z0-9])?)+"
)
_LONGEST_EMAIL = 254
_LONGEST_NAME = 120


@dataclass(frozen=True, slots=True, kw_only=True)
class Throttle:
    """How many wrong passwords within how long make one wait."""

    most: int
    within: timedelta


PER_ACCOUNT = Throttle(most=5, within=timedelta(minutes=15))
PER_ADDRESS = Throttle(most=50, within=timedelta(minutes=15))
A_DAY = Throttle(most=25, within=timedelta(days=1))
LOCKED_FOR = timedelta(hours=1)

KINDS_FOR: Mapping[Role, frozenset[PartyKind]] = {
    Role.COMMISSIONER: frozenset({PartyKind.PCT}),
    Role.FINANCE: frozenset({PartyKind.PCT}),
    Role.PBC_LEAD: frozenset({PartyKind.PBC_GROUP}),
    Role.PBC_MEMBER: frozenset({PartyKind.PBC_GROUP}),
    Role.PRACTICE_MANAGER: frozenset({PartyKind.PRACTICE}),
    Role.PROVIDER_MANAGER: frozenset({PartyKind.PROVIDER}),
    Role.AUDITOR: frozenset({PartyKind.SHA, PartyKind.PCT}),
    Role.ADMINISTRATOR: frozenset({PartyKind.PCT, PartyKind.SHA}),
}
DEMO_DOMAIN = "@demo.example"
DEMO_WORDS = "budgets that add up"
NOT_IN_THE_DEMO = frozenset({(Role.ADMINISTRATOR, PartyKind.SHA)})


def normal_email(text: str) -> str:
    """An e-mail address as it is kept and compared: without blanks around it, in small letters."""
    return text.strip().lower()


def normal_password(text: str) -> str:
    """A password as it is hashed: the same characters whichever keyboard composed them (Unicode NFKC)."""
    return unicodedata.normalize("NFKC", text)


def check_email(email: str) -> None:
    """Refuse what is no e-mail address in normal form, or has letters that only look like those of another one."""
    if len(email) > _LONGEST_EMAIL or not _EMAIL.fullmatch(email):
        raise Refusal(f"“{email}” is not an e-mail address, such as name@organisation.example.")


def check_name(name: str) -> None:
    """Refuse a person without a name, or with one that no list has room for."""
    if not name.strip():
        raise Refusal("Enter the person’s name.")
    if len(name) > _LONGEST_NAME:
        raise Refusal(f"A name has at most {_LONGEST_NAME} characters.")
    if has_identifier(name):
        raise Refusal("The name holds a number that passes the NHS number check. Take it out.")


def check_password(password: str, *, email: str) -> None:
    """Refuse a password that is short, endless, or the e-mail address. No rule asks for digits or signs."""
    if len(password) < SHORTEST_PASSWORD:
        raise Refusal(f"A password has at least {SHORTEST_PASSWORD} characters.")
    if len(password) > LONGEST_PASSWORD:
        raise Refusal(f"A password has at most {LONGEST_PASSWORD} characters.")
    if normal_email(password) == email:
        raise Refusal("Your password may not be your e-mail address.")


def is_over(expires_at: datetime | None, *, is_temporary: bool, at: datetime) -> bool:
    """Whether a password that was handed over opens nothing any more; one's own never is.

    >>> from datetime import UTC
    >>> at = datetime(2008, 4, 1, 9, 0, tzinfo=UTC)
    >>> is_over(at, is_temporary=True, at=at), is_over(None, is_temporary=False, at=at)
    (True, False)
    """
    return is_temporary and (expires_at is None or at >= expires_at)


def minutes_to_wait(failures: Sequence[datetime], throttle: Throttle, *, at: datetime) -> int:
    """Minutes until another try is heard: 0 with fewer failures than the throttle allows within its time.

    >>> from datetime import UTC
    >>> at = datetime(2008, 4, 1, 9, 0, tzinfo=UTC)
    >>> minutes_to_wait([at - timedelta(minutes=10)] * 5, PER_ACCOUNT, at=at)
    5
    >>> minutes_to_wait([at - timedelta(minutes=15)] * 5, PER_ACCOUNT, at=at)
    0
    """
    recent = sorted(failure for failure in failures if failure > at - throttle.within)
    if len(recent) < throttle.most:
        return 0
    free_again = recent[-throttle.most] + throttle.within
    return ceil((free_again - at) / timedelta(minutes=1))


def minutes_until(until: datetime, *, at: datetime) -> int:
    """Minutes from an instant to another, rounded up; 0 when it is past."""
    return max(0, ceil((until - at) / timedelta(minutes=1)))


def too_many_wrong(minutes: int, what: str = "passwords") -> str:
    """The sentence of one who has to wait.

    >>> too_many_wrong(1)
    'Too many wrong passwords. Wait 1 minute, then try again.'
    """
    return f"Too many wrong {what}. Wait {minutes} minute{'' if minutes == 1 else 's'}, then try again."


def is_to_be_locked(failures: Sequence[datetime], *, at: datetime) -> bool:
    """Whether so many wrong passwords came within a day, however slowly, that the account is to be locked for a while.

    >>> from datetime import UTC
    >>> at = datetime(2008, 4, 1, 9, 0, tzinfo=UTC)
    >>> is_to_be_locked([at - timedelta(hours=1)] * 24, at=at), is_to_be_locked([at - timedelta(hours=1)] * 25, at=at)
    (False, True)
    """
    return len([failure for failure in failures if failure > at - A_DAY.within]) >= A_DAY.most


def check_granting(*, by_person_id: int | None, person_id: int, role: Role, kind: PartyKind) -> None:
    """Refuse a grant to oneself (four eyes), and a role that organisations of that kind do not have."""
    if by_person_id == person_id:
        raise Refusal("You may not give a grant to yourself. Ask another administrator.")
    if kind not in KINDS_FOR[role]:
        where = " or ".join(sorted(_with_article(KIND_NAMES[allowed]) for allowed in KINDS_FOR[role]))
        raise Refusal(f"{ROLE_NAMES[role]} is a role at {where}, not at {_with_article(KIND_NAMES[kind])}.")


def check_period(starts_on: date, ends_on: date | None) -> None:
    """Refuse a period that ends before it starts. The end is the first day it no longer holds."""
    if ends_on is not None and ends_on <= starts_on:
        raise Refusal("The end must be later than the start: it is the first day on which this no longer holds.")


def check_no_overlap(
    starts_on: date, ends_on: date | None, others: Sequence[tuple[date, date | None]], *, what: str
) -> None:
    """Refuse a second one for days on which the first holds."""
    if any(overlap((starts_on, ends_on), other) for other in others):
        raise Refusal(f"{what} already holds for some of these days.")


def check_ending(*, starts_on: date, already_ends_on: date | None, ends_on: date, what: str) -> None:
    """Refuse to end what ended already or before it started. An end on the first day means it never held."""
    if already_ends_on is not None and already_ends_on <= ends_on:
        raise Refusal(f"{what} ends already on an earlier day or on that one.")
    if ends_on < starts_on:
        raise Refusal(f"{what} starts later than the day on which you want to end it.")


def check_administrators_remain(others: int) -> None:
    """Refuse to take the last administrator away: nobody could put it right again."""
    if others == 0:
        raise Refusal("This is the last administrator. Make another person administrator first.")


def check_token(
    *, purpose: str, scope: frozenset[Permission], held: frozenset[Permission], expires_on: date, on: date
) -> None:
    """Refuse a token without a purpose or scope, with more than its maker may do, past, or for more than a year."""
    if not purpose.strip():
        raise Refusal("Say what the token is for.")
    if not scope:
        raise Refusal("Choose at least one thing the token may do.")
    beyond = sorted(scope - held)
    if beyond:
        raise Refusal(f"You cannot issue a token to {beyond[0]}: you may not do so yourself.")
    if expires_on <= on:
        raise Refusal("The token must expire on a later day than today.")
    if expires_on - on > LONGEST_TOKEN_LIFE:
        raise Refusal("A token lasts at most a year.")


def _with_article(name: str) -> str:
    return f"a {name if name == KIND_NAMES[PartyKind.PBC_GROUP] else name.lower()}"
