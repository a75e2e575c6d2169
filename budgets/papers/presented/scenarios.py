"""Scenarios beside the proposal: what each would give every group, and the difference."""

from budgets.papers.queries.gathering import Gathered, Scenario
from core.tables import Cell, Section, Table, amount, columns, difference, words


def scenarios_table(gathered: Gathered) -> Table:
    """Each group's gross in the proposal and in every scenario, with its difference to the proposal."""
    groups = gathered.calculation.groups
    offered = {group.code: gathered.calculation.totals.by_group[group.code].gross for group in groups}
    return Table(
        name="scenarios",
        caption="Gross by group in each scenario, and the difference to the proposal",
        head=columns("Scenario", *(f"{group.name} £" for group in groups), "All groups £"),
        sections=[
            Section(
                rows=[
                    [
                        words(f"Proposal {gathered.proposal.number}", note=_made(gathered.proposal.calculation.number)),
                        *(amount(offered[group.code]) for group in groups),
                        amount(gathered.calculation.totals.gross),
                    ]
                ]
            ),
            *(Section(rows=_rows(scenario, offered)) for scenario in gathered.scenarios),
        ],
    )


def _rows(scenario: Scenario, offered: dict[str, int]) -> list[list[Cell]]:
    totals = scenario.calculation.totals.by_group
    gross = {code: totals[code].gross if code in totals else 0 for code in offered}
    return [
        [
            words(scenario.stored.scenario_name, note=_made(scenario.stored.number)),
            *(amount(gross[code]) for code in offered),
            amount(sum(gross.values())),
        ],
        [
            words("Difference to the proposal"),
            *(difference(gross[code] - offered[code]) for code in offered),
            difference(sum(gross.values()) - sum(offered.values())),
        ],
    ]


def _made(number: int) -> str:
    return f"calculation {number}"
