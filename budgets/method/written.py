"""A calculation written as JSON (`budget-calculation/1`) and read back without loss. Section 6 of the method.

Figures for readers are rounded once, from exact values; what is exact and no decimal stands beside them as `n/d`
under `exact` and in `parts`, so that `calculation_from` restores an equal calculation.
"""

from collections.abc import Mapping
from fractions import Fraction
from typing import Any

from budgets.method.result import BridgeStep, Calculation, GroupFacts, GroupTotals, Line, Part, Totals
from core import canonical
from core.money import decimals, plain, pounds

SCHEMA = "budget-calculation/1"


def as_dict(calculation: Calculation) -> dict[str, Any]:
    """The calculation as JSON values: amounts with two decimals, percentages and drivers with four, never `-0.00`."""
    return {
        "schema": SCHEMA,
        "year": calculation.year,
        "groups": [_group(group) for group in calculation.groups],
        "lines": [_line(line) for line in calculation.lines],
        "totals": _totals(calculation.totals),
        "bridge": [_bridge_step(step) for step in calculation.bridge],
        "warnings": [{"code": notice.code, "message": notice.message} for notice in calculation.warnings],
        "checks": [
            {"name": check.name, "passed": check.passed, "detail": check.detail} for check in calculation.checks
        ],
        "practice_groups": dict(calculation.practice_groups),
    }


def canonical_text(calculation: Calculation) -> str:
    """One text for one calculation, whatever the order of keys: what a content hash is taken of."""
    return canonical.canonical_text(as_dict(calculation))


def _group(group: GroupFacts) -> dict[str, Any]:
    return {
        "code": group.code,
        "name": group.name,
        "registered": plain(group.registered),
        "weighted": plain(group.weighted),
        "capitation_share": decimals(group.capitation_share),
        "exact": {
            "registered": str(group.registered),
            "weighted": str(group.weighted),
            "capitation_share": str(group.capitation_share),
        },
    }


def _line(line: Line) -> dict[str, Any]:
    share = line.share
    return {
        "code": line.code,
        "name": line.name,
        "kind": str(line.kind),
        "category": line.category,
        "method": line.method,
        "method_used": line.method_used,
        "fallback_reason": line.fallback_reason,
        "steps": None if line.steps is None else _amounts({str(step): part for step, part in line.steps.items()}),
        "total": pounds(line.total),
        "pooled": pounds(line.pooled),
        "unsplit": pounds(line.unsplit),
        "gross": _amounts(line.gross),
        "reserve": _amounts(line.reserve),
        "net": _amounts(line.net),
        "share": None if share is None else _rounded(share),
        "driver": None if line.driver is None else _rounded(line.driver),
        "penny": dict(line.penny),
        "fair_share": _amounts(line.fair_share),
        "reserve_percent": decimals(line.reserve_percent),
        "parts": [_part(part) for part in line.parts],
        "practices": _amounts(line.practices),
        "not_placed": _amounts(line.not_placed),
        "exact": {"reserve_percent": str(line.reserve_percent)},
    }


def _part(part: Part) -> dict[str, Any]:
    return {
        "asked": part.asked,
        "used": part.used,
        "fallback_reason": part.fallback_reason,
        "percent": str(part.percent),
        "amount": pounds(part.amount),
        "driver": None if part.driver is None else {code: str(figure) for code, figure in part.driver.items()},
        "gross": _amounts(part.gross),
        "penny": dict(part.penny),
    }


def _totals(totals: Totals) -> dict[str, Any]:
    return {
        "total": pounds(totals.total),
        "gross": pounds(totals.gross),
        "reserve": pounds(totals.reserve),
        "net": pounds(totals.net),
        "pooled": pounds(totals.pooled),
        "growth_reserve": pounds(totals.growth_reserve),
        "by_group": {code: _group_totals(group) for code, group in totals.by_group.items()},
    }


def _group_totals(group: GroupTotals) -> dict[str, Any]:
    exact = {"per_head": group.per_head, "change_percent": group.change_percent}
    exact["distance_percent"] = group.distance_percent
    return {
        "gross": pounds(group.gross),
        "reserve": pounds(group.reserve),
        "net": pounds(group.net),
        "per_head": None if group.per_head is None else decimals(group.per_head / 100, 2),
        "prior_year": pounds(group.prior_year),
        "change": pounds(group.change),
        "change_percent": None if group.change_percent is None else decimals(group.change_percent),
        "fair_share": pounds(group.fair_share),
        "distance_percent": None if group.distance_percent is None else decimals(group.distance_percent),
        "exact": {name: None if value is None else str(value) for name, value in exact.items()},
    }


def _bridge_step(step: BridgeStep) -> dict[str, Any]:
    return {
        "step": str(step.step),
        "total": pounds(step.total),
        "pooled": pounds(step.pooled),
        "by_group": _amounts(step.by_group),
    }


def _amounts(pence: Mapping[str, int]) -> dict[str, str]:
    return {code: pounds(amount) for code, amount in pence.items()}


def _rounded(figures: Mapping[str, Fraction]) -> dict[str, str]:
    return {code: decimals(figure) for code, figure in figures.items()}
