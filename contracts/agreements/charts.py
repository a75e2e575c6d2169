"""The terms of contracts as one chart: from the first to the last day, the notice period marked at the end."""

from collections.abc import Sequence
from datetime import date, timedelta

from contracts.agreements.queries.register import Row
from contracts.agreements.rules.states import STATE_NAMES, State
from core.charts.figure import WIDTH, Bar, Figure, bar_figure
from core.charts.figure import Row as BarRow
from core.house_style import AQUA_GREEN, BLUE, MID_GREY
from core.wording import in_full

_INKS = {State.IN_FORCE: BLUE, State.SIGNED: AQUA_GREEN}
MOST_DRAWN, NARROW = 50, 340.0
ALT = "Bar chart of the terms of the contracts, with the notice period of each marked at its end"


def terms_chart(rows: Sequence[Row], *, on: date, width: float = WIDTH) -> Figure | None:
    """The terms of these contracts, in their order; None for none. Bars are days since the first of them began."""
    if not rows:
        return None
    shown = rows[:MOST_DRAWN]
    origin = min(row.contract.starts_on for row in shown)
    return bar_figure(
        [_bar_row(row, origin) for row in shown],
        finding=finding(rows, on=on),
        alt=ALT,
        unit=f"Days from {in_full(origin)}; the thin line marks the notice period",
        width=width,
    )


def finding(rows: Sequence[Row], *, on: date) -> str:
    """What the chart of these rows shows, in a sentence; blank for none. A page says it without drawing the chart."""
    rows = rows[:MOST_DRAWN]
    if not rows:
        return ""
    running = [row for row in rows if row.state is State.IN_FORCE]
    if not running:
        return f"None of the {len(rows)} contracts shown is in force on {in_full(on)}."
    first = min(running, key=lambda row: (last_day(row), row.contract.reference))
    said = f"{len(running)} of the {len(rows)} contracts shown {'is' if len(running) == 1 else 'are'} in force"
    return f"{said}; {first.contract.reference} ends first, on {in_full(last_day(first))}."


def last_day(row: Row) -> date:
    """The last day of a contract, which termination brings forward."""
    contract = row.contract
    return contract.terminated_on - timedelta(days=1) if contract.terminated_on else contract.ends_on


def _bar_row(row: Row, origin: date) -> BarRow:
    contract, end = row.contract, last_day(row)
    start, last, notice = ((day - origin).days for day in (contract.starts_on, end, contract.notice_by_on))
    marked = (max(start, notice), last) if start < last and notice < last else None
    bar = Bar(
        start=start,
        end=last + 1,
        shown=f"{STATE_NAMES[row.state]}, to {in_full(end)}",
        colour=_INKS.get(row.state, MID_GREY),
        whisker=marked,
    )
    return BarRow(label=f"{contract.reference} {contract.provider.name}", bars=(bar,))
