"""Looking up one contract with what belongs to it, and who may see it."""

from sqlalchemy import ColumnElement, Select, and_, false, func, or_, select
from sqlalchemy.orm import aliased, joinedload, selectinload

from contracts.agreements.models.contracts import Contract, CoveredGroup
from contracts.agreements.models.issues import Discard, EndDecided, Issue, IssueSigner, Termination
from contracts.agreements.models.schedules import PlannedLine, Schedule
from contracts.agreements.rules.states import Stage
from core.db import db
from core.parties.models import Party
from core.permissions import Actor, Permission, Role

_OF_GROUPS = frozenset({Role.PBC_LEAD, Role.PBC_MEMBER})


def concerning(by: Actor) -> ColumnElement[bool]:
    """The contracts the reader may see.

    Commissioner, finance and auditors those of the commissioners they reach; a provider those it is party to; a group
    those of its commissioner that cover it. What was discarded, only the commissioner's side sees.
    """
    reached = Contract.commissioner_id.in_(by.commissioner_ids) if by.commissioner_ids else false()
    if not by.may(Permission.SEE_CONTRACTS):
        return false()
    kept = and_(reached, Contract.stage != Stage.DISCARDED)
    if by.role is Role.PROVIDER_MANAGER:
        head = aliased(Contract)
        main = select(head.id).where(head.provider_id == by.organisation_id)
        return and_(kept, or_(Contract.provider_id == by.organisation_id, Contract.head_id.in_(main)))
    if by.role in _OF_GROUPS:
        own = select(CoveredGroup.contract_id).where(CoveredGroup.group_id == by.organisation_id)
        return and_(kept, Contract.id.in_(own))
    return reached


def find_seen(contract_id: int, *, by: Actor) -> Contract | None:
    """The contract of that id, if the reader may see it."""
    return db.session.scalars(_contracts().where(Contract.id == contract_id, concerning(by))).one_or_none()


def get_contract(contract_id: int, *, for_change: bool = False) -> Contract:
    """The contract of that id; `for_change` holds it, as it is now, until the act is over."""
    if for_change:
        held = select(Contract.id).where(Contract.id == contract_id).with_for_update()
        db.session.execute(held).scalar_one()
    rows = _contracts().where(Contract.id == contract_id).execution_options(populate_existing=for_change)
    return db.session.scalars(rows).one()


def list_named(reference: str) -> list[Contract]:
    """The contracts of that reference, one of each commissioner at most."""
    return list(db.session.scalars(_contracts().where(Contract.reference == reference).order_by(Contract.id)))


def reference_exists(commissioner_id: int, reference: str, *, but_for: int | None = None) -> bool:
    """Whether a commissioner has (another) contract of that reference, discarded ones counted."""
    rows = select(Contract.id).where(Contract.commissioner_id == commissioner_id, Contract.reference == reference)
    if but_for is not None:
        rows = rows.where(Contract.id != but_for)
    return db.session.execute(rows.limit(1)).first() is not None


def list_heads(commissioner_id: int, *, but_for: int | None = None) -> list[Contract]:
    """The contracts under which a sub-contract may stand: of this commissioner, no sub-contract, not discarded."""
    rows = _contracts().where(Contract.commissioner_id == commissioner_id, Contract.head_id.is_(None))
    rows = rows.where(Contract.stage != Stage.DISCARDED)
    if but_for is not None:
        rows = rows.where(Contract.id != but_for)
    return list(db.session.scalars(rows.order_by(Contract.reference)))


def list_schedules(contract_id: int) -> list[Schedule]:
    """The schedules of a contract in order, with what they name, ask for, plan and pay. Six queries."""
    rows = _with_lines(select(Schedule).where(Schedule.contract_id == contract_id))
    return list(db.session.scalars(rows.order_by(Schedule.place, Schedule.id)))


def get_schedule(contract_id: int, schedule_id: int) -> Schedule:
    """A schedule of a contract; NoResultFound for one of any other."""
    rows = _with_lines(select(Schedule).where(Schedule.contract_id == contract_id, Schedule.id == schedule_id))
    return db.session.scalars(rows.execution_options(populate_existing=True)).one()


def find_issue(contract_id: int) -> Issue | None:
    """The newest issue of a contract, unless it was taken back: what is signed, or was."""
    newest = next(iter(list_issues(contract_id)), None)
    return newest if newest is not None and newest.recall is None else None


def list_issues(contract_id: int) -> list[Issue]:
    """All issues of a contract, newest first, those taken back among them."""
    rows = select(Issue).where(Issue.contract_id == contract_id).order_by(Issue.number.desc())
    rows = rows.options(joinedload(Issue.recall), selectinload(Issue.signers).joinedload(IssueSigner.party))
    return list(db.session.scalars(rows.execution_options(populate_existing=True)))


def get_issue(contract_id: int, number: int) -> Issue:
    """An issue of a contract by its number; NoResultFound where it has none of that number."""
    rows = select(Issue).where(Issue.contract_id == contract_id, Issue.number == number)
    return db.session.scalars(rows.options(joinedload(Issue.recall))).one()


def content_of(issue: Issue) -> str:
    """The canonical text of an issue: exactly what is signed."""
    return db.session.scalars(select(Issue.content).where(Issue.id == issue.id)).one()


def next_issue_number(contract_id: int) -> int:
    """The number of the next issue of a contract, which the caller holds."""
    return (db.session.scalar(select(func.max(Issue.number)).where(Issue.contract_id == contract_id)) or 0) + 1


def find_discard(contract_id: int) -> Discard | None:
    """When and why a draft was given up."""
    return db.session.get(Discard, contract_id)


def find_termination(contract_id: int) -> Termination | None:
    """When and why a contract was terminated."""
    return db.session.get(Termination, contract_id)


def find_end_decided(contract_id: int) -> EndDecided | None:
    """What was decided last about its end."""
    rows = select(EndDecided).where(EndDecided.contract_id == contract_id).order_by(EndDecided.id.desc()).limit(1)
    return db.session.scalars(rows).first()


def groups_of(contract: Contract) -> list[Party]:
    """The groups a contract covers, by code."""
    return sorted((covered.group for covered in contract.covered), key=lambda group: group.code)


def _with_lines(rows: Select[Schedule]) -> Select[Schedule]:
    return rows.options(
        selectinload(Schedule.specifications),
        selectinload(Schedule.returns),
        selectinload(Schedule.plan).selectinload(PlannedLine.months),
        selectinload(Schedule.terms),
    )


def _contracts() -> Select[Contract]:
    return select(Contract).options(
        joinedload(Contract.commissioner),
        joinedload(Contract.provider),
        joinedload(Contract.drafted_by),
        joinedload(Contract.head).joinedload(Contract.provider),
        selectinload(Contract.covered).joinedload(CoveredGroup.group),
        selectinload(Contract.settings),
    )
