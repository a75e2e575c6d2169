"""Looking up plans with their samples, for those whom they concern: commissioner, finance and auditors."""

from collections.abc import Collection

from sqlalchemy import Select, and_, or_, select
from sqlalchemy.orm import joinedload, selectinload

from core.audit_trail.models import AuditEvent
from core.audit_trail.queries import Line, lines_of
from core.db import db
from core.people.models import Grant
from core.permissions import Actor, Role
from les.claims.models.claims import Claim
from les.verification.models.plans import SUBJECT, SampledClaim, VerificationPlan
from les.verification.models.visits import SUBJECT as VISIT
from les.verification.models.visits import Visit

SEE_ALL = (Role.COMMISSIONER, Role.FINANCE, Role.AUDITOR)


def sees_all(by: Actor) -> bool:
    """Whether the reader sees every plan and practice of its commissioner."""
    return by.role in SEE_ALL


def find_seen_plan(plan_id: int, by: Actor) -> VerificationPlan | None:
    """The plan of that id with its sample, if it concerns the reader."""
    return db.session.scalars(_seen(by).where(VerificationPlan.id == plan_id)).first()


def select_plans(by: Actor) -> Select[VerificationPlan]:
    """The plans that concern the reader, newest first."""
    return _seen(by).order_by(VerificationPlan.id.desc())


def find_plan_named(commissioner_id: int, name: str) -> VerificationPlan | None:
    """The plan of that name."""
    rows = select(VerificationPlan).where(VerificationPlan.commissioner_id == commissioner_id)
    return db.session.scalars(rows.where(VerificationPlan.name == name)).first()


def list_sample(plan_id: int, practice_id: int | None = None) -> list[SampledClaim]:
    """The claims of a sample in the order of the draw, of one practice or of all, with their lines."""
    claim = joinedload(SampledClaim.claim)
    rows = (
        select(SampledClaim)
        .where(SampledClaim.plan_id == plan_id)
        .options(joinedload(SampledClaim.practice), claim.joinedload(Claim.scheme), claim.selectinload(Claim.lines))
    )
    if practice_id is not None:
        rows = rows.where(SampledClaim.practice_id == practice_id)
    return list(db.session.scalars(rows.order_by(SampledClaim.place)))


def history_of(plan: VerificationPlan, visit_ids: Collection[int], most: int = 200) -> list[Line]:
    """Who did what when to a plan and its visits, newest first."""
    rows = select(AuditEvent).where(
        or_(
            and_(AuditEvent.subject == SUBJECT, AuditEvent.subject_id == plan.id),
            and_(AuditEvent.subject == VISIT, AuditEvent.subject_id.in_(visit_ids)),
        )
    )
    rows = rows.options(joinedload(AuditEvent.by), joinedload(AuditEvent.grant).joinedload(Grant.organisation))
    return lines_of(db.session.scalars(rows.order_by(AuditEvent.id.desc()).limit(most)))


def list_visits(plan_ids: Collection[int]) -> list[Visit]:
    """The visits of plans with all that became of them, by plan and practice."""
    rows = _visits().where(Visit.plan_id.in_(plan_ids))
    return list(db.session.scalars(rows.order_by(Visit.plan_id, Visit.practice_id)))


def _seen(by: Actor) -> Select[VerificationPlan]:
    reached = by.commissioner_ids if sees_all(by) else frozenset[int]()
    return (
        select(VerificationPlan)
        .where(VerificationPlan.commissioner_id.in_(reached))
        .options(joinedload(VerificationPlan.drawn_by), selectinload(VerificationPlan.sample))
    )


def _visits() -> Select[Visit]:
    return select(Visit).options(
        joinedload(Visit.practice),
        joinedload(Visit.plan),
        joinedload(Visit.report),
        joinedload(Visit.answer),
        joinedload(Visit.appeal),
        joinedload(Visit.recovery),
    )
