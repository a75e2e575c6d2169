"""Looking up claims, for those whom each concerns.

Commissioner, finance and auditors see what was submitted to them; a practice sees its own alone, drafts too.
"""

from collections.abc import Collection
from dataclasses import dataclass
from decimal import Decimal

from sqlalchemy import ColumnElement, Select, and_, exists, func, select
from sqlalchemy.orm import InstrumentedAttribute, joinedload, selectinload

from commissioning.organisations.models import PracticeMembership
from core.db import db
from core.parties.models import Party
from core.permissions import Actor, Role
from core.threads.models import Thread
from les.claims.models.claims import SUBJECT, Claim, ClaimLine
from les.claims.models.receipts import ClaimRequest, Receipt
from les.claims.rules.kinds import CURRENT, State
from les.schemes.models.schemes import Scheme
from les.schemes.rules.quarters import Quarter

_queried = exists(
    select(Thread.id).where(Thread.subject == SUBJECT, Thread.subject_id == Claim.id, Thread.resolved_at.is_(None))
)
_SORTS: dict[str, tuple[InstrumentedAttribute[object] | ColumnElement[object], ...]] = {
    "number": (Claim.id,),
    "scheme": (Scheme.name, Claim.id),
    "practice": (Party.code, Claim.id),
    "quarter": (Claim.year, Claim.quarter, Claim.id),
    "submitted": (Claim.submitted_at, Claim.id),
}
SORTED = tuple(_SORTS)


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """Which claims a reader wants to see. `only`: `late` or `queried`; `state` None: all that count, and drafts."""

    scheme_id: int | None = None
    practice_id: int | None = None
    group_id: int | None = None
    quarter: Quarter | None = None
    state: State | None = None
    only: str = ""
    sort: str = "-number"


def seen_by(by: Actor) -> ColumnElement[bool]:
    """Which claims concern the reader."""
    reached = Claim.scheme.has(Scheme.commissioner_id.in_(by.commissioner_ids))
    if by.role is Role.PRACTICE_MANAGER:
        return and_(reached, Claim.practice_id == by.organisation_id)
    return and_(reached, Claim.submitted_at.is_not(None))


def get_claim(claim_id: int) -> Claim:
    """The claim of that id with all its page shows, as the database has it now; NoResultFound when there is none."""
    rows = _claims().where(Claim.id == claim_id).execution_options(populate_existing=True)
    return db.session.execute(rows).scalar_one()


def get_claims(claim_ids: Collection[int]) -> list[Claim]:
    """The claims of these ids, by scheme, as the database has them now."""
    rows = _claims().where(Claim.id.in_(claim_ids)).execution_options(populate_existing=True)
    return list(db.session.scalars(rows.order_by(Claim.scheme_id, Claim.id)))


def scheme_id_of(claim_id: int) -> int:
    """The scheme of a claim, read alone so that it can be held before the claim is looked at."""
    return db.session.execute(select(Claim.scheme_id).where(Claim.id == claim_id)).scalar_one()


def find_seen(claim_id: int, by: Actor) -> Claim | None:
    """The claim of that id, if it concerns the reader."""
    rows = _claims().where(Claim.id == claim_id, seen_by(by)).execution_options(populate_existing=True)
    return db.session.scalars(rows).first()


def find_current(scheme_id: int, practice_id: int, quarter: Quarter) -> Claim | None:
    """The claim that counts for a practice, scheme and quarter; at most one does."""
    return db.session.scalars(_of(scheme_id, practice_id, quarter).where(Claim.state.in_(CURRENT))).first()


def find_draft(scheme_id: int, practice_id: int, quarter: Quarter) -> Claim | None:
    """The draft for a practice, scheme and quarter; at most one is begun."""
    return db.session.scalars(_of(scheme_id, practice_id, quarter).where(Claim.state == State.DRAFT)).first()


def find_replacement(claim_id: int) -> Claim | None:
    """The claim that replaced one."""
    return db.session.scalars(_claims().where(Claim.replaces_id == claim_id)).first()


def find_receipt(claim_id: int) -> Receipt | None:
    """The receipt of a claim, if it was submitted."""
    return db.session.scalars(select(Receipt).where(Receipt.claim_id == claim_id)).first()


def receipts_of(claim_ids: Collection[int]) -> dict[int, Receipt]:
    """The receipts of claims, by claim."""
    rows = select(Receipt).where(Receipt.claim_id.in_(claim_ids))
    return {receipt.claim_id: receipt for receipt in db.session.scalars(rows)}


def find_request(practice_id: int, key: str) -> ClaimRequest | None:
    """What a machine of a practice submitted under a key of its own."""
    rows = select(ClaimRequest).where(ClaimRequest.practice_id == practice_id, ClaimRequest.key == key)
    return db.session.scalars(rows).first()


def list_of_quarter(practice_id: int, quarter: Quarter) -> list[Claim]:
    """The drafts of a practice for a quarter and the claims that count, by scheme."""
    rows = _claims().where(
        Claim.practice_id == practice_id,
        Claim.year == str(quarter.year),
        Claim.quarter == quarter.number,
        Claim.state.in_((*CURRENT, State.DRAFT)),
    )
    return list(db.session.scalars(rows.order_by(Scheme.number, Claim.id).execution_options(populate_existing=True)))


def select_claims(by: Actor, wanted: Wanted) -> Select[Claim]:
    """The claims that concern the reader and fit, in the order asked for."""
    columns = _SORTS.get(wanted.sort.lstrip("-"), _SORTS["number"])
    order = [column.desc() if wanted.sort.startswith("-") else column for column in columns]
    return _claims().where(seen_by(by), *_conditions(wanted)).order_by(*order)


def list_claims(by: Actor, wanted: Wanted) -> list[Claim]:
    """The same as a list."""
    return list(db.session.scalars(select_claims(by, wanted)))


def queried_of(claim_ids: Collection[int]) -> set[int]:
    """Which of these claims have an open query."""
    rows = select(Thread.subject_id).where(
        Thread.subject == SUBJECT, Thread.subject_id.in_(claim_ids), Thread.resolved_at.is_(None)
    )
    return set(db.session.scalars(rows))


def list_queried(practice_id: int) -> list[Claim]:
    """The claims of a practice with an open query."""
    rows = _claims().where(Claim.practice_id == practice_id, Claim.state.in_(CURRENT), _queried)
    return list(db.session.scalars(rows.order_by(Claim.id)))


def claimed_of(claim_ids: Collection[int]) -> dict[int, Decimal]:
    """The pounds claimed by claim; a nil claim and a draft are left out."""
    rows = select(ClaimLine.claim_id, func.sum(ClaimLine.amount, type_=ClaimLine.amount.type))
    rows = rows.where(ClaimLine.claim_id.in_(claim_ids)).group_by(ClaimLine.claim_id)
    return {claim_id: Decimal(pounds) for claim_id, pounds in db.session.execute(rows)}


def _of(scheme_id: int, practice_id: int, quarter: Quarter) -> Select[Claim]:
    return (
        _claims()
        .where(
            Claim.scheme_id == scheme_id,
            Claim.practice_id == practice_id,
            Claim.year == str(quarter.year),
            Claim.quarter == quarter.number,
        )
        .execution_options(populate_existing=True)
    )


def _conditions(wanted: Wanted) -> list[ColumnElement[bool]]:
    found: list[ColumnElement[bool]] = []
    if wanted.scheme_id is not None:
        found.append(Claim.scheme_id == wanted.scheme_id)
    if wanted.practice_id is not None:
        found.append(Claim.practice_id == wanted.practice_id)
    if wanted.group_id is not None:
        found.append(_in_group(wanted.group_id))
    if wanted.quarter is not None:
        found += [Claim.year == str(wanted.quarter.year), Claim.quarter == wanted.quarter.number]
    if wanted.state is not None:
        found.append(Claim.state == wanted.state)
    else:
        found.append(Claim.state.in_((*CURRENT, State.DRAFT, State.DECLINED)))
    if wanted.only == "late":
        found.append(Claim.is_late.is_(True))
    if wanted.only == "queried":
        found.append(_queried)
    return found


def _in_group(group_id: int) -> ColumnElement[bool]:
    """Claims of practices that belong to a group now."""
    member = select(PracticeMembership.practice_id).where(
        PracticeMembership.group_id == group_id, PracticeMembership.left_on.is_(None)
    )
    return Claim.practice_id.in_(member)


def _claims() -> Select[Claim]:
    return (
        select(Claim)
        .join(Claim.scheme)
        .join(Claim.practice)
        .options(
            joinedload(Claim.scheme).joinedload(Scheme.commissioner),
            joinedload(Claim.practice),
            joinedload(Claim.begun_by),
            joinedload(Claim.submitted_by),
            selectinload(Claim.lines),
            selectinload(Claim.quantities),
        )
    )
