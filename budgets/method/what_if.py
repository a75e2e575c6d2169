"""What one line would give each group by other methods, its total unchanged. Pure; by sections 3 and 4 of the method.

Each method is tried as a scenario would use it: where its driver is missing it falls back, and says so.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from budgets.method.drivers import Drivers
from budgets.method.lines import LineToSplit, lines_to_split
from budgets.method.methods import Method, MethodKind, method_from, one_way
from budgets.method.policy import Policy
from budgets.method.problems_of_people import problems_of_columns, problems_of_named_groups
from budgets.method.result import LineKind
from budgets.method.split import split_line
from budgets.method.unread import NOTHING_UNREAD
from budgets.method.workbook import Service, Workbook

REGISTERED = "registered"


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """A method to try on a line. `currencies`: only activity in these counts; none named, those of the line."""

    method: Method
    currencies: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Tried:
    """What a line would give each group, in pence, by a candidate.

    `used`: the method as applied, another than asked for where `fallback_reason` says why. `counted`: the currencies
    of the activity that counted, where activity was asked for.
    """

    candidate: Candidate
    used: str
    fallback_reason: str | None
    gross: Mapping[str, int]
    counted: tuple[str, ...]


def line_by_methods(
    workbook: Workbook, policy: Policy, line_code: str, candidates: Sequence[Candidate] | None = None
) -> tuple[Tried, ...]:
    """What the line of that code would give by each candidate, or by all that fit it when none are named.

    Empty for a line that no method splits: pace of change, or a code the workbook does not have.
    """
    line = next((each for each in lines_to_split(workbook, policy) if each.code == line_code), None)
    if line is None:
        return ()
    drivers = Drivers(workbook, policy)
    asked = candidates_for(line, workbook, drivers) if candidates is None else candidates
    return tuple(tried(line, candidate, drivers) for candidate in asked)


def candidates_for(line: LineToSplit, workbook: Workbook, drivers: Drivers) -> Iterator[Candidate]:
    """The methods worth trying on a line: those of which its inputs know something, and each currency by itself."""
    of_policy = drivers.policy.population
    yield Candidate(method=one_way(MethodKind.CAPITATION))
    for column in dict.fromkeys((REGISTERED, *workbook.population_columns)):
        if column != of_policy:
            yield Candidate(method=one_way(MethodKind.CAPITATION, column))
    if line.kind is LineKind.SERVICE:
        yield from _by_activity(line, drivers)
    if drivers.cost_centre(line.code).has_weight:
        yield Candidate(method=one_way(MethodKind.COST_CENTRE))
    if drivers.fixed(line.code).has_weight:
        yield Candidate(method=one_way(MethodKind.FIXED))
    yield Candidate(method=one_way(MethodKind.EQUAL))


def tried(line: LineToSplit, candidate: Candidate, drivers: Drivers) -> Tried:
    """The line's total split by a candidate."""
    currencies = candidate.currencies or line.currencies
    result = split_line(replace(line, method=candidate.method, currencies=currencies), drivers)
    by_activity = any(share.way.kind is MethodKind.ACTIVITY for share in candidate.method.shares)
    return Tried(
        candidate=candidate,
        used=result.method_used,
        fallback_reason=result.fallback_reason,
        gross=result.gross,
        counted=_counted(line.code, currencies, drivers) if by_activity else (),
    )


def method_for(text: str, workbook: Workbook) -> Method:
    """The method a text names, if it can split a line of this workbook. Raises ValueError saying what was expected."""
    method = method_from(text)
    if method.is_pooled:
        raise ValueError("a method that gives each group a share: a pooled line is kept whole")
    alone = replace(workbook, services=(Service(code="", name="", method=method),), must_dos=())
    found = [*problems_of_columns(alone, None, NOTHING_UNREAD), *problems_of_named_groups(alone, NOTHING_UNREAD)]
    if found:
        raise ValueError(found[0].expected)
    return method


def _by_activity(line: LineToSplit, drivers: Drivers) -> Iterator[Candidate]:
    """Activity as the line counts it, then by each currency alone where that is something else."""
    method = one_way(MethodKind.ACTIVITY)
    yield Candidate(method=method)
    present = _counted(line.code, (), drivers)
    if present != _counted(line.code, line.currencies, drivers) or len(present) > 1:
        yield from (Candidate(method=method, currencies=(currency,)) for currency in present)


def _counted(code: str, currencies: tuple[str, ...], drivers: Drivers) -> tuple[str, ...]:
    """The currencies in which activity was placed, in the order of the sheet."""
    return tuple(currency for currency, counted in drivers.activity.of(code, currencies) if counted.by_practice)
