"""How one line was worked out, with everything a reader needs to redo the sum by hand. Sections 3, 4 and 6.

Pure: from the inputs and the calculation to values for the page; nothing is rounded here but what the method rounds.
"""

from dataclasses import dataclass
from fractions import Fraction

from budgets.method.drivers import CAPITATION, Drivers
from budgets.method.explained_activity import ActivityOfMonth, ActivityOfPractice, activity_of
from budgets.method.explained_pace import PaceOfGroup, pace_of
from budgets.method.lines import LineToSplit, lines_to_split
from budgets.method.methods import MethodKind
from budgets.method.policy import Basis, Policy
from budgets.method.portions import Division, division_of
from budgets.method.practices import dealers_of
from budgets.method.result import Calculation, Line, LineKind, Step
from budgets.method.split import SplitPart, parts_of
from budgets.method.steps import Ledger, first_steps, ledgers_of, recurrent_lines, weight_for_returned
from budgets.method.workbook import Adjustment, Workbook
from core.apportion import Dealer
from core.money import percent_of


@dataclass(frozen=True, slots=True, kw_only=True)
class LedgerRow:
    """A cost-centre line: its amount in pence and whether it counts; `reason` says why it does not."""

    code: str
    description: str
    subjective: str
    amount: int
    recurrent: bool
    counts: bool
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class UpliftBasis:
    """What the uplift was paid on, in pence.

    `recurrent_lines` × `hosted_share`% (rounded once: `borne`) + `recurrent_adjustments` = `basis`; `percent` of it,
    rounded, is `amount`. `is_own`: the service's own percentage stands in place of the policy's.
    """

    recurrent_lines: int
    hosted_share: Fraction
    borne: int
    recurrent_adjustments: int
    basis: int
    percent: Fraction
    is_own: bool
    amount: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ReturnedBasis:
    """The service's part of the returned money: `lump_sum` × `weight` / `all_weights` = `exact` pence, then rounded."""

    lump_sum: int
    weight: int
    all_weights: int
    exact: Fraction
    amount: int


@dataclass(frozen=True, slots=True, kw_only=True)
class PartExplained:
    """One part of the line: how its amount was divided among groups, and each group's amount among its practices.

    `practices`: for each group (same order) the division over its practices, and `practices_by` the method that gave
    their weights; None where no practice of the group has a population and the amount stays with the group.
    """

    asked: str
    used: str
    fallback_reason: str | None
    percent: Fraction
    exact: Fraction
    amount: int
    groups: Division
    practices: tuple[Division | None, ...]
    practices_by: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class LineExplained:
    """Everything about one line. `ledger`, `uplift` and `returned` only for services, `pace` only for PACE."""

    line: Line
    ledger: tuple[LedgerRow, ...]
    adjustments: tuple[Adjustment, ...]
    uplift: UpliftBasis | None
    returned: ReturnedBasis | None
    parts: tuple[PartExplained, ...]
    reserve: Division | None
    fair_share: Division | None
    activity_by_practice: tuple[ActivityOfPractice, ...]
    activity_by_month: tuple[ActivityOfMonth, ...]
    pace: tuple[PaceOfGroup, ...]


def line_explained(workbook: Workbook, policy: Policy, calculation: Calculation, code: str) -> LineExplained:
    """How the line of that code was worked out. Raises KeyError when the calculation has no such line."""
    line = next((line for line in calculation.lines if line.code == code), None)
    if line is None:
        raise KeyError(code)
    drivers = Drivers(workbook, policy)
    asked = next((asked for asked in lines_to_split(workbook, policy) if asked.code == code), None)
    parts = _parts(asked, drivers) if asked is not None else ()
    ledger = next((ledger for ledger in ledgers_of(workbook) if ledger.service.code == code), None)
    by_activity = any(MethodKind.ACTIVITY in (part.asked, part.used) for part in parts)
    currencies = asked.currencies if asked is not None else ()
    by_practice, by_month = activity_of(workbook, policy, code, currencies) if by_activity else ((), ())
    return LineExplained(
        line=line,
        ledger=_ledger_rows(ledger) if ledger else (),
        adjustments=tuple(ledger.adjustments) if ledger else (),
        uplift=uplift_basis(ledger, policy) if ledger else None,
        returned=_returned(workbook, policy, line) if ledger else None,
        parts=parts,
        reserve=_reserve(line, drivers) if any(line.reserve.values()) else None,
        fair_share=_fair_share(line, drivers) if any(line.fair_share.values()) else None,
        activity_by_practice=by_practice,
        activity_by_month=by_month,
        pace=pace_of(policy, calculation) if line.kind is LineKind.PACE_OF_CHANGE else (),
    )


def uplift_basis(ledger: Ledger, policy: Policy) -> UpliftBasis:
    """Step 5 of a service laid open."""
    service = ledger.service
    lines = recurrent_lines(ledger)
    borne = percent_of(lines, service.hosted_share)
    adjusted = sum(adjustment.amount for adjustment in ledger.adjustments if adjustment.recurrent)
    percent = service.uplift if service.uplift is not None else policy.uplift_percent or Fraction(0)
    return UpliftBasis(
        recurrent_lines=lines,
        hosted_share=service.hosted_share,
        borne=borne,
        recurrent_adjustments=adjusted,
        basis=borne + adjusted,
        percent=percent,
        is_own=service.uplift is not None,
        amount=percent_of(borne + adjusted, percent),
    )


def _ledger_rows(ledger: Ledger) -> tuple[LedgerRow, ...]:
    whole_service_out = "" if ledger.service.in_scope else "the whole service is out of scope"
    return tuple(
        LedgerRow(
            code=centre.code,
            description=centre.description,
            subjective=centre.subjective,
            amount=centre.amount,
            recurrent=centre.recurrent,
            counts=centre.in_scope and ledger.service.in_scope,
            reason=centre.reason or whole_service_out,
        )
        for centre in ledger.cost_centres
    )


def _returned(workbook: Workbook, policy: Policy, line: Line) -> ReturnedBasis | None:
    if policy.returned_basis is not Basis.BASELINE or not policy.returned_amount:
        return None
    weights = {
        ledger.service.code: weight_for_returned(ledger.service, first_steps(ledger, policy))
        for ledger in ledgers_of(workbook)
    }
    all_weights = sum(weights.values())
    return ReturnedBasis(
        lump_sum=policy.returned_amount,
        weight=weights[line.code],
        all_weights=all_weights,
        exact=Fraction(policy.returned_amount * weights[line.code], all_weights),
        amount=(line.steps or {})[Step.RETURNED_MONEY],
    )


def _parts(asked: LineToSplit, drivers: Drivers) -> tuple[PartExplained, ...]:
    if asked.method is None or asked.method.is_pooled:
        return ()
    return tuple(_part(part, asked.total, drivers) for part in parts_of(asked, asked.method, drivers))


def _part(part: SplitPart, total: int, drivers: Drivers) -> PartExplained:
    resolved = part.resolved
    dealers = dealers_of(resolved, drivers)
    capitation = drivers.capitation()
    by_capitation = [dealer in capitation.over_practices for dealer in dealers]
    units = [capitation.unit if plain else resolved.driver.unit for plain in by_capitation]
    return PartExplained(
        asked=str(resolved.asked),
        used=str(resolved.used),
        fallback_reason=resolved.reason,
        percent=part.share.percent,
        exact=total * part.share.percent / 100,
        amount=part.amount,
        groups=division_of(part.amount, resolved.driver.over_groups, resolved.driver.unit),
        practices=tuple(
            division_of(amount, dealer, unit) if dealer.whole else None
            for amount, dealer, unit in zip(part.gross, dealers, units, strict=True)
        ),
        practices_by=tuple(str(CAPITATION) if plain else str(resolved.used) for plain in by_capitation),
    )


def _reserve(line: Line, drivers: Drivers) -> Division:
    weights = [max(0, amount) for amount in line.gross.values()]
    return division_of(sum(line.reserve.values()), Dealer(weights, drivers.people.groups), unit=100)


def _fair_share(line: Line, drivers: Drivers) -> Division:
    capitation = drivers.capitation()
    return division_of(line.shared, capitation.over_groups, capitation.unit)
