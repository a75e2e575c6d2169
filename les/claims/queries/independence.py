"""Who has a hand in a practice's claims: people who work or worked at it, and those who wrote a claim for it."""

from collections.abc import Mapping
from datetime import date

from sqlalchemy import select

from core.audit_trail.models import AuditEvent
from core.db import db
from core.four_eyes import is_one_with
from core.parties.models import Party
from core.people.models import Grant
from core.permissions import Actor, Role
from les.claims.models.claims import SUBJECT, Claim


def interest_in_practice(practice: Party, by: Actor, *, since: date) -> str:
    """Why somebody has an interest in a practice, in a sentence; blank where they have none.

    `since`: whoever has or had a role at the practice on a day from then on works at it.
    """
    if practice.id in by.interests:
        return f"You declared an interest in {practice.name}. Ask somebody without one."
    works_there = works_at({practice.id: since}, by)
    return f"You work or worked at {practice.name}. Ask somebody who does not." if works_there else ""


def works_at(since: Mapping[int, date], by: Actor) -> set[int]:
    """Those practices at which somebody has or had a role on a day from then on. `since`: the day, by practice.

    In one query, however many practices.
    """
    rows = select(Grant.organisation_id, Grant.ends_on).where(
        Grant.person_id.in_(_hands(by)), Grant.organisation_id.in_(since)
    )
    found = {
        practice_id
        for practice_id, ends_on in db.session.execute(rows)
        if ends_on is None or ends_on > since[practice_id]
    }
    return found | {practice_id for practice_id in since if practice_id == by.organisation_id}


def wrote_claim(claim: Claim, by: Actor) -> bool:
    """Whether somebody began, wrote or submitted a claim: whatever they did to it for a practice counts."""
    if is_one_with(by, claim.begun_by_id, claim.submitted_by_id):
        return True
    rows = (
        select(AuditEvent.id)
        .join(AuditEvent.grant)
        .where(
            AuditEvent.subject == SUBJECT,
            AuditEvent.subject_id == claim.id,
            AuditEvent.by_id.in_(_hands(by)),
            Grant.role == Role.PRACTICE_MANAGER,
        )
    )
    return db.session.scalars(rows.limit(1)).first() is not None


def _hands(by: Actor) -> list[int]:
    """Who counts as the person who acts: themselves, and the colleague they stand in for."""
    return [each for each in (by.person_id, by.stands_in_for_id) if each is not None]
