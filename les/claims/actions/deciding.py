"""What all decisions over money do: hold the scheme, ask who may, keep out who has an interest, note the event."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from core import audit
from core.db import db
from core.errors import Refusal
from core.parties.models import Party
from core.permissions import Actor, Permission
from les.claims.queries.budget_left import budget_state
from les.claims.queries.independence import interest_in_practice
from les.claims.queries.settings import RulesInForce
from les.claims.rules.budget_check import exception_to_keep
from les.schemes.actions.recording import held
from les.schemes.models.schemes import Scheme

APPROVERS = (Permission.CHECK_CLAIMS, Permission.RELEASE_CLAIMS)


def held_for_one_of(scheme_id: int, by: Actor, permissions: Sequence[Permission] = APPROVERS) -> Scheme:
    """The scheme, held until the act is over, for somebody who has one of these permissions."""
    named = next((each for each in permissions if by.may(each)), permissions[0])
    return held(scheme_id, by, named)


def check_no_interest(practice: Party, by: Actor, *, since: date) -> None:
    """Refuse somebody with an interest in the practice, whatever their role."""
    if interest := interest_in_practice(practice, by, since=since):
        raise Refusal(interest)


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What is to be approved: a sum in pence for a practice under a scheme, from the budget of a year."""

    scheme: Scheme
    practice_id: int
    year: str
    pence: int


def exception_within_budget(asked: Asked, *, rules: RulesInForce, exception: str, by: Actor, on: date) -> str:
    """The exception to record for a sum; refuses one that the budget does not hold. The scheme is held meanwhile."""
    return exception_to_keep(
        budget_state(scheme_id=asked.scheme.id, practice_id=asked.practice_id, year=asked.year, on=on),
        asked.pence,
        mode=rules.budget_check,
        exception=exception,
        may_except=by.may(Permission.RECORD_EXCEPTIONS),
    )


def note(scheme: Scheme, act: str, by: Actor, *, subject: str, subject_id: int, new: audit.Values) -> None:
    """Note an act on a claim or an adjustment of a scheme."""
    audit.record(
        db.session(),
        by=by,
        act=f"claims.{act}",
        subject=subject,
        subject_id=subject_id,
        new={"scheme": scheme.called, **new},
        commissioner_id=scheme.commissioner_id,
    )
