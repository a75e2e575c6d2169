"""One-time codes (RFC 6238): which roles need them, which code is taken, and codes of recovery. Pure."""

import hashlib
import hmac
import re
from collections.abc import Callable
from datetime import datetime, timedelta

from core.errors import Refusal
from core.permissions import PERMISSIONS_OF, Permission, Role

STEP_SECONDS = 30
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
_RECOVERY = re.compile(r"[a-z2-9]{16}", re.ASCII)


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
    """Whether a typed code has the shape of a recovery code."""
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
    """The SHA-256 of a recovery code, which has enough chance in it (80 bits) to need no salt and no delay."""
    return hashlib.sha256(code.encode()).hexdigest()


def check_may_end_codes(*, role: Role, needed_by_approvers: bool) -> None:
    """Refuse to do without codes in a role that needs them here."""
    if needed_by_approvers and approves(role):
        raise Refusal(
            "In your role this installation asks for one-time codes. If you have another device, begin anew with it "
            "instead."
        )
