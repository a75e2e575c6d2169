"""The money of a contract: its value, what it commits of each line; and the must-dos of its year."""

from datetime import date

from sqlalchemy import select

from budgets.must_dos.models import ProposedMustDo
from budgets.must_dos.rules.proposals import State
from budgets.rounds.models import Round
from contracts.agreements.models.contracts import Contract
from contracts.agreements.queries.money import list_lines
from contracts.agreements.rules.money import POOLED_NAME
from contracts.reviews.sections import PACK_WIDTH, Part, Period
from core.charts.bars import Measure, comparison
from core.db import db
from core.money import as_pence
from core.tables import amount, amount_text, columns, table, words
from core.wording import sterling

_MOST_BARS = 12


def money_section(contract: Contract, period: Period, on: date) -> Part:
    """The value of the contract with all that is signed, and what it commits of each line of money."""
    del period, on
    year, whole = as_pence(contract.year_value), as_pence(contract.whole_value)
    value = f"The contract is worth {sterling(year)} in {contract.year} and {sterling(whole)} over its whole life."
    lines = list_lines(contract.id)
    if not lines:
        return Part(sentences=[value, "It commits no line of the budgets."])
    total = sum(as_pence(each.amount) for each in lines)
    rows = [[words(e.line_name), words(e.group_name or POOLED_NAME), amount(as_pence(e.amount))] for e in lines]
    foot = [[words("Total"), words(""), amount(total)]]
    committed = table(
        "money", "What the contract commits as it was signed", columns("Line", "Group", "Committed £"), rows, foot
    )
    by_line: dict[str, int] = {}
    for each in lines:
        by_line[each.line_name] = by_line.get(each.line_name, 0) + as_pence(each.amount)
    largest = sorted(by_line.items(), key=lambda pair: (-pair[1], pair[0]))[:_MOST_BARS]
    chart = comparison(
        [Measure(label=name, value=pence, shown=f"£{amount_text(pence)}") for name, pence in largest],
        finding=f"{largest[0][0]} is the largest line, {sterling(largest[0][1])} of {sterling(total)}",
        alt="Bars of what the contract commits of each line",
        unit="£",
        width=PACK_WIDTH,
    )
    return Part(sentences=[value], tables=[committed], charts=[chart])


def must_dos_section(contract: Contract, period: Period, on: date) -> Part:
    """The must-dos of the contract's provider approved for its year, with their money, and that no more is recorded.

    A must-do names neither service nor locality, only who proposed it. What others proposed is not this pack's matter.
    """
    del period, on
    rows = (
        select(ProposedMustDo)
        .join(ProposedMustDo.round)
        .where(
            Round.commissioner_id == contract.commissioner_id,
            Round.year == contract.year,
            ProposedMustDo.state == State.APPROVED,
            ProposedMustDo.party_id == contract.provider_id,
        )
        .order_by(ProposedMustDo.code)
    )
    found = list(db.session.scalars(rows))
    if not found:
        return Part()
    shown = [[words(each.name, note=each.reference), amount(as_pence(each.amount))] for each in found]
    foot = [[words("Total"), amount(sum(as_pence(each.amount) for each in found))]]
    caption = f"Must-dos that {contract.provider.name} proposed, approved for {contract.year}"
    listed = table("must-dos", caption, columns("Must-do", "Money £"), shown, foot)
    said = (
        "No post filled, no day on which one starts and no spending is recorded of must-dos; tell the review of them."
    )
    return Part(sentences=[said], tables=[listed])
