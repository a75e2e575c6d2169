"""Looking up versions of heads of terms, within what concerns the reader."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, exists, false, func, or_, select, true
from sqlalchemy.orm import aliased, joinedload, selectinload

from budgets.agreement.models.proposals import Proposal
from budgets.rounds.models import Round, StoredCalculation
from contracts.heads_of_terms.models import HeadsGroup, HeadsOfTerms, HeadsSupersession, HeadsTerm
from contracts.heads_of_terms.rules.states import State
from core.db import db
from core.parties.models import Party
from core.parties.queries import get_party
from core.parties.rules import PartyKind
from core.permissions import Actor, Role

SORTS = ("number", "title", "provider", "starts", "state")
_OF_GROUPS = (Role.PBC_LEAD, Role.PBC_MEMBER)


def get_heads(heads_id: int, *, for_change: bool = False) -> HeadsOfTerms:
    """The version of that id; `for_change` holds it, as it now is, until the act is over."""
    rows = select(HeadsOfTerms).where(HeadsOfTerms.id == heads_id)
    if for_change:
        held = rows.with_for_update().execution_options(populate_existing=True)
        return db.session.execute(held).scalar_one()
    return db.session.execute(_whole(rows)).unique().scalar_one()


def get_term(heads_id: int, code: str) -> HeadsTerm:
    """The term of that code; NoResultFound where the heads have none."""
    return db.session.execute(
        select(HeadsTerm).where(HeadsTerm.heads_id == heads_id, HeadsTerm.code == code)
    ).scalar_one()


def may_see_heads(by: Actor, heads: HeadsOfTerms) -> bool:
    """Whether the reader is concerned: of the commissioner, of the provider, or of a group that is named."""
    if not by.reaches(heads.commissioner_id):
        return False
    if by.role is Role.PROVIDER_MANAGER:
        return by.organisation_id == heads.provider_id
    if by.role in _OF_GROUPS:
        return any(group.party_id == by.organisation_id for group in heads.groups)
    return True


def select_heads(
    by: Actor, *, text: str = "", provider_id: int | None = None, state: State | None = None, sort: str = "-number"
) -> Select[HeadsOfTerms]:
    """What concerns the reader, ordered and filtered as asked; without a state asked for, the newest versions only."""
    rows = select(HeadsOfTerms).join(HeadsOfTerms.provider).where(concerning(by))
    if text.strip():
        wanted = text.strip()
        rows = rows.where(
            or_(
                HeadsOfTerms.title.icontains(wanted, autoescape=True),
                Party.name.icontains(wanted, autoescape=True),
            )
        )
    if provider_id is not None:
        rows = rows.where(HeadsOfTerms.provider_id == provider_id)
    rows = rows.where(HeadsOfTerms.state == state) if state is not None else rows.where(_is_newest())
    return _listed(rows).order_by(*_order(sort))


def list_heads(by: Actor, *, states: Sequence[State] = tuple(State)) -> list[HeadsOfTerms]:
    """The versions in these states that concern the reader, newest first."""
    rows = select(HeadsOfTerms).where(concerning(by), HeadsOfTerms.state.in_(states))
    return list(db.session.scalars(_listed(rows).order_by(HeadsOfTerms.id.desc())).unique())


def list_standing_with(*, commissioner_id: int, provider_id: int) -> list[HeadsOfTerms]:
    """The heads with a provider that are issued or signed, or whose place a contract took, by number."""
    by_contract = HeadsOfTerms.supersession.has(HeadsSupersession.is_contract)
    rows = select(HeadsOfTerms).where(
        HeadsOfTerms.commissioner_id == commissioner_id,
        HeadsOfTerms.provider_id == provider_id,
        or_(HeadsOfTerms.state.in_((State.ISSUED, State.SIGNED)), by_contract),
    )
    return list(db.session.scalars(_listed(rows).order_by(HeadsOfTerms.number, HeadsOfTerms.edition)).unique())


def list_versions(heads: HeadsOfTerms) -> list[HeadsOfTerms]:
    """All versions of the same heads, newest first."""
    rows = select(HeadsOfTerms).where(
        HeadsOfTerms.commissioner_id == heads.commissioner_id, HeadsOfTerms.number == heads.number
    )
    return list(db.session.scalars(_listed(rows).order_by(HeadsOfTerms.edition.desc())).unique())


def find_draft_of(heads: HeadsOfTerms) -> HeadsOfTerms | None:
    """The version of the same heads that is being drafted."""
    return next((each for each in list_versions(heads) if each.state is State.DRAFT), None)


def find_supersession(heads_id: int) -> HeadsSupersession | None:
    """What took the place of a version."""
    return db.session.execute(
        select(HeadsSupersession).where(HeadsSupersession.heads_id == heads_id)
    ).scalar_one_or_none()


def next_number(commissioner_id: int) -> int:
    """The number the next heads of a commissioner get; the caller holds the commissioner."""
    found = select(func.max(HeadsOfTerms.number)).where(HeadsOfTerms.commissioner_id == commissioner_id)
    return (db.session.scalar(found) or 0) + 1


def list_providers_named(by: Actor) -> list[tuple[int, str]]:
    """The providers of the heads that concern the reader, by name, for the filter."""
    rows = select(Party.id, Party.name).join(HeadsOfTerms, HeadsOfTerms.provider_id == Party.id).where(concerning(by))
    return [(row[0], row[1]) for row in db.session.execute(rows.distinct().order_by(Party.name, Party.id))]


def signing_parties(heads: HeadsOfTerms) -> tuple[Party, Party]:
    """Commissioner and provider."""
    return get_party(heads.commissioner_id), get_party(heads.provider_id)


def groups_to_name(commissioner_id: int, codes: Sequence[str]) -> list[Party]:
    """The commissioner's PbC groups of these codes, by code."""
    rows = select(Party).where(
        Party.commissioner_id == commissioner_id, Party.kind == PartyKind.PBC_GROUP, Party.code.in_(codes)
    )
    return list(db.session.scalars(rows.order_by(Party.code)))


def concerning(by: Actor) -> ColumnElement[bool]:
    """The heads that concern the reader, as `may_see_heads` has it."""
    if not by.commissioner_ids:
        return false()
    reached = HeadsOfTerms.commissioner_id.in_(sorted(by.commissioner_ids))
    if by.role is Role.PROVIDER_MANAGER:
        return and_(reached, HeadsOfTerms.provider_id == by.organisation_id)
    if by.role in _OF_GROUPS:
        named = exists().where(HeadsGroup.heads_id == HeadsOfTerms.id, HeadsGroup.party_id == by.organisation_id)
        return and_(reached, named)
    return and_(reached, true())


def _is_newest() -> ColumnElement[bool]:
    later = aliased(HeadsOfTerms)
    return ~exists().where(
        later.commissioner_id == HeadsOfTerms.commissioner_id,
        later.number == HeadsOfTerms.number,
        later.edition > HeadsOfTerms.edition,
    )


def _order(sort: str) -> list[ColumnElement[Any]]:
    columns: dict[str, ColumnElement[Any]] = {
        "number": HeadsOfTerms.number.expression,
        "title": HeadsOfTerms.title.expression,
        "provider": Party.name.expression,
        "starts": HeadsOfTerms.starts_on.expression,
        "state": HeadsOfTerms.state.expression,
    }
    column = columns.get(sort.lstrip("-"), columns["number"])
    first = column.desc() if sort.startswith("-") else column.asc()
    return [first, HeadsOfTerms.number.desc(), HeadsOfTerms.edition.desc()]


def _listed(rows: Select[HeadsOfTerms]) -> Select[HeadsOfTerms]:
    return rows.options(
        joinedload(HeadsOfTerms.provider),
        joinedload(HeadsOfTerms.commissioner),
        joinedload(HeadsOfTerms.proposal).joinedload(Proposal.round),
        joinedload(HeadsOfTerms.issue),
        selectinload(HeadsOfTerms.groups),
        selectinload(HeadsOfTerms.terms),
    )


def _whole(rows: Select[HeadsOfTerms]) -> Select[HeadsOfTerms]:
    calculation = joinedload(HeadsOfTerms.proposal).joinedload(Proposal.calculation)
    return _listed(rows).options(
        joinedload(HeadsOfTerms.proposal).joinedload(Proposal.round).joinedload(Round.commissioner),
        joinedload(HeadsOfTerms.replaces).joinedload(HeadsOfTerms.issue),
        joinedload(HeadsOfTerms.withdrawal),
        joinedload(HeadsOfTerms.supersession),
        calculation.joinedload(StoredCalculation.inputs),
    )
