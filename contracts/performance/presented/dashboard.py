"""The dashboard and the movement matrix as tables: colours always with their symbol and in words."""

from collections.abc import Callable, Mapping, Sequence

from commissioning.activity.rules.months import Period, month_after
from contracts.performance.models.notes import QualityMark
from contracts.performance.queries.board import Line
from contracts.performance.rules.assessing import Assessed, value_written
from contracts.performance.rules.judging import Judgement
from contracts.performance.rules.kinds import STATUS_NAMES, Status
from contracts.performance.rules.measuring import Measured
from contracts.performance.rules.movement import Moves
from core.navigation import Figure
from core.tables import Cell, Table, columns, number, percent_text, sorted_columns, table, words

SYMBOLS: Mapping[Status, str] = {Status.GREEN: "●", Status.AMBER: "◆", Status.RED: "▲", Status.GREY: "○"}
WORST_FIRST = (Status.RED, Status.AMBER, Status.GREY, Status.GREEN)
SORTS = ("code", "name", "provider", "status")


def sort_lines(lines: Sequence[Line], sort: str) -> list[Line]:
    """The KPIs in the order asked for: by ID, name, provider, or status, worst first; a minus turns it round."""
    keys: Mapping[str, Callable[[Line], tuple[object, ...]]] = {
        "code": lambda line: (line.kpi.code,),
        "name": lambda line: (line.kpi.definition.name, line.kpi.code),
        "provider": lambda line: (line.kpi.provider.name, line.kpi.code),
        "status": lambda line: (WORST_FIRST.index(line.status), line.kpi.code),
    }
    return sorted(lines, key=keys.get(sort.lstrip("-"), keys["status"]), reverse=sort.startswith("-"))


def months_to(last_month: str, count: int) -> list[str]:
    """The months up to one, oldest first."""
    return [month_after(last_month, -back) for back in range(count - 1, -1, -1)]


def dashboard_table(
    lines: Sequence[Line],
    months: Sequence[str],
    *,
    sort: str = "",
    address_of: Callable[[int], str] = "".format,
    heads: Mapping[str, str] | None = None,
) -> Table:
    """Every KPI over the months; a quarter stands in the column of its last month."""
    named = [("KPI", "name"), ("ID", "code"), ("Provider", "provider"), ("Latest", "status"), ("Target", "")]
    head = sorted_columns(
        [*named, *((f"#{Period(month).first_day:%b %y}", "") for month in months), ("#Year to date", ""), ("Data", "")],
        sort=sort,
        links=heads,
    )
    rows = [_row(line, months, address_of) for line in lines]
    count = f"{len(lines):,} KPI" if len(lines) == 1 else f"{len(lines):,} KPIs"
    return table("kpis", f"{count}, {Period(months[0])} to {Period(months[-1])}", head, rows)


def _row(line: Line, months: Sequence[str], address_of: Callable[[int], str]) -> list[Cell]:
    kpi, latest = line.kpi, line.latest
    definition = latest.version.definition if latest else kpi.definition
    target = latest.judgement.target if latest else None
    service = f" · {kpi.service.name}" if kpi.service else ""
    return [
        words(definition.name, href=address_of(kpi.id), note=definition.unit_said),
        words(kpi.code, look="app-unbroken"),
        words(kpi.provider.name, note=(kpi.contract.reference if kpi.contract else "no contract") + service),
        status_cell(latest),
        words(str(target) if target else "–"),
        *(figure_cell(line.in_month(month)) for month in months),
        _to_date_cell(latest),
        words(quality_words(line.mark)),
    ]


def status_words(judgement: Judgement) -> str:
    r"""A colour with its symbol, in words that stay on one line.

    >>> status_words(Judgement(status=Status.RED))
    '▲\xa0Red'
    """
    return f"{SYMBOLS[judgement.status]}\u00a0{STATUS_NAMES[judgement.status]}"


def short_reason(judgement: Judgement) -> str:
    """The reason of a grey in the fewest words.

    >>> short_reason(Judgement(status=Status.GREY, reason="Missing: May 2008."))
    'Missing'
    """
    return judgement.reason.split(":")[0].split(",")[0].rstrip(".")


def status_cell(assessed: Assessed | None) -> Cell:
    """The colour of a period with its whole reason."""
    if assessed is None:
        return words("○ Grey", note="No period is over yet.", look="app-rag-grey")
    judged = assessed.judgement
    return words(status_words(judged), note=judged.reason, look=f"app-rag-{judged.status}")


def figure_cell(assessed: Assessed | None) -> Cell:
    """The figure of a period with its colour; blank where no period of the KPI ends in that month."""
    if assessed is None:
        return Cell(text="", number=True)
    judged, value = assessed.judgement, assessed.measured.value
    note = status_words(judged)
    if judged.reason:
        note += f": {short_reason(judged)}"
    text, look = said_value(assessed, assessed.measured), f"app-rag-{judged.status} app-unbroken"
    return Cell(text=text, exact=value, number=True, note=note, look=look)


def said_value(assessed: Assessed, measured: Measured) -> str:
    """A figure of a KPI as it is written: of a rate always with one decimal, so that figures compare."""
    if measured.value is None or not assessed.version.definition.has_denominator:
        return value_written(measured.value)
    return percent_text(measured.value)


def _to_date_cell(assessed: Assessed | None) -> Cell:
    if assessed is None or not assessed.counts:
        return Cell(text="–", number=True)
    measured = assessed.to_date
    missing = len(measured.missing)
    note = f"{missing} of {measured.periods} periods missing" if missing else ""
    return Cell(text=said_value(assessed, measured), exact=measured.value, number=True, note=note)


def quality_words(mark: QualityMark | None) -> str:
    """The verdict on the data in words."""
    if mark is None:
        return "Not marked"
    return "Sufficient" if mark.is_sufficient else "Insufficient"


def status_figures(lines: Sequence[Line], address_of: Callable[[str], str]) -> list[Figure]:
    """How many KPIs stand in each colour, each opening the list of them."""
    counts = {status: sum(line.status is status for line in lines) for status in WORST_FIRST}
    return [
        Figure(label=f"{SYMBOLS[status]} {STATUS_NAMES[status]}", value=f"{count:,}", href=address_of(status.value))
        for status, count in counts.items()
    ]


def movement_table(moves: Moves, before: str, after: str, address_of: Callable[[Status, Status], str]) -> Table:
    """How many KPIs went from each colour (rows) to each (columns)."""
    head = columns(f"{Period(before)} ↓ · {Period(after)} →", *(f"#{_named(status)}" for status in WORST_FIRST), "#All")
    rows = [
        [
            words(_named(was)),
            *(_moved(moves[was, now], address_of(was, now), f"from {was} to {now}") for now in WORST_FIRST),
            number(sum(len(moves[was, now]) for now in WORST_FIRST)),
        ]
        for was in WORST_FIRST
    ]
    foot = [
        [
            words("All"),
            *(number(sum(len(moves[was, now]) for was in WORST_FIRST)) for now in WORST_FIRST),
            number(sum(len(ids) for ids in moves.values())),
        ]
    ]
    return table("movement", f"Movement from {Period(before)} to {Period(after)}", head, rows, foot)


def _named(status: Status) -> str:
    return f"{SYMBOLS[status]} {STATUS_NAMES[status]}"


def _moved(ids: Sequence[int], href: str, about: str) -> Cell:
    return Cell(
        text=f"{len(ids):,}",
        exact=len(ids),
        number=True,
        href=href if ids else "",
        about=about if ids else "",
        look="" if ids else "app-nothing",
    )
