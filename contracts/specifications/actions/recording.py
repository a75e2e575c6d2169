"""How a version is held while somebody acts on it, for which side they act, whom it is told, and how it is recorded."""

from collections.abc import Sequence
from datetime import date, datetime

from contracts.specifications.models import VERSION, Specification, SpecificationVersion
from contracts.specifications.queries.versions import get_specification, get_specification_id_of, get_version
from core import audit
from core.db import db
from core.errors import NotAllowed
from core.notifications.actions import notify
from core.notifications.queries import people_at
from core.permissions import Actor, Permission, check_may


def held(version_id: int, by: Actor, permission: Permission = Permission.DRAFT_SPECIFICATIONS) -> SpecificationVersion:
    """The version, its specification held until the act is over: acts on the versions of one follow each other.

    Refuses who may not, and who belongs to neither side.
    """
    specification = get_specification(get_specification_id_of(version_id), for_change=True)
    check_side(specification, by, permission)
    return get_version(version_id)


def check_side(specification: Specification, by: Actor, permission: Permission) -> None:
    """Refuse those who may not, and those who act for neither the commissioner nor the provider."""
    check_may(by, permission, commissioner_id=specification.commissioner_id)
    if by.organisation_id not in (specification.commissioner_id, specification.provider_id):
        raise NotAllowed(f"You act for {by.organisation_name}, which is no party to {specification.reference}.")


def is_commissioner(specification: Specification, by: Actor) -> bool:
    """Whether the person acts for the commissioner, not for the provider."""
    return by.organisation_id == specification.commissioner_id


def tell_other_side(
    version: SpecificationVersion,
    what: str,
    subject: str,
    words: str,
    *,
    by: Actor,
    on: date,
    at: datetime,
    href: str,
) -> None:
    """Tell those of the other side who draft specifications. `what` makes the key of the message its own."""
    specification = version.specification
    other = specification.provider_id if is_commissioner(specification, by) else specification.commissioner_id
    people: Sequence[int] = people_at([other], on=on, permission=Permission.DRAFT_SPECIFICATIONS)
    key = f"specifications.{what}/{version.id}/{at.isoformat()}"
    notify(key=key, person_ids=people, subject=subject, words=words, href=href, at=at)


def record(
    version: SpecificationVersion,
    act: str,
    by: Actor,
    *,
    old: audit.Values | None = None,
    new: audit.Values | None = None,
    subject: str = VERSION,
    subject_id: int | None = None,
) -> None:
    """Note an act on a version, or on one of its sections."""
    audit.record(
        db.session(),
        by=by,
        act=f"specifications.{act}",
        subject=subject,
        subject_id=version.id if subject_id is None else subject_id,
        old=old,
        new={"version": version.called, **(new or {})},
        commissioner_id=version.specification.commissioner_id,
    )
