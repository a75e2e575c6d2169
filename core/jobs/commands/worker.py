"""The worker: takes up one job at a time, sees it through, and never dies of a broken one."""

from dataclasses import replace

from flask import current_app

from core import clock
from core.db import bookkeeping, db
from core.errors import Refusal
from core.jobs import actions, queries, rules
from core.jobs.actions import Claim, Superseded
from core.jobs.commands.due import look_for_what_is_time
from core.jobs.commands.stopping import Stop
from core.jobs.registry import kind_of
from core.jobs.rules import Result
from core.people.queries import find_actor
from core.permissions import Actor, Permission

_BETWEEN_LOOKS = 2
_AFTER_A_FAULT = 15
_NOTHING_TO_SAY = Result(words="")


class Interrupted(BaseException):
    """The worker was told to stop. No `except Exception` in a job's work keeps it from it."""


class Telling:
    """How the work of one job says how far it is, and who asked for it."""

    def __init__(self, claim: Claim, by: Actor | None, stop: Stop) -> None:
        self._claim = claim
        self._stop = stop
        self.by = by

    def __call__(self, step: str, done: int = 0, total: int = 0) -> None:
        """Keep how far it is; ends the work here when the worker is to stop or another one has taken over."""
        with bookkeeping():
            actions.note_progress(self._claim, step=step, done=done, total=total, at=clock.now())
        if self._stop.is_told():
            raise Interrupted


def work_until(stop: Stop, *, once: bool = False) -> None:
    """Look for what is due and do what waits, until told to stop; with `once`, until nothing waits."""
    while not stop.is_told():
        try:
            look_for_what_is_time()
            was_busy = do_next(stop)
        except Exception:
            if once:
                raise
            current_app.logger.exception("the worker goes on after a fault")
            stop.wait(_AFTER_A_FAULT)
            continue
        finally:
            db.session.remove()
        if once and not was_busy:
            return
        if not was_busy:
            stop.wait(_BETWEEN_LOOKS)


def do_next(stop: Stop) -> bool:
    """Take up the job that has waited longest and see it through; False when none waits."""
    waits = queries.job_waits(clock.now())
    db.session.rollback()
    if not waits:
        return False
    with bookkeeping():
        claim = actions.take_up(at=clock.now())
    if claim is not None:
        try:
            _see_through(claim, stop)
        except Superseded:
            current_app.logger.warning("job %s was taken over by another worker", claim.job_id)
    return claim is not None


def _see_through(claim: Claim, stop: Stop) -> None:
    try:
        result = _do(claim, stop)
    except Interrupted:
        with bookkeeping():
            actions.give_back(claim, at=clock.now())
    except Refusal as refusal:
        with bookkeeping():
            actions.refuse(claim, problem=str(refusal), at=clock.now())
    except (Exception, SystemExit):
        current_app.logger.exception("job %s (%s) failed", claim.job_id, claim.kind)
        with bookkeeping():
            actions.fail(claim, problem=rules.BROKEN.format(number=claim.job_id), at=clock.now())
    else:
        with bookkeeping():
            actions.finish(claim, result=result, at=clock.now())


def _do(claim: Claim, stop: Stop) -> Result:
    kind = kind_of(claim.kind)
    if kind is None:
        raise Refusal(rules.UNKNOWN_KIND)
    by = _actor_of(claim)
    db.session.rollback()
    return kind.work(claim.values, Telling(claim, by, stop)) or _NOTHING_TO_SAY


def _actor_of(claim: Claim) -> Actor | None:
    """The person who asked, if they still hold the grant under which they did, and with no more than they had then."""
    if claim.by_id is None:
        return None
    account = f"job {claim.job_id}"
    actor = find_actor(person_id=claim.by_id, grant_id=claim.grant_id, on=clock.today(), account=account)
    if actor is None:
        raise Refusal(rules.GRANT_ENDED)
    scope = frozenset(Permission(line) for line in claim.scope.splitlines())
    return replace(actor, scope=scope) if scope else actor
