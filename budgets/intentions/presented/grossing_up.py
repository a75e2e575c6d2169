"""Grossing up as a table: cost, price before, the part of the shortfall, price after."""

from collections.abc import Sequence
from fractions import Fraction

from budgets.intentions.rules.grossing_up import GrossedLine, GrossedUp
from budgets.rounds.presented.overview import KeyFigure
from core.tables import Cell, Table, amount, columns, difference, percent, table, words
from core.wording import listed, sterling


def grossed_table(done: GrossedUp, provider: str, *, name: str = "grossing-up") -> Table:
    """The services of a provider before and after; loss leaders stay visible, in front, with the price they have."""
    ordered = sorted(done.lines, key=lambda line: not line.priced.loss_leader)
    rows = [_row(line) for line in ordered]
    parts = sum(line.part for line in done.lines)
    share = Fraction(100 * parts, done.before) if done.before else None
    covered = done.after - done.cost
    foot = [
        words("Total"),
        amount(done.cost),
        amount(done.before),
        difference(parts),
        percent(share, 2, is_signed=True),
        amount(done.after),
        difference(covered),
    ]
    head = ("Service", "Cost £", "Price before £", "Part of the shortfall £", "Part of the price before %")
    return table(
        name,
        f"Prices of {provider} before and after grossing up, £ a year",
        columns(*head, "Price after £", "Price after less cost £"),
        rows,
        [foot],
    )


def combined_table(parts: Sequence[tuple[str, GrossedUp]]) -> Table:
    """The services of several providers in one table, the provider in front of each."""
    shown = [grossed_table(done, provider) for provider, done in parts]
    rows = [
        [words(provider), *row]
        for (provider, _), each in zip(parts, shown, strict=True)
        for row in (*each.rows, *each.foot)
    ]
    return table("grossing-up", "Prices before and after grossing up", [*columns("Provider"), *shown[0].head], rows)


def grossed_figures(done: GrossedUp) -> list[KeyFigure]:
    """The shortfall and the sums of prices before and after."""
    leaders = [line.priced.name for line in done.lines if line.priced.loss_leader]
    return [
        KeyFigure(
            label="shortfall on loss leaders",
            value=sterling(done.shortfall),
            note=listed(leaders) if leaders else "no service is marked as a loss leader",
        ),
        KeyFigure(label="all prices before", value=sterling(done.before), note=f"for a cost of {sterling(done.cost)}"),
        KeyFigure(label="all prices after", value=sterling(done.after), note="prices before and the shortfall"),
    ]


def _row(line: GrossedLine) -> list[Cell]:
    priced = line.priced
    below = "Priced below cost, not marked as a loss leader" if priced.price < priced.cost else ""
    note = f"Loss leader: {sterling(priced.short)} below cost" if priced.loss_leader else below
    return [
        words(priced.name, note=note, look="app-strong" if priced.loss_leader else ""),
        amount(priced.cost),
        amount(line.before),
        difference(line.part),
        percent(line.percent, 2, is_signed=True),
        amount(line.after),
        difference(line.after - priced.cost),
    ]
