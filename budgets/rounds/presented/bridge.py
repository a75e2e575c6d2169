"""The bridge from baseline to net as a table: for the whole, the pooled lines and each group, or for one group."""

from collections.abc import Mapping, Sequence

from budgets.method.bridge import LineInStep
from budgets.method.result import BridgeStep, Calculation, Step
from budgets.method.words import meaning_of, step_in_words
from budgets.rounds.presented.links import NO_LINKS, Links
from core.tables import Cell, Table, amount, columns, table, words


def bridge_table(calculation: Calculation, links: Links) -> Table:
    """Each step's part for every group, the pooled lines and the whole; each column adds up to net."""
    groups = calculation.groups
    pooled = sum(step.pooled for step in calculation.bridge)
    return table(
        name="bridge",
        caption="From baseline to net, by step",
        head=columns("Step", *(f"{group.name} £" for group in groups), "Pooled £", "All £"),
        rows=[
            [
                _step(step),
                *(amount(step.by_group[group.code], href=_opens(step, links)) for group in groups),
                amount(step.pooled, href=_opens(step, links)),
                amount(step.total, href=_opens(step, links), look="app-strong"),
            ]
            for step in calculation.bridge
        ],
        foot=[
            [
                words("Net budget (pooled lines gross)"),
                *(
                    amount(calculation.totals.by_group[group.code].net, href=links.group(group.code))
                    for group in groups
                ),
                amount(pooled, href=links.matrix("gross")),
                amount(calculation.totals.net + pooled, href=links.matrix("net")),
            ]
        ],
    )


def group_bridge_table(calculation: Calculation, code: str, links: Links = NO_LINKS) -> Table:
    """One group's steps with the sum after each."""
    running = 0
    rows = []
    for step in calculation.bridge:
        running += step.by_group[code]
        rows.append([_step(step), amount(step.by_group[code], href=_opens(step, links)), amount(running)])
    net = calculation.totals.by_group[code].net
    return table(
        name="bridge",
        caption="From baseline to net, by step",
        head=columns("Step", "Amount £", "Sum so far £"),
        rows=rows,
        foot=[[words("Net budget"), amount(net), amount(net)]],
    )


def step_table(
    step: BridgeStep, added: Sequence[LineInStep], names: Mapping[str, str], links: Links, caption: str
) -> Table:
    """What each line adds to one step of the bridge, for every group, the pooled lines and the whole."""
    return table(
        name="lines",
        caption=caption,
        head=columns("Line", *(f"{name} £" for name in names.values()), "Pooled £", "All £"),
        rows=[
            [
                words(each.line.name, href=links.line(each.line.code)),
                *(amount(each.by_group[code], href=links.line(each.line.code)) for code in names),
                amount(each.pooled, href=links.line(each.line.code)),
                amount(each.total, href=links.line(each.line.code), look="app-strong"),
            ]
            for each in added
        ],
        foot=[
            [
                words(step_in_words(step.step)),
                *(amount(step.by_group[code]) for code in names),
                amount(step.pooled),
                amount(step.total),
            ]
        ],
    )


def _opens(step: BridgeStep, links: Links) -> str:
    moved = step.pooled or any(step.by_group.values())
    return links.step(step.step.value.replace("_", "-")) if moved else ""


def _step(step: BridgeStep) -> Cell:
    look = "app-strong" if step.step is Step.BASELINE else ""
    return words(step_in_words(step.step), note=meaning_of(step.step), look=look)
