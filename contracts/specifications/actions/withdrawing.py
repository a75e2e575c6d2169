"""Withdrawing a version, unless higher rooms rely on it: a contract that is drafted, heads of terms."""

from collections.abc import Callable
from datetime import date, datetime

from contracts.specifications.actions.recording import held, is_commissioner, record, tell_other_side
from contracts.specifications.models import SpecificationVersion
from contracts.specifications.rules.states import State, check_may_be_withdrawn
from core.db import db
from core.permissions import Actor

ReasonsAgainst = Callable[[int], list[str]]
reasons_against_withdrawing_specification: list[ReasonsAgainst] = []
"""What higher rooms have against withdrawing the version of that id, in sentences: appended in `contracts/rooms.py`."""


def withdraw_version(
    *, version_id: int, reason: str, by: Actor, on: date, at: datetime, href: str
) -> SpecificationVersion:
    """Withdraw a version with the reason. It stays readable. An agreed one is withdrawn by the commissioner alone.

    Every reason that higher rooms have against it is shown, and nothing is done.
    """
    version = held(version_id, by)
    for_commissioner = is_commissioner(version.specification, by)
    is_drafter = version.drafter_id == by.organisation_id and version.state is not State.AGREED
    check_may_be_withdrawn(
        state=version.state,
        may=for_commissioner or is_drafter,
        reason=reason,
        reasons_against=reasons_against(version.id),
    )
    before = version.state
    version.state, version.withdrawal, version.withdrawn_at = State.WITHDRAWN, reason.strip(), at
    db.session.flush()
    record(version, "withdraw_version", by, old={"state": before.value}, new={"reason": version.withdrawal})
    tell_other_side(
        version,
        "withdraw_version",
        f"{version.called} was withdrawn",
        version.withdrawal,
        by=by,
        on=on,
        at=at,
        href=href,
    )
    return version


def reasons_against(version_id: int) -> list[str]:
    """All reasons that higher rooms have against withdrawing a version, in sentences."""
    return [sentence for reasons in reasons_against_withdrawing_specification for sentence in reasons(version_id)]
