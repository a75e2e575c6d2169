"""Looking up schemes and versions, for those whom each concerns.

Commissioner, finance and auditors see all of theirs; groups and practices what was approved once, and PbC leads what
waits for approval.
"""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import ColumnElement, Select, and_, func, or_, select
from sqlalchemy.orm import joinedload, selectinload

from commissioning.catalogue.models import CommissionedService
from commissioning.organisations.models import Locality
from core.audit_trail.models import AuditEvent
from core.audit_trail.queries import Line, lines_of
from core.db import db
from core.people.models import Grant
from core.permissions import Actor, Role
from les.schemes.models.recommissioning import CASE, SchemeCase
from les.schemes.models.schemes import SECTION, SUBJECT, VERSION, Scheme, SchemeSection, SchemeVersion
from les.schemes.queries.ending import is_ended
from les.schemes.rules.kinds import OPEN, READ_BY_ALL, SchemeKind, State

_SEE_ALL = (Role.COMMISSIONER, Role.FINANCE, Role.AUDITOR)
_review = (
    select(func.max(SchemeVersion.review_on))
    .where(SchemeVersion.scheme_id == Scheme.id, SchemeVersion.state == State.APPROVED)
    .scalar_subquery()
)
SORTS = {
    "number": (Scheme.number,),
    "name": (Scheme.name, Scheme.number),
    "kind": (Scheme.kind, Scheme.number),
    "where": (Locality.name, Scheme.number),
    "service": (CommissionedService.name, Scheme.number),
    "review": (_review, Scheme.number),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What a reader of the register wants to see. `locality_id` 0: schemes of the whole area.

    `ended`: only those that have ended by `on`, or only those that have not; None: both.
    """

    text: str = ""
    kind: SchemeKind | None = None
    locality_id: int | None = None
    state: State | None = None
    sort: str = "number"
    ended: bool | None = None
    on: date | None = None


def sees_drafts(by: Actor) -> bool:
    """Whether the reader sees what is not approved yet."""
    return by.role in _SEE_ALL


def get_scheme(scheme_id: int, *, for_change: bool = False) -> Scheme:
    """The scheme of that id; `for_change` holds it, so that acts on it follow each other."""
    rows = select(Scheme).where(Scheme.id == scheme_id)
    return db.session.execute(rows.with_for_update() if for_change else rows).scalar_one()


def get_version(version_id: int) -> SchemeVersion:
    """The version of that id with all its pages show, as the database has it now."""
    rows = _versions().where(SchemeVersion.id == version_id).execution_options(populate_existing=True)
    return db.session.execute(rows).scalar_one()


def scheme_id_of(version_id: int) -> int:
    """The scheme of a version, read alone so that it can be held before the version is looked at."""
    return db.session.execute(select(SchemeVersion.scheme_id).where(SchemeVersion.id == version_id)).scalar_one()


def find_seen(scheme_id: int, by: Actor) -> Scheme | None:
    """The scheme of that id, if it concerns the reader."""
    rows = _schemes().where(Scheme.id == scheme_id, seen_by(by)).execution_options(populate_existing=True)
    return db.session.scalars(rows).first()


def find_seen_version(version_id: int, by: Actor) -> SchemeVersion | None:
    """The version of that id, if it concerns the reader."""
    rows = _versions().join(SchemeVersion.scheme).where(SchemeVersion.id == version_id, seen_by(by))
    if not sees_drafts(by):
        rows = rows.where(SchemeVersion.state.in_(_states_read(by)))
    return db.session.scalars(rows).first()


def list_versions(scheme_id: int, by: Actor) -> list[SchemeVersion]:
    """The versions of a scheme that concern the reader, newest first."""
    rows = _versions().join(SchemeVersion.scheme).where(SchemeVersion.scheme_id == scheme_id, seen_by(by))
    if not sees_drafts(by):
        rows = rows.where(SchemeVersion.state.in_(_states_read(by)))
    return list(db.session.scalars(rows.order_by(SchemeVersion.number.desc())))


def find_open_version(scheme_id: int) -> SchemeVersion | None:
    """The version that is drafted or waits for approval; at most one does."""
    rows = _versions().where(SchemeVersion.scheme_id == scheme_id, SchemeVersion.state.in_(OPEN))
    return db.session.scalars(rows).first()


def find_approved_version(scheme_id: int) -> SchemeVersion | None:
    """The version that is approved now; at most one is."""
    rows = _versions().where(SchemeVersion.scheme_id == scheme_id, SchemeVersion.state == State.APPROVED)
    return db.session.scalars(rows).first()


def find_section(version_id: int, section_id: int) -> SchemeSection | None:
    """A section of a version."""
    rows = select(SchemeSection).where(SchemeSection.version_id == version_id, SchemeSection.id == section_id)
    return db.session.scalars(rows.execution_options(populate_existing=True)).first()


def next_scheme_number(commissioner_id: int) -> int:
    """The number of the next scheme of a commissioner, which the caller holds."""
    newest = db.session.scalar(select(func.max(Scheme.number)).where(Scheme.commissioner_id == commissioner_id))
    return (newest or 0) + 1


def find_scheme_named(commissioner_id: int, name: str) -> Scheme | None:
    """The scheme of that name, however it is written."""
    rows = select(Scheme).where(Scheme.commissioner_id == commissioner_id, func.lower(Scheme.name) == name.lower())
    return db.session.scalars(rows).first()


def select_schemes(by: Actor, asked: Asked) -> Select[Scheme]:
    """The schemes that concern the reader and fit, in the order asked for."""
    columns = SORTS.get(asked.sort.lstrip("-"), SORTS["number"])
    order = [column.desc() if asked.sort.startswith("-") else column for column in columns]
    return _schemes().where(seen_by(by), *_conditions(asked)).order_by(*order)


def list_schemes(by: Actor) -> list[Scheme]:
    """All schemes that concern the reader, by number."""
    return list(db.session.scalars(select_schemes(by, Asked())))


def shown_version(scheme: Scheme) -> SchemeVersion:
    """The version by which a scheme is known: the approved one, else the newest. Pure reading of what is loaded."""
    approved = (each for each in scheme.versions if each.state is State.APPROVED)
    return next(approved, scheme.versions[0])


def history_of(scheme: Scheme, most: int = 200) -> list[Line]:
    """Who did what when to a scheme, its versions and sections, prices, budgets, what became of it, newest first."""
    versions = [each.id for each in scheme.versions]
    sections = select(SchemeSection.id).where(SchemeSection.version_id.in_(versions))
    cases = select(SchemeCase.id).where(SchemeCase.scheme_id == scheme.id)
    rows = select(AuditEvent).where(
        or_(
            and_(AuditEvent.subject == SUBJECT, AuditEvent.subject_id == scheme.id),
            and_(AuditEvent.subject == VERSION, AuditEvent.subject_id.in_(versions)),
            and_(AuditEvent.subject == SECTION, AuditEvent.subject_id.in_(sections)),
            and_(AuditEvent.subject == CASE, AuditEvent.subject_id.in_(cases)),
        )
    )
    rows = rows.options(joinedload(AuditEvent.by), joinedload(AuditEvent.grant).joinedload(Grant.organisation))
    return lines_of(db.session.scalars(rows.order_by(AuditEvent.id.desc()).limit(most)))


def seen_by(by: Actor) -> ColumnElement[bool]:
    """Which schemes concern the reader."""
    reached = Scheme.commissioner_id.in_(by.commissioner_ids)
    if sees_drafts(by):
        return reached
    return and_(reached, _has_version(*_states_read(by)))


def _states_read(by: Actor) -> tuple[State, ...]:
    """The states in which those read a version who see no drafts: PbC leads also while it waits, to comment on it."""
    return (*READ_BY_ALL, State.SUBMITTED) if by.role is Role.PBC_LEAD else READ_BY_ALL


def _has_version(*states: State) -> ColumnElement[bool]:
    return Scheme.versions.any(SchemeVersion.state.in_(states))


def _conditions(asked: Asked) -> list[ColumnElement[bool]]:
    found: list[ColumnElement[bool]] = []
    if asked.text.strip():
        found.append(Scheme.name.icontains(asked.text.strip(), autoescape=True))
    if asked.kind is not None:
        found.append(Scheme.kind == asked.kind)
    if asked.locality_id is not None:
        found.append(Scheme.locality_id == asked.locality_id if asked.locality_id else Scheme.locality_id.is_(None))
    if asked.state is not None:
        found.append(_has_version(asked.state))
    if asked.ended is not None and asked.on is not None:
        found.append(is_ended(asked.on) if asked.ended else ~is_ended(asked.on))
    return found


def _schemes() -> Select[Scheme]:
    return (
        select(Scheme)
        .join(Scheme.service)
        .outerjoin(Scheme.locality)
        .options(
            joinedload(Scheme.service),
            joinedload(Scheme.locality),
            joinedload(Scheme.commissioner),
            selectinload(Scheme.versions).joinedload(SchemeVersion.approved),
        )
    )


def _versions() -> Select[SchemeVersion]:
    scheme = joinedload(SchemeVersion.scheme)
    return select(SchemeVersion).options(
        scheme.joinedload(Scheme.service),
        scheme.joinedload(Scheme.locality),
        scheme.joinedload(Scheme.commissioner),
        joinedload(SchemeVersion.begun_by),
        joinedload(SchemeVersion.submitted_by),
        joinedload(SchemeVersion.approved),
        selectinload(SchemeVersion.sections),
    )
