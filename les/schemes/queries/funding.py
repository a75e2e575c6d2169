"""Looking up funding applications, for those whom each concerns, and what is approved but not handed on to be paid.

Commissioner, finance and auditors see what was sent; a practice its own; a group those on which its opinion is asked.
"""

from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import date

from sqlalchemy import ColumnElement, Select, and_, false, func, select
from sqlalchemy.orm import joinedload, selectinload

from core.audit_trail.models import AuditEvent
from core.audit_trail.queries import Line, lines_of
from core.db import db
from core.money import as_pence
from core.parties.models import Party
from core.people.models import Grant
from core.periods import FinancialYear
from core.permissions import Actor, Role
from les.schemes.models.funding import FUNDING, FundingApplication, FundingAsk, FundingDecision
from les.schemes.models.schemes import Scheme, SchemeVersion
from les.schemes.rules.funding import BEFORE_DECISION, FundingState

HandedOn = Callable[[int], Collection[int]]
funding_handed_on: list[HandedOn] = []
"""Who takes approved applications over to pay them: of a commissioner, the ids that are taken over.

What is taken over is told as committed and spent by whoever took it, and no longer stands here.
"""

_SEE_ALL = (Role.COMMISSIONER, Role.FINANCE, Role.AUDITOR)
_PAID_FOR = (FundingState.APPROVED, FundingState.PART)
SORTS = {
    "number": (FundingApplication.number,),
    "practice": (Party.code, FundingApplication.number),
    "scheme": (Scheme.number, FundingApplication.number),
    "amount": (FundingApplication.amount, FundingApplication.number),
    "wanted": (FundingApplication.wanted_on, FundingApplication.number),
    "state": (FundingApplication.state, FundingApplication.number),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class ApprovedFunding:
    """An approved application that is due to a practice and not yet handed on to be paid."""

    id: int
    scheme_id: int
    practice_id: int
    pence: int
    reference: str
    what: str
    decided_on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class AskedFor:
    """Which applications a reader wants to see, in which order."""

    text: str = ""
    state: FundingState | None = None
    scheme_id: int | None = None
    sort: str = "-number"


def list_approved_funding(commissioner_id: int) -> list[ApprovedFunding]:
    """What is approved and not yet handed on to be paid, the earliest decision first."""
    taken = _handed_on(commissioner_id)
    rows = (
        select(FundingApplication, FundingDecision)
        .join(FundingApplication.decision)
        .where(FundingApplication.commissioner_id == commissioner_id, FundingApplication.state.in_(_PAID_FOR))
        .order_by(FundingDecision.decided_at, FundingApplication.id)
    )
    return [
        ApprovedFunding(
            id=application.id,
            scheme_id=application.scheme_id,
            practice_id=application.practice_id,
            pence=as_pence(decision.amount),
            reference=application.reference,
            what=application.what,
            decided_on=decision.decided_on,
        )
        for application, decision in db.session.execute(rows)
        if application.id not in taken
    ]


def funded(scheme: Scheme, *, locality_id: int | None, year: str) -> int:
    """Pence approved under a scheme for a year and not handed on: of a locality’s practices, or of all of them."""
    rows = (
        select(FundingApplication.id, FundingDecision.amount)
        .join(FundingApplication.decision)
        .where(
            FundingApplication.scheme_id == scheme.id,
            FundingApplication.state.in_(_PAID_FOR),
            FundingApplication.wanted_on >= FinancialYear.named(year).first_day,
            FundingApplication.wanted_on <= FinancialYear.named(year).last_day,
        )
    )
    if locality_id is not None:
        rows = rows.where(FundingApplication.locality_id == locality_id)
    found = list(db.session.execute(rows))
    taken = _handed_on(scheme.commissioner_id) if found else frozenset()
    return sum(as_pence(row.amount) for row in found if row.id not in taken)


def is_handed_on(application: FundingApplication) -> bool:
    """Whether somebody took an approved application over to pay it."""
    return application.state in _PAID_FOR and application.id in _handed_on(application.commissioner_id)


def get_application(application_id: int) -> FundingApplication:
    """The application of that id with all that belongs to it, as the database has it now."""
    rows = _applications().where(FundingApplication.id == application_id).execution_options(populate_existing=True)
    return db.session.execute(rows).unique().scalar_one()


def hold_application(application_id: int) -> None:
    """Hold an application until the act is over, so that acts on it follow each other; its scheme is held before."""
    db.session.execute(
        select(FundingApplication.id).where(FundingApplication.id == application_id).with_for_update()
    ).one()


def scheme_of_application(application_id: int) -> int:
    """The scheme under which an application asks, read alone so that it can be held first."""
    rows = select(FundingApplication.scheme_id).where(FundingApplication.id == application_id)
    return db.session.execute(rows).scalar_one()


def find_seen_application(application_id: int, by: Actor) -> FundingApplication | None:
    """The application of that id, if it concerns the reader."""
    rows = _applications().where(FundingApplication.id == application_id, concerns(by))
    return db.session.scalars(rows.execution_options(populate_existing=True)).unique().first()


def select_applications(by: Actor, asked: AskedFor) -> Select[FundingApplication]:
    """The applications that concern the reader and fit, in the order asked for."""
    columns = SORTS.get(asked.sort.lstrip("-"), SORTS["number"])
    order = [column.desc() if asked.sort.startswith("-") else column for column in columns]
    return _applications().where(concerns(by), *_conditions(asked)).order_by(*order)


def list_applications(by: Actor, *, states: Collection[FundingState]) -> list[FundingApplication]:
    """The applications in these states that concern the reader, oldest first."""
    rows = _applications().where(concerns(by), FundingApplication.state.in_(states))
    return list(db.session.scalars(rows.order_by(FundingApplication.id)).unique())


def exists_under(scheme_id: int, by: Actor) -> bool:
    """Whether there is an application under a scheme that concerns the reader."""
    rows = select(FundingApplication.id).where(concerns(by), FundingApplication.scheme_id == scheme_id).limit(1)
    return db.session.execute(rows).first() is not None


def list_waiting_applications(by: Actor) -> list[FundingApplication]:
    """The applications that concern the reader and are not decided, oldest first."""
    return list_applications(by, states=BEFORE_DECISION)


def next_application_number(commissioner_id: int) -> int:
    """The number of the next application to a commissioner, which the caller holds."""
    newest = db.session.scalar(
        select(func.max(FundingApplication.number)).where(FundingApplication.commissioner_id == commissioner_id)
    )
    return (newest or 0) + 1


def history_of_application(application: FundingApplication, most: int = 100) -> list[Line]:
    """Who did what when to an application, newest first."""
    rows = select(AuditEvent).where(AuditEvent.subject == FUNDING, AuditEvent.subject_id == application.id)
    rows = rows.options(joinedload(AuditEvent.by), joinedload(AuditEvent.grant).joinedload(Grant.organisation))
    return lines_of(db.session.scalars(rows.order_by(AuditEvent.id.desc()).limit(most)))


def concerns(by: Actor) -> ColumnElement[bool]:
    """Which applications concern the reader."""
    if by.role in _SEE_ALL:
        return and_(
            FundingApplication.commissioner_id.in_(by.commissioner_ids), FundingApplication.sent_at.is_not(None)
        )
    if by.role is Role.PRACTICE_MANAGER:
        return FundingApplication.practice_id == by.organisation_id
    if by.role in (Role.PBC_LEAD, Role.PBC_MEMBER):
        return FundingApplication.asks.any(FundingAsk.group_id == by.organisation_id)
    return false()


def _handed_on(commissioner_id: int) -> frozenset[int]:
    return frozenset(taken for tell in funding_handed_on for taken in tell(commissioner_id))


def _conditions(asked: AskedFor) -> list[ColumnElement[bool]]:
    found: list[ColumnElement[bool]] = []
    if text := asked.text.strip():
        found.append(
            FundingApplication.what.icontains(text, autoescape=True) | Party.name.icontains(text, autoescape=True)
        )
    if asked.state is not None:
        found.append(FundingApplication.state == asked.state)
    if asked.scheme_id is not None:
        found.append(FundingApplication.scheme_id == asked.scheme_id)
    return found


def _applications() -> Select[FundingApplication]:
    asks = selectinload(FundingApplication.asks)
    return (
        select(FundingApplication)
        .join(Party, Party.id == FundingApplication.practice_id)
        .join(Scheme, Scheme.id == FundingApplication.scheme_id)
        .options(
            joinedload(FundingApplication.practice),
            joinedload(FundingApplication.scheme).joinedload(Scheme.locality),
            joinedload(FundingApplication.scheme_version).joinedload(SchemeVersion.approved),
            joinedload(FundingApplication.locality),
            joinedload(FundingApplication.sent_by),
            joinedload(FundingApplication.signed),
            joinedload(FundingApplication.decision),
            joinedload(FundingApplication.withdrawal),
            asks.joinedload(FundingAsk.group),
            asks.joinedload(FundingAsk.asked_by),
            asks.selectinload(FundingAsk.opinions),
        )
    )
