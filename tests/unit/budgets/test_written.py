"""The JSON form: two decimals for amounts, four for percentages and drivers, null where nothing is defined."""

import json

import pytest

from budgets.method.calculation import calculate
from budgets.method.restored import calculation_from
from budgets.method.result import Step
from budgets.method.written import as_dict, canonical_text
from tests.unit.budgets.small_workbook import cost_centre, policy, service, workbook


def test_amounts_percentages_and_drivers_are_written_as_text() -> None:
    written = as_dict(calculate(workbook(), policy()))
    line = written["lines"][0]
    assert written["schema"] == "budget-calculation/1"
    assert line["total"] == "1000.01"
    assert line["gross"] == {"A": "750.01", "B": "250.00"}
    assert line["share"] == {"A": "75.0002", "B": "24.9998"}
    assert line["driver"] == {"A": "300.0000", "B": "100.0000"}
    assert line["penny"] == {"A": 1, "B": 0}
    assert written["groups"][0]["registered"] == "300"
    assert written["groups"][0]["capitation_share"] == "75.0000"
    assert written["totals"]["by_group"]["A"]["per_head"] == "2.50"
    assert written["totals"]["by_group"]["A"]["change_percent"] is None
    assert [step["step"] for step in written["bridge"]][-1] == "risk_reserve"


def test_a_line_without_a_driver_or_a_split_amount_has_null() -> None:
    book = workbook(services=(service("POOL", "pooled"), service("DIR", "direct:A"), service("NIL")))
    book = workbook(services=book.services, cost_centres=(cost_centre(5, "POOL"), cost_centre(7, "DIR")))
    pool, direct, nil = as_dict(calculate(book, policy()))["lines"]
    assert (pool["driver"], pool["share"], pool["practices"]) == (None, None, {})
    assert (direct["driver"], direct["share"]) == (None, {"A": "100.0000", "B": "0.0000"})
    assert (nil["driver"], nil["share"]) == ({"A": "300.0000", "B": "100.0000"}, None)


def test_a_small_loss_is_never_written_as_minus_nothing() -> None:
    book = workbook(cost_centres=(cost_centre(-1),))
    text = canonical_text(calculate(book, policy()))
    assert '"-0.01"' in text
    assert "-0.00" not in text.replace("-0.0000", "-0.00").replace('"-0.01"', "")


def test_steps_are_read_back_in_the_order_of_the_method() -> None:
    calculation = calculate(workbook(), policy())
    restored = calculation_from(json.loads(canonical_text(calculation)))
    steps = restored.lines[0].steps or {}
    assert list(steps) == list(calculation.lines[0].steps or {}) == list(Step)[:6]


def test_another_form_is_not_read() -> None:
    with pytest.raises(ValueError, match="budget-calculation/1"):
        calculation_from({"schema": "budget-calculation/0"})
