"""What contracts commit of budget lines, beside what the lines hold in the calculation put to the groups last."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.orm import joinedload

from budgets.agreement.queries.proposals import find_current_proposal
from budgets.method.result import Calculation, LineKind
from budgets.rounds.models import StoredCalculation
from budgets.rounds.queries import calculation_of, find_round
from contracts.agreements.models.contracts import Contract
from contracts.agreements.models.money import ContractLine, LineException
from contracts.agreements.rules.money import POOLED, POOLED_NAME, BudgetLine, Commitment
from contracts.agreements.rules.states import Stage
from core.db import db
from core.money import as_pence

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
    found = find_round(commissioner_id=commissioner_id, year=year)
    proposal = find_current_proposal(found.id) if found else None
    if proposal is None:
        return None
    calculation = calculation_of(proposal.calculation)
    return Budgets(
        stored=proposal.calculation,
        lines=_lines(calculation),
        groups={group.code: group.name for group in calculation.groups},
    )


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
    """What all other contracts of the commissioner's year commit, by line and group, in pence."""
    rows = (
        select(ContractLine.line_code, ContractLine.group_code, func.sum(ContractLine.amount))
        .join(ContractLine.contract)
        .where(
            Contract.commissioner_id == contract.commissioner_id,
            Contract.year == contract.year,
            Contract.id != contract.id,
            Contract.stage != Stage.DISCARDED,
        )
        .group_by(ContractLine.line_code, ContractLine.group_code)
    )
    return {(line, group): as_pence(amount) for line, group, amount in db.session.execute(rows)}


def committed_by_line(commissioner_id: int, year: str) -> dict[str, int]:
    """What contracts of a commissioner's year commit of each line, all groups, in pence."""
    rows = (
        select(ContractLine.line_code, func.sum(ContractLine.amount))
        .join(ContractLine.contract)
        .where(Contract.commissioner_id == commissioner_id, Contract.year == year, Contract.stage != Stage.DISCARDED)
        .group_by(ContractLine.line_code)
    )
    return {line: as_pence(amount) for line, amount in db.session.execute(rows)}


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
