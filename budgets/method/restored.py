"""A calculation restored from its JSON, equal to the one that was written. Section 6 of the method.

Only what `written.as_dict` gave is read: a stored calculation is never worked out again to be shown.
"""

from collections.abc import Mapping
from fractions import Fraction
from typing import Any

from budgets.method.result import (
    BridgeStep,
    Calculation,
    Check,
    GroupFacts,
    GroupTotals,
    Line,
    LineKind,
    Part,
    Step,
    Totals,
)
from budgets.method.written import SCHEMA
from core.money import pence_from
from core.problems import Notice


def calculation_from(written: Mapping[str, Any]) -> Calculation:
    """The calculation that `as_dict` wrote. Raises ValueError for another schema."""
    if written.get("schema") != SCHEMA:
        raise ValueError(f"a calculation in the form {SCHEMA}")
    return Calculation(
        year=written["year"],
        groups=tuple(_group(group) for group in written["groups"]),
        lines=tuple(_line(line) for line in written["lines"]),
        totals=_totals(written["totals"]),
        bridge=tuple(_bridge_step(step) for step in written["bridge"]),
        warnings=tuple(Notice(code=notice["code"], message=notice["message"]) for notice in written["warnings"]),
        checks=tuple(Check(**check) for check in written["checks"]),
        practice_groups=dict(written["practice_groups"]),
    )


def _group(group: Mapping[str, Any]) -> GroupFacts:
    exact = {name: Fraction(text) for name, text in group["exact"].items()}
    return GroupFacts(code=group["code"], name=group["name"], **exact)


def _line(line: Mapping[str, Any]) -> Line:
    parts = tuple(_part(part) for part in line["parts"])
    return Line(
        code=line["code"],
        name=line["name"],
        kind=LineKind(line["kind"]),
        category=line["category"],
        method=line["method"],
        method_used=line["method_used"],
        fallback_reason=line["fallback_reason"],
        steps=None if line["steps"] is None else _steps(line["steps"]),
        total=pence_from(line["total"]),
        pooled=pence_from(line["pooled"]),
        unsplit=pence_from(line["unsplit"]),
        gross=_pence(line["gross"]),
        reserve=_pence(line["reserve"]),
        net=_pence(line["net"]),
        driver=parts[0].driver if len(parts) == 1 else None,
        penny=dict(line["penny"]),
        fair_share=_pence(line["fair_share"]),
        reserve_percent=Fraction(line["exact"]["reserve_percent"]),
        parts=parts,
        practices=_pence(line["practices"]),
        not_placed=_pence(line["not_placed"]),
    )


def _steps(steps: Mapping[str, str]) -> dict[Step, int]:
    """The steps in their own order, whatever the order of the text's keys."""
    return {step: pence_from(steps[step.value]) for step in Step if step.value in steps}


def _part(part: Mapping[str, Any]) -> Part:
    driver = part["driver"]
    return Part(
        asked=part["asked"],
        used=part["used"],
        fallback_reason=part["fallback_reason"],
        percent=Fraction(part["percent"]),
        amount=pence_from(part["amount"]),
        driver=None if driver is None else {code: Fraction(figure) for code, figure in driver.items()},
        gross=_pence(part["gross"]),
        penny=dict(part["penny"]),
    )


def _totals(totals: Mapping[str, Any]) -> Totals:
    amounts = ("total", "gross", "reserve", "net", "pooled", "growth_reserve")
    return Totals(
        **{name: pence_from(totals[name]) for name in amounts},
        by_group={code: _group_totals(group) for code, group in totals["by_group"].items()},
    )


def _group_totals(group: Mapping[str, Any]) -> GroupTotals:
    exact = {name: None if text is None else Fraction(text) for name, text in group["exact"].items()}
    return GroupTotals(
        gross=pence_from(group["gross"]),
        reserve=pence_from(group["reserve"]),
        net=pence_from(group["net"]),
        per_head=exact["per_head"],
        prior_year=pence_from(group["prior_year"]),
        change=pence_from(group["change"]),
        change_percent=exact["change_percent"],
        fair_share=pence_from(group["fair_share"]),
        distance_percent=exact["distance_percent"],
    )


def _bridge_step(step: Mapping[str, Any]) -> BridgeStep:
    return BridgeStep(
        step=Step(step["step"]),
        total=pence_from(step["total"]),
        pooled=pence_from(step["pooled"]),
        by_group=_pence(step["by_group"]),
    )


def _pence(amounts: Mapping[str, str]) -> dict[str, int]:
    return {code: pence_from(amount) for code, amount in amounts.items()}
