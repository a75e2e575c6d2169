"""What lines of a stored calculation would give by other methods. Being frozen, what was worked out stays at hand."""

from functools import lru_cache

from budgets.method.methods import method_from
from budgets.method.what_if import Candidate, Tried, line_by_methods
from budgets.method.workbook import Workbook, with_methods
from budgets.rounds.models import StoredCalculation
from budgets.rounds.queries import get_calculation, methods_of, policy_of, workbook_of

_MOST_AT_HAND = 64


def line_by_every_method(stored: StoredCalculation, line_code: str) -> tuple[Tried, ...]:
    """What a line would give each group by each method that fits it; empty where no method splits it."""
    return _at_hand(stored.id, stored.inputs.content_hash, stored.policy, stored.methods, line_code)


def amount_by_method(stored: StoredCalculation, line_code: str, method: str, *, group: str) -> int | None:
    """What a line would give a group by a method, in pence; None where no method splits the line."""
    candidates = [Candidate(method=method_from(method))]
    tried = line_by_methods(_workbook_of(stored), policy_of(stored), line_code, candidates)
    return tried[0].gross[group] if tried else None


@lru_cache(maxsize=_MOST_AT_HAND)
def _at_hand(calculation_id: int, content_hash: str, policy: str, methods: str, line_code: str) -> tuple[Tried, ...]:
    del content_hash, policy, methods  # another database may have another calculation under the same id
    stored = get_calculation(calculation_id)
    return line_by_methods(_workbook_of(stored), policy_of(stored), line_code)


def _workbook_of(stored: StoredCalculation) -> Workbook:
    return with_methods(workbook_of(stored.inputs), methods_of(stored))
