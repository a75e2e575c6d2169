"""The bridge from baseline to net as a chart with its table: for one group, or for the whole."""

from reportlab.platypus import Flowable

from budgets.method.result import Calculation
from budgets.method.words import meaning_of, step_in_words
from budgets.rounds.charts.bridge import group_bridge, whole_bridge
from budgets.rounds.documents.lines import abreast
from core.money import grouped
from core.pdf.pictures import picture
from core.pdf.tables import figure_table, figures, words
from core.pdf.text import gap
from core.wording import upper_first


def group_bridge_part(calculation: Calculation, code: str, *, width: float) -> list[Flowable]:
    """A group's bridge: chart, and each step with the sum that stands after it."""
    rows, running = [], 0
    for step in calculation.bridge:
        amount = step.by_group[code]
        running += amount
        rows.append([step_in_words(step.step), upper_first(meaning_of(step.step)), grouped(amount), grouped(running)])
    rows.append(["Net budget", "", grouped(running), grouped(running)])
    columns = [words("Step", 3), words("What it is", 6), *figures("Amount £", "Sum so far £")]
    table = figure_table(columns, rows, width=width, totals=1)
    return [picture(group_bridge(calculation, code), width=width, height=185), gap(4), table]


def whole_bridge_part(calculation: Calculation, *, width: float) -> list[Flowable]:
    """The whole bridge: chart, and each step by group, for the pooled lines and in all."""
    shown: list[Flowable] = [picture(whole_bridge(calculation), width=width, height=165), gap(2)]
    for groups in abreast(calculation.groups):
        columns = [
            words("Step", 3),
            *figures(*(f"{group.name} £" for group in groups), "Pooled lines £", "All £"),
        ]
        amounts = [
            [*(step.by_group[group.code] for group in groups), step.pooled, step.total] for step in calculation.bridge
        ]
        rows = [
            [step_in_words(step.step), *(grouped(amount) for amount in row)]
            for step, row in zip(calculation.bridge, amounts, strict=True)
        ]
        sums = [sum(column) for column in zip(*amounts, strict=True)] or [0] * (len(groups) + 2)
        rows.append(["Net budgets and pooled lines", *(grouped(amount) for amount in sums)])
        shown += [figure_table(columns, rows, width=width, totals=1), gap(8)]
    return shown
