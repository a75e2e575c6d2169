"""The lines to be split, before anybody has a share: what each holds and how it is asked to be split. Section 3."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction

from budgets.method.methods import Method, MethodKind, one_way
from budgets.method.policy import Basis, Policy, Uncommitted
from budgets.method.result import LineKind, Step
from budgets.method.steps import steps_of
from budgets.method.workbook import Workbook


@dataclass(frozen=True, slots=True, kw_only=True)
class LineToSplit:
    """A line before it is split: what it is, what it holds in pence and by which method it is to be split.

    No method means that it is not split at all: growth that stays with the commissioner.
    """

    code: str
    name: str
    kind: LineKind
    total: int
    method: Method | None
    category: str = ""
    currencies: tuple[str, ...] = ()
    steps: Mapping[Step, int] | None = None
    reserve_percent: Fraction = Fraction(0)


def lines_to_split(workbook: Workbook, policy: Policy) -> Iterator[LineToSplit]:
    """Services, must-dos, returned money and growth, in this order; pace of change comes after them all."""
    of_policy = policy.reserve_percent or Fraction(0)
    for service, steps in zip(workbook.services, steps_of(workbook, policy), strict=True):
        yield LineToSplit(
            code=service.code,
            name=service.name,
            kind=LineKind.SERVICE,
            category=service.category,
            method=service.method,
            currencies=service.currencies,
            steps=steps,
            total=sum(steps.values()),
            reserve_percent=of_policy if service.risk_reserve is None else service.risk_reserve,
        )
    for must_do in workbook.must_dos:
        yield LineToSplit(
            code=must_do.code,
            name=must_do.name,
            kind=LineKind.MUST_DO,
            method=must_do.method,
            total=must_do.amount,
            reserve_percent=of_policy,
        )
    yield from _money_of_the_policy(workbook, policy, of_policy)


def _money_of_the_policy(workbook: Workbook, policy: Policy, reserve_percent: Fraction) -> Iterator[LineToSplit]:
    by_capitation = one_way(MethodKind.CAPITATION)
    if policy.returned_basis is Basis.CAPITATION and policy.returned_amount:
        yield LineToSplit(
            code="RETURNED",
            name="Money returned to the localities",
            kind=LineKind.RETURNED_MONEY,
            method=by_capitation,
            total=policy.returned_amount,
            reserve_percent=reserve_percent,
        )
    left = policy.growth_amount - sum(must_do.amount for must_do in workbook.must_dos)
    if left:
        split = policy.growth_uncommitted is Uncommitted.CAPITATION
        yield LineToSplit(
            code="GROWTH",
            name="Growth not committed to must-dos",
            kind=LineKind.GROWTH_RESERVE,
            method=by_capitation if split else None,
            total=left,
            reserve_percent=reserve_percent if split else Fraction(0),
        )
