"""The register of all notices across contracts: filtered, sorted and paged in SQL; what is overdue stands first."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Select, case, or_, select
from sqlalchemy.orm import InstrumentedAttribute, contains_eager, joinedload

from contracts.agreements.models.contracts import Contract
from contracts.notices.models.notices import Notice
from contracts.notices.queries.notices import of_contracts_seen
from contracts.notices.rules.kinds import Kind
from contracts.notices.rules.standing import ALL_OPEN, ALL_OVER, OPEN, OVER, OVERDUE, Stage
from core.db import db
from core.parties.models import Party
from core.permissions import Actor

FIRST_SORT = "due"
_IS_OVER = case((Notice.stage.in_(OVER), 1), else_=0)
_NO_DAY = case((Notice.next_due_on.is_(None), 1), else_=0)
_SORTS: Mapping[str, tuple[InstrumentedAttribute[Any], ...]] = {
    "contract": (Contract.reference, Notice.number),
    "issued": (Notice.issued_on,),
    "due": (Notice.next_due_on,),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What the reader asks of the register; blank: everything."""

    text: str = ""
    state: str = ""
    kind: str = ""
    year: str = ""
    sort: str = FIRST_SORT


def select_notices(asked: Asked, *, by: Actor, on: date) -> Select[Notice]:
    """The notices of contracts that concern the reader, as asked, in order.

    By the day due, open ones come before those that are over, and days before none: what is overdue stands first.
    """
    rows = select(Notice).join(Notice.contract).join(Contract.provider)
    contract = contains_eager(Notice.contract)
    rows = rows.options(contract.contains_eager(Contract.provider), contract.joinedload(Contract.commissioner))
    rows = rows.options(joinedload(Notice.text)).where(of_contracts_seen(by), *_filters(asked, on))
    name = asked.sort.lstrip("-") if asked.sort.lstrip("-") in _SORTS else FIRST_SORT
    columns = [each.desc() if asked.sort.startswith("-") else each for each in _SORTS[name]]
    first = [_IS_OVER, _NO_DAY] if name == FIRST_SORT else []
    return rows.order_by(*first, *columns, Notice.id)


def list_notices(asked: Asked, *, by: Actor, on: date) -> list[Notice]:
    """The same as a list: all of them, for a file."""
    return list(db.session.scalars(select_notices(asked, by=by, on=on)))


def list_years(*, by: Actor) -> list[str]:
    """The years of the contracts whose notices concern the reader, newest first."""
    rows = select(Contract.year).where(of_contracts_seen(by), Contract.id.in_(select(Notice.contract_id)))
    return list(db.session.scalars(rows.distinct().order_by(Contract.year.desc())))


def list_open_of(*, by: Actor, most: int = 50) -> list[Notice]:
    """The open notices of contracts to which the reader's organisation is a party, the soonest due first."""
    party = or_(Contract.commissioner_id == by.organisation_id, Contract.provider_id == by.organisation_id)
    rows = select_notices(Asked(state=ALL_OPEN), by=by, on=date.max).where(party)
    return list(db.session.scalars(rows.limit(most)))


def list_about(kind: str, record_id: int, *, by: Actor) -> list[Notice]:
    """The notices about a record of another room that the reader may see, newest first."""
    rows = select_notices(Asked(), by=by, on=date.max).where(Notice.about_kind == kind, Notice.about_id == record_id)
    return list(db.session.scalars(rows.order_by(None).order_by(Notice.issued_on.desc(), Notice.id.desc())))


def _filters(asked: Asked, on: date) -> list[ColumnElement[bool]]:
    found: list[ColumnElement[bool]] = []
    if asked.state == OVERDUE:
        found.append(Notice.next_due_on < on)
    elif asked.state == ALL_OPEN:
        found.append(Notice.stage.in_(OPEN))
    elif asked.state == ALL_OVER:
        found.append(Notice.stage.in_(OVER))
    elif asked.state in list(Stage):
        found.append(Notice.stage == Stage(asked.state))
    if asked.kind in list(Kind):
        found.append(Notice.kind == Kind(asked.kind))
    if asked.year:
        found.append(Contract.year == asked.year)
    if wanted := asked.text.strip():
        texts = (Notice.title, Contract.reference, Contract.title, Party.name)
        found.append(or_(*(each.icontains(wanted, autoescape=True) for each in texts)))
    return found
