"""What all acts of verification do: hold the visit, ask who may, keep out interests, note the event."""

from datetime import datetime, timedelta

from core import audit
from core.clock import in_london
from core.db import db
from core.errors import NotAllowed
from core.parties.models import Party
from core.permissions import Actor, Permission, check_may
from les.claims.queries.independence import interest_in_practice
from les.verification.models.visits import SUBJECT, Visit
from les.verification.queries.visits import get_visit


def held_visit(visit_id: int, by: Actor, permission: Permission = Permission.VERIFY_CLAIMS) -> Visit:
    """The visit, held until the act is over: acts on one follow each other. Refuses who may not."""
    visit = get_visit(visit_id, for_change=True)
    check_may(by, permission, commissioner_id=visit.plan.commissioner_id)
    return visit


def check_no_interest(practice: Party, by: Actor, *, at: datetime) -> None:
    """Refuse a person who declared an interest in the practice, or who works there or did in the year before."""
    since = in_london(at).date() - timedelta(days=366)
    if interest := interest_in_practice(practice, by, since=since):
        raise NotAllowed(interest)


def check_own(visit: Visit, by: Actor) -> None:
    """Refuse whoever does not act for the practice that was visited."""
    if visit.practice_id != by.organisation_id:
        raise NotAllowed(f"You act for {by.organisation_name}. Only {visit.practice.name} does this.")


def record(
    visit: Visit, act: str, by: Actor, *, new: audit.Values | None = None, old: audit.Values | None = None
) -> None:
    """Note an act on a visit."""
    audit.record(
        db.session(),
        by=by,
        act=f"verification.{act}",
        subject=SUBJECT,
        subject_id=visit.id,
        old=old,
        new={"practice": visit.practice.name, "plan": visit.plan.name, **(new or {})},
        commissioner_id=visit.plan.commissioner_id,
    )
