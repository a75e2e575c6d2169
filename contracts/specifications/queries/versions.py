"""Looking up specifications and their versions, for those whom each concerns.

Commissioner, finance and auditors see all of theirs; a provider what it is a party to; the groups what is in review or
was agreed.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, Select, and_, false, func, or_, select, true
from sqlalchemy.orm import aliased, contains_eager, joinedload, selectinload

from commissioning.catalogue.models import CommissionedService
from contracts.specifications.models import (
    SECTION,
    SUBJECT,
    VERSION,
    AgreedText,
    Covered,
    Specification,
    SpecificationSection,
    SpecificationVersion,
)
from contracts.specifications.rules.states import OPEN, State
from core.audit_trail.models import AuditEvent
from core.audit_trail.queries import Line, lines_of
from core.db import db
from core.parties.models import Party
from core.people.models import Grant
from core.permissions import Actor, Role
from core.threads.models import Thread

_SEE_ALL = (Role.COMMISSIONER, Role.FINANCE, Role.AUDITOR)
_provider = aliased(Party)
SORTS = {
    "number": (Specification.number,),
    "title": (SpecificationVersion.title, Specification.number),
    "service": (CommissionedService.name, Specification.number),
    "provider": (_provider.name, Specification.number),
    "review": (SpecificationVersion.review_on, Specification.number),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What a reader of the list wants to see: words of the title, a service, provider or locality by id, a state."""

    text: str = ""
    service_id: int | None = None
    provider_id: int | None = None
    locality_id: int | None = None
    state: State | None = None
    sort: str = "number"


def get_specification(specification_id: int, *, for_change: bool = False) -> Specification:
    """The specification of that id; `for_change` holds it, so that acts on its versions follow each other."""
    rows = select(Specification).where(Specification.id == specification_id)
    return db.session.execute(rows.with_for_update() if for_change else rows).scalar_one()


def get_version(version_id: int) -> SpecificationVersion:
    """The version of that id with all its pages show, as the database has it now."""
    rows = _versions().where(SpecificationVersion.id == version_id).execution_options(populate_existing=True)
    return db.session.execute(rows).scalar_one()


def get_specification_id_of(version_id: int) -> int:
    """The specification of a version, read alone so that it can be held before the version is looked at."""
    rows = select(SpecificationVersion.specification_id).where(SpecificationVersion.id == version_id)
    return db.session.execute(rows).scalar_one()


def find_specification_id_of(version_id: int) -> int | None:
    """The same; None for a version that there is not."""
    rows = select(SpecificationVersion.specification_id).where(SpecificationVersion.id == version_id)
    return db.session.execute(rows).scalar_one_or_none()


def list_versions(specification_id: int, by: Actor) -> list[SpecificationVersion]:
    """The versions of a specification that concern the reader, newest first."""
    rows = _versions().where(SpecificationVersion.specification_id == specification_id, seen_by(by))
    return list(db.session.scalars(rows.order_by(SpecificationVersion.number.desc())))


def find_open_version(specification_id: int) -> SpecificationVersion | None:
    """The version that is drafted or reviewed; at most one is."""
    rows = _versions().where(SpecificationVersion.specification_id == specification_id)
    return db.session.scalars(rows.where(SpecificationVersion.state.in_(OPEN))).first()


def find_agreed_of(specification_id: int) -> SpecificationVersion | None:
    """The version that is agreed now; at most one is."""
    rows = _versions().where(SpecificationVersion.specification_id == specification_id)
    return db.session.scalars(rows.where(SpecificationVersion.state == State.AGREED)).first()


def next_version_number(specification_id: int) -> int:
    """The number of the next version of a specification, which the caller holds."""
    rows = select(func.max(SpecificationVersion.number)).where(
        SpecificationVersion.specification_id == specification_id
    )
    return (db.session.scalar(rows) or 0) + 1


def next_specification_number(commissioner_id: int) -> int:
    """The number of the next specification of a commissioner, whom the caller holds."""
    rows = select(func.max(Specification.number)).where(Specification.commissioner_id == commissioner_id)
    return (db.session.scalar(rows) or 0) + 1


def find_section(version_id: int, section_id: int) -> SpecificationSection | None:
    """A section of a version, as the database has it now; None where the version has none of that id."""
    rows = select(SpecificationSection).where(
        SpecificationSection.id == section_id, SpecificationSection.version_id == version_id
    )
    return db.session.execute(rows.execution_options(populate_existing=True)).scalar_one_or_none()


def select_newest(by: Actor, asked: Asked) -> Select[SpecificationVersion]:
    """The newest version of each specification that concerns the reader, ordered and filtered as asked."""
    rows = _listed().where(seen_by(by), SpecificationVersion.id.in_(_newest_ids(by)), *_conditions(asked))
    columns = SORTS.get(asked.sort.lstrip("-"), SORTS["number"])
    return rows.order_by(*(column.desc() if asked.sort.startswith("-") else column for column in columns))


def list_newest(by: Actor) -> list[SpecificationVersion]:
    """All of these, by number: for what can be chosen in filters."""
    return list(db.session.scalars(select_newest(by, Asked())).unique())


def list_awaiting(by: Actor) -> list[SpecificationVersion]:
    """The open versions that concern the reader, by number."""
    rows = _versions().where(seen_by(by), SpecificationVersion.state.in_(OPEN))
    return list(db.session.scalars(rows.order_by(SpecificationVersion.id)))


def count_open_threads(version_ids: Sequence[int]) -> dict[int, int]:
    """How many threads of each version wait for an answer; versions without any are left out. One query."""
    rows = select(Thread.subject_id, func.count(Thread.id)).where(
        Thread.subject == VERSION, Thread.subject_id.in_(version_ids), Thread.resolved_at.is_(None)
    )
    return {row[0]: row[1] for row in db.session.execute(rows.group_by(Thread.subject_id))}


def history_of_version(version: SpecificationVersion, most: int = 100) -> list[Line]:
    """Who did what when to a version, its sections and the documents of its specification, newest first."""
    sections = [section.id for section in version.sections]
    rows = select(AuditEvent).where(
        or_(
            and_(AuditEvent.subject == VERSION, AuditEvent.subject_id == version.id),
            and_(AuditEvent.subject == SECTION, AuditEvent.subject_id.in_(sections)),
            and_(AuditEvent.subject == SUBJECT, AuditEvent.subject_id == version.specification_id),
        )
    )
    rows = rows.options(joinedload(AuditEvent.by), joinedload(AuditEvent.grant).joinedload(Grant.organisation))
    return lines_of(db.session.scalars(rows.order_by(AuditEvent.id.desc()).limit(most)))


def seen_by(by: Actor) -> ColumnElement[bool]:
    """Which versions concern the reader."""
    reached = SpecificationVersion.specification.has(Specification.commissioner_id.in_(by.commissioner_ids))
    if by.role in _SEE_ALL:
        return and_(reached, true())
    if by.role is Role.PROVIDER_MANAGER:
        return SpecificationVersion.specification.has(
            and_(
                Specification.commissioner_id.in_(by.commissioner_ids), Specification.provider_id == by.organisation_id
            )
        )
    if by.role in (Role.PBC_LEAD, Role.PBC_MEMBER):
        return and_(reached, or_(SpecificationVersion.state == State.IN_REVIEW, SpecificationVersion.agreed.has()))
    return false()


def find_seen(version_id: int, by: Actor) -> SpecificationVersion | None:
    """The version of that id, if it concerns the reader."""
    rows = _versions().where(SpecificationVersion.id == version_id, seen_by(by))
    return db.session.scalars(rows).first()


def _newest_ids(by: Actor) -> Select[int]:
    """The newest of the versions of each specification that the reader sees."""
    newest = (
        select(SpecificationVersion.specification_id, func.max(SpecificationVersion.number).label("number"))
        .where(seen_by(by))
        .group_by(SpecificationVersion.specification_id)
        .subquery()
    )
    return select(SpecificationVersion.id).join(
        newest,
        and_(
            SpecificationVersion.specification_id == newest.c.specification_id,
            SpecificationVersion.number == newest.c.number,
        ),
    )


def _conditions(asked: Asked) -> list[ColumnElement[bool]]:
    found: list[ColumnElement[bool]] = []
    if asked.text.strip():
        found.append(SpecificationVersion.title.icontains(asked.text.strip(), autoescape=True))
    if asked.service_id is not None:
        found.append(Specification.service_id == asked.service_id)
    if asked.provider_id is not None:
        found.append(Specification.provider_id == asked.provider_id)
    if asked.state is not None:
        found.append(SpecificationVersion.state == asked.state)
    if asked.locality_id is not None:
        found.append(SpecificationVersion.covered.any(Covered.locality_id == asked.locality_id))
    return found


def _listed() -> Select[SpecificationVersion]:
    specification = contains_eager(SpecificationVersion.specification)
    return (
        select(SpecificationVersion)
        .join(SpecificationVersion.specification)
        .join(Specification.service)
        .join(_provider, Specification.provider)
        .options(
            specification.contains_eager(Specification.service),
            specification.contains_eager(Specification.provider.of_type(_provider)),
            selectinload(SpecificationVersion.covered).joinedload(Covered.locality),
            joinedload(SpecificationVersion.agreed).load_only(AgreedText.content_hash, AgreedText.agreed_at),
        )
    )


def _versions() -> Select[SpecificationVersion]:
    specification = joinedload(SpecificationVersion.specification)
    return select(SpecificationVersion).options(
        specification.joinedload(Specification.service),
        specification.joinedload(Specification.provider),
        specification.joinedload(Specification.commissioner),
        joinedload(SpecificationVersion.drafter),
        joinedload(SpecificationVersion.begun_by),
        joinedload(SpecificationVersion.commissioner_person),
        joinedload(SpecificationVersion.provider_person),
        joinedload(SpecificationVersion.agreed),
        selectinload(SpecificationVersion.covered).joinedload(Covered.locality),
        selectinload(SpecificationVersion.sections),
    )
