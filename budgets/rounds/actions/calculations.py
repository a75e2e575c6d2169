"""Calculating a scenario, which keeps the result for ever, and opening a calculation to the groups."""

from datetime import datetime

from budgets.method.calculation import CalculationRefused, calculate
from budgets.method.result import Calculation
from budgets.method.workbook import with_methods
from budgets.method.written import canonical_text
from budgets.rounds import queries, rules
from budgets.rounds.actions.rounds import check_may_prepare, record
from budgets.rounds.models import Scenario, Shown, StoredCalculation
from core import audit
from core.db import db
from core.money import as_decimal, grouped
from core.permissions import Actor, Permission, check_may


def calculate_scenario(*, scenario_id: int, by: Actor, at: datetime) -> tuple[StoredCalculation, bool]:
    """Work a scenario out and keep the result, numbered and frozen.

    Where the round has a calculation from the same inputs, policy and methods, that one is given and none is stored:
    the second value says whether a new one was.
    """
    scenario = queries.get_scenario(scenario_id)
    check_may_prepare(scenario.round, by=by)
    earlier = queries.find_calculation_like(scenario)
    if earlier is not None:
        return earlier, False
    result = _worked_out(scenario)
    text = canonical_text(result)
    stored = StoredCalculation(
        round_id=scenario.round_id,
        number=queries.next_number(StoredCalculation, scenario.round_id),
        scenario_id=scenario.id,
        scenario_name=scenario.name,
        inputs_id=scenario.inputs_id,
        policy=scenario.policy,
        methods=scenario.methods,
        result=text,
        result_hash=rules.hash_of(text),
        gross=as_decimal(result.totals.gross),
        net=as_decimal(result.totals.net),
        calculated_by_id=by.person_id,
        calculated_at=at,
    )
    db.session.add(stored)
    db.session.flush()
    new: audit.Values = {
        "number": stored.number,
        "scenario": scenario.name,
        "inputs": scenario.inputs.number,
        "net": grouped(result.totals.net),
        "result_hash": stored.result_hash,
    }
    record(scenario.round, "calculate_scenario", by=by, new=new)
    return stored, True


def _worked_out(scenario: Scenario) -> Calculation:
    workbook = with_methods(queries.workbook_of(scenario.inputs), queries.methods_of(scenario))
    try:
        return calculate(workbook, queries.policy_of(scenario))
    except CalculationRefused as refused:
        raise rules.InputsRefused(rules.under_line_codes(refused.problems, workbook)) from refused


def open_calculation_to_groups(*, calculation_id: int, note: str, by: Actor, at: datetime) -> Shown:
    """Open a calculation to the leads and members of the commissioner's groups, once and for good.

    A part of a larger act (a proposal is issued), which has checked the note and records the event. One that is open
    already stays as it was opened.
    """
    stored = queries.get_calculation(calculation_id)
    check_may(by, Permission.ISSUE_PROPOSALS, commissioner_id=stored.round.commissioner_id)
    failed = [f"{check.name} ({check.detail})" for check in queries.calculation_of(stored).checks if not check.passed]
    rules.check_may_be_opened(number=stored.number, failed_checks=failed)
    before = queries.find_shown(stored.id)
    if before is not None:
        return before
    shown = Shown(calculation_id=stored.id, note=note.strip(), shown_by_id=by.person_id, shown_at=at)
    db.session.add(shown)
    db.session.flush()
    return shown
