"""Nine whole workbooks, worked out by an independent implementation of the method: every figure must be the same."""

import json
from pathlib import Path
from typing import Any

import pytest

from budgets.method.calculation import calculate
from budgets.method.result import BridgeStep, Calculation, GroupTotals, Line
from core.money import decimals, plain, pounds
from tests.vectors.loader import load

HERE = Path(__file__).parent / "budgets"
EXAMPLE = Path(__file__).parents[2] / "examples" / "west-herts-2008-09"
CASES = [*sorted(HERE.glob("case-*")), EXAMPLE]


def expected_of(case: Path) -> dict[str, Any]:
    path = HERE / "west-herts-2008-09.expected.json" if case == EXAMPLE else case / "expected.json"
    loaded: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return loaded


def _without_zeros(amounts: dict[str, str]) -> dict[str, str]:
    return {key: amount for key, amount in amounts.items() if amount != "0.00"}


def _line(line: Line) -> dict[str, Any]:
    by_group = {name: {k: pounds(v) for k, v in getattr(line, name).items()} for name in ("gross", "reserve", "net")}
    return by_group | {
        "code": line.code,
        "kind": str(line.kind),
        "method": line.method,
        "method_used": line.method_used,
        "fell_back": line.fallback_reason is not None,
        "steps": None if line.steps is None else _without_zeros({str(k): pounds(v) for k, v in line.steps.items()}),
        "total": pounds(line.total),
        "pooled": pounds(line.pooled),
        "practices": _without_zeros({k: pounds(v) for k, v in line.practices.items()}),
    }


def _group(group: GroupTotals) -> dict[str, Any]:
    amounts = ("gross", "reserve", "net", "prior_year", "change", "fair_share")
    percents = ("change_percent", "distance_percent")
    return (
        {name: pounds(getattr(group, name)) for name in amounts}
        | {name: None if getattr(group, name) is None else decimals(getattr(group, name)) for name in percents}
        | {"per_head": None if group.per_head is None else decimals(group.per_head / 100, 2)}
    )


def _step(step: BridgeStep) -> tuple[str, str, dict[str, str]]:
    return pounds(step.total), pounds(step.pooled), {code: pounds(amount) for code, amount in step.by_group.items()}


def _not_placed(calculation: Calculation) -> dict[str, str]:
    messages = [notice.message for notice in calculation.warnings if notice.code == "unplaced_activity"]
    return {message.split(":")[0]: message.split()[1] for message in messages}


@pytest.fixture(scope="module", params=CASES, ids=lambda case: case.name)
def worked(request: pytest.FixtureRequest) -> tuple[Calculation, dict[str, Any]]:
    return calculate(*load(request.param)), expected_of(request.param)


def test_every_line_is_as_worked_out_independently(worked: tuple[Calculation, dict[str, Any]]) -> None:
    calculation, expected = worked
    for line in expected["lines"]:
        line["practices"] = _without_zeros(line["practices"])
        line["steps"] = None if line["steps"] is None else _without_zeros(line["steps"])
    assert [_line(line) for line in calculation.lines] == expected["lines"]


def test_every_group_is_as_worked_out_independently(worked: tuple[Calculation, dict[str, Any]]) -> None:
    calculation, expected = worked
    facts = [
        {
            "code": group.code,
            "name": group.name,
            "registered": plain(group.registered),
            "capitation_share": decimals(group.capitation_share),
        }
        for group in calculation.groups
    ]
    assert facts == [{key: group[key] for key in facts[0]} for group in expected["groups"]]
    assert {code: _group(g) for code, g in calculation.totals.by_group.items()} == expected["totals"]["by_group"]
    for name in ("total", "gross", "reserve", "net", "pooled", "growth_reserve"):
        assert pounds(getattr(calculation.totals, name)) == expected["totals"][name]


def test_the_bridge_is_as_worked_out_independently(worked: tuple[Calculation, dict[str, Any]]) -> None:
    calculation, expected = worked
    zero = ("0.00", "0.00", dict.fromkeys(calculation.totals.by_group, "0.00"))
    steps = {step["step"]: (step["total"], step["pooled"], step["by_group"]) for step in expected["bridge"]}
    for step in calculation.bridge:
        assert _step(step) == steps.pop(str(step.step), zero)
    assert not steps


def test_activity_not_placed_and_checks_are_as_expected(worked: tuple[Calculation, dict[str, Any]]) -> None:
    calculation, expected = worked
    assert _not_placed(calculation) == expected["unplaced"]
    assert [check.name for check in calculation.checks if not check.passed] == []
