"""Looking up plans of the incentive and what was entered, judged and proposed for them."""

from collections.abc import Collection, Sequence
from datetime import datetime

from sqlalchemy import Select, and_, select
from sqlalchemy.orm import joinedload, selectinload

from core.audit_trail.models import AuditEvent
from core.audit_trail.queries import Line, lines_of
from core.db import db
from core.people.models import Grant
from core.permissions import Actor, Role
from les.payments.models.incentive import (
    SUBJECT,
    FreedUp,
    FreedUpDecision,
    FreedUpSheet,
    IncentiveInstalment,
    IncentiveJudgement,
    IncentivePlan,
    IncentiveProposal,
    IncentiveShare,
)
from les.payments.rules.incentive_plans import InstalmentLine, Planned
from les.schemes.models.schemes import Scheme
from les.schemes.queries.schemes import list_schemes
from les.schemes.rules.kinds import SchemeKind, State

SEE_ALL = (Role.COMMISSIONER, Role.FINANCE, Role.AUDITOR)
_SEE = (*SEE_ALL, Role.PBC_LEAD, Role.PRACTICE_MANAGER)


def get_plan(plan_id: int, *, for_change: bool = False) -> IncentivePlan:
    """The plan of that id; `for_change` holds it, so that acts on it follow each other."""
    rows = select(IncentivePlan).where(IncentivePlan.id == plan_id).execution_options(populate_existing=True)
    return db.session.execute(rows.with_for_update() if for_change else rows).scalar_one()


def planned_schemes(scheme_ids: Collection[int], year: str) -> frozenset[int]:
    """Which of these schemes a plan pays in a year (“2007/08”), so that practices claim nothing of them."""
    rows = select(IncentivePlan.scheme_id)
    return frozenset(
        db.session.scalars(rows.where(IncentivePlan.scheme_id.in_(scheme_ids), IncentivePlan.year == year))
    )


def find_seen_plan(plan_id: int, by: Actor) -> IncentivePlan | None:
    """The plan of that id, if it concerns the reader."""
    return db.session.scalars(_seen(by).where(IncentivePlan.id == plan_id)).first()


def list_seen_plans(by: Actor) -> list[IncentivePlan]:
    """The plans that concern the reader, newest year first."""
    order = (IncentivePlan.year.desc(), Scheme.number)
    return list(db.session.scalars(_seen(by).join(IncentivePlan.scheme).order_by(*order)))


def planned_of(plan: IncentivePlan) -> Planned:
    """What a plan says, as values."""
    lines = [
        InstalmentLine(name=each.name, rate=each.rate, quarter=each.quarter, condition=each.condition)
        for each in plan.instalments
    ]
    return Planned(list_on=plan.list_on, instalments=lines, set_aside=plan.set_aside, source=plan.source)


def find_plan_of(scheme_id: int, year: str) -> IncentivePlan | None:
    """The plan of a scheme and year."""
    rows = select(IncentivePlan).where(IncentivePlan.scheme_id == scheme_id, IncentivePlan.year == year)
    return db.session.scalars(rows).first()


def list_schemes_to_plan(by: Actor) -> list[Scheme]:
    """The directed enhanced services with an approved version, for which a plan can be made."""
    held = (State.APPROVED, State.SUPERSEDED)
    return [
        each
        for each in list_schemes(by)
        if each.kind is SchemeKind.DES and any(version.state in held for version in each.versions)
    ]


def find_instalment(instalment_id: int) -> IncentiveInstalment | None:
    """The instalment of that id."""
    rows = select(IncentiveInstalment).where(IncentiveInstalment.id == instalment_id)
    return db.session.scalars(rows.options(joinedload(IncentiveInstalment.plan))).first()


def find_sheet(sheet_id: int) -> FreedUpSheet | None:
    """The sheet of freed-up resources of that id, as the database has it now."""
    rows = _sheets().where(FreedUpSheet.id == sheet_id).execution_options(populate_existing=True)
    return db.session.scalars(rows).first()


def list_sheets(plan_id: int) -> list[FreedUpSheet]:
    """The sheets of a plan, newest first."""
    rows = _sheets().where(FreedUpSheet.plan_id == plan_id).order_by(FreedUpSheet.id.desc())
    return list(db.session.scalars(rows.execution_options(populate_existing=True)))


def list_waiting_sheets(commissioner_ids: Collection[int]) -> list[FreedUpSheet]:
    """The sheets of commissioners that wait for a second person, oldest first."""
    rows = _sheets().join(FreedUpSheet.plan).join(IncentivePlan.scheme)
    rows = rows.where(~FreedUpSheet.decision.has(), Scheme.commissioner_id.in_(commissioner_ids))
    return list(db.session.scalars(rows.order_by(FreedUpSheet.id)))


def list_judgements(plan_id: int) -> list[IncentiveJudgement]:
    """What was judged of a plan, oldest first."""
    rows = (
        select(IncentiveJudgement)
        .join(IncentiveJudgement.instalment)
        .where(IncentiveInstalment.plan_id == plan_id)
        .options(joinedload(IncentiveJudgement.party), joinedload(IncentiveJudgement.judged_by))
    )
    return list(db.session.scalars(rows.order_by(IncentiveJudgement.id)))


def find_proposal(proposal_id: int) -> IncentiveProposal | None:
    """The proposal of that id with its shares."""
    return db.session.scalars(_proposals().where(IncentiveProposal.id == proposal_id)).first()


def list_proposals(plan_id: int) -> list[IncentiveProposal]:
    """The proposals of a plan with their shares, newest first."""
    rows = _proposals().join(IncentiveProposal.instalment).where(IncentiveInstalment.plan_id == plan_id)
    return list(db.session.scalars(rows.order_by(IncentiveProposal.id.desc())))


def history_of(plan: IncentivePlan, most: int = 200) -> list[Line]:
    """Who did what when to a plan, newest first."""
    rows = select(AuditEvent).where(and_(AuditEvent.subject == SUBJECT, AuditEvent.subject_id == plan.id))
    rows = rows.options(joinedload(AuditEvent.by), joinedload(AuditEvent.grant).joinedload(Grant.organisation))
    return lines_of(db.session.scalars(rows.order_by(AuditEvent.id.desc()).limit(most)))


def sees_all(by: Actor) -> bool:
    """Whether the reader sees every practice of a plan."""
    return by.role in SEE_ALL


def approved_lines(sheets: Sequence[FreedUpSheet]) -> dict[int, FreedUp]:
    """What counts as freed up by the practice’s id: the newest line that a second person approved."""
    found: dict[int, FreedUp] = {}
    for sheet in sorted(sheets, key=_decided):
        if sheet.decision is not None and sheet.decision.verdict.value == "approved":
            found.update({line.practice_id: line for line in sheet.lines})
    return found


def _decided(sheet: FreedUpSheet) -> tuple[datetime, int]:
    return (sheet.decision.decided_at if sheet.decision else sheet.proposed_at), sheet.id


def _seen(by: Actor) -> Select[IncentivePlan]:
    reached = by.commissioner_ids if by.role in _SEE else frozenset[int]()
    return (
        select(IncentivePlan)
        .where(IncentivePlan.scheme.has(Scheme.commissioner_id.in_(reached)))
        .options(
            joinedload(IncentivePlan.scheme).joinedload(Scheme.commissioner),
            joinedload(IncentivePlan.made_by),
            selectinload(IncentivePlan.instalments),
        )
    )


def _sheets() -> Select[FreedUpSheet]:
    return select(FreedUpSheet).options(
        joinedload(FreedUpSheet.plan).joinedload(IncentivePlan.scheme),
        joinedload(FreedUpSheet.proposed_by),
        joinedload(FreedUpSheet.decision).joinedload(FreedUpDecision.decided_by),
        selectinload(FreedUpSheet.lines).joinedload(FreedUp.practice),
    )


def _proposals() -> Select[IncentiveProposal]:
    shares = selectinload(IncentiveProposal.shares)
    return select(IncentiveProposal).options(
        joinedload(IncentiveProposal.proposed_by),
        joinedload(IncentiveProposal.instalment).joinedload(IncentiveInstalment.plan),
        shares.joinedload(IncentiveShare.practice),
        shares.joinedload(IncentiveShare.group),
    )
