"""Looking up services and arrangements, the table of services by locality, and its gaps."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from sqlalchemy import ColumnElement, Select, and_, or_, select
from sqlalchemy.orm import joinedload

from commissioning.catalogue.models import Arrangement, CommissionedService
from commissioning.catalogue.rules import (
    ArrangementKind,
    ArrangementLine,
    ServiceLine,
    currencies_from,
    is_gap,
    said_of,
)
from commissioning.organisations.models import Locality
from commissioning.organisations.queries.localities import list_localities
from core.db import db

SORTS = {
    "code": (CommissionedService.code,),
    "name": (CommissionedService.name, CommissionedService.code),
    "category": (CommissionedService.category, CommissionedService.code),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """One service in one locality on a day: in words, and whether it is a gap."""

    locality_id: int
    words: str
    is_gap: bool
    kind: ArrangementKind | None


@dataclass(frozen=True, slots=True, kw_only=True)
class TableRow:
    """A service with its cell in each locality."""

    service: CommissionedService
    cells: list[Cell]

    @property
    def gaps(self) -> int:
        """In how many localities nobody provides it, or nothing is recorded; none where it is out of scope."""
        return sum(cell.is_gap for cell in self.cells)


@dataclass(frozen=True, slots=True, kw_only=True)
class ArrangementTable:
    """Services by locality on a day; `counts` by locality and kind (None: nothing recorded)."""

    localities: list[Locality]
    rows: list[TableRow]

    def count(self, place: int, kind: ArrangementKind | None) -> int:
        """How many services have that kind of arrangement in the locality at that place."""
        return sum(row.cells[place].kind == kind for row in self.rows)

    def unrecorded(self, place: int) -> int:
        """For how many services in scope nothing is recorded in the locality at that place."""
        return sum(row.cells[place].is_gap and row.cells[place].kind is None for row in self.rows)

    def gaps(self, place: int) -> int:
        """How many gaps the locality at that place has."""
        return sum(row.cells[place].is_gap for row in self.rows)


def get_service(service_id: int, *, for_change: bool = False) -> CommissionedService:
    """The service of that id; `for_change` holds it until the act is over."""
    rows = select(CommissionedService).where(CommissionedService.id == service_id)
    return db.session.execute(rows.with_for_update() if for_change else rows).scalar_one()


def select_services(
    commissioner_id: int,
    *,
    on: date,
    text: str = "",
    category: str = "",
    with_closed: bool = False,
    sort: str = "code",
) -> Select[CommissionedService]:
    """A trust's services that are not closed on a day, ordered and filtered as asked."""
    rows = select(CommissionedService).where(CommissionedService.commissioner_id == commissioner_id)
    if not with_closed:
        rows = rows.where(or_(CommissionedService.closed_on.is_(None), CommissionedService.closed_on > on))
    if text.strip():
        wanted = text.strip()
        rows = rows.where(
            or_(
                CommissionedService.code.icontains(wanted, autoescape=True),
                CommissionedService.name.icontains(wanted, autoescape=True),
            )
        )
    if category:
        rows = rows.where(CommissionedService.category == category)
    columns = SORTS.get(sort.lstrip("-"), SORTS["code"])
    return rows.order_by(*(column.desc() if sort.startswith("-") else column for column in columns))


def services_by_code(commissioner_id: int) -> dict[str, CommissionedService]:
    """All services of a trust by code, closed ones too."""
    rows = select(CommissionedService).where(CommissionedService.commissioner_id == commissioner_id)
    return {service.code: service for service in db.session.scalars(rows.order_by(CommissionedService.code))}


def list_categories(commissioner_id: int) -> list[str]:
    """The categories a trust uses."""
    rows = select(CommissionedService.category).distinct().where(CommissionedService.commissioner_id == commissioner_id)
    return sorted(category for category in db.session.scalars(rows) if category)


def holds(on: date) -> ColumnElement[bool]:
    """An arrangement that holds on a day: [starts, ends)."""
    return and_(Arrangement.starts_on <= on, or_(Arrangement.ends_on.is_(None), Arrangement.ends_on > on))


def list_arrangements(
    commissioner_id: int, *, on: date | None = None, service_id: int | None = None
) -> list[Arrangement]:
    """A trust's arrangements by service, locality and first day: all, or those that hold on a day, of one service."""
    rows = (
        select(Arrangement)
        .join(Arrangement.service)
        .join(Arrangement.locality)
        .where(CommissionedService.commissioner_id == commissioner_id)
        .options(joinedload(Arrangement.service), joinedload(Arrangement.locality), joinedload(Arrangement.provider))
        .order_by(CommissionedService.code, Locality.name, Arrangement.starts_on)
    )
    if on is not None:
        rows = rows.where(holds(on))
    if service_id is not None:
        rows = rows.where(Arrangement.service_id == service_id)
    return list(db.session.scalars(rows))


def list_arrangements_at(service_id: int, locality_id: int) -> list[Arrangement]:
    """All arrangements of a service in a locality, earliest first."""
    rows = select(Arrangement).options(joinedload(Arrangement.provider)).order_by(Arrangement.starts_on)
    rows = rows.where(Arrangement.service_id == service_id, Arrangement.locality_id == locality_id)
    return list(db.session.scalars(rows))


def list_arrangements_with(provider_id: int, *, on: date) -> list[Arrangement]:
    """What a provider provides on a day or will later."""
    rows = select(Arrangement).options(joinedload(Arrangement.service), joinedload(Arrangement.locality))
    rows = rows.where(
        Arrangement.provider_id == provider_id, or_(Arrangement.ends_on.is_(None), Arrangement.ends_on > on)
    )
    return list(db.session.scalars(rows.order_by(Arrangement.starts_on, Arrangement.id)))


def provides_for(provider_id: int, commissioner_id: int, *, on: date) -> bool:
    """Whether a provider provides anything for a trust on a day or will later."""
    rows = (
        select(Arrangement.id).join(Arrangement.service).where(CommissionedService.commissioner_id == commissioner_id)
    )
    rows = rows.where(
        Arrangement.provider_id == provider_id, or_(Arrangement.ends_on.is_(None), Arrangement.ends_on > on)
    )
    return db.session.execute(rows.limit(1)).first() is not None


def list_provider_ids_for(commissioner_id: int, *, on: date) -> list[int]:
    """The providers that provide anything for a trust on a day or will later (see `provides_for`), by id."""
    rows = select(Arrangement.provider_id).join(Arrangement.service).distinct().order_by(Arrangement.provider_id)
    rows = rows.where(
        CommissionedService.commissioner_id == commissioner_id,
        Arrangement.provider_id.is_not(None),
        or_(Arrangement.ends_on.is_(None), Arrangement.ends_on > on),
    )
    return [provider_id for provider_id in db.session.scalars(rows) if provider_id is not None]


def list_provided_in(locality_id: int, *, on: date) -> list[Arrangement]:
    """What is provided in a locality on a day or will be later; “none” does not count."""
    rows = select(Arrangement).join(Arrangement.service).where(Arrangement.kind != ArrangementKind.NONE)
    rows = rows.where(or_(CommissionedService.closed_on.is_(None), CommissionedService.closed_on > on))
    rows = rows.where(
        Arrangement.locality_id == locality_id, or_(Arrangement.ends_on.is_(None), Arrangement.ends_on > on)
    )
    return list(db.session.scalars(rows))


def table_on(
    commissioner_id: int, on: date, *, text: str = "", category: str = "", only_gaps: bool = False
) -> ArrangementTable:
    """Services by locality on a day, in three queries however many there are."""
    localities = list_localities(commissioner_id, on=on)
    services = db.session.scalars(select_services(commissioner_id, on=on, text=text, category=category))
    held = {(a.service_id, a.locality_id): a for a in list_arrangements(commissioner_id, on=on)}
    rows = [
        TableRow(
            service=service, cells=[_cell(service, place, held.get((service.id, place.id))) for place in localities]
        )
        for service in services
    ]
    return ArrangementTable(localities=localities, rows=[row for row in rows if row.gaps or not only_gaps])


def services_of(commissioner_id: int, on: date | None = None) -> list[ServiceLine]:
    """A trust's services by code: not closed (on a day, if one is given), with the share that their hosts agree on."""
    shares = _shares(list_arrangements(commissioner_id, on=on)) if on else {}
    return [
        ServiceLine(
            code=service.code,
            name=service.name,
            category=service.category,
            currencies=currencies_from(service.currencies),
            in_scope=service.in_scope,
            hosted_share=shares.get(service.id),
        )
        for service in services_by_code(commissioner_id).values()
        if service.closed_on is None or (on is not None and on < service.closed_on)
    ]


def arrangements_of(commissioner_id: int) -> list[ArrangementLine]:
    """All arrangements of a trust's services that are not closed, by service, locality and first day."""
    return [
        ArrangementLine(
            service=kept.service.code,
            locality=kept.locality.name,
            kind=kept.kind,
            starts=kept.starts_on,
            ends=kept.ends_on,
            provider=kept.provider.code if kept.provider else "",
            share=kept.share,
        )
        for kept in list_arrangements(commissioner_id)
        if kept.service.closed_on is None and kept.locality.closed_on is None
    ]


def words_of(kept: Arrangement | None) -> str:
    """An arrangement in words."""
    if kept is None:
        return said_of(None)
    return said_of(kept.kind, kept.provider.name if kept.provider else "", kept.share)


def _cell(service: CommissionedService, place: Locality, kept: Arrangement | None) -> Cell:
    kind = kept.kind if kept else None
    return Cell(locality_id=place.id, words=words_of(kept), is_gap=is_gap(kind, in_scope=service.in_scope), kind=kind)


def _shares(held: Iterable[Arrangement]) -> Mapping[int, Decimal]:
    """Our share of each service that is hosted wherever it is provided, under one share."""
    found: dict[int, set[Decimal | None]] = {}
    for kept in held:
        if kept.kind is not ArrangementKind.NONE:
            found.setdefault(kept.service_id, set()).add(kept.share)
    return {
        service_id: share
        for service_id, shares in found.items()
        if len(shares) == 1 and (share := next(iter(shares))) is not None
    }
