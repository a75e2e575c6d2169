"""Looking up notices of contracts, who may see them, and what was recorded about them."""

from datetime import date

from sqlalchemy import ColumnElement, Select, and_, func, or_, select
from sqlalchemy.orm import contains_eager, joinedload, selectinload

from contracts.agreements.models.contracts import Contract
from contracts.agreements.queries.contracts import concerning
from contracts.notices.models.notices import SUBJECT, Notice, NoticeText, Response
from contracts.notices.models.outcomes import MILESTONE_SUBJECT, MilestoneStep, NoticeOutcome, PlanMilestone
from contracts.notices.rules.ledger import EntryKind
from contracts.notices.rules.standing import OPEN
from core.audit_trail.models import AuditEvent
from core.audit_trail.queries import Line, lines_of
from core.db import db
from core.people.models import Grant
from core.permissions import Actor, Permission, Role

_OF_THE_COMMISSIONER = (*(f"notices.propose_{kind}" for kind in EntryKind), "notices.declined_entry")


def of_contracts_seen(by: Actor) -> ColumnElement[bool]:
    """The contracts whose notices the reader may see: those that concern them; a provider only those it is held to."""
    seen = concerning(by)
    if by.role is Role.PROVIDER_MANAGER:
        return and_(seen, Contract.provider_id == by.organisation_id)
    return seen


def find_seen(contract_id: int, number: int, *, by: Actor) -> Notice | None:
    """The notice of that number, if the reader may see it."""
    rows = _notices().where(Notice.contract_id == contract_id, Notice.number == number, of_contracts_seen(by))
    return db.session.scalars(rows).one_or_none()


def contract_is_seen(contract_id: int, *, by: Actor) -> bool:
    """Whether the reader may see the notices of a contract."""
    rows = select(Contract.id).where(Contract.id == contract_id, of_contracts_seen(by))
    return db.session.scalar(rows) is not None


def get_notice(notice_id: int, *, for_change: bool = False) -> Notice:
    """The notice of that id; `for_change` reads it as it is now, its contract being held."""
    rows = _notices().where(Notice.id == notice_id).execution_options(populate_existing=for_change)
    return db.session.scalars(rows).one()


def list_of_contract(contract_id: int) -> list[Notice]:
    """The notices of a contract by number."""
    rows = _notices().where(Notice.contract_id == contract_id).order_by(Notice.number)
    return list(db.session.scalars(rows))


def list_open() -> list[Notice]:
    """All open notices of all contracts, the oldest first: for the worker."""
    return list(db.session.scalars(_notices().where(Notice.stage.in_(OPEN)).order_by(Notice.id)))


def next_number(contract_id: int) -> int:
    """The number of the next notice of a contract, which the caller holds."""
    return (db.session.scalar(select(func.max(Notice.number)).where(Notice.contract_id == contract_id)) or 0) + 1


def count_open(contract_id: int, *, on: date) -> tuple[int, int]:
    """How many notices of a contract are open, and how many of these are overdue on a day."""
    rows = select(Notice.next_due_on).where(Notice.contract_id == contract_id, Notice.stage.in_(OPEN))
    days = list(db.session.scalars(rows))
    return len(days), sum(day is not None and day < on for day in days)


def history_seen(notice: Notice, *, by: Actor, most: int = 60) -> list[Line]:
    """Who did what when to a notice, newest first: of the ledger, others than its keepers read what was approved."""
    own = select(PlanMilestone.id).join(PlanMilestone.plan).where(NoticeOutcome.notice_id == notice.id)
    of_notice = and_(AuditEvent.subject == SUBJECT, AuditEvent.subject_id == notice.id)
    of_milestones = and_(AuditEvent.subject == MILESTONE_SUBJECT, AuditEvent.subject_id.in_(own))
    rows = select(AuditEvent).where(or_(of_notice, of_milestones))
    if not by.may(Permission.WITHHOLD_PAYMENT):
        rows = rows.where(AuditEvent.act.not_in(_OF_THE_COMMISSIONER))
    rows = rows.options(joinedload(AuditEvent.by), joinedload(AuditEvent.grant).joinedload(Grant.organisation))
    return lines_of(db.session.scalars(rows.order_by(AuditEvent.id.desc()).limit(most)))


def list_responses(notice_id: int) -> list[Response]:
    """What the provider answered, oldest first."""
    return list(db.session.scalars(select(Response).where(Response.notice_id == notice_id).order_by(Response.id)))


def list_outcomes(notice_id: int) -> list[NoticeOutcome]:
    """The outcomes with their plans, oldest first, as they are now."""
    rows = with_plans(select(NoticeOutcome).where(NoticeOutcome.notice_id == notice_id))
    return list(db.session.scalars(rows.order_by(NoticeOutcome.number).execution_options(populate_existing=True)))


def get_outcome(notice_id: int, number: int) -> NoticeOutcome:
    """The outcome of that number; NoResultFound where the notice has none."""
    rows = with_plans(select(NoticeOutcome)).where(NoticeOutcome.notice_id == notice_id)
    return db.session.scalars(rows.where(NoticeOutcome.number == number)).one()


def find_milestone(notice_id: int, milestone_id: int) -> PlanMilestone | None:
    """The milestone of that id, if a plan of the notice, standing or not, has it."""
    rows = select(PlanMilestone).join(PlanMilestone.plan).where(NoticeOutcome.notice_id == notice_id)
    return db.session.scalars(rows.where(PlanMilestone.id == milestone_id)).one_or_none()


def with_plans(rows: Select[NoticeOutcome]) -> Select[NoticeOutcome]:
    """Outcomes with answers, milestones, and all that was recorded about these."""
    milestones = selectinload(NoticeOutcome.milestones)
    return rows.options(
        joinedload(NoticeOutcome.answer),
        milestones.selectinload(PlanMilestone.steps).joinedload(MilestoneStep.recorded_by),
        milestones.selectinload(PlanMilestone.reports),
    )


def _notices() -> Select[Notice]:
    contract = contains_eager(Notice.contract)
    return (
        select(Notice)
        .join(Notice.contract)
        .options(
            contract.joinedload(Contract.provider, innerjoin=True),
            contract.joinedload(Contract.commissioner, innerjoin=True),
            joinedload(Notice.text).joinedload(NoticeText.issued_by),
        )
    )
