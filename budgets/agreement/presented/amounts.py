"""Differences of money as they stand in a sentence."""

from core.wording import sterling


def signed_sterling(pence: int) -> str:
    """A difference with its sign in front of the pound sign.

    >>> signed_sterling(123450), signed_sterling(-5), signed_sterling(0)
    ('+£1,234.50', '−£0.05', '£0.00')
    """
    sign = "+" if pence > 0 else "−" if pence < 0 else ""
    return f"{sign}{sterling(abs(pence))}"
