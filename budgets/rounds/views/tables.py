"""The lists of a round as rows of cells, as `components/figures.html` draws them."""

from collections.abc import Iterable, Mapping, Sequence

from flask import url_for

from budgets.rounds.forms import LineToSplit
from budgets.rounds.models import Inputs, Round, Scenario, StoredCalculation
from budgets.rounds.rules import POLICY_NAMES, PUT_TO_GROUPS, deadline_of
from budgets.rounds.views.reach import address_of_calculation
from core.components import day, instant, number, pounds
from core.money import pence_from
from core.problems import Problem

Cell = Mapping[str, object]
Rows = list[list[Cell]]


def round_rows(rounds: Iterable[Round], counts: Mapping[int, tuple[int, int, int]]) -> Rows:
    """Rounds with their state in words."""
    return [
        [
            {"text": each.year, "href": url_for("rounds.show_round", round_id=each.id)},
            {"text": each.commissioner.name},
            {"text": _state(*counts[each.id])},
            {"text": day(deadline_of(each.year))},
        ]
        for each in rounds
    ]


def calculation_rows(calculations: Iterable[StoredCalculation], *, may_propose: bool) -> Rows:
    """Calculations with their totals, who made them, and whether they were put to the groups or may be."""
    return [
        [
            {"text": f"Calculation {each.number}", "href": address_of_calculation(each.id)},
            {"text": each.scenario_name},
            {"text": each.inputs.number, "number": True},
            {"text": pounds(each.gross), "number": True},
            {"text": pounds(each.net), "number": True},
            {"text": each.calculated_by.name, "note": instant(each.calculated_at)},
            _put(each, may_propose=may_propose),
        ]
        for each in calculations
    ]


def _put(each: StoredCalculation, *, may_propose: bool) -> Cell:
    if each.shown:
        return {"text": instant(each.shown.shown_at)}
    if not may_propose:
        return {"text": "Not yet"}
    href = url_for("proposals.issue_proposal", calculation_id=each.id)
    return {"text": f"Put calculation {each.number} to the groups", "href": href, "note": "not yet"}


def scenario_rows(scenarios: Iterable[Scenario]) -> Rows:
    """Scenarios with the inputs they stand on and who changed them last."""
    return [
        [
            {"text": each.name, "href": url_for("scenarios.show_scenario", scenario_id=each.id)},
            {"text": f"Inputs {each.inputs.number}", "href": url_for("inputs.show_inputs", inputs_id=each.inputs_id)},
            {"text": each.changed_by.name, "note": instant(each.changed_at)},
        ]
        for each in scenarios
    ]


def inputs_rows(inputs: Iterable[Inputs]) -> Rows:
    """Sets of inputs with what they hold and who stored them."""
    return [
        [
            {"text": f"Inputs {each.number}", "href": url_for("inputs.show_inputs", inputs_id=each.id)},
            {"text": each.file_name},
            {"text": each.services, "number": True},
            {"text": each.practices, "number": True},
            {"text": number(each.activity_rows), "number": True},
            {"text": each.uploaded_by.name, "note": instant(each.uploaded_at)},
        ]
        for each in inputs
    ]


def problem_rows(problems: Sequence[Problem], file_name: str) -> Rows:
    """Problems with their place; one of the whole file stands under the file's name."""
    return [
        [
            {"text": each.file or file_name},
            {"text": each.row or "", "number": True},
            {"text": each.column},
            {"text": each.value},
            {"text": each.expected},
        ]
        for each in problems
    ]


def policy_rows(keys: Mapping[str, str]) -> Rows:
    """The decisions of a policy in words, in the order of the form."""
    return [[{"text": name}, {"text": _decided(key, keys[key])}] for key, name in POLICY_NAMES.items() if key in keys]


def method_rows(lines: Iterable[LineToSplit], *, scenario_id: int, may_change: bool) -> Rows:
    """Lines with their method, and the inputs' where it differs; each leads to where it is changed."""
    return [
        [
            {
                "text": line.name,
                "href": url_for("scenarios.change_method", scenario_id=scenario_id, line_code=line.code)
                if may_change
                else "",
                "note": line.code,
            },
            {"text": line.category},
            {
                "text": line.standing,
                "note": f"changed; the inputs say {line.stored}" if line.standing != line.stored else "",
            },
        ]
        for line in lines
    ]


def _decided(key: str, text: str) -> str:
    if key.endswith("amount"):
        return f"£{pounds(pence_from(text))}"
    if key.endswith("percent"):
        return f"{text}%"
    return _CHOICES.get(text, text.replace("_", " ").replace(";", ", then "))


_CHOICES = {
    "baseline": "in proportion to the service lines",
    "reserve": "stays with the commissioner",
    "commissioner": "the commissioner",
    "provider": "the provider",
}


def _state(inputs: int, calculations: int, shown: int) -> str:
    if shown:
        return PUT_TO_GROUPS
    if calculations:
        return "Calculated"
    return "Inputs stored" if inputs else "Open"
