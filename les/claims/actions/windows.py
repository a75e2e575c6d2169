"""Saying when claims of a quarter are made and paid, and by how many working days windows are proposed."""

from datetime import date

from core import audit
from core.db import db
from core.errors import Refusal
from core.permissions import Actor, Permission, check_may
from core.wording import in_full
from les.claims.models.receipts import WindowRule
from les.claims.models.windows import Window
from les.claims.queries.windows import find_rule, find_window
from les.claims.rules.submitting import check_days
from les.claims.rules.windows import CLOSES_AFTER, PAYS_AFTER, Days
from les.schemes.rules.quarters import Quarter

WINDOW = "claims_window"
RULE = "claims_window_rule"
_MOST = 60


def set_window(*, commissioner_id: int, quarter: Quarter, days: Days, by: Actor, on: date) -> Window:
    """Say, or say anew, when claims of a quarter are made and paid. A window is never closed in the past."""
    check_may(by, Permission.SET_CLAIM_RULES, commissioner_id=commissioner_id)
    check_days(quarter=quarter, opens_on=days.opens_on, closes_on=days.closes_on, pays_on=days.pays_on)
    window = find_window(commissioner_id, quarter)
    old = None if window is None else _said(window)
    if window is None:
        window = Window(
            commissioner_id=commissioner_id,
            year=str(quarter.year),
            quarter=quarter.number,
            opens_on=days.opens_on,
            closes_on=days.closes_on,
            pays_on=days.pays_on,
        )
        db.session.add(window)
    else:
        if days.closes_on < min(on, window.closes_on):
            raise Refusal(
                f"The window closes on {in_full(window.closes_on)}. It may be made longer, or closed from today on: a "
                "claim that was in time must not become late afterwards."
            )
        window.opens_on, window.closes_on, window.pays_on = days.opens_on, days.closes_on, days.pays_on
    db.session.flush()
    audit.record(
        db.session(),
        by=by,
        act="claims.set_window",
        subject=WINDOW,
        subject_id=window.id,
        old=old,
        new=_said(window),
        commissioner_id=commissioner_id,
    )
    return window


def set_window_rule(*, commissioner_id: int, closes_after: int, pays_after: int, by: Actor) -> WindowRule:
    """Say by how many working days windows are proposed. Windows that are set stay as they are."""
    check_may(by, Permission.SET_CLAIM_RULES, commissioner_id=commissioner_id)
    if not 1 <= closes_after <= _MOST:
        raise Refusal(f"A window closes 1 to {_MOST} working days after the quarter.")
    if not 0 <= pays_after <= _MOST:
        raise Refusal(f"Claims are paid within {_MOST} working days after the window closes.")
    rule = find_rule(commissioner_id)
    old = {
        "closes_after": rule.closes_after if rule else CLOSES_AFTER,
        "pays_after": rule.pays_after if rule else PAYS_AFTER,
    }
    if rule is None:
        rule = WindowRule(commissioner_id=commissioner_id, closes_after=closes_after, pays_after=pays_after)
        db.session.add(rule)
    else:
        rule.closes_after, rule.pays_after = closes_after, pays_after
    db.session.flush()
    audit.record(
        db.session(),
        by=by,
        act="claims.set_window_rule",
        subject=RULE,
        subject_id=commissioner_id,
        old=old,
        new={"closes_after": closes_after, "pays_after": pays_after},
        commissioner_id=commissioner_id,
    )
    return rule


def _said(window: Window) -> dict[str, str]:
    return {
        "quarter": str(window.of),
        "opens": in_full(window.opens_on),
        "closes": in_full(window.closes_on),
        "pays": in_full(window.pays_on),
    }
