"""Working out what changed from one stored calculation to another, and why."""

from budgets.agreement.rules.changes import Changes
from budgets.method.attribution import Made, attributed
from budgets.method.comparison import settings_that_differ
from budgets.method.workbook import with_methods
from budgets.rounds.models import StoredCalculation
from budgets.rounds.queries import calculation_of, methods_of, policy_of, workbook_of
from budgets.rounds.rules import values_in


def changes_between(before: StoredCalculation, after: StoredCalculation, *, since: int) -> Changes:
    """What changed since the proposal of that number, which put the first of two calculations to the groups."""
    old, new = _made(before), _made(after)
    groups = (*old.calculation.groups, *new.calculation.groups)
    return Changes(
        since=since,
        inputs=(before.inputs.number, after.inputs.number),
        settings=tuple(settings_that_differ(values_in(before.policy), values_in(after.policy))),
        groups={group.code: group.name for group in groups},
        rows=tuple(attributed(old, new)),
    )


def _made(stored: StoredCalculation) -> Made:
    return Made(
        workbook=with_methods(workbook_of(stored.inputs), methods_of(stored)),
        policy=policy_of(stored),
        calculation=calculation_of(stored),
    )
