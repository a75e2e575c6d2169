"""What all acts on funding applications do: hold scheme and application, ask who may, note the event, tell people."""

from collections.abc import Collection
from datetime import date, datetime

from core import audit
from core.db import db
from core.errors import NotAllowed
from core.notifications.actions import notify
from core.notifications.queries import people_at
from core.permissions import Actor, Permission, check_may
from les.schemes.models.funding import FUNDING, FundingApplication
from les.schemes.queries.funding import find_seen_application, get_application, hold_application, scheme_of_application
from les.schemes.queries.schemes import get_scheme


def held_application(application_id: int, by: Actor, permission: Permission) -> FundingApplication:
    """The application, its scheme and itself held until the act is over: what is decided under one scheme follows
    each other. Refuses who may not, and whom it does not concern.
    """
    get_scheme(scheme_of_application(application_id), for_change=True)
    hold_application(application_id)
    application = get_application(application_id)
    check_may(by, permission, commissioner_id=application.commissioner_id)
    if find_seen_application(application_id, by) is None:
        raise NotAllowed("This application does not concern you.")
    return application


def held_own(application_id: int, by: Actor) -> FundingApplication:
    """The same for the practice that asks."""
    application = held_application(application_id, by, Permission.APPLY_FOR_FUNDING)
    if application.practice_id != by.organisation_id:
        raise NotAllowed("Only the practice that asks changes its application.")
    return application


def record(
    application: FundingApplication, act: str, by: Actor, *, old: audit.Values | None = None, **new: str | int | None
) -> None:
    """Note an act on an application, with what stood before where it changed something."""
    audit.record(
        db.session(),
        by=by,
        act=f"schemes.{act}",
        subject=FUNDING,
        subject_id=application.id,
        old=old,
        new={"application": application.called, "scheme": application.scheme.called, **new},
        commissioner_id=application.commissioner_id,
    )


def tell(
    application: FundingApplication,
    what: str,
    *,
    at_organisations: Collection[int],
    permission: Permission,
    subject: str,
    words: str,
    by: Actor,
    on: date,
    at: datetime,
    href: str,
) -> None:
    """Tell those at organisations who have a permission, but not the one who acts."""
    people = people_at(list(at_organisations), on=on, permission=permission)
    notify(
        key=f"schemes.funding/{application.id}/{what}",
        person_ids=[each for each in people if each != by.person_id],
        subject=subject,
        words=words,
        href=href,
        at=at,
    )
