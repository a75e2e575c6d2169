"""Looking up budgets: what was proposed, what holds, the lines of a signed-off round, and what is spent of a budget."""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import Select, select
from sqlalchemy.orm import joinedload

from budgets.agreement.models.sign_off import SignOff
from budgets.agreement.queries.proposals import list_current_proposals
from budgets.agreement.queries.sign_off import find_lock
from budgets.method.result import LineKind
from commissioning.organisations.queries.localities import list_groups
from contracts.heads_of_terms.queries.drawing import calculation_at_hand
from core.db import db
from les.schemes.models.budgets import BudgetDecision, SchemeBudget
from les.schemes.models.schemes import Scheme
from les.schemes.rules.kinds import Verdict

Spend = Callable[[int, int | None, str], tuple[int, int]]
commitment_and_spend: list[Spend] = []
"""Who knows what of a scheme, locality (None: the whole area) and year is committed and spent, in pence.

Rooms above add themselves here: sign-up what it commits, payments what it paid.
"""

_BOUGHT = frozenset({LineKind.SERVICE, LineKind.MUST_DO})


@dataclass(frozen=True, slots=True, kw_only=True)
class SignedLine:
    """A line of a signed-off round: pence by the code of the group, and what is pooled."""

    code: str
    name: str
    holds: Mapping[str, int]
    pooled: int


@dataclass(frozen=True, slots=True, kw_only=True)
class SignedLines:
    """The lines of a commissioner’s year as they were signed off."""

    sign_off: SignOff
    lines: Mapping[str, SignedLine]


def get_budget(budget_id: int) -> SchemeBudget:
    """The budget of that id, as the database has it now; NoResultFound when there is none."""
    rows = _budgets().where(SchemeBudget.id == budget_id).execution_options(populate_existing=True)
    return db.session.execute(rows).scalar_one()


def find_budget(budget_id: int) -> SchemeBudget | None:
    """The budget of that id."""
    return db.session.scalars(_budgets().where(SchemeBudget.id == budget_id)).first()


def list_budgets(scheme_id: int) -> list[SchemeBudget]:
    """All budgets of a scheme that were ever proposed, newest year first, then newest."""
    rows = _budgets().where(SchemeBudget.scheme_id == scheme_id).execution_options(populate_existing=True)
    return list(db.session.scalars(rows.order_by(SchemeBudget.year.desc(), SchemeBudget.id.desc())))


def counts(budget: SchemeBudget) -> bool:
    """Whether a budget was approved, by a second person or with the round it is tied to."""
    if budget.line_code is not None:
        return True
    return budget.decision is not None and budget.decision.verdict is Verdict.APPROVED


def in_force(budgets: Sequence[SchemeBudget], year: str) -> list[SchemeBudget]:
    """The budgets that hold in a year, one a place: the newest that counts. `budgets`: of one scheme."""
    found: dict[int | None, SchemeBudget] = {}
    for each in sorted(budgets, key=lambda budget: budget.id):
        if each.year == year and counts(each):
            found[each.locality_id] = each
    return sorted(found.values(), key=lambda budget: budget.where)


def budgets_in_force(scheme_ids: Collection[int], year: str) -> dict[int, list[SchemeBudget]]:
    """The budgets that hold in a year by scheme, in one query."""
    rows = _budgets().where(SchemeBudget.scheme_id.in_(scheme_ids), SchemeBudget.year == year)
    by_scheme: dict[int, list[SchemeBudget]] = {}
    for each in db.session.scalars(rows):
        by_scheme.setdefault(each.scheme_id, []).append(each)
    return {scheme_id: in_force(found, year) for scheme_id, found in by_scheme.items()}


def list_waiting(commissioner_ids: Collection[int]) -> list[SchemeBudget]:
    """The budgets of commissioners that wait for a decision, oldest first."""
    rows = _budgets().where(
        SchemeBudget.line_code.is_(None),
        ~SchemeBudget.decision.has(),
        SchemeBudget.scheme.has(Scheme.commissioner_id.in_(commissioner_ids)),
    )
    return list(db.session.scalars(rows.order_by(SchemeBudget.id)))


def signed_lines(commissioner_id: int, year: str) -> SignedLines | None:
    """The lines of the round of a year that is signed off; None while it is not."""
    for proposal in list_current_proposals([commissioner_id]):
        lock = find_lock(proposal.round_id) if proposal.round.year == year else None
        if lock is None:
            continue
        calculation = calculation_at_hand(lock.sign_off.proposal)
        lines = {
            line.code: SignedLine(code=line.code, name=line.name, holds=dict(line.net), pooled=max(0, line.pooled))
            for line in calculation.lines
            if line.kind in _BOUGHT
        }
        return SignedLines(sign_off=lock.sign_off, lines=lines)
    return None


def held_by(line: SignedLine, *, commissioner_id: int, locality_id: int | None) -> int:
    """What a line holds for a locality, as its groups have it, or for the whole area with what is pooled. Pence."""
    if locality_id is None:
        return sum(line.holds.values()) + line.pooled
    codes = {group.code for group, _ in list_groups(commissioner_id, locality_id=locality_id)}
    return sum(pence for code, pence in line.holds.items() if code in codes)


def committed_and_spent(budget: SchemeBudget) -> tuple[int, int] | None:
    """What of a budget is committed and spent, in pence; None while no room tells."""
    if not commitment_and_spend:
        return None
    told = [tell(budget.scheme_id, budget.locality_id, budget.year) for tell in commitment_and_spend]
    return sum(each[0] for each in told), sum(each[1] for each in told)


def _budgets() -> Select[SchemeBudget]:
    return select(SchemeBudget).options(
        joinedload(SchemeBudget.locality),
        joinedload(SchemeBudget.proposed_by),
        joinedload(SchemeBudget.scheme),
        joinedload(SchemeBudget.sign_off),
        joinedload(SchemeBudget.decision).joinedload(BudgetDecision.decided_by),
    )
