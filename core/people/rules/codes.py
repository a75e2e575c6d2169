"""One-time codes (RFC 6238): which roles need them, which code is taken, and codes of recovery. Pure."""

import hashlib
import hmac
import re
from collections.abc import Callable
from datetime import datetime, timedelta
from enum import StrEnum

from core.errors import Refusal
from core.identifiers import has_identifier
from core.permissions import PERMISSIONS_OF, Permission, Role


class CodesOf(StrEnum):
    """Of whom an installation requires one-time codes. The value is that of the setting."""

    NOBODY = "nobody"
    APPROVERS = "approvers"
    EVERYBODY = "everybody"


STEP_SECONDS = 30
_FEWEST_WORDS = 4
RECOVERY_CODES = 10
HALF_SIGNED_IN_FOR = timedelta(minutes=5)
WRONG_CODE = "The code is wrong, or it was used before. Enter the one that is shown now."
APPROVING = frozenset({
    Permission.ISSUE_PROPOSALS,
    Permission.DECIDE_DISPUTES,
    Permission.SIGN_BUDGETS,
    Permission.UNLOCK_ROUNDS,
    Permission.APPROVE_MUST_DOS,
    Permission.DECIDE_RESERVE,
    Permission.APPROVE_POOL_MOVEMENTS,
    Permission.SIGN_CONTRACTS,
    Permission.RECORD_EXCEPTIONS,
    Permission.WITHHOLD_PAYMENT,
    Permission.APPROVE_MINUTES,
    Permission.APPROVE_SCHEMES,
    Permission.SET_SCHEME_BUDGETS,
    Permission.BIND_PRACTICE,
    Permission.CHECK_CLAIMS,
    Permission.RELEASE_CLAIMS,
    Permission.PAY_CLAIMS,
    Permission.ADMINISTER_PEOPLE,
    Permission.REDACT_AUDIT_TRAIL,
})  # fmt: skip
_SIX_DIGITS = re.compile(r"\d{6}", re.ASCII)
RECOVERY_LETTERS = 25  # of 32 each: 125 bits
_RECOVERY = re.compile(r"[a-z2-9]{16}|[a-z2-9]{25}", re.ASCII)


def approves(role: Role) -> bool:
    """Whether a role approves, signs or pays: one that needs codes where the installation says approvers do.

    >>> [role.value for role in Role if not approves(role)]
    ['pbc_member', 'auditor']
    """
    return bool(PERMISSIONS_OF[role] & APPROVING)


def typed_code(text: str) -> str:
    """A code as it is compared: without the blanks and hyphens people type between its groups.

    >>> typed_code(" 123 456 "), typed_code("ABCD-efgh-2345-6789")
    ('123456', 'abcdefgh23456789')
    """
    return re.sub(r"[\s-]", "", text).lower()


def is_one_time(code: str) -> bool:
    """Whether a typed code has the shape of a one-time code: six digits."""
    return bool(_SIX_DIGITS.fullmatch(code))


def is_recovery(code: str) -> bool:
    """Whether a typed code has the shape of a recovery code: of today, or of the shorter ones given out before."""
    return bool(_RECOVERY.fullmatch(code))


def step_at(instant: datetime) -> int:
    """The number of the half minute of an instant since 1970, of which a code is made.

    >>> from datetime import UTC
    >>> step_at(datetime(1970, 1, 1, 0, 0, 59, tzinfo=UTC))
    1
    """
    return int(instant.timestamp()) // STEP_SECONDS


def step_taken(code: str, *, code_of: Callable[[int], str], at: datetime, last_step: int) -> int | None:
    """The step whose code this is: of now, the one before or the one after (clocks differ), and later than the last
    one taken; None where there is none. `code_of` gives the code of a step.
    """
    now = step_at(at)
    steps = [step for step in (now - 1, now, now + 1) if hmac.compare_digest(code_of(step), code)]
    return next((step for step in steps if step > last_step), None)


def recovery_hash(code: str) -> str:
    """The SHA-256 of a recovery code, which has enough chance in it to need no salt and no delay.

    125 bits; from 112 on the verification standard (ASVS 5.0, 6.5.2) asks for no slow hash, which would have to be
    tried against ten rows of a person one by one. Codes given out before have 80 bits; people are told to renew them.
    """
    return hashlib.sha256(code.encode()).hexdigest()


def check_known_by(words: str) -> None:
    """Refuse to end lost codes before it is said how one made sure who asks: a sentence, no single word."""
    if len(words.split()) < _FEWEST_WORDS:
        raise Refusal(
            "Say in a sentence how you made sure that it is they who ask, such as “rang back on the number in the "
            "staff directory and knew the voice”."
        )
    if has_identifier(words):
        raise Refusal("What you wrote holds a number that passes the NHS number check. Take it out.")


def need_codes(role: Role, of: CodesOf) -> bool:
    """Whether a role needs codes where the installation requires them of these people.

    >>> need_codes(Role.AUDITOR, CodesOf.APPROVERS), need_codes(Role.AUDITOR, CodesOf.EVERYBODY)
    (False, True)
    """
    return of is CodesOf.EVERYBODY or (of is CodesOf.APPROVERS and approves(role))


def check_may_end_codes(*, role: Role, required_of: CodesOf) -> None:
    """Refuse to do without codes in a role that needs them here."""
    if need_codes(role, required_of):
        raise Refusal(
            "In your role this installation asks for one-time codes. If you have another device, begin anew with it "
            "instead."
        )
