"""From the ledger to what the groups share: the steps of a service line. Section 3 of the method."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from budgets.method.policy import Basis, Policy
from budgets.method.result import Step
from budgets.method.workbook import Adjustment, CostCentre, Service, Workbook
from core.apportion import apportion
from core.money import percent_of


@dataclass(frozen=True, slots=True, kw_only=True)
class Ledger:
    """A service with its cost-centre lines and adjustments."""

    service: Service
    cost_centres: Sequence[CostCentre]
    adjustments: Sequence[Adjustment]


def ledgers_of(workbook: Workbook) -> list[Ledger]:
    """The services in the order of services.csv, each with its own money."""
    centres: dict[str, list[CostCentre]] = defaultdict(list)
    for centre in workbook.cost_centres:
        centres[centre.service].append(centre)
    adjustments: dict[str, list[Adjustment]] = defaultdict(list)
    for adjustment in workbook.adjustments:
        adjustments[adjustment.service].append(adjustment)
    return [
        Ledger(service=s, cost_centres=centres.get(s.code, ()), adjustments=adjustments.get(s.code, ()))
        for s in workbook.services
    ]


def steps_of(workbook: Workbook, policy: Policy) -> list[dict[Step, int]]:
    """All six steps of every service, in the order of services.csv. Their sum is the line's total."""
    steps = [first_steps(ledger, policy) for ledger in ledgers_of(workbook)]
    returned = returned_by_service(workbook.services, steps, policy)
    for service, of_service in zip(workbook.services, steps, strict=True):
        of_service[Step.RETURNED_MONEY] = returned.get(service.code, 0)
    return steps


def first_steps(ledger: Ledger, policy: Policy) -> dict[Step, int]:
    """Steps 1 to 5 of one service, in pence: baseline, excluded, hosted by others, adjustments, uplift."""
    service = ledger.service
    baseline = sum(centre.amount for centre in ledger.cost_centres)
    in_scope = sum(centre.amount for centre in ledger.cost_centres if _counts(service, centre))
    return {
        Step.BASELINE: baseline,
        Step.EXCLUDED: in_scope - baseline,
        Step.HOSTED_BY_OTHERS: -percent_of(in_scope, 100 - service.hosted_share),
        Step.ADJUSTMENTS: sum(adjustment.amount for adjustment in ledger.adjustments),
        Step.UPLIFT: uplift_of(ledger, policy),
    }


def recurrent_lines(ledger: Ledger) -> int:
    """The service's recurrent cost-centre lines that are in scope, added up."""
    service = ledger.service
    return sum(centre.amount for centre in ledger.cost_centres if centre.recurrent and _counts(service, centre))


def recurrent_part(ledger: Ledger) -> int:
    """What the uplift is paid on: recurrent in-scope lines × hosted share (rounded once) and recurrent adjustments."""
    adjusted = sum(adjustment.amount for adjustment in ledger.adjustments if adjustment.recurrent)
    return percent_of(recurrent_lines(ledger), ledger.service.hosted_share) + adjusted


def uplift_of(ledger: Ledger, policy: Policy) -> int:
    """The service's own uplift percentage, or the policy's, of its recurrent part."""
    percent = ledger.service.uplift if ledger.service.uplift is not None else policy.uplift_percent
    return percent_of(recurrent_part(ledger), percent) if percent else 0


def returned_by_service(
    services: Iterable[Service], steps: Iterable[Mapping[Step, int]], policy: Policy
) -> dict[str, int]:
    """Step 6: the returned lump sum over in-scope services, by what stands after step 5 where that is positive.

    Raises ValueError when there is money to return and no positive amount to carry it.
    """
    if policy.returned_basis is not Basis.BASELINE or not policy.returned_amount:
        return {}
    weights = {s.code: weight_for_returned(s, of_service) for s, of_service in zip(services, steps, strict=True)}
    return apportion(policy.returned_amount, weights)


def weight_for_returned(service: Service, first_five: Mapping[Step, int]) -> int:
    """max(0, amount after step 5) of an in-scope service, in pence."""
    return max(0, sum(first_five.values())) if service.in_scope else 0


def _counts(service: Service, centre: CostCentre) -> bool:
    return service.in_scope and centre.in_scope
