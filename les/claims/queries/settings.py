"""Looking up the rules by which claims are approved: what holds on a day, what was proposed."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from sqlalchemy import Select, select
from sqlalchemy.orm import joinedload, selectinload

from core.db import db
from core.money import as_pence
from core.permissions import Actor
from les.claims.models.settings import ClaimRules, ClaimRulesDecision
from les.claims.rules.bands import DEFAULT_BANDS, Band
from les.claims.rules.budget_check import DEFAULT_CHECK, BudgetCheck
from les.schemes.rules.kinds import Verdict

DEFAULT_MONTHS = 36


@dataclass(frozen=True, slots=True, kw_only=True)
class RulesInForce:
    """The rules that hold on a day. `row` None: nobody set any, these are the installation's own."""

    bands: tuple[Band, ...] = DEFAULT_BANDS
    budget_check: BudgetCheck = DEFAULT_CHECK
    evidence_months: int = DEFAULT_MONTHS
    row: ClaimRules | None = None


def rules_in_force(commissioner_id: int, on: date) -> RulesInForce:
    """The rules of a commissioner that hold on a day: the last approved of those that hold from it or before."""
    rows = _rules().where(
        ClaimRules.commissioner_id == commissioner_id,
        ClaimRules.valid_from <= on,
        ClaimRules.decision.has(ClaimRulesDecision.verdict == Verdict.APPROVED),
    )
    newest = db.session.scalars(rows.order_by(ClaimRules.valid_from.desc(), ClaimRules.id.desc()).limit(1)).first()
    return RulesInForce() if newest is None else rules_of(newest)


def rules_of(row: ClaimRules) -> RulesInForce:
    """The rules of a row as values."""
    bands = tuple(Band(at_least=as_pence(each.at_least), releasers=each.releasers) for each in row.bands)
    return RulesInForce(bands=bands, budget_check=row.budget_check, evidence_months=row.evidence_months, row=row)


def get_rules(rules_id: int) -> ClaimRules:
    """The rules of that id, as the database has them now; NoResultFound when there are none."""
    rows = _rules().where(ClaimRules.id == rules_id).execution_options(populate_existing=True)
    return db.session.execute(rows).scalar_one()


def find_rules(rules_id: int, by: Actor) -> ClaimRules | None:
    """The rules of that id, if they concern the reader."""
    rows = _rules().where(ClaimRules.id == rules_id, ClaimRules.commissioner_id.in_(by.commissioner_ids))
    return db.session.scalars(rows).first()


def list_rules(commissioner_ids: Collection[int]) -> list[ClaimRules]:
    """All rules that were ever proposed, those that hold from the latest day first."""
    rows = _rules().where(ClaimRules.commissioner_id.in_(commissioner_ids))
    return list(db.session.scalars(rows.order_by(ClaimRules.valid_from.desc(), ClaimRules.id.desc())))


def list_rules_waiting(commissioner_ids: Collection[int]) -> list[ClaimRules]:
    """The rules that wait for a second person, oldest first."""
    rows = _rules().where(ClaimRules.commissioner_id.in_(commissioner_ids), ~ClaimRules.decision.has())
    return list(db.session.scalars(rows.order_by(ClaimRules.id)))


def _rules() -> Select[ClaimRules]:
    return select(ClaimRules).options(
        joinedload(ClaimRules.proposed_by),
        joinedload(ClaimRules.decision).joinedload(ClaimRulesDecision.decided_by),
        selectinload(ClaimRules.bands),
    )
