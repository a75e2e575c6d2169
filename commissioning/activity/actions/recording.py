"""How acts on activity are recorded, who may act for a provider, and who is told."""

from datetime import date, datetime

from commissioning.activity.models.expectations import Expectation
from commissioning.activity.queries.expectations import get_expectation
from core import audit
from core.db import db
from core.errors import NotAllowed
from core.notifications.actions import notify
from core.notifications.queries import people_at
from core.permissions import Actor, Permission, check_may


def record_on(
    by: Actor,
    act: str,
    subject: tuple[str, int],
    *,
    commissioner_id: int,
    new: audit.Values,
    old: audit.Values | None = None,
) -> None:
    """Note an act on a record of this room: `subject` is its kind and id."""
    audit.record(
        db.session(),
        by=by,
        act=f"activity.{act}",
        subject=subject[0],
        subject_id=subject[1],
        old=old,
        new=new,
        commissioner_id=commissioner_id,
    )


def held_for_provider(expectation_id: int, by: Actor) -> Expectation:
    """The expectation, held until the act is over, for somebody who acts for its provider; refused for anybody else."""
    expectation = get_expectation(expectation_id, for_change=True)
    check_may(by, Permission.SUBMIT_ACTIVITY, commissioner_id=expectation.commissioner_id)
    check_own(by, expectation.provider_id)
    return expectation


def held_for_commissioner(expectation_id: int, by: Actor, permission: Permission) -> Expectation:
    """The expectation, held until the act is over, for somebody who acts for its commissioner."""
    expectation = get_expectation(expectation_id, for_change=True)
    check_may(by, permission, commissioner_id=expectation.commissioner_id)
    return expectation


def check_own(by: Actor, provider_id: int) -> None:
    """Refuse to act for another provider than one's own."""
    if by.organisation_id != provider_id:
        raise NotAllowed(f"You act for {by.organisation_name}. This return is another provider’s.")


def tell(
    organisation_id: int,
    permission: Permission,
    *,
    key: str,
    subject: str,
    words: str,
    href: str,
    at: datetime,
    on: date,
) -> None:
    """Write a message to those of an organisation who have a permission; to nobody where no page is named."""
    if href:
        people = people_at([organisation_id], on=on, permission=permission)
        notify(key=key, person_ids=people, subject=subject, words=words, href=href, at=at)
