"""Opening a round, and whether it may still be changed."""

from collections.abc import Callable
from datetime import datetime

from budgets.rounds import queries, rules
from budgets.rounds.models import Round
from core import audit
from core.db import db
from core.errors import Refusal
from core.permissions import Actor, Permission, check_may

reasons_against_changing_round: list[Callable[[int], list[str]]] = []
"""Higher rooms append a function here: (round's id) → sentences why nothing of the round may be changed now."""


def open_round(*, commissioner_id: int, year: str, by: Actor, at: datetime) -> Round:
    """Open the budget setting of a year; a commissioner has one round a year."""
    check_may(by, Permission.PREPARE_ROUNDS, commissioner_id=commissioner_id)
    rules.check_year(year)
    queries.hold_commissioner(commissioner_id)
    if queries.find_round(commissioner_id=commissioner_id, year=year) is not None:
        raise Refusal(f"There is already a round for {year}.")
    found = Round(commissioner_id=commissioner_id, year=year, opened_by_id=by.person_id, opened_at=at)
    db.session.add(found)
    db.session.flush()
    record(found, "open_round", by=by, new={"year": year})
    return found


def reasons_against_changing(round_id: int) -> list[str]:
    """Every sentence that says why nothing of a round may be changed now; none where it may."""
    return [sentence for reasons in reasons_against_changing_round for sentence in reasons(round_id)]


def check_may_prepare(found: Round, *, by: Actor) -> None:
    """Refuse whoever may not prepare a round, and everybody while it may not be changed. Holds the round."""
    check_may(by, Permission.PREPARE_ROUNDS, commissioner_id=found.commissioner_id)
    check_may_be_changed(found.id)


def check_may_be_changed(round_id: int) -> None:
    """Refuse whatever changes a round that higher rooms hold fast: all acts of a round but its opening ask this.

    Holds the round until the act is over, so that numbers are given one at a time and nobody holds it fast meanwhile.
    """
    queries.get_round(round_id, for_change=True)
    against = reasons_against_changing(round_id)
    if against:
        raise Refusal(f"Nothing was changed. {' '.join(against)}")


def record(
    found: Round, act: str, *, by: Actor, old: audit.Values | None = None, new: audit.Values | None = None
) -> None:
    """Note an act of a round in the audit trail: all of them are its history."""
    audit.record(
        db.session(),
        by=by,
        act=f"rounds.{act}",
        subject="round",
        subject_id=found.id,
        old=old,
        new=new,
        commissioner_id=found.commissioner_id,
    )
