"""One KPI laid out: its facts, its periods, its results with all their versions."""

from collections.abc import Callable, Sequence

from commissioning.activity.rules.asking import WAY_NAMES
from commissioning.activity.rules.months import FREQUENCY_NAMES, Period
from contracts.performance.models.kpis import DefinitionVersion, Kpi
from contracts.performance.models.notes import QualityMark
from contracts.performance.models.results import Correction, Result
from contracts.performance.presented.dashboard import quality_words, said_value, status_cell
from contracts.performance.queries.board import Line
from contracts.performance.rules.definition import Definition
from contracts.performance.rules.figures import figure_of, written
from contracts.performance.rules.kinds import DIRECTION_NAMES, KIND_NAMES, UNIT_NAMES, Direction
from contracts.performance.rules.quality import ANSWER_NAMES, QUESTIONS
from core.components import day
from core.tables import Cell, Table, columns, number, table, words
from core.wording import listed

Facts = list[tuple[str, str]]


def facts_of(kpi: Kpi, definition: Definition) -> Facts:
    """What a definition says, as names and words; what it does not say is left out."""
    said = [
        ("Why it matters", definition.why),
        ("Numerator", definition.numerator),
        ("Denominator", definition.denominator),
        ("Kind", KIND_NAMES[definition.kind]),
        ("Unit", f"{UNIT_NAMES[definition.unit]} ({definition.unit_said})" if definition.unit_said else ""),
        ("Frequency", f"{FREQUENCY_NAMES[definition.frequency]}, due {definition.due_days} working days after its end"),
        ("Which way is better", DIRECTION_NAMES[definition.direction]),
        ("Target", target_words(definition)),
        ("Baseline only", f"Up to {Period(definition.baseline_until)}" if definition.baseline_until else ""),
        ("Not judged below", f"A denominator of {definition.minimum_denominator:,}"),
        ("Source", source_words(definition)),
        ("Owner", definition.owner),
        ("Consequence of breach", definition.consequence),
        ("Provider", kpi.provider.name),
        ("Contract", kpi.contract.reference if kpi.contract else ""),
        ("Quality requirement", definition.requirement),
        ("Service", kpi.service.name if kpi.service else ""),
    ]
    shown = [(name, text) for name, text in said if text]
    return [each for each in shown if each[0] != "Not judged below" or definition.minimum_denominator]


def target_words(definition: Definition) -> str:
    """The target with its bands and steps.

    >>> from contracts.performance.rules.examples import plain_definition
    >>> target_words(plain_definition())
    'At least 95; amber to 5 off it'
    """
    if definition.target is None:
        return "None"
    low = written(definition.target)
    level = {
        Direction.HIGHER: f"At least {low}",
        Direction.LOWER: f"At most {low}",
        Direction.IN_RANGE: f"{low} to {written(definition.target_high)}",
        Direction.NONE: "None",
    }[definition.direction]
    steps = [f"{written(step.target)} from {Period(step.month)}" for step in definition.trajectory]
    said = [level, *([f"then {listed(steps)}"] if steps else [])]
    if definition.phasing:
        said.append(f"phased April to March {', '.join(written(share) for share in definition.phasing)} per cent")
    if definition.amber:
        said.append(f"amber to {written(definition.amber)} off it")
    return "; ".join(said)


def source_words(definition: Definition) -> str:
    """Where the figures come from."""
    parts = []
    if definition.numerator_from:
        parts.append(f"numerator from frozen activity: {', '.join(definition.numerator_from)}")
    if definition.denominator_from:
        parts.append(f"denominator from frozen activity: {', '.join(definition.denominator_from)}")
    return "; ".join([definition.source, *parts])


def periods_table(line: Line) -> Table:
    """The periods of a KPI, newest first: figure, year to date, colour, under which version, which result stands."""
    rows = []
    for each in reversed(line.assessed):
        stands = line.standing.get(each.period.first_month)
        rows.append(
            [
                words(str(each.period)),
                number(each.measured.numerator),
                number(each.measured.denominator),
                Cell(text=said_value(each, each.measured), exact=each.measured.value, number=True),
                words(str(each.judgement.target) if each.judgement.target else "–"),
                status_cell(each),
                Cell(text=said_value(each, each.to_date), exact=each.to_date.value, number=True),
                words(_standing_words(stands is not None, is_frozen=stands is not None and stands.is_frozen)),
                number(each.version.number),
            ]
        )
    heads = columns(
        "Period",
        "#Numerator",
        "#Denominator",
        "#Figure",
        "Target",
        "Judgement",
        "#Year to date",
        "Result",
        "#Definition",
    )
    return table("periods", "Figures by period", heads, rows)


def _standing_words(is_there: bool, *, is_frozen: bool) -> str:
    if not is_there:
        return "–"
    return "Frozen" if is_frozen else "Provisional"


def results_table(
    results: Sequence[Result],
    corrections: Sequence[Correction],
    frozen: set[int],
    correct: Callable[[int], str] | None = None,
) -> Table:
    """All results with their versions, newest first; corrections stand below the result they correct."""
    beside: dict[int, list[Correction]] = {}
    for each in corrections:
        beside.setdefault(each.result_id, []).append(each)
    rows: list[list[Cell]] = []
    for result in results:
        length = result.definition.definition.length
        is_frozen = result.id in frozen
        link = correct(result.id) if correct and is_frozen else ""
        rows.append(
            [
                words(str(Period(result.period, length))),
                number(result.number),
                number(figure_of(result.numerator)),
                number(figure_of(result.denominator)),
                words(WAY_NAMES[result.returned.way], note=f"return {result.returned.number}"),
                words(result.returned.returned_by.name, note=day(result.returned.returned_at.date())),
                words(
                    "Correct it" if link else "Frozen" if is_frozen else "", href=link, note="frozen" if link else ""
                ),
            ]
        )
        rows += [_correction(each, str(Period(result.period, length))) for each in beside.get(result.id, [])]
    heads = columns("Period", "#Version", "#Numerator", "#Denominator", "How", "By", "State")
    return table("results", "Results with their versions", heads, rows)


def _correction(each: Correction, period: str) -> list[Cell]:
    return [
        words(period, note="correction"),
        words(""),
        number(figure_of(each.numerator)),
        number(figure_of(each.denominator)),
        words(each.reason),
        words(each.corrected_by.name, note=day(each.corrected_at.date())),
        words("Beside the frozen result"),
    ]


def versions_table(versions: Sequence[DefinitionVersion]) -> Table:
    """The versions of a definition, newest first, each from its month on."""
    rows = [
        [
            number(each.number),
            words(str(Period(each.from_month))),
            words(target_words(each.definition)),
            words(each.reason),
            words(each.put_in_use_by.name, note=day(each.put_in_use_at.date())),
        ]
        for each in reversed(versions)
    ]
    return table("versions", "Versions of the definition", columns("#Version", "From", "Target", "Why", "By"), rows)


def marks_table(marks: Sequence[QualityMark]) -> Table:
    """What was said of the data, newest first."""
    rows = [
        [
            words(str(Period(each.from_month)), note=f"by {each.marked_by.name}, {day(each.marked_at.date())}"),
            *(words(ANSWER_NAMES[getattr(each, name)]) for name in QUESTIONS),
            words(day(each.last_audited_on) if each.last_audited_on else "Never"),
            words(quality_words(each), note=each.words),
        ]
        for each in reversed(marks)
    ]
    heads = columns("From", *QUESTIONS.values(), "Last audited", "Verdict")
    return table("quality", "Quality of the data", heads, rows)
