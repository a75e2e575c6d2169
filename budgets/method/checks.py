"""Proofs that the parts add up, each with its figures. Section 6 of the method.

Every proof is worked out anew from the finished lines, so that it can fail.
"""

from collections.abc import Sequence

from budgets.method.result import BridgeStep, Check, Line, LineKind, Totals
from core.money import grouped


def checks_of(lines: Sequence[Line], totals: Totals, bridge: Sequence[BridgeStep], held: bool) -> tuple[Check, ...]:
    """All checks. `held`: whether the commissioner holds the reserve."""
    return (
        _lines_add_up(lines),
        _whole_adds_up(lines, totals),
        _reserve_adds_up(lines, totals, held),
        _practices_add_up(lines),
        _bridge_adds_up(totals, bridge),
        _pace_adds_to_nothing(lines),
    )


def _lines_add_up(lines: Sequence[Line]) -> Check:
    wrong = [line.code for line in lines if sum(line.gross.values()) + line.pooled + line.unsplit != line.total]
    wrong += [line.code for line in lines if line.steps is not None and sum(line.steps.values()) != line.total]
    detail = f"{len(lines)} lines; not adding up: {', '.join(dict.fromkeys(wrong)) or 'none'}"
    return Check(name="lines add up", passed=not wrong, detail=detail)


def _whole_adds_up(lines: Sequence[Line], totals: Totals) -> Check:
    gross = sum(sum(line.gross.values()) for line in lines)
    by_group = sum(group.gross for group in totals.by_group.values())
    passed = gross + totals.pooled + totals.growth_reserve == totals.total and gross == by_group == totals.gross
    return Check(
        name="gross, pooled and unsplit growth make the total",
        passed=passed,
        detail=f"{grouped(gross)} + {grouped(totals.pooled)} + {grouped(totals.growth_reserve)} "
        f"= {grouped(totals.total)}",
    )


def _reserve_adds_up(lines: Sequence[Line], totals: Totals, held: bool) -> Check:
    net = sum(sum(line.net.values()) for line in lines)
    reserve = sum(sum(line.reserve.values()) for line in lines) if held else 0
    return Check(
        name="net and the commissioner's reserve make the gross",
        passed=net + reserve == totals.gross and net == totals.net,
        detail=f"{grouped(net)} + {grouped(reserve)} = {grouped(totals.gross)}",
    )


def _practices_add_up(lines: Sequence[Line]) -> Check:
    sums = [
        (line.code, sum(line.practices.values()), sum(line.not_placed.values()), sum(line.gross.values()))
        for line in lines
    ]
    wrong = [code for code, of_practices, left, shared in sums if of_practices + left != shared]
    practices, kept = sum(of_practices for _, of_practices, _, _ in sums), sum(left for _, _, left, _ in sums)
    gross = sum(shared for _, _, _, shared in sums)
    return Check(
        name="practices and what is not placed make the gross",
        passed=not wrong,
        detail=f"{grouped(practices)} + {grouped(kept)} = {grouped(gross)}; "
        f"lines not adding up: {', '.join(wrong) or 'none'}",
    )


def _bridge_adds_up(totals: Totals, bridge: Sequence[BridgeStep]) -> Check:
    wrong = [
        code for code, group in totals.by_group.items() if sum(step.by_group[code] for step in bridge) != group.net
    ]
    wrong += [str(step.step) for step in bridge if sum(step.by_group.values()) + step.pooled != step.total]
    end, pooled = sum(step.total for step in bridge), sum(step.pooled for step in bridge)
    return Check(
        name="the bridge adds up",
        passed=not wrong and pooled == totals.pooled and end == totals.net + totals.pooled,
        detail=f"all steps {grouped(end)} = net {grouped(totals.net)} + pooled {grouped(totals.pooled)}; "
        f"not adding up: {', '.join(wrong) or 'none'}",
    )


def _pace_adds_to_nothing(lines: Sequence[Line]) -> Check:
    amounts = [amount for line in lines if line.kind is LineKind.PACE_OF_CHANGE for amount in line.gross.values()]
    moved = sum(amount for amount in amounts if amount > 0)
    return Check(
        name="pace of change sums to zero",
        passed=sum(amounts) == 0,
        detail=f"{grouped(moved)} given and {grouped(moved - sum(amounts))} taken",
    )
