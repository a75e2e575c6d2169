"""Chance by size laid out: each group's people, its band, and its change on last year beside it."""

from collections.abc import Mapping

from budgets.method.result import Calculation
from budgets.risk.charts import by_size
from budgets.risk.rules.volatility import Band, Reach, bands_of, is_within_chance
from budgets.rounds.presented.links import NO_LINKS, Links
from core.tables import Cell, Table, amount, columns, number, percent, table, words

_REACHES: Mapping[Reach, str] = {
    Reach.SMALLER: "fewer people than were measured: the line is continued",
    Reach.MEASURED: "",
    Reach.LARGER: "more people than were measured: the line is continued",
}
_ANSWERS: Mapping[bool | None, str] = {
    True: "Within chance",
    False: "Larger than chance",
    None: "Cannot be compared",
}


def volatility_table(calculation: Calculation, links: Links = NO_LINKS) -> Table:
    """Each group, largest first: how far its gross budget may swing by chance, and whether its change lies within."""
    bands = bands_of(calculation)
    return table(
        name="volatility",
        caption="What chance alone may bring, by the size of the group",
        head=columns(
            "Group",
            "#Registered people",
            "Gross £",
            "Chance variation %",
            "± in two years of three £",
            "± in nineteen years of twenty £",
            "± in nineteen years of twenty %",
            "Change on last year %",
            "Against chance",
        ),
        rows=[
            [
                words(group.name, href=links.group(group.code)),
                number(group.registered),
                *_figures(calculation, group.code, bands.get(group.code)),
            ]
            for group in by_size(calculation)
        ],
    )


def _figures(calculation: Calculation, code: str, band: Band | None) -> list[Cell]:
    totals = calculation.totals.by_group[code]
    variation = percent(band.percent if band else None, 2)
    return [
        amount(totals.gross),
        variation._replace(note=_REACHES[band.reach] if band else "nobody is registered"),
        amount(band.usual if band else None),
        amount(band.wide if band else None),
        percent(band.wide_percent if band else None, 2),
        percent(totals.change_percent, 2, is_signed=True),
        words(_ANSWERS[is_within_chance(totals.change_percent, band)]),
    ]
