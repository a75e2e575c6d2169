"""Returns that end earlier or later than was agreed, as a part of a larger act: a contract ended, or was varied."""

from datetime import date

from commissioning.activity.actions.recording import record_on
from commissioning.activity.models.expectations import SUBJECT, Expectation
from commissioning.activity.queries.expectations import list_overlapping
from commissioning.activity.queries.submissions import list_submissions
from commissioning.activity.rules.due import last_owed, what_is_due
from commissioning.activity.rules.months import month_of, period_of
from core.db import db
from core.permissions import Actor
from core.wording import in_full
from core.working_days import add_working_days


def end_placed(expectation: Expectation, *, last_day: date, reason: str, by: Actor, on: date) -> None:
    """Let a return end with the period of a last day, but for periods that were due already or were submitted.

    The larger act checks that the person may. Nothing is changed where the return ends by then anyway.
    """
    due = what_is_due(expectation.expected, until=on, add_working_days=add_working_days)
    sent = [each.period for each in list_submissions([expectation.id])]
    last_month = last_owed(
        period_of(max(month_of(last_day), expectation.first_month), expectation.frequency),
        already=[each.period for each in due if each.due_on < on],
        submitted=[expectation.period(each) for each in sent],
    )
    if expectation.last_month is None or last_month < expectation.last_month:
        _move(expectation, last_month, "end_expectation", reason, by=by)


def let_run_on(expectation: Expectation, *, told: date, last_day: date, reason: str, by: Actor) -> bool:
    """Let a return that runs to the last day a contract `told` before run to a later one; whether it does.

    One that people ended otherwise is left to them, and so is one whose figures somebody else is asked for by then.
    """
    last_month = expectation.period(month_of(last_day)).months[-1]
    if expectation.last_month != expectation.period(month_of(told)).months[-1] or last_month <= expectation.last_month:
        return False
    services = [each.service_id for each in expectation.services]
    others = list_overlapping(
        expectation.provider_id,
        services,
        name=expectation.name,
        first_month=expectation.first_month,
        last_month=last_month,
    )
    if any(each.id != expectation.id for each in others):
        return False
    _move(expectation, last_month, "let_run_on", f"{reason}, until {in_full(last_day)}", by=by)
    return True


def _move(expectation: Expectation, last_month: str, act: str, reason: str, *, by: Actor) -> None:
    old = expectation.last_month
    expectation.last_month = last_month
    db.session.flush()
    record_on(
        by,
        act,
        (SUBJECT, expectation.id),
        commissioner_id=expectation.commissioner_id,
        old={"last_month": old},
        new={"name": expectation.name, "last_month": last_month, "reason": reason},
    )
