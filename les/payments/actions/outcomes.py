"""Saying what became of a run’s lines: paid on a day under the bank’s reference, or failed for a reason. Each once."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import ColumnElement, insert, literal, select

from core.clock import in_london
from core.db import db
from core.errors import Refusal
from core.notifications.actions import notify
from core.notifications.queries import people_at
from core.permissions import Actor, Permission
from core.wording import in_full, listed
from les.payments.actions.recording import held_run, record
from les.payments.models.runs import Item, PaymentOutcome, Report, Run
from les.payments.queries.outcomes import count_told, list_open_places
from les.payments.queries.runs import practice_ids_of
from les.payments.rules.kinds import RESULT_NAMES, Result
from les.payments.rules.running import check_outcome
from les.schemes.actions.recording import words_to_keep


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """What is said of lines. `places`: which of the run; `practice_ids`: of which practices; neither: all open."""

    result: Result
    paid_on: date | None = None
    bank_reference: str = ""
    reason: str = ""
    practice_ids: Collection[int] | None = None
    places: Collection[int] | None = None


def record_outcomes(*, run_id: int, told: Sequence[Told], href: str, by: Actor, on: date, at: datetime) -> int:
    """Record what became of lines of a released run, all of it or nothing; how many lines were told of.

    The practices concerned are told. `href`: the page on which each finds its payments.
    """
    run = held_run(run_id, by)
    count = 0
    for each in told:
        count += tell_of_lines(run, each, href=href, by=by, on=on, at=at)
    said = listed(sorted({RESULT_NAMES[each.result].lower() for each in told}))
    record(run, "record_outcomes", by, lines=count, result=said)
    return count


def keep_outcomes(
    run: Run,
    *,
    result: Result,
    paid_on: date | None,
    bank: str,
    reason: str,
    by: Actor,
    at: datetime,
    which: Sequence[ColumnElement[bool]] = (),
) -> tuple[Report, int]:
    """Keep a report and give its result to those lines of the run of which nothing is known yet; how many."""
    report = Report(
        run_id=run.id,
        result=result,
        paid_on=paid_on,
        bank_reference=bank,
        reason=reason,
        recorded_by_id=by.person_id,
        recorded_at=at,
    )
    db.session.add(report)
    db.session.flush()
    rows = (
        select(Item.id, literal(report.id), literal(result, PaymentOutcome.result.type))
        .outerjoin(PaymentOutcome, PaymentOutcome.item_id == Item.id)
        .where(Item.run_id == run.id, PaymentOutcome.item_id.is_(None), *which)
    )
    db.session.execute(insert(PaymentOutcome).from_select(["item_id", "report_id", "result"], rows))
    return report, count_told(report.id)


def tell_of_lines(run: Run, told: Told, *, href: str, by: Actor, on: date, at: datetime) -> int:
    """Tell of lines of a run that is held, and tell the practices; how many lines. The caller notes the event."""
    bank, reason = told.bank_reference.strip(), told.reason.strip()
    released_on = in_london(run.decision.decided_at).date() if run.decision else None
    check_outcome(
        run.state,
        result=told.result,
        paid_on=told.paid_on,
        released_on=released_on,
        on=on,
        reason=reason,
        bank=bank,
    )
    paid = told.result is Result.PAID
    report, count = keep_outcomes(
        run,
        result=told.result,
        paid_on=told.paid_on if paid else None,
        bank=bank,
        reason="" if paid else words_to_keep(reason, what="The reason"),
        by=by,
        at=at,
        which=_which(run, told),
    )
    if not count:
        raise Refusal("What became of all these lines is recorded already. Nothing was changed.")
    _tell_practices(run, report, href=href, on=on, at=at)
    return count


def _which(run: Run, told: Told) -> list[ColumnElement[bool]]:
    found: list[ColumnElement[bool]] = []
    if told.practice_ids is not None:
        found.append(Item.practice_id.in_(told.practice_ids))
    if told.places is not None:
        missing = sorted(set(told.places) - set(list_open_places(run.id, told.places)))
        if missing:
            raise Refusal(
                f"Line {missing[0]} of {run.number} is not open: there is none, or its outcome is recorded already."
            )
        found.append(Item.place.in_(told.places))
    return found


def _tell_practices(run: Run, report: Report, *, href: str, on: date, at: datetime) -> None:
    concerned = practice_ids_of(run.id, report_id=report.id)
    people = people_at(concerned, on=on, permission=Permission.CLAIM)
    if report.result is Result.PAID and report.paid_on is not None:
        subject = f"Enhanced services: payment of {in_full(report.paid_on)}"
        words = "Your statement says what every pound is for."
    else:
        subject = f"Enhanced services: a payment of {run.number} failed"
        words = f"The bank did not carry it out: {report.reason}. It is paid again with a later run."
    notify(key=f"payments.outcome/{report.id}", person_ids=people, subject=subject, words=words, href=href, at=at)
