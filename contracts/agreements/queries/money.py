"""What contracts commit of budget lines, beside what the lines hold in the calculation put to the groups last."""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from sqlalchemy import Select, func, select, union_all
from sqlalchemy.orm import joinedload

from budgets.agreement.queries.proposals import list_current_proposals
from budgets.method.result import Calculation, LineKind
from budgets.rounds.models import StoredCalculation
from contracts.agreements.models.contracts import Contract
from contracts.agreements.models.money import ContractLine, LineException
from contracts.agreements.rules.money import POOLED, POOLED_NAME, BudgetLine, Commitment
from contracts.agreements.rules.states import Stage
from contracts.heads_of_terms.queries.drawing import calculation_at_hand
from core.db import db
from core.money import as_pence

Committing = Select[int, str, str, Decimal]
committed_besides: list[Callable[[], Committing]] = []
"""Who knows what else contracts commit, as rows of contract, line code, group code and amount.

Signed variations add themselves here. What a contract commits is what it was signed with and what these select.
"""

_BOUGHT = frozenset({LineKind.SERVICE, LineKind.MUST_DO})


@dataclass(frozen=True, slots=True, kw_only=True)
class Budgets:
    """The budget lines of a commissioner's year, from the calculation that was put to the groups last or signed off."""

    stored: StoredCalculation
    lines: Mapping[str, BudgetLine]
    groups: Mapping[str, str]

    def group_name(self, code: str) -> str:
        """The name of a group, or that the line is pooled."""
        return self.groups.get(code, code) if code != POOLED else POOLED_NAME


def budgets_at_hand(commissioner_id: int, year: str) -> Budgets | None:
    """The budget lines of a year; None while no calculation of it is put to the groups."""
    proposal = next((each for each in list_current_proposals([commissioner_id]) if each.round.year == year), None)
    if proposal is None:
        return None
    calculation = calculation_at_hand(proposal)
    return Budgets(
        stored=proposal.calculation,
        lines=_lines(calculation),
        groups={group.code: group.name for group in calculation.groups},
    )


def has_budgets(commissioner_id: int, year: str) -> bool:
    """Whether a calculation of a year is put to the groups, so that its lines hold money a contract can commit."""
    return any(each.round.year == year for each in list_current_proposals([commissioner_id]))


def list_lines(contract_id: int) -> list[ContractLine]:
    """What a contract commits, by line and group."""
    rows = select(ContractLine).where(ContractLine.contract_id == contract_id)
    return list(
        db.session.scalars(rows.order_by(ContractLine.line_name, ContractLine.line_code, ContractLine.group_code))
    )


def list_exceptions(contract_id: int) -> list[LineException]:
    """The exceptions recorded for a contract, oldest first."""
    rows = select(LineException).where(LineException.contract_id == contract_id).order_by(LineException.id)
    return list(db.session.scalars(rows.options(joinedload(LineException.recorded_by))))


def committed_elsewhere(contract: Contract) -> dict[tuple[str, str], int]:
    """What all other contracts of the commissioner’s year commit, by line and group, in pence."""
    rows = _committed(contract.commissioner_id, contract.year)
    rows = rows.where(Contract.id != contract.id)
    return {(line, group): as_pence(amount) for line, group, amount in db.session.execute(rows)}


def committed_by(contract: Contract) -> dict[tuple[str, str], int]:
    """What a contract commits by all that is signed of it, by line and group, in pence."""
    rows = _committed(contract.commissioner_id, contract.year).where(Contract.id == contract.id)
    return {(line, group): as_pence(amount) for line, group, amount in db.session.execute(rows)}


def committed_by_line(commissioner_id: int, year: str) -> dict[str, int]:
    """What contracts of a commissioner’s year commit of each line, all groups, in pence."""
    found = Counter[str]()
    for line, _, amount in db.session.execute(_committed(commissioner_id, year)):
        found[line] += as_pence(amount)
    return dict(found)


def _committed(commissioner_id: int, year: str) -> Select[str, str, Decimal]:
    """What contracts of a commissioner’s year commit by line and group, in one query with what others know."""
    own = select(ContractLine.contract_id, ContractLine.line_code, ContractLine.group_code, ContractLine.amount)
    rows = union_all(own, *(more() for more in committed_besides)).subquery("committed")
    return (
        select(rows.c.line_code, rows.c.group_code, func.sum(rows.c.amount))
        .join(Contract, Contract.id == rows.c.contract_id)
        .where(Contract.commissioner_id == commissioner_id, Contract.year == year, Contract.stage != Stage.DISCARDED)
        .group_by(rows.c.line_code, rows.c.group_code)
    )


def commitments(contract: Contract, budgets: Budgets, wanted: Mapping[tuple[str, str], int]) -> list[Commitment]:
    """What a contract wants of each line and group, beside what these hold, other contracts and exceptions."""
    elsewhere = committed_elsewhere(contract)
    excused = {(each.line_code, each.group_code): as_pence(each.amount) for each in list_exceptions(contract.id)}
    return [
        Commitment(
            line=line,
            line_name=budgets.lines[line].name if line in budgets.lines else line,
            group=group,
            group_name=budgets.group_name(group),
            amount=amount,
            budget=budgets.lines[line].holds.get(group, 0) if line in budgets.lines else 0,
            elsewhere=elsewhere.get((line, group), 0),
            excused=excused.get((line, group), 0),
        )
        for (line, group), amount in wanted.items()
    ]


def wanted_by(lines: Sequence[ContractLine]) -> dict[tuple[str, str], int]:
    """Kept lines as what is wanted of each line and group, in pence."""
    return {(line.line_code, line.group_code): as_pence(line.amount) for line in lines}


def _lines(calculation: Calculation) -> dict[str, BudgetLine]:
    """Service lines and must-dos with any money: net of what the commissioner keeps back as a reserve."""
    found = {}
    for line in calculation.lines:
        holds = {code: pence for code, pence in line.net.items() if pence > 0}
        if line.pooled > 0:
            holds[POOLED] = line.pooled
        if line.kind in _BOUGHT and holds:
            found[line.code] = BudgetLine(code=line.code, name=line.name, holds=holds)
    return found
