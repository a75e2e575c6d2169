"""Data quality and missing returns: what was due of the provider in the period, and how each return stands."""

from datetime import date

from commissioning.activity.queries.returns import Return, list_returns
from commissioning.activity.rules.states import Standing
from contracts.agreements.models.contracts import Contract
from contracts.reviews.sections import PACK_WIDTH, Part, Period
from core.charts.bars import Measure, comparison
from core.components import day
from core.tables import Cell, columns, number, table, words

_LACKING = frozenset({Standing.LATE, Standing.MISSING, Standing.ASKED_AGAIN, Standing.QUERIED})
_NOT_YET = frozenset({Standing.NOT_DUE, Standing.DUE})
_NOT_THERE = frozenset({Standing.LATE, Standing.MISSING})


def returns_section(contract: Contract, period: Period, on: date) -> Part:
    """The returns of the provider whose months lie in the period, as they stand on a day."""
    first, last = f"{period.first_day:%Y-%m}", f"{period.last_day:%Y-%m}"
    held = list_returns(on=on, commissioner_id=contract.commissioner_id, provider_id=contract.provider_id, since=first)
    found = [each for each in held if each.due.period.first_month <= last]
    if not found:
        return Part()
    early = sum(each.state in _NOT_YET for each in found)
    absent = sum(each.state in _NOT_THERE for each in found)
    waived = sum(each.state is Standing.WAIVED for each in found)
    late = sum(each.days_late > 0 for each in found)
    asked = sum(each.facts.open_queries for each in found)
    sentence = (
        f"{len(found) - early - absent - waived:,} of {len(found):,} returns {'is' if len(found) == 1 else 'are'} "
        f"there, {late:,} of them came late; {absent:,} late or missing, {waived:,} waived, {early:,} not due yet; "
        f"{asked:,} quer{'y is' if asked == 1 else 'ies are'} open."
    )
    heads = columns("Return", "Period", "Due", "State", "#Working days late", "#Open queries", "#Rows owed")
    tables = [table("returns", "Returns of the period", heads, [_row(each) for each in found])]
    chart = comparison(
        [
            Measure(label=each.state_name + f", {each.due.period}", value=each.days_late, shown=f"{each.days_late}")
            for each in found
            if each.days_late
        ],
        finding="Working days by which returns came late",
        alt="Bars of working days late",
        unit="working days",
        width=PACK_WIDTH,
    )
    return Part(sentences=[sentence], tables=tables, charts=[chart] if late else [])


def _row(held: Return) -> list[Cell]:
    return [
        words(held.expectation.name),
        words(str(held.due.period)),
        words(day(held.due.due_on), look="app-day"),
        words(held.state_name, note="needs attention" if held.state in _LACKING else ""),
        number(held.days_late),
        number(held.facts.open_queries),
        number(held.facts.owed_rows),
    ]
