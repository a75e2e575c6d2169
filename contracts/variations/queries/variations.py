"""Looking up variations of contracts, and who may see them."""

from collections.abc import Mapping, Sequence
from decimal import Decimal

from sqlalchemy import ColumnElement, Select, and_, func, or_, select
from sqlalchemy.orm import contains_eager, joinedload

from contracts.agreements.models.contracts import Contract
from contracts.agreements.queries.contracts import concerning
from contracts.variations.models import (
    SUBJECT,
    AnswerGiven,
    ChangeDrafted,
    MoneyDrafted,
    MoneyProposed,
    ProposedText,
    Variation,
)
from contracts.variations.rules.states import PUT, Stage
from core.audit_trail.models import AuditEvent
from core.audit_trail.queries import Line, lines_of
from core.db import db
from core.people.models import Grant
from core.permissions import Actor

_PUT = "variations.propose_variation"


def seen_by(by: Actor) -> ColumnElement[bool]:
    """The variations the reader may see of the contracts that concern them: drafts only those of their organisation."""
    put = Variation.stage.in_((*PUT, Stage.SIGNED))
    was_put = and_(Variation.stage == Stage.WITHDRAWN, Variation.id.in_(select(ProposedText.variation_id)))
    return or_(put, Variation.proposer_id == by.organisation_id, was_put)


def find_seen(contract_id: int, number: int, *, by: Actor) -> Variation | None:
    """The variation of that number, if the reader may see it and its contract."""
    rows = _variations().where(Variation.contract_id == contract_id, Variation.number == number)
    return db.session.scalars(rows.where(concerning(by), seen_by(by))).one_or_none()


def get_variation(variation_id: int, *, for_change: bool = False) -> Variation:
    """The variation of that id; `for_change` reads it as it is now, its contract being held."""
    rows = _variations().where(Variation.id == variation_id).execution_options(populate_existing=for_change)
    return db.session.scalars(rows).one()


def list_of_contract(contract_id: int, *, by: Actor | None = None) -> list[Variation]:
    """The variations of a contract by number: all, or those the reader may see."""
    rows = _variations().where(Variation.contract_id == contract_id).order_by(Variation.number)
    if by is not None:
        rows = rows.where(seen_by(by))
    return list(db.session.scalars(rows))


def texts_of(variations: Sequence[Variation]) -> dict[int, str]:
    """The canonical texts of proposed variations by their id, in one query."""
    ids = [each.id for each in variations]
    rows = select(ProposedText.variation_id, ProposedText.content).where(ProposedText.variation_id.in_(ids))
    return {row.variation_id: row.content for row in db.session.execute(rows)}


def list_changes(variation_id: int) -> list[ChangeDrafted]:
    """What a draft changes of texts and particulars, in the order in which it was written."""
    rows = select(ChangeDrafted).where(ChangeDrafted.variation_id == variation_id).order_by(ChangeDrafted.id)
    return list(db.session.scalars(rows))


def list_money(variation_id: int) -> list[MoneyDrafted]:
    """What a draft changes of the lines of money, by line and group."""
    rows = select(MoneyDrafted).where(MoneyDrafted.variation_id == variation_id)
    return list(
        db.session.scalars(rows.order_by(MoneyDrafted.line_name, MoneyDrafted.line_code, MoneyDrafted.group_code))
    )


def list_money_proposed(variation_id: int) -> list[MoneyProposed]:
    """What a proposed variation adds to or takes off lines of money in their year."""
    rows = select(MoneyProposed).where(MoneyProposed.variation_id == variation_id)
    return list(db.session.scalars(rows.order_by(MoneyProposed.line_code, MoneyProposed.group_code)))


def list_answers(variation_id: int) -> list[AnswerGiven]:
    """What was recorded about a variation besides signatures, oldest first."""
    rows = select(AnswerGiven).where(AnswerGiven.variation_id == variation_id).order_by(AnswerGiven.id)
    return list(db.session.scalars(rows.options(joinedload(AnswerGiven.organisation))))


def history_seen(variation: Variation, *, by: Actor, most: int = 50) -> list[Line]:
    """Who did what when to a variation, newest first: how it was drafted, only those read who drafted it."""
    rows = select(AuditEvent).where(AuditEvent.subject == SUBJECT, AuditEvent.subject_id == variation.id)
    if variation.proposer_id != by.organisation_id:
        put = select(func.min(AuditEvent.id)).where(
            AuditEvent.subject == SUBJECT, AuditEvent.subject_id == variation.id, AuditEvent.act == _PUT
        )
        rows = rows.where(AuditEvent.id >= put.scalar_subquery())
    rows = rows.options(joinedload(AuditEvent.by), joinedload(AuditEvent.grant).joinedload(Grant.organisation))
    return lines_of(db.session.scalars(rows.order_by(AuditEvent.id.desc()).limit(most)))


def next_number(contract_id: int) -> int:
    """The number of the next variation of a contract, which the caller holds."""
    return (db.session.scalar(select(func.max(Variation.number)).where(Variation.contract_id == contract_id)) or 0) + 1


def count_open(contract_ids: Sequence[int]) -> Mapping[int, int]:
    """How many variations of each contract are proposed or disputed: neither signed nor withdrawn, in one query."""
    rows = (
        select(Variation.contract_id, func.count(Variation.id).label("open"))
        .where(Variation.contract_id.in_(contract_ids), Variation.stage.in_(PUT))
        .group_by(Variation.contract_id)
    )
    return {row.contract_id: row.open for row in db.session.execute(rows)}


def count_by_stage(contract_id: int) -> dict[Stage, int]:
    """How many variations of a contract stand at each stage."""
    rows = select(Variation.stage, func.count(Variation.id).label("there")).where(Variation.contract_id == contract_id)
    return {row.stage: row.there for row in db.session.execute(rows.group_by(Variation.stage))}


def committed_by_variations() -> Select[int, str, str, Decimal]:
    """What signed variations commit besides: contract, line code, group code, and the amount of the year."""
    return (
        select(
            Variation.contract_id,
            MoneyProposed.line_code,
            MoneyProposed.group_code,
            MoneyProposed.part_year.label("amount"),
        )
        .join(MoneyProposed.variation)
        .where(Variation.stage == Stage.SIGNED)
    )


def _variations() -> Select[Variation]:
    return (
        select(Variation)
        .join(Variation.contract)
        .options(
            contains_eager(Variation.contract).joinedload(Contract.provider),
            contains_eager(Variation.contract).joinedload(Contract.commissioner),
            joinedload(Variation.proposer),
            joinedload(Variation.proposal),
        )
    )
