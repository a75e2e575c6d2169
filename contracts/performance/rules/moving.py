"""Whether a KPI moved since a day: one sentence of its figure before and after, its colours, and the process chart.

Figures are those of single periods, as process charts draw them: what adds up over the year rises by itself. Whether
the change is more than chance, only the chart says: two figures always differ.
"""

from collections.abc import Mapping, Sequence
from datetime import date

from commissioning.activity.rules.months import Period
from contracts.performance.rules.assessing import Assessed, value_written
from contracts.performance.rules.kinds import STATUS_NAMES, Direction, Kind
from core.spc import Chart, Meaning

_WANTED: Mapping[Direction, str] = {
    Direction.HIGHER: "Higher is better",
    Direction.LOWER: "Lower is better",
    Direction.IN_RANGE: "It is to stay within a range",
    Direction.NONE: "Neither way is better",
}
_SAYS: Mapping[Meaning, str] = {
    Meaning.IMPROVEMENT: "the process chart says that the latest figure is a signal, an improvement",
    Meaning.CONCERN: "the process chart says that the latest figure is a signal, a concern",
    Meaning.NEITHER: "the process chart says that the latest figure is a signal, more than chance",
    Meaning.COMMON_CAUSE: "the process chart says that the latest figure is within common cause: no more than chance",
}


def moved_words(assessed: Sequence[Assessed], chart: Chart | None, *, since: date, retired: str = "") -> str:
    """Whether a KPI moved since a day, in a sentence. `assessed`: of frozen results alone, as the chart has them.

    Before is the last period with a figure that ended before the day, now the last one that ended on it or later.
    """
    known = [place for place, each in enumerate(assessed) if each.own.value is not None]
    before = next((assessed[place] for place in reversed(known) if assessed[place].period.last_day < since), None)
    now = next((place for place in reversed(known) if assessed[place].period.last_day >= since), None)
    if now is None:
        return _nothing_yet(before, retired)
    latest, wanted = assessed[now], _WANTED[assessed[now].version.definition.direction]
    says = _chart_words(chart, now)
    if before is None:
        return f"{wanted}: it is {_figure(latest)}, and no earlier result is frozen to compare it with; {says}."
    if before.period.first_month < latest.since:
        return (
            f"It is counted in another way from {Period(latest.since)} on, so {_figure(latest)} says nothing of "
            f"{_figure(before)}."
        )
    return f"{wanted}: it {_change(before, latest)}{_alone(latest)}; {says}."


def _nothing_yet(before: Assessed | None, retired: str) -> str:
    stood = f" Before, it was {_figure(before)}." if before else ""
    if retired:
        return f"No result since then is frozen, and it is asked for no more from {Period(retired)} on.{stood}"
    return f"No result since then is frozen yet, so nobody can say whether it moved.{stood}"


def _change(before: Assessed, latest: Assessed) -> str:
    then, now = before.own.value or 0, latest.own.value or 0
    if then == now:
        return f"stayed where it was, {_figure(before)} and {_figure(latest)}"
    return f"{'rose' if now > then else 'fell'} from {_figure(before)} to {_figure(latest)}"


def _alone(latest: Assessed) -> str:
    return "" if latest.version.definition.kind in (Kind.RATE, Kind.SNAPSHOT) else ", each period by itself"


def _figure(each: Assessed) -> str:
    """`88.3% in August 2007 (red)`."""
    unit = each.version.definition.unit_said
    value = value_written(each.own.value) + (unit if unit == "%" else f" {unit}" if unit else "")
    return f"{value} in {each.period} ({STATUS_NAMES[each.judgement.status].lower()})"


def _chart_words(chart: Chart | None, place: int) -> str:
    if chart is None or chart.latest.upper_limit is None:
        return "there are too few figures in a row for a process chart"
    said = _SAYS[chart.points[place].meaning]
    return f"{said} (trial limits)" if chart.is_trial else said
