"""Looking up layouts of the file and what is set aside: what was proposed, and what holds on a day."""

from collections.abc import Collection
from datetime import date

from sqlalchemy import Select, select
from sqlalchemy.orm import joinedload

from core.db import db
from les.payments.models.settings import FileLayout, LayoutDecision, SetAside, SetAsideDecision
from les.schemes.models.schemes import Scheme
from les.schemes.rules.kinds import Verdict


def layout_on(commissioner_id: int, *, on: date) -> FileLayout | None:
    """The layout for runs that pay on a day: the newest that was approved; None: as usual."""
    rows = (
        select(FileLayout)
        .join(FileLayout.decision)
        .where(
            FileLayout.commissioner_id == commissioner_id,
            FileLayout.starts_on <= on,
            LayoutDecision.verdict == Verdict.APPROVED,
        )
    )
    return db.session.scalars(rows.order_by(FileLayout.starts_on.desc(), FileLayout.id.desc()).limit(1)).first()


def list_layouts(commissioner_ids: Collection[int]) -> list[FileLayout]:
    """All layouts that were ever proposed, newest first."""
    rows = _layouts().where(FileLayout.commissioner_id.in_(commissioner_ids))
    return list(db.session.scalars(rows.order_by(FileLayout.id.desc())))


def find_layout(layout_id: int) -> FileLayout | None:
    """The layout of that id, as the database has it now."""
    rows = _layouts().where(FileLayout.id == layout_id).execution_options(populate_existing=True)
    return db.session.scalars(rows).first()


def list_set_asides(commissioner_ids: Collection[int]) -> list[SetAside]:
    """All percentages that were ever proposed, by scheme, newest first."""
    rows = _set_asides().where(Scheme.commissioner_id.in_(commissioner_ids))
    return list(db.session.scalars(rows.order_by(Scheme.number, SetAside.id.desc())))


def find_set_aside(set_aside_id: int) -> SetAside | None:
    """The percentage of that id, as the database has it now."""
    rows = _set_asides().where(SetAside.id == set_aside_id).execution_options(populate_existing=True)
    return db.session.scalars(rows).first()


def _layouts() -> Select[FileLayout]:
    return select(FileLayout).options(
        joinedload(FileLayout.proposed_by), joinedload(FileLayout.decision).joinedload(LayoutDecision.decided_by)
    )


def _set_asides() -> Select[SetAside]:
    return (
        select(SetAside)
        .join(SetAside.scheme)
        .options(
            joinedload(SetAside.scheme),
            joinedload(SetAside.proposed_by),
            joinedload(SetAside.decision).joinedload(SetAsideDecision.decided_by),
        )
    )
