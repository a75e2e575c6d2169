"""How to read a document of a round: its terms in plain words, and figures as its tables print them."""

from fractions import Fraction

from budgets.method.result import Calculation, Totals
from core.money import decimals, grouped, rounded
from core.wording import percentage

UNDEFINED = "–"


def provider_holds_reserve(totals: Totals) -> bool:
    """Whether the risk reserve stays in the groups' budgets and is only shown as a part of them."""
    return totals.reserve != 0 and totals.net == totals.gross


def terms_of(calculation: Calculation) -> list[tuple[str, str]]:
    """The terms a reader meets, with what they mean in this calculation."""
    held = (
        "the part of the budget set aside against swings; the provider holds it, so that net and gross are the same"
        if provider_holds_reserve(calculation.totals)
        else "set aside by the commissioner against swings and taken off the gross budget; net is what is left"
    )
    return [
        ("Gross", "a group’s share of every line that is split, before the risk reserve"),
        ("Risk reserve", held),
        ("Fair share", "what the group would have if every line were split by capitation alone"),
        ("Distance", "how far the gross budget stands above or below the fair share"),
        ("Capitation", "sharing by population; the capitation share is the group’s part of that population"),
        ("Activity, cost centre", "sharing by what patients use, and by where the staff and money already work"),
        ("Held centrally", "money the commissioner keeps on behalf of all groups, shown but not split"),
        ("Pennies", "parts always add up to their whole; odd pennies go to the largest remainders"),
    ]


def optional_money(exact: Fraction | int | None) -> str:
    """An amount in pence, or a dash where it is not defined."""
    return UNDEFINED if exact is None else grouped(rounded(exact))


def optional_percent(exact: Fraction | None, places: int = 2) -> str:
    """A percentage without its sign for a column of percentages, or a dash where it is not defined."""
    return UNDEFINED if exact is None else decimals(exact, places)


def people(*populations: Fraction) -> list[str]:
    """Populations with thousands set apart, all of them with two decimals where one of them has any.

    >>> people(Fraction(150432)), people(Fraction(1000), Fraction("141220.55"))
    (['150,432'], ['1,000.00', '141,220.55'])
    """
    if all(number.denominator == 1 for number in populations):
        return [f"{number.numerator:,}" for number in populations]
    return [grouped(rounded(number * 100)) for number in populations]


def change_in_words(pence: int, percent: Fraction | None) -> str:
    """How a change in percent is put beside its amount."""
    if percent is None:
        return "no budget last year to compare with"
    if pence == 0:
        return "the same as last year"
    return f"{percentage(abs(percent), 2)} {'more' if pence > 0 else 'less'} than last year"
