"""What machines are told of results and returns, as plain values. Figures are texts, so that nothing is rounded."""

from collections.abc import Mapping, Sequence
from datetime import date

from commissioning.activity.rules.months import Period
from commissioning.activity.rules.rows import quantity_text
from contracts.performance.actions.checking import FROZEN, Wrong
from contracts.performance.imports.series import in_a_sentence
from contracts.performance.models.results import Correction, KpiReturn, Result
from contracts.performance.queries.due import Due
from contracts.performance.queries.results import Standing
from contracts.performance.rules.figures import units_of
from core.errors import Refusal
from core.identifiers import masked, without_identifier
from core.problems import Problem
from core.wording import upper_first

MOST_FINDINGS = 1_000
_MOST_SAID = 5
Values = dict[str, object]


class Unfit(Refusal):
    """Results that cannot be taken as they are, with all that was found."""

    def __init__(self, findings: Sequence[Values]) -> None:
        super().__init__(" ".join(str(each["said"]) for each in findings[:_MOST_SAID]))
        self.findings = findings


def finding_of(problem: Problem) -> Values:
    """A problem with a file, at its place. Nothing that looks like a patient's number is repeated."""
    shown = without_identifier(problem)
    return {"row": shown.row, "column": shown.column, "value": shown.value, "said": in_a_sentence(shown)}


def finding_of_wrong(wrong: Wrong, rows: Sequence[int]) -> Values:
    """What is wrong with a result; `rows`: the number of the row of each result given."""
    row = None if wrong.place is None else rows[wrong.place]
    return {"row": row, "column": "", "value": "", "said": masked(wrong.said)}


def found(findings: Sequence[Values]) -> Values:
    """The first of what was found, and how many there are in all."""
    return {"findings": list(findings[:MOST_FINDINGS]), "findings_in_all": len(findings)}


def return_as_values(made: KpiReturn, results: Sequence[Result]) -> Values:
    """A return with its results as it was stored: all of it is frozen, so it reads the same whenever asked for."""
    return _head(made) | {"words": made.words, "results": [_result(each) for each in results]}


def return_as_it_stands(
    made: KpiReturn,
    results: Sequence[Result],
    standing: Mapping[int, Mapping[str, Standing]],
    corrections: Sequence[Correction],
) -> Values:
    """The same, with what became of each result: whether it stands, is frozen, and was corrected."""
    told = []
    for each in results:
        stands = standing[each.kpi_id][each.period]
        is_the_one = stands.result_id == each.id
        beside = [_correction(one) for one in corrections if one.result_id == each.id]
        told.append(
            _result(each) | {"stands": is_the_one, "is_frozen": is_the_one and stands.is_frozen, "corrections": beside}
        )
    return _head(made) | {"words": made.words, "results": told}


def listed_return(made: KpiReturn, count: int) -> Values:
    """A return in a list."""
    return _head(made) | {"results": count}


def due_as_values(due: Due, *, on: date) -> Values:
    """What a provider is asked for of a KPI and period, and how it stands."""
    definition, stands = due.version.definition, due.standing
    asked = {
        "numerator": not definition.numerator_from,
        "denominator": definition.has_denominator and not definition.denominator_from,
    }
    return {
        "kpi": due.kpi.code,
        "name": definition.name,
        "period": list(due.period.months),
        "due_on": due.due_on.isoformat(),
        "asked": [name for name, is_asked in asked.items() if is_asked],
        "state": due.state(on=on).value,
        "number": stands.number if stands else None,
        "numerator": _figure(units_of(stands.observed.numerator)) if stands else None,
        "denominator": _figure(units_of(stands.observed.denominator)) if stands else None,
        "can_be_sent": not due.is_frozen,
        "why_not": upper_first(FROZEN) if due.is_frozen else "",
    }


def _head(made: KpiReturn) -> Values:
    return {
        "id": made.id,
        "number": made.number,
        "way": made.way.value,
        "file": made.file_name,
        "sha256": made.file_hash,
        "returned_at": made.returned_at.isoformat(),
    }


def _result(result: Result) -> Values:
    return {
        "kpi": result.kpi.code,
        "period": list(Period(result.period, result.definition.definition.length).months),
        "number": result.number,
        "numerator": _figure(result.numerator),
        "denominator": _figure(result.denominator),
    }


def _correction(correction: Correction) -> Values:
    return {
        "numerator": _figure(correction.numerator),
        "denominator": _figure(correction.denominator),
        "reason": correction.reason,
        "corrected_at": correction.corrected_at.isoformat(),
    }


def _figure(units: int | None) -> str | None:
    return None if units is None else quantity_text(units)
