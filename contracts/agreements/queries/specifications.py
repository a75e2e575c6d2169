"""The specifications that contracts name: which may be chosen, what became of those named, and who relies on one."""

from collections.abc import Iterable
from datetime import date

from sqlalchemy import select

from contracts.agreements.models.contracts import Contract
from contracts.agreements.models.schedules import NamedSpecification, Schedule
from contracts.agreements.rules.naming import VersionNamed, problem_in_naming
from contracts.agreements.rules.states import Stage
from contracts.specifications.models import SpecificationVersion
from contracts.specifications.queries.agreed import AgreedVersion, agreed_of, list_agreed_versions, once_agreed
from contracts.specifications.queries.versions import seen_by
from core.db import db
from core.permissions import Actor


def version_named(version: AgreedVersion, now_agreed: AgreedVersion | None) -> VersionNamed:
    """A version as a contract would name it, beside the version of the same specification that is agreed now."""
    is_another = now_agreed is not None and now_agreed.version_id != version.version_id
    return VersionNamed(
        called=version.called,
        state=version.state,
        expires_on=version.content.expires_on,
        newer=now_agreed.number if now_agreed is not None and is_another else None,
    )


def versions_to_name(contract: Contract) -> list[AgreedVersion]:
    """The agreed versions that a contract may name: of its commissioner, not expired when it starts.

    Those of its own provider come first.
    """
    found = [
        each
        for each in list_agreed_versions(contract.commissioner_id)
        if not problem_in_naming(version_named(each, each), starts_on=contract.starts_on)
    ]
    return sorted(found, key=lambda each: (each.provider_id != contract.provider_id, each.reference, each.number))


def problems_in_specifications(schedules: Iterable[Schedule], *, starts_on: date) -> list[str]:
    """Why specifications that a draft names stand in the way of issuing it, in sentences."""
    named = [each for schedule in schedules for each in schedule.specifications]
    versions = once_agreed([each.version_id for each in named if each.version_id is not None])
    now_agreed = agreed_of({each.specification_id for each in versions.values()})
    found = []
    for each in named:
        version = versions.get(each.version_id or 0)
        if version is None:
            found.append(
                f"{each.number}, {each.title}, was written in by hand. Take it out, and choose its agreed version."
            )
        else:
            about = version_named(version, now_agreed.get(version.specification_id))
            found.append(problem_in_naming(about, starts_on=starts_on))
    return [problem for problem in found if problem]


def readable_versions(schedules: Iterable[Schedule], *, by: Actor) -> set[int]:
    """Of the versions that schedules name those whose pages the reader may open."""
    ids = {each.version_id for schedule in schedules for each in schedule.specifications if each.version_id is not None}
    if not ids:
        return set()
    rows = select(SpecificationVersion.id).where(SpecificationVersion.id.in_(ids), seen_by(by))
    return set(db.session.scalars(rows))


def list_naming(version_id: int) -> list[Contract]:
    """The contracts that name a version, but those discarded, by reference."""
    rows = (
        select(Contract)
        .join(Schedule, Schedule.contract_id == Contract.id)
        .join(NamedSpecification, NamedSpecification.schedule_id == Schedule.id)
        .where(NamedSpecification.version_id == version_id, Contract.stage != Stage.DISCARDED)
        .distinct()
        .order_by(Contract.reference)
    )
    return list(db.session.scalars(rows))


def reasons_against_withdrawing(version_id: int) -> list[str]:
    """Why a version is not withdrawn: the contracts in draft or issued for signature that name it, in sentences."""
    rows = (
        select(Contract.reference, Contract.stage)
        .join(Schedule, Schedule.contract_id == Contract.id)
        .join(NamedSpecification, NamedSpecification.schedule_id == Schedule.id)
        .where(NamedSpecification.version_id == version_id, Contract.stage.in_((Stage.DRAFT, Stage.ISSUED)))
        .distinct()
        .order_by(Contract.reference)
    )
    return [_reason(reference, stage) for reference, stage in db.session.execute(rows)]


def _reason(reference: str, stage: Stage) -> str:
    if stage is Stage.DRAFT:
        return f"Contract {reference} in draft names it. Name another version there, or take it out."
    return f"Contract {reference}, issued for signature, names it. Take the contract back first."
