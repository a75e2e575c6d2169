"""What was approved and what was paid of schemes, by year and by the locality of the practice’s group."""

from decimal import Decimal

from sqlalchemy import ColumnElement, Select, func, or_, select

from commissioning.organisations.models import GroupPlace, PracticeMembership
from core.db import db
from core.money import as_pence
from les.claims.models.dues import Due
from les.payments.models.runs import Item, PaymentOutcome
from les.payments.rules.kinds import Result


def spent_of(scheme_id: int, locality_id: int | None, year: str) -> tuple[int, int]:
    """What of a budget is committed here (nothing) and paid, in pence; set-aside parts are spent as well.

    A practice counts to the locality in which its group lay on the day from which the sum was due.
    """
    rows: Select[Decimal | None] = (
        select(func.sum(Item.amount))
        .join(PaymentOutcome, PaymentOutcome.item_id == Item.id)
        .join(Due, Due.id == Item.due_id)
        .where(PaymentOutcome.result == Result.PAID, Due.scheme_id == scheme_id, Due.year == year)
    )
    if locality_id is not None:
        rows = rows.where(_lies_in(locality_id))
    total = db.session.scalar(rows)
    return 0, as_pence(total) if total is not None else 0


def _lies_in(locality_id: int) -> ColumnElement[bool]:
    return (
        select(1)
        .select_from(PracticeMembership)
        .join(GroupPlace, GroupPlace.group_id == PracticeMembership.group_id)
        .where(
            PracticeMembership.practice_id == Due.practice_id,
            or_(PracticeMembership.joined_on.is_(None), PracticeMembership.joined_on <= Due.due_on),
            or_(PracticeMembership.left_on.is_(None), PracticeMembership.left_on > Due.due_on),
            GroupPlace.locality_id == locality_id,
        )
        .correlate(Due)
        .exists()
    )
