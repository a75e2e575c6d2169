"""The contracts whose plan is watched, and many of them with their signed variations in few queries."""

from collections import defaultdict
from collections.abc import Collection, Sequence

from sqlalchemy import exists, func, or_, select
from sqlalchemy.orm import joinedload, selectinload

from contracts.agreements.models.contracts import Contract, CoveredGroup
from contracts.agreements.models.issues import Issue
from contracts.agreements.models.schedules import PlannedLine, PlannedMonth, Schedule
from contracts.agreements.queries.contracts import concerning
from contracts.agreements.rules.content import content_from
from contracts.agreements.rules.states import Stage
from contracts.monitoring.rules.plans import years_within
from contracts.variations.models import ProposedText, Variation
from contracts.variations.queries.content import Base
from contracts.variations.rules.composition import Variation as Signed
from contracts.variations.rules.content import text_from
from contracts.variations.rules.states import Stage as VariationStage
from core.db import db
from core.periods import FinancialYear
from core.permissions import Actor


def list_watched(year: FinancialYear, *, by: Actor, provider: str = "") -> list[Contract]:
    """The signed contracts of a year that concern the reader and may plan activity, by reference.

    `provider`: of this one alone, by its code. Two queries.
    """
    planned = exists().where(PlannedLine.schedule_id == Schedule.id, Schedule.contract_id == Contract.id)
    varied = exists().where(Variation.contract_id == Contract.id, Variation.stage == VariationStage.SIGNED)
    rows = (
        select(Contract)
        .options(
            joinedload(Contract.provider),
            joinedload(Contract.commissioner),
            selectinload(Contract.covered).joinedload(CoveredGroup.group),
        )
        .where(concerning(by), Contract.stage == Stage.SIGNED, or_(planned, varied))
        .where(Contract.starts_on <= year.last_day, Contract.ends_on >= year.first_day)
        .order_by(Contract.reference, Contract.id)
    )
    found = db.session.scalars(rows)
    return [each for each in found if provider in ("", each.provider.code)]


def list_also_planned(
    contract: Contract, codes: Collection[str], months: Collection[str], *, by: Actor
) -> list[tuple[str, str]]:
    """Which of these services other signed contracts of the provider plan in one of these months: name and reference.

    Only contracts that concern the reader, as they were first signed. What was returned does not say under which of
    them it was done.
    """
    rows = (
        select(PlannedLine.service_name, Contract.reference)
        .distinct()
        .join(Schedule, Schedule.id == PlannedLine.schedule_id)
        .join(Contract, Contract.id == Schedule.contract_id)
        .where(concerning(by), Contract.stage == Stage.SIGNED, Contract.id != contract.id)
        .where(Contract.provider_id == contract.provider_id, PlannedLine.service_code.in_(list(codes)))
        .join(PlannedMonth, PlannedMonth.line_id == PlannedLine.id)
        .where(PlannedMonth.month.in_(list(months)), PlannedMonth.units > 0)
        .order_by(PlannedLine.service_name, Contract.reference)
    )
    return [(name, reference) for name, reference in db.session.execute(rows)]


def list_years_watched(*, by: Actor) -> list[str]:
    """The financial years of the signed contracts that concern the reader, the latest first."""
    rows = select(Contract.starts_on, Contract.ends_on).where(concerning(by), Contract.stage == Stage.SIGNED)
    found = {each for first, last in db.session.execute(rows) for each in years_within(first, last)}
    return [str(year) for year in sorted(found, reverse=True)]


def bases_of(contracts: Sequence[Contract]) -> dict[int, Base]:
    """Signed contracts with their signed variations, by id of the contract. Three queries, however many."""
    ids = [each.id for each in contracts]
    issues = {issue.contract_id: issue for issue in _issues(ids) if issue.recall is None}
    texts = dict(
        db.session.execute(select(Issue.id, Issue.content).where(Issue.id.in_([i.id for i in issues.values()]))).all()
    )
    signed = _signed(ids)
    return {
        each.id: Base(
            contract=each,
            issue=issues[each.id],
            content=content_from(texts[issues[each.id].id]),
            signed=signed[each.id],
            put=signed[each.id],
        )
        for each in contracts
        if each.id in issues
    }


def _issues(contract_ids: Sequence[int]) -> Sequence[Issue]:
    """The newest issue of each contract."""
    newest = (
        select(func.max(Issue.id))
        .where(Issue.contract_id.in_(contract_ids))
        .group_by(Issue.contract_id)
        .scalar_subquery()
    )
    return db.session.scalars(select(Issue).options(joinedload(Issue.recall)).where(Issue.id.in_(newest))).all()


def _signed(contract_ids: Sequence[int]) -> defaultdict[int, list[Signed]]:
    rows = (
        select(Variation.contract_id, Variation.signed_on, ProposedText.content)
        .join(ProposedText, ProposedText.variation_id == Variation.id)
        .where(Variation.contract_id.in_(contract_ids), Variation.stage == VariationStage.SIGNED)
        .order_by(Variation.contract_id, Variation.number)
    )
    found: defaultdict[int, list[Signed]] = defaultdict(list)
    for contract_id, signed_on, content in db.session.execute(rows):
        found[contract_id].append(text_from(content).as_signed(signed_on))
    return found
