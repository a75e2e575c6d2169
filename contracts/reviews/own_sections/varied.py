"""Variations of a contract: those that are open, and those agreed or ended in the period."""

from datetime import date

from contracts.agreements.models.contracts import Contract
from contracts.reviews.sections import Part, Period
from contracts.variations.models import Variation
from contracts.variations.queries.variations import list_of_contract
from contracts.variations.rules.states import PUT, Stage
from core.components import day
from core.money import as_pence
from core.tables import Cell, amount, columns, table, words


def variations_section(contract: Contract, period: Period, on: date) -> Part:
    """Every variation that was put to the other party, as it stands on a day. Drafts are nobody else's business."""
    found = [each for each in list_of_contract(contract.id) if each.stage in (*PUT, Stage.SIGNED)]
    if not found:
        return Part()
    still = sum(each.stage in PUT for each in found)
    signed = sum(each.signed_on is not None and period.first_day <= each.signed_on <= period.last_day for each in found)
    sentence = f"{still:,} open, {signed:,} signed in the period, {len(found):,} in all."
    heads = columns("Variation", "State", "What it changes", "From", "Full year £", "This year £")
    return Part(
        sentences=[sentence],
        tables=[table("variations", "Variations of the contract", heads, [_row(each, on) for each in found])],
    )


def _row(row: Variation, on: date) -> list[Cell]:
    effect = row.proposal
    return [
        words(row.named, note=row.kind_name),
        words(row.state_name_on(on)),
        words(row.title),
        words(day(row.effective_from), look="app-day"),
        amount(as_pence(effect.full_year)) if effect else words("–"),
        amount(as_pence(effect.part_year)) if effect else words("–"),
    ]
