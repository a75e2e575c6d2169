"""Looking up the windows of claims, and the days on which one would be proposed."""

from collections.abc import Collection
from datetime import date

from sqlalchemy import select

from core.db import db
from core.working_days import add_working_days
from les.claims.models.claims import Claim
from les.claims.models.receipts import WindowRule
from les.claims.models.windows import Window
from les.claims.rules.windows import CLOSES_AFTER, PAYS_AFTER, Days
from les.schemes.rules.quarters import Quarter


def find_window(commissioner_id: int, quarter: Quarter) -> Window | None:
    """The window of a quarter, as the database has it now."""
    rows = select(Window).where(Window.commissioner_id == commissioner_id)
    rows = rows.where(Window.year == str(quarter.year), Window.quarter == quarter.number)
    return db.session.scalars(rows.execution_options(populate_existing=True)).first()


def get_window(window_id: int) -> Window:
    """The window of that id; NoResultFound when there is none."""
    return db.session.execute(select(Window).where(Window.id == window_id)).scalar_one()


def find_seen_window(window_id: int, commissioner_ids: Collection[int]) -> Window | None:
    """The window of that id, if it is one of these commissioners."""
    rows = select(Window).where(Window.id == window_id, Window.commissioner_id.in_(commissioner_ids))
    return db.session.scalars(rows).first()


def list_windows(commissioner_ids: Collection[int]) -> list[Window]:
    """The windows of commissioners, the latest quarter first."""
    rows = select(Window).where(Window.commissioner_id.in_(commissioner_ids))
    return list(db.session.scalars(rows.order_by(Window.year.desc(), Window.quarter.desc())))


def list_open_windows(commissioner_ids: Collection[int], on: date) -> list[Window]:
    """The windows in which claims in time are made on a day, the first to close first."""
    rows = select(Window).where(
        Window.commissioner_id.in_(commissioner_ids), Window.opens_on <= on, Window.closes_on >= on
    )
    return list(db.session.scalars(rows.order_by(Window.closes_on)))


def next_payment_day(commissioner_ids: Collection[int], on: date) -> date | None:
    """The first day on or after a day on which claims are paid."""
    rows = select(Window.pays_on).where(Window.commissioner_id.in_(commissioner_ids), Window.pays_on >= on)
    return db.session.scalars(rows.order_by(Window.pays_on).limit(1)).first()


def next_day_of(claim: Claim, window: Window | None, *, on: date) -> date | None:
    """The day on which a claim is paid next: that of its window while it is to come, else the next of any window.

    A claim that came late is promised none of its own window.
    """
    if window is not None and window.pays_on >= on and not claim.is_late:
        return window.pays_on
    return next_payment_day([claim.scheme.commissioner_id], on)


def find_rule(commissioner_id: int) -> WindowRule | None:
    """By which days a commissioner's windows are proposed, if it said so."""
    rows = select(WindowRule).where(WindowRule.commissioner_id == commissioner_id)
    return db.session.scalars(rows.execution_options(populate_existing=True)).first()


def proposed_days(quarter: Quarter, rule: WindowRule | None) -> Days:
    """The days of a window as they are proposed: from the day after the quarter, so many working days."""
    closes_after = rule.closes_after if rule else CLOSES_AFTER
    pays_after = rule.pays_after if rule else PAYS_AFTER
    closes_on = add_working_days(quarter.last_day, closes_after)
    return Days(opens_on=quarter.end, closes_on=closes_on, pays_on=add_working_days(closes_on, pays_after))
