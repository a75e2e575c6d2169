"""Process charts: the published check and charts worked by hand, as they stand in `charts/xmr.json`."""

import json
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest

from core.money import decimals
from core.spc import Improvement, xmr

VECTORS: list[dict[str, Any]] = json.loads((Path(__file__).parent / "charts" / "xmr.json").read_text(encoding="utf-8"))


@pytest.mark.parametrize("vector", VECTORS, ids=[vector["name"] for vector in VECTORS])
def test_a_chart_comes_out_as_published_or_worked_by_hand(vector: dict[str, Any]) -> None:
    chart = xmr(
        [None if value is None else Fraction(value) for value in vector["values"]],
        improvement=Improvement(vector["improvement"]),
        screen=vector["screen"],
        baseline_points=vector.get("baseline_points"),
    )
    limits = chart.latest
    assert (limits.mean, limits.average_moving_range) == (
        Fraction(vector["mean"]),
        Fraction(vector["average_moving_range"]),
    )
    printed = {name: decimals(getattr(limits, name), 2) for name in vector["printed"]}
    assert printed == vector["printed"]
    marked = {str(n): point.label.value for n, point in enumerate(chart.points) if point.label.value != "common cause"}
    assert marked == vector["labels"]
    for place, meaning in vector["meanings"].items():
        assert chart.points[int(place)].meaning.value == meaning


def test_there_are_vectors() -> None:
    assert len(VECTORS) == 7
