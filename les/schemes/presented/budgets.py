"""Budgets of a scheme as a table: most, least, where the money comes from, and what of it is committed and spent."""

from collections.abc import Callable, Sequence

from core.clock import in_london
from core.money import as_pence
from core.tables import Cell, Table, amount, columns, table, words
from core.wording import in_full, sterling
from les.schemes.models.budgets import SchemeBudget
from les.schemes.queries.budgets import committed_and_spent, counts, in_force
from les.schemes.queries.funding import funded
from les.schemes.rules.kinds import VERDICT_NAMES

NONE_YET = "none recorded yet"


def no_link(budget: SchemeBudget) -> str:
    """Lead nowhere."""
    del budget
    return ""


def budgets_table(budgets: Sequence[SchemeBudget], link: Callable[[SchemeBudget], str] = no_link) -> Table:
    """Every budget that was ever proposed, newest year first; of those that hold, commitment and spend to date."""
    holding = {each.id for year in {each.year for each in budgets} for each in in_force(budgets, year)}
    rows = [_row(each, is_in_force=each.id in holding, link=link) for each in budgets]
    head = columns("Year", "For", "Most £", "Least £", "Source", "State", "Committed £", "Spent to date £")
    return table("budgets", "Budgets", head, rows)


def _row(budget: SchemeBudget, *, is_in_force: bool, link: Callable[[SchemeBudget], str]) -> list[Cell]:
    told = committed_and_spent(budget) if is_in_force else None
    least = None if budget.floor is None else as_pence(budget.floor)
    nothing = Cell(text=NONE_YET if is_in_force else "", number=True, look="app-nothing")
    asked = funded(budget.scheme, locality_id=budget.locality_id, year=budget.year) if is_in_force else 0
    besides = f"and {sterling(asked)} of applications approved" if asked else ""
    return [
        words(budget.year),
        words(budget.where),
        amount(as_pence(budget.amount)),
        amount(least) if least is not None else words(""),
        words(_source(budget), note=f"by {budget.proposed_by.name}"),
        _state(budget, is_in_force=is_in_force, link=link),
        (amount(told[0]) if told else nothing)._replace(note=besides),
        amount(told[1]) if told else nothing,
    ]


def _source(budget: SchemeBudget) -> str:
    if budget.sign_off is None or budget.line_code is None:
        return budget.source
    lock = budget.sign_off.lock
    signed = f", signed off on {in_full(in_london(lock.locked_at).date())}" if lock else ""
    return f"Line {budget.line_name} ({budget.line_code}){signed}"


def _state(budget: SchemeBudget, *, is_in_force: bool, link: Callable[[SchemeBudget], str]) -> Cell:
    if is_in_force:
        tied = "tied to the round" if budget.line_code else ""
        return words("Holds", note=tied or _decided_by(budget))
    if counts(budget):
        return words("Replaced by a later one")
    if budget.decision is None:
        return words("Waits for a second person", href=link(budget))
    return words(VERDICT_NAMES[budget.decision.verdict], note=_decided_by(budget))


def _decided_by(budget: SchemeBudget) -> str:
    if budget.decision is None:
        return ""
    reason = f": {budget.decision.reason}" if budget.decision.reason else ""
    return f"by {budget.decision.decided_by.name}{reason}"
