"""Variations as a table, for the register, for one contract, and for files alike."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date

from contracts.variations.models import Variation
from contracts.variations.rules.states import Stage
from core.components import day
from core.money import as_pence
from core.tables import Cell, Table, amount, sorted_columns, table, words

_HEADS = (
    ("Variation", "contract"),
    ("State", ""),
    ("Kind", ""),
    ("What it changes", ""),
    ("Proposed by", ""),
    ("Takes effect", "from"),
    ("Holds until", ""),
    ("Answer due", "due"),
    ("Full year £", ""),
    ("This year £", ""),
)


def nowhere(variation: Variation) -> str:
    """No page: files hold no links."""
    del variation
    return ""


def variations_table(
    rows: Sequence[Variation],
    *,
    caption: str,
    on: date,
    sort: str = "",
    address_of: Callable[[Variation], str] = nowhere,
    heads: Mapping[str, str] | None = None,
) -> Table:
    """The rows of the register. `heads`: where the heading of a column that sorts leads, by its name."""
    head = sorted_columns(_HEADS, sort=sort, links=heads)
    return table("variations", caption, head, [_cells(row, on, address_of) for row in rows])


def _cells(row: Variation, on: date, address_of: Callable[[Variation], str]) -> list[Cell]:
    contract, proposal = row.contract, row.proposal
    waits = row.stage in (Stage.PROPOSED, Stage.DISPUTED)
    overdue = row.stage is Stage.PROPOSED and row.response_due_on < on
    return [
        words(f"{contract.reference}, {row.number}", href=address_of(row), note=contract.title),
        words(row.state_name_on(on), note="retrospective" if row.is_retrospective else ""),
        words(row.kind_name),
        words(row.title),
        words(row.proposer.name),
        words(day(row.effective_from), look="app-day"),
        words(day(row.effective_to) if row.effective_to else "End of contract", look="app-day"),
        words(day(row.response_due_on) if waits else "–", look="app-day", note="overdue" if overdue else ""),
        amount(as_pence(proposal.full_year)) if proposal else words("–"),
        amount(as_pence(proposal.part_year)) if proposal else words("–"),
    ]
