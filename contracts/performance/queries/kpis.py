"""Looking up KPIs, and who may see them."""

from collections.abc import Collection
from dataclasses import dataclass

from sqlalchemy import ColumnElement, Select, and_, false, or_, select
from sqlalchemy.orm import joinedload, selectinload

from contracts.agreements.models.contracts import Contract
from contracts.agreements.queries.contracts import concerning
from contracts.performance.models.kpis import DefinitionVersion, Kpi
from core.db import db
from core.permissions import Actor, Permission, Role

_OF_GROUPS = frozenset({Role.PBC_LEAD, Role.PBC_MEMBER})


@dataclass(frozen=True, slots=True, kw_only=True)
class Chosen:
    """Which KPIs are asked for; 0 or blank: all."""

    provider_id: int = 0
    contract_id: int = 0
    service_id: int = 0
    text: str = ""


def kpis_concerning(by: Actor) -> ColumnElement[bool]:
    """The KPIs the reader may see.

    The commissioner’s side sees all of its own; a provider those it reports, and those of contracts it is party to; a
    group those of contracts that cover it. One that was never in use, only who defines KPIs sees.
    """
    if not by.may(Permission.SEE_PERFORMANCE) or not by.commissioner_ids:
        return false()
    reached: ColumnElement[bool] = Kpi.commissioner_id.in_(by.commissioner_ids)
    if by.may(Permission.DEFINE_KPIS):
        return reached
    in_use = select(DefinitionVersion.kpi_id)
    reached = and_(reached, Kpi.id.in_(in_use))
    of_contracts = Kpi.contract_id.in_(select(Contract.id).where(concerning(by)))
    if by.role is Role.PROVIDER_MANAGER:
        return and_(reached, or_(Kpi.provider_id == by.organisation_id, of_contracts))
    return and_(reached, of_contracts) if by.role in _OF_GROUPS else reached


def select_kpis() -> Select[Kpi]:
    """KPIs with what they name and their versions, in the order of their IDs."""
    rows = select(Kpi).options(
        joinedload(Kpi.contract), joinedload(Kpi.provider), joinedload(Kpi.service), selectinload(Kpi.versions)
    )
    return rows.order_by(Kpi.code, Kpi.id)


def find_seen(kpi_id: int, *, by: Actor) -> Kpi | None:
    """The KPI of that id, if the reader may see it."""
    return db.session.scalars(select_kpis().where(Kpi.id == kpi_id, kpis_concerning(by))).one_or_none()


def get_kpi(kpi_id: int, *, for_change: bool = False) -> Kpi:
    """The KPI of that id; `for_change` holds it, as it is now, until the act is over."""
    if for_change:
        db.session.execute(select(Kpi.id).where(Kpi.id == kpi_id).with_for_update()).scalar_one()
    rows = select_kpis().where(Kpi.id == kpi_id).execution_options(populate_existing=for_change)
    return db.session.scalars(rows).one()


def hold_kpis(kpi_ids: Collection[int]) -> list[Kpi]:
    """The KPIs of these ids, held as they are now until the act is over: results of one are taken or frozen in turn."""
    held = Kpi.id.in_(sorted(kpi_ids))
    db.session.execute(select(Kpi.id).where(held).order_by(Kpi.id).with_for_update()).all()
    return list(db.session.scalars(select_kpis().where(held).execution_options(populate_existing=True)))


def list_in_use(by: Actor, chosen: Chosen) -> list[Kpi]:
    """The KPIs with a version in use that the reader may see, as chosen."""
    rows = select_kpis().where(kpis_concerning(by), Kpi.id.in_(select(DefinitionVersion.kpi_id)))
    for column, wanted in (
        (Kpi.provider_id, chosen.provider_id),
        (Kpi.contract_id, chosen.contract_id),
        (Kpi.service_id, chosen.service_id),
    ):
        if wanted:
            rows = rows.where(column == wanted)
    found = list(db.session.scalars(rows))
    text = chosen.text.strip().lower()
    return [each for each in found if text in f"{each.code} {each.definition.name}".lower()]


def list_of_contract(contract_id: int) -> list[Kpi]:
    """The KPIs in use that are tied to a contract."""
    rows = select_kpis().where(Kpi.contract_id == contract_id, Kpi.id.in_(select(DefinitionVersion.kpi_id)))
    return list(db.session.scalars(rows))


def find_of_contract(contract_id: int, kpi_id: int) -> Kpi | None:
    """The KPI of that id, if it is in use and tied to a contract."""
    rows = select_kpis().where(Kpi.id == kpi_id, Kpi.contract_id == contract_id)
    return db.session.scalars(rows.where(Kpi.id.in_(select(DefinitionVersion.kpi_id)))).one_or_none()


def list_of_provider(provider_id: int) -> list[Kpi]:
    """The KPIs in use that a provider reports."""
    rows = select_kpis().where(Kpi.provider_id == provider_id, Kpi.id.in_(select(DefinitionVersion.kpi_id)))
    return list(db.session.scalars(rows))


def list_drafted(by: Actor) -> list[Kpi]:
    """The KPIs for which a definition is being written, for who defines them."""
    if not by.may(Permission.DEFINE_KPIS):
        return []
    rows = select_kpis().options(joinedload(Kpi.draft)).where(kpis_concerning(by), Kpi.draft.has())
    return list(db.session.scalars(rows))


def code_exists(commissioner_id: int, code: str) -> bool:
    """Whether a commissioner has a KPI of that ID, retired ones counted."""
    rows = select(Kpi.id).where(Kpi.commissioner_id == commissioner_id, Kpi.code == code)
    return db.session.execute(rows.limit(1)).first() is not None
