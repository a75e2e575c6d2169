"""The same service at different prices as a table: a row for each thing paid for, a column for each locality."""

from collections.abc import Callable, Sequence

from core.tables import Cell, Table, amount, columns, table, words
from core.wording import sterling
from les.schemes.rules.comparing_prices import Compared, Paid


def no_link(scheme_id: int) -> str:
    """Lead nowhere, as in a file."""
    del scheme_id
    return ""


def consistency_table(
    compared: Sequence[Compared], localities: Sequence[str], link: Callable[[int], str] = no_link
) -> Table:
    """What is paid in each locality, and the largest difference: those that differ first."""
    rows = [
        [
            words(each.what, note=each.service),
            *(_cell(each.at(place), link) for place in localities),
            amount(each.gap, look="" if each.gap else "app-nothing"),
        ]
        for each in compared
    ]
    head = columns("What is paid for", *(f"{place} £" for place in localities), "Difference £")
    return table("consistency", "Prices by locality", head, rows)


def finding(compared: Sequence[Compared]) -> str:
    """The finding in a sentence."""
    differing = [each for each in compared if each.gap]
    if not compared:
        return "No scheme is approved yet, so there is nothing to compare."
    if not differing:
        return "Everything is paid at one price wherever it is paid."
    most = differing[0]
    many = "One thing is" if len(differing) == 1 else f"{len(differing)} things are"
    return (
        f"{many} paid at different prices. The largest difference is {sterling(most.gap)} for {most.what} "
        f"({sterling(most.lowest)} to {sterling(most.highest)})."
    )


def _cell(paid: Sequence[Paid], link: Callable[[int], str]) -> Cell:
    if not paid:
        return words("not offered", look="app-number app-nothing")
    general = next((each for each in paid if not each.practice), paid[0])
    others = [f"{sterling(each.pence)} {each.practice or each.scheme}" for each in paid if each is not general]
    return amount(general.pence, href=link(general.scheme_id), note="; ".join(others))
