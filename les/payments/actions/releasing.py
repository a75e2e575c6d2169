"""Releasing a run, as a second person of finance, or cancelling it before it is released."""

from datetime import datetime

from core.db import db
from core.errors import OutOfDate, Refusal
from core.four_eyes import is_one_with
from core.money import as_pence
from core.permissions import ROLE_NAMES, Actor
from core.wording import sterling
from les.payments.actions.outcomes import keep_outcomes
from les.payments.actions.recording import held_run, record
from les.payments.models.runs import Run, RunDecision
from les.payments.queries.runs import get_run, interests_paid, places_of_work_paid
from les.payments.rules.kinds import Result, RunVerdict
from les.payments.rules.running import check_may_release, check_waits
from les.schemes.actions.recording import words_to_keep


def release_run(*, run_id: int, seen_hash: str, by: Actor, at: datetime) -> Run:
    """Release a run that somebody else made: its file can go to finance. `seen_hash`: of the file."""
    run = held_run(run_id, by)
    interests = interests_paid(run.id, by.interests) if by.interests else []
    works_at = places_of_work_paid(run.id, by)
    check_may_release(run.state, is_own=is_one_with(by, run.made_by_id), interests=interests, works_at=works_at)
    if seen_hash != run.file.content_hash:
        raise OutOfDate("This is not the file you had in front of you. Look at the run again.")
    _decide(run, RunVerdict.RELEASED, "", by, at)
    run = get_run(run_id)
    record(run, "release_run", by, total=sterling(as_pence(run.file.paid)), hash=run.file.content_hash)
    return run


def cancel_run(*, run_id: int, reason: str, by: Actor, at: datetime) -> Run:
    """Cancel a run that waits for release: what it took can be taken by the next one."""
    run = held_run(run_id, by)
    check_waits(run.state)
    kept = words_to_keep(reason, what="The reason")
    _decide(run, RunVerdict.CANCELLED, kept, by, at)
    taken = keep_outcomes(run, result=Result.CANCELLED, paid_on=None, bank="", reason=kept, by=by, at=at)[1]
    if taken != run.file.lines:
        raise Refusal("Not all lines of this run could be cancelled. Look at it again.")
    run = get_run(run_id)
    record(run, "cancel_run", by, reason=kept, lines=taken)
    return run


def _decide(run: Run, verdict: RunVerdict, words: str, by: Actor, at: datetime) -> None:
    decision = RunDecision(
        run_id=run.id,
        verdict=verdict,
        words=words,
        content_hash=run.file.content_hash,
        made_by_id=run.made_by_id,
        decided_by_id=by.person_id,
        name=by.name,
        role=ROLE_NAMES[by.role],
        decided_at=at,
    )
    db.session.add(decision)
    db.session.flush()
