"""Rules of budgets of schemes: entered with a source or tied to a line of a signed-off round, never both."""

from collections.abc import Sequence

from core.errors import Refusal
from core.periods import FinancialYear
from core.wording import sterling


def year_named(text: str) -> str:
    """The financial year of that name; refuses what is none."""
    try:
        return str(FinancialYear.named(text))
    except ValueError as error:
        raise Refusal(f"The year must be {error}.") from None


def check_amounts(*, most: int, least: int | None) -> None:
    """Refuse a budget of nothing, and a least above the most. Pence."""
    if most <= 0:
        raise Refusal("A budget is more than nothing.")
    if least is not None and not 0 <= least <= most:
        raise Refusal(f"The least, {sterling(least)}, is not between nothing and the most, {sterling(most)}.")


def check_place(*, wanted: str, taken: Sequence[str], year: str) -> None:
    """Refuse a budget of the whole area beside budgets of localities in a year, and the other way. Blank: whole area.

    >>> check_place(wanted="", taken=["Dacorum"], year="2008/09")
    Traceback (most recent call last):
    ...
    core.errors.Refusal: Dacorum has a budget of its own for 2008/09, so there is none for the whole area.
    """
    places = [place for place in taken if place]
    if not wanted and places:
        raise Refusal(f"{places[0]} has a budget of its own for {year}, so there is none for the whole area.")
    if wanted and "" in taken:
        raise Refusal(f"The whole area has a budget for {year}, so there is none of {wanted} alone.")


def check_line_holds(*, name: str, held: int, least: int | None, where: str) -> None:
    """Refuse a tie to a line without money there, and a least above what it holds. Pence."""
    if held <= 0:
        raise Refusal(f"{name} holds no money for {where}. Choose another line, or enter the budget with its source.")
    check_amounts(most=held, least=least)
