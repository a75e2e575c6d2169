"""For higher rooms: the agreed versions of specifications, frozen as both sides accepted them."""

from collections.abc import Collection
from dataclasses import dataclass

from sqlalchemy import Select, select
from sqlalchemy.orm import contains_eager, joinedload

from contracts.specifications.models import AgreedText, Specification, SpecificationVersion
from contracts.specifications.rules.content import Content, content_from
from contracts.specifications.rules.states import State
from core.db import db


@dataclass(frozen=True, slots=True, kw_only=True)
class AgreedVersion:
    """A version that both sides accepted. `content_hash` is the SHA-256 of its canonical text; nothing of it changes.

    `state` is agreed, or superseded or withdrawn since.
    """

    version_id: int
    specification_id: int
    reference: str
    number: int
    title: str
    provider_id: int
    service_code: str
    state: State
    content_hash: str
    content: Content

    @property
    def called(self) -> str:
        """Reference, title and version, as people say it."""
        return self.content.called


def find_agreed_version(version_id: int, *, commissioner_id: int) -> AgreedVersion | None:
    """A version of a commissioner's that is agreed now; None for one that never was, or is superseded or withdrawn."""
    found = find_once_agreed_version(version_id, commissioner_id=commissioner_id)
    return found if found is not None and found.state is State.AGREED else None


def find_once_agreed_version(version_id: int, *, commissioner_id: int) -> AgreedVersion | None:
    """A version of a commissioner's that was agreed, whatever became of it: what a contract names stays readable."""
    rows = [each for each in _agreed(commissioner_id) if each.version_id == version_id]
    return _value(rows[0]) if rows else None


def list_agreed_versions(commissioner_id: int, *, provider_id: int | None = None) -> list[AgreedVersion]:
    """The versions of a commissioner's that are agreed now, by number; of one provider only, if it is named."""
    return [
        _value(each)
        for each in _agreed(commissioner_id)
        if each.version.state is State.AGREED
        and (provider_id is None or each.version.specification.provider_id == provider_id)
    ]


def once_agreed(version_ids: Collection[int]) -> dict[int, AgreedVersion]:
    """Those of these versions that were agreed once, whatever became of them, by id. One query however many."""
    rows = _agreed_texts().where(AgreedText.version_id.in_(version_ids))
    return {row.version_id: _value(row) for row in db.session.scalars(rows)}


def agreed_of(specification_ids: Collection[int]) -> dict[int, AgreedVersion]:
    """The version that is agreed now of each of these specifications, if it has one. One query however many."""
    rows = _agreed_texts().where(
        SpecificationVersion.specification_id.in_(specification_ids), SpecificationVersion.state == State.AGREED
    )
    return {found.specification_id: found for found in map(_value, db.session.scalars(rows))}


def _agreed(commissioner_id: int) -> list[AgreedText]:
    rows = _agreed_texts().where(Specification.commissioner_id == commissioner_id)
    return list(db.session.scalars(rows))


def _agreed_texts() -> Select[AgreedText]:
    return (
        select(AgreedText)
        .join(AgreedText.version)
        .join(SpecificationVersion.specification)
        .options(
            contains_eager(AgreedText.version)
            .contains_eager(SpecificationVersion.specification)
            .options(joinedload(Specification.service))
        )
        .order_by(Specification.number, SpecificationVersion.number)
        .execution_options(populate_existing=True)
    )


def _value(row: AgreedText) -> AgreedVersion:
    content = content_from(row.content)
    return AgreedVersion(
        version_id=row.version_id,
        specification_id=row.version.specification_id,
        reference=content.reference,
        number=row.version.number,
        title=content.title,
        provider_id=row.version.specification.provider_id,
        service_code=content.service_code,
        state=row.version.state,
        content_hash=row.content_hash,
        content=content,
    )
