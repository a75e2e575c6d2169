"""Tying a draft to budget lines, and allowing it to go over one: the exception a second person records."""

from collections.abc import Mapping
from datetime import datetime

from budgets.rounds.queries import get_round
from contracts.agreements.actions.recording import held_contract, held_draft, record_on, touch
from contracts.agreements.models.contracts import Contract
from contracts.agreements.models.money import ContractLine, LineException
from contracts.agreements.queries.contracts import groups_of
from contracts.agreements.queries.money import (
    Budgets,
    budgets_at_hand,
    commitments,
    list_exceptions,
    list_lines,
    wanted_by,
)
from contracts.agreements.rules.money import (
    POOLED,
    BudgetLine,
    check_commitments,
    check_exception,
    check_within_value,
    dealt_in_words,
)
from contracts.agreements.rules.states import check_may_be_excepted
from core.db import db
from core.errors import Refusal
from core.four_eyes import counts_as, is_one_with
from core.money import as_decimal, as_pence, grouped
from core.permissions import ROLE_NAMES, Actor, Permission


def write_line(*, contract_id: int, line: str, amounts: Mapping[str, int], by: Actor) -> Contract:
    """Write what a draft commits of one budget line, by group in pence; nought takes a group out of it.

    The round is held meanwhile, so that two contracts do not commit the same money at once.
    """
    contract = held_draft(contract_id, by=by)
    budgets = hold_budgets(contract)
    found = budgets.lines.get(line)
    if found is None:
        raise Refusal(f"The budgets for {contract.year} have no line of that code. Choose one of the list.")
    _check_groups(contract, found, amounts)
    kept = {each.group_code: each for each in list_lines(contract.id) if each.line_code == line}
    wanted = {group: pence for group, pence in amounts.items() if pence}
    if wanted == {group: as_pence(each.amount) for group, each in kept.items()}:
        raise Refusal("Nothing was changed: this is what the draft commits already.")
    check_commitments(commitments(contract, budgets, {(line, group): pence for group, pence in wanted.items()}))
    check_own_exceptions(contract, budgets, {(line, group): pence for group, pence in wanted.items()}, by)
    before = {group: as_pence(each.amount) for group, each in kept.items()}
    for group, each in kept.items():
        if group not in wanted:
            db.session.delete(each)
    for group, pence in wanted.items():
        row = kept.get(group) or ContractLine(contract_id=contract.id, line_code=line, group_code=group)
        _keep(row, pence, line=found, budgets=budgets, by=by)
    touch(contract)
    db.session.flush()
    check_within_value(lines=sum(wanted_by(list_lines(contract.id)).values()), year_value=as_pence(contract.year_value))
    names = {group: budgets.group_name(group) for group in {*before, *wanted}}
    new = {"line": found.name, "amount": grouped(sum(wanted.values())), "by_group": dealt_in_words(wanted, names)}
    record_on(contract, "write_line", by=by, new=new, old=_dealt(before, names))
    return contract


def record_exception(
    *, contract_id: int, line: str, group: str, amount: int, reason: str, by: Actor, at: datetime
) -> LineException:
    """Allow a draft to go over a group’s line by at most this many pence: by a second person, with the reason.

    Of a signed contract, together with its signed variations: for one that is being drafted.
    """
    contract = held_contract(contract_id, by=by, permission=Permission.RECORD_EXCEPTIONS)
    check_may_be_excepted(contract.stage, reference=contract.reference)
    drafters = {contract.drafted_by_id: contract.drafted_by.name}
    drafters |= {each.written_by_id: each.written_by.name for each in list_lines(contract.id)}
    check_exception(amount=amount, reason=reason, drafted_by=drafters, person_id=counts_as(by, *drafters))
    budgets = hold_budgets(contract)
    found = budgets.lines.get(line)
    if found is None or group not in found.holds:
        raise Refusal("Choose a line and a group of the budgets.")
    recorded = LineException(
        contract_id=contract.id,
        line_code=found.code,
        line_name=found.name,
        group_code=group,
        group_name=budgets.group_name(group),
        amount=as_decimal(amount),
        reason=reason.strip(),
        recorded_by_id=by.person_id,
        name=by.name,
        role=ROLE_NAMES[by.role],
        recorded_at=at,
    )
    db.session.add(recorded)
    db.session.flush()
    new = {
        "line": found.name,
        "group": recorded.group_name,
        "amount": grouped(amount),
        "reason": recorded.reason,
    }
    record_on(contract, "record_exception", by=by, new=new)
    return recorded


def hold_budgets(contract: Contract) -> Budgets:
    """The budget lines of the contract’s year, whose round is held until the act is over."""
    budgets = budgets_at_hand(contract.commissioner_id, contract.year)
    if budgets is None:
        raise Refusal(
            f"No calculation for {contract.year} is put to the groups, so there is no budget line to commit. "
            "Put one to them first."
        )
    get_round(budgets.stored.round_id, for_change=True)
    return budgets


def _dealt(before: Mapping[str, int], names: Mapping[str, str]) -> dict[str, str] | None:
    """What stood of a line before, if anything did."""
    return {"by_group": dealt_in_words(before, names)} if before else None


def _check_groups(contract: Contract, line: BudgetLine, amounts: Mapping[str, int]) -> None:
    covered = {group.code for group in groups_of(contract)}
    for group, pence in amounts.items():
        if pence and group != POOLED and group not in covered:
            raise Refusal(f"The contract does not cover the group {group}. Add it to the particulars first.")
        if pence and group not in line.holds:
            raise Refusal(f"{line.name} holds nothing for the group {group or 'as a whole'}.")


def check_own_exceptions(
    contract: Contract, budgets: Budgets, wanted: Mapping[tuple[str, str], int], by: Actor
) -> None:
    """Refuse to use an exception that one recorded oneself: two people stand for every pound over a line."""
    newest = {(each.line_code, each.group_code): each for each in list_exceptions(contract.id)}
    for each in commitments(contract, budgets, wanted):
        own = newest.get((each.line, each.group))
        if each.excess and own is not None and is_one_with(by, own.recorded_by_id):
            raise Refusal("You recorded the exception for this line. Somebody else writes the amount.")


def _keep(kept: ContractLine, pence: int, *, line: BudgetLine, budgets: Budgets, by: Actor) -> None:
    kept.line_name, kept.group_name = line.name, budgets.group_name(kept.group_code)
    kept.amount, kept.calculation_id, kept.written_by_id = as_decimal(pence), budgets.stored.id, by.person_id
    db.session.add(kept)
