"""What a run takes, as statements that the database carries out by itself, however many lines there are.

Due and not in a run, or only in runs where it failed or that were cancelled; divided by what is set aside; summed by
practice. Money is added and compared here and divided nowhere: parts of amounts come from the table of splits.
"""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from sqlalchemy import (
    CTE,
    ColumnElement,
    Integer,
    Select,
    and_,
    case,
    exists,
    func,
    insert,
    literal,
    null,
    or_,
    select,
)
from sqlalchemy.orm import aliased
from sqlalchemy.sql.dml import Insert

from commissioning.organisations.models import PracticeMembership
from core.db import db
from les.claims.models.decisions import Adjustment
from les.claims.models.dues import Due
from les.payments.models.runs import Item, Payment, PaymentOutcome
from les.payments.models.settings import SetAside, SetAsideDecision, Split
from les.payments.rules.kinds import Result
from les.schemes.models.schemes import Scheme
from les.schemes.rules.kinds import Verdict


@dataclass(frozen=True, slots=True, kw_only=True)
class Comes:
    """What dues, or the lines of a run, come to. Pounds."""

    lines: int
    practices: int
    amount: Decimal
    kept: Decimal
    paid: Decimal


def count_due(commissioner_id: int, *, on: date) -> tuple[int, int, Decimal]:
    """How many sums a run of that day would look at, of how many practices, and their total in pounds."""
    rows = select(func.count(), func.count(Due.practice_id.distinct()), func.sum(Due.amount)).where(
        Due.commissioner_id == commissioner_id, Due.due_on <= on, ~is_taken()
    )
    lines, practices, total = db.session.execute(rows).one()
    return lines, practices, total or Decimal("0.00")


def sets_anything_aside(commissioner_id: int) -> bool:
    """Whether anything is set aside of any scheme of a commissioner."""
    rows = _approved().join(SetAside.scheme).where(Scheme.commissioner_id == commissioner_id)
    return db.session.scalar(rows.with_only_columns(SetAside.id).limit(1)) is not None


def list_missing_splits(commissioner_id: int, *, on: date) -> list[tuple[Decimal, Decimal]]:
    """The percentages and amounts that a run of that day divides and that were never divided before."""
    taken = _takeable(commissioner_id, on, divides=True)
    rows = (
        select(SetAside.percent, taken.c.amount)
        .distinct()
        .join(SetAside, SetAside.id == taken.c.set_aside_id)
        .outerjoin(Split, and_(Split.percent == SetAside.percent, Split.amount == taken.c.amount))
        .where(taken.c.group_id.is_not(None), Split.amount.is_(None))
    )
    return [(percent, amount) for percent, amount in db.session.execute(rows)]


def insert_items(run_id: int, commissioner_id: int, *, on: date, divides: bool) -> Insert:
    """The statement that makes the items of a run, of all practices whose lines come to nothing or more."""
    divided = _divided(commissioner_id, on, divides=divides)
    netted = select(divided, func.sum(divided.c.paid).over(partition_by=divided.c.practice_id).label("net")).cte(
        "netted"
    )
    place = func.row_number().over(order_by=(netted.c.practice_id, netted.c.due_id))
    names = ("due_id", "attempt", "practice_id", "group_id", "set_aside_id", "amount", "kept", "paid")
    rows = select(literal(run_id), place, *(netted.c[name] for name in names)).where(
        netted.c.net >= literal(0, Integer)
    )
    return insert(Item).from_select(["run_id", "place", *names], rows)


def insert_payments(run_id: int) -> Insert:
    """The statement that sums the items of a run by practice."""
    rows = (
        select(
            literal(run_id),
            Item.practice_id,
            func.count(),
            func.sum(Item.amount),
            func.sum(Item.kept),
            func.sum(Item.paid),
            literal(value=False),
        )
        .where(Item.run_id == run_id)
        .group_by(Item.practice_id)
    )
    return insert(Payment).from_select(_PAYMENT, rows)


def insert_carried(run_id: int, commissioner_id: int, *, on: date, divides: bool) -> Insert:
    """The statement that keeps which practices are carried to the next run: what they come to is below nothing."""
    divided = _divided(commissioner_id, on, divides=divides)
    rows = (
        select(
            literal(run_id),
            divided.c.practice_id,
            func.count(),
            func.sum(divided.c.amount),
            func.sum(divided.c.kept),
            func.sum(divided.c.paid),
            literal(value=True),
        )
        .where(~exists().where(Item.run_id == run_id, Item.practice_id == divided.c.practice_id))
        .group_by(divided.c.practice_id)
        .having(func.sum(divided.c.paid) < literal(0, Integer))
    )
    return insert(Payment).from_select(_PAYMENT, rows)


def what_items_come_to(run_id: int) -> Comes:
    """What the items of a run come to."""
    sums = (func.sum(Item.amount), func.sum(Item.kept), func.sum(Item.paid))
    rows = select(func.count(), func.count(Item.practice_id.distinct()), *sums).where(Item.run_id == run_id)
    lines, practices, amount, kept, paid = db.session.execute(rows).one()
    nothing = Decimal("0.00")
    return Comes(lines=lines, practices=practices, amount=amount or nothing, kept=kept or nothing, paid=paid or nothing)


_PAYMENT = ["run_id", "practice_id", "lines", "amount", "kept", "paid", "is_carried"]


def _divided(commissioner_id: int, on: date, *, divides: bool) -> CTE:
    """What is taken, each with the part that is set aside of it and the part that is paid."""
    taken = _takeable(commissioner_id, on, divides=divides)
    if not divides:
        nothing = literal(Decimal("0.00"), Split.kept.type)
        return select(taken, nothing.label("kept"), taken.c.amount.label("paid")).cte("divided")
    is_divided = Split.amount.is_not(None)
    return (
        select(
            *(taken.c[name] for name in ("due_id", "practice_id", "amount", "attempt", "group_id")),
            case((is_divided, taken.c.set_aside_id), else_=null()).label("set_aside_id"),
            func.coalesce(Split.kept, literal(0, Integer)).label("kept"),
            func.coalesce(Split.paid, taken.c.amount).label("paid"),
        )
        .outerjoin(SetAside, and_(SetAside.id == taken.c.set_aside_id, taken.c.group_id.is_not(None)))
        .outerjoin(Split, and_(Split.percent == SetAside.percent, Split.amount == taken.c.amount))
        .cte("divided")
    )


def _takeable(commissioner_id: int, on: date, *, divides: bool) -> CTE:
    before = select(func.count()).where(Item.due_id == Due.id).correlate(Due).scalar_subquery()
    rows = select(Due.id.label("due_id"), Due.practice_id, Due.amount, (before + 1).label("attempt")).where(
        Due.commissioner_id == commissioner_id, Due.due_on <= on, ~is_taken()
    )
    if not divides:
        nothing = literal(None, Integer).label("set_aside_id")
        return rows.add_columns(_group_on(on).label("group_id"), nothing).cte("taken")
    return _as_its_line_was(rows, on).cte("taken")


def _as_its_line_was(rows: Select[int, int, Decimal, int], on: date) -> Select[Any]:
    """Dues with their group and what is set aside; an adjustment of a line has those of the line’s own due.

    So what is taken back comes from where it went, whatever is set aside now and wherever the practice is now.
    """
    of_line, split = aliased(Due), aliased(Item)
    lost = exists().where(PaymentOutcome.item_id == split.id, PaymentOutcome.result != Result.PAID)
    group = case((split.id.is_not(None), split.group_id), else_=_group_on(on))
    set_aside = case(
        (split.id.is_not(None), split.set_aside_id),
        else_=_set_aside_from(func.coalesce(of_line.due_on, Due.due_on), of_line),
    )
    return (
        rows.add_columns(group.label("group_id"), set_aside.label("set_aside_id"))
        .outerjoin(Adjustment, Adjustment.id == Due.adjustment_id)
        .outerjoin(of_line, of_line.line_id == Adjustment.line_id)
        .outerjoin(split, and_(split.due_id == of_line.id, ~lost))
    )


def is_taken() -> ColumnElement[bool]:
    """Whether a due stands in a run in which it is paid, or will be."""
    return (
        select(1)
        .select_from(Item)
        .outerjoin(PaymentOutcome, PaymentOutcome.item_id == Item.id)
        .where(Item.due_id == Due.id, or_(PaymentOutcome.item_id.is_(None), PaymentOutcome.result == Result.PAID))
        .correlate(Due)
        .exists()
    )


def _group_on(on: date) -> ColumnElement[int | None]:
    """The group of a due’s practice on a day."""
    return (
        select(func.max(PracticeMembership.group_id))
        .where(
            PracticeMembership.practice_id == Due.practice_id,
            or_(PracticeMembership.joined_on.is_(None), PracticeMembership.joined_on <= on),
            or_(PracticeMembership.left_on.is_(None), PracticeMembership.left_on > on),
        )
        .correlate(Due)
        .scalar_subquery()
    )


def _set_aside_from(day: ColumnElement[date], of_line: type[Due]) -> ColumnElement[int | None]:
    """What is set aside of a due’s scheme from a day on: the newest that was approved."""
    return (
        _approved()
        .with_only_columns(SetAside.id)
        .where(SetAside.scheme_id == Due.scheme_id, SetAside.starts_on <= day)
        .order_by(SetAside.starts_on.desc(), SetAside.id.desc())
        .limit(1)
        .correlate(Due, of_line)
        .scalar_subquery()
    )


def _approved() -> Select[SetAside]:
    return (
        select(SetAside)
        .join(SetAsideDecision, SetAsideDecision.set_aside_id == SetAside.id)
        .where(SetAsideDecision.verdict == Verdict.APPROVED)
    )
