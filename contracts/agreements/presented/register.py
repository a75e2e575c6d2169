"""The register as a table, for the page and for files alike; its figures, and the terms as rows."""

from collections.abc import Callable, Mapping, Sequence

from contracts.agreements.queries.register import MoneyWithout, Row
from contracts.agreements.rules.states import STATE_NAMES, State
from core.components import day
from core.money import as_pence
from core.navigation import Figure
from core.tables import Cell, Table, amount, columns, number, sorted_columns, table, words

LOOKS: Mapping[State, str] = {
    State.DRAFT: "nhsuk-tag--grey",
    State.ISSUED: "nhsuk-tag--yellow",
    State.SIGNED: "nhsuk-tag--blue",
    State.IN_FORCE: "nhsuk-tag--green",
    State.EXPIRED: "nhsuk-tag--grey",
    State.TERMINATED: "nhsuk-tag--red",
    State.DISCARDED: "nhsuk-tag--grey",
}
_HEADS = (
    ("Contract", "reference"),
    ("State", ""),
    ("Provider", "provider"),
    ("Type", ""),
    ("Value in the year £", "value"),
    ("Whole life £", "whole"),
    ("PbC groups", ""),
    ("Last day", "end"),
    ("Notice by", "notice"),
    ("Next review", ""),
    ("#Open variations", ""),
)


def register_table(
    rows: Sequence[Row],
    *,
    caption: str,
    sort: str = "",
    address_of: Callable[[int], str] = "".format,
    heads: Mapping[str, str] | None = None,
) -> Table:
    """The rows of the register. `heads`: where the heading of a column that sorts leads, by its name."""
    head = sorted_columns(_HEADS, sort=sort, links=heads)
    return table("contracts", caption, head, [_cells(row, address_of) for row in rows])


def _cells(row: Row, address_of: Callable[[int], str]) -> list[Cell]:
    contract = row.contract
    ended = row.state in (State.EXPIRED, State.TERMINATED, State.DISCARDED)
    return [
        words(contract.reference, href=address_of(contract.id), note=contract.title),
        words(STATE_NAMES[row.state], note=signed_in_words(row)),
        words(contract.provider.name, note=contract.provider.code),
        words(contract.kind_name, note=contract.form_name),
        amount(as_pence(contract.year_value), note=contract.year),
        amount(as_pence(contract.whole_value)),
        words(", ".join(row.groups) or "None"),
        words(
            day(contract.ends_on),
            look="app-day",
            note=f"terminated from {day(contract.terminated_on)}" if contract.terminated_on else "",
        ),
        words("–" if ended else day(contract.notice_by_on), look="app-day"),
        words(day(row.next_review), look="app-day"),
        number(row.open_variations),
    ]


def signed_in_words(row: Row) -> str:
    """How many of the parties have signed, and how many of the groups have assented.

    A contract nobody is asked to sign yet says nothing of it.
    """
    if not row.needed:
        return ""
    said = f"signed by {row.signed} of {row.needed} parties"
    return f"{said}, {row.assented} of {row.asked} groups assent" if row.asked else said


def state_figures(counts: Mapping[State, int], address_of: Callable[[str], str]) -> list[Figure]:
    """How many contracts stand in each state, each opening the list of them."""
    return [
        Figure(label=STATE_NAMES[state], value=f"{count:,}", href=address_of(state.value))
        for state, count in counts.items()
    ]


def without_contract_table(lines: Sequence[MoneyWithout], year: str) -> Table:
    """Service lines and must-dos with money that no contract commits, largest first."""
    rows = [[words(line.name), words(line.code), amount(line.holds)] for line in lines]
    foot = [[words("All of these"), words(""), amount(sum(line.holds for line in lines))]] if len(lines) > 1 else []
    caption = f"Service lines and must-dos with money in {year} and no contract"
    return table("without-contract", caption, columns("Line", "Code", "Money in the budgets £"), rows, foot)


def terms_table(rows: Sequence[Row]) -> Table:
    """What the chart of terms shows, as a table."""
    cells = [
        [
            words(row.contract.reference),
            words(row.contract.provider.name),
            words(day(row.contract.starts_on)),
            words(day(row.contract.notice_by_on)),
            words(day(row.contract.ends_on)),
        ]
        for row in rows
    ]
    return table(
        "terms",
        "Terms of these contracts",
        columns("Contract", "Provider", "First day", "Notice by", "Last day"),
        cells,
    )
