"""Money as whole pence, and the only ways to turn text into money, money into text, and a percentage into money.

Source of the rules: docs/budget-method.md, section 2.
"""

import re
from decimal import Decimal
from fractions import Fraction

_MONEY = re.compile(
    r"(?P<open>\()?(?P<minus>-)?\s*£?\s*(?P<sign>-)?(?P<pounds>\d{1,3}(?:,\d{3})+|\d+)(?:\.(?P<pence>\d{1,2}))?(?P<close>\))?",
    re.ASCII,
)
_MOST_DIGITS = 15


def pence_from(text: str) -> int:
    """Whole pence from text such as `£1,234.50`, `(12.00)` or `-3`. Raises ValueError, in words, for anything else.

    >>> pence_from("£1,234.5"), pence_from("(12.00)"), pence_from("-3")
    (123450, -1200, -300)
    >>> pence_from("1.005")
    Traceback (most recent call last):
    ...
    ValueError: an amount in pounds with at most two decimals
    """
    match = _MONEY.fullmatch(text.strip())
    negatives = [match[name] for name in ("open", "minus", "sign") if match[name]] if match else []
    if not match or bool(match["open"]) != bool(match["close"]) or len(negatives) > 1:
        raise ValueError("an amount in pounds with at most two decimals")
    pounds = match["pounds"].replace(",", "")
    if len(pounds) > _MOST_DIGITS:
        raise ValueError(f"an amount of at most {_MOST_DIGITS} digits")
    amount = int(pounds) * 100 + int((match["pence"] or "0").ljust(2, "0"))
    return -amount if negatives else amount


def pounds(pence: int) -> str:
    """Pence as the text of an amount in pounds with two decimals, never `-0.00`.

    >>> pounds(123450), pounds(-5), pounds(0)
    ('1234.50', '-0.05', '0.00')
    """
    whole, rest = divmod(abs(pence), 100)
    return f"{'-' if pence < 0 else ''}{whole}.{rest:02d}"


def grouped(pence: int) -> str:
    """Pence as people read an amount: thousands separated by commas, minus sign in front.

    >>> grouped(-5057528597)
    '-50,575,285.97'
    """
    whole, rest = divmod(abs(pence), 100)
    return f"{'-' if pence < 0 else ''}{whole:,}.{rest:02d}"


def as_decimal(pence: int) -> Decimal:
    """Pence as Decimal pounds, two decimals: the form in which money lies in columns and forms."""
    return Decimal(pence).scaleb(-2)


def as_pence(amount: Decimal) -> int:
    """Decimal pounds as whole pence. Raises ValueError for a fraction of a penny."""
    scaled = amount.scaleb(2)
    if not scaled.is_finite() or scaled != scaled.to_integral_value():
        raise ValueError(f"{amount} is not a whole number of pence")
    return int(scaled)


def rounded(exact: Fraction | int) -> int:
    """Whole number nearest to an exact one, halves away from zero: the one rounding of a single amount.

    >>> rounded(Fraction(5, 2)), rounded(Fraction(-5, 2)), rounded(Fraction(7, 3))
    (3, -3, 2)
    """
    fraction = Fraction(exact)
    magnitude = (2 * abs(fraction.numerator) + fraction.denominator) // (2 * fraction.denominator)
    return -magnitude if fraction < 0 else magnitude


def percent_of(amount: int, percent: Fraction) -> int:
    """That percentage of an amount in pence, rounded to the penny half away from zero.

    >>> percent_of(985000000, Fraction("2.3"))
    22655000
    """
    over = 100 * percent.denominator
    magnitude = (2 * abs(amount * percent.numerator) + over) // (2 * over)
    return -magnitude if (amount < 0) != (percent.numerator < 0) else magnitude


def decimals(exact: Fraction | int, places: int = 4) -> str:
    """An exact number as text with that many decimals, halves away from zero, never `-0`.

    >>> decimals(Fraction(2, 3)), decimals(Fraction(-1, 100000)), decimals(5, places=2), decimals(8032, places=0)
    ('0.6667', '0.0000', '5.00', '8032')
    """
    scaled = rounded(Fraction(exact) * 10**places)
    whole, rest = divmod(abs(scaled), 10**places)
    return f"{'-' if scaled < 0 else ''}{whole}" + (f".{rest:0{places}d}" if places else "")


def plain(exact: Fraction | int) -> str:
    """A decimal number as text with no more digits than it has: `150432`, `141220.55`.

    A fraction that no decimal can write exactly (a third) is given to four decimals.

    >>> plain(Fraction("141220.550")), plain(150432)
    ('141220.55', '150432')
    """
    fraction = Fraction(exact)
    rest, places = fraction.denominator, 0
    for prime in (2, 5):
        count = 0
        while rest % prime == 0:
            rest, count = rest // prime, count + 1
        places = max(places, count)
    if rest != 1:
        return decimals(fraction)
    return decimals(fraction, places) if places else str(fraction.numerator)
