"""The figure of a month as charts and checks take it: one rule for nil returns and for later corrections.

A nil return is a 0 of everything that is counted over the month; of a level or a rate it says nothing. A correction
counts in the month it corrects, not in the one it was posted to, wherever months are compared with each other; frozen
figures themselves stay as they are.
"""

from commissioning.activity.rules.currencies import Adding, Currency


def is_counted_by_nil(currency: Currency) -> bool:
    """Whether a nil return gives this currency a figure, of 0."""
    return currency.adding is Adding.FLOW


def standing_figure(returned: int | None, corrected: int | None, currency: Currency, *, is_nil: bool) -> int | None:
    """The figure of a month in units; None where there is none. `corrected`: all corrections of it together.

    What nobody returned is begun by a correction only where it is counted over the month.

    >>> from commissioning.activity.rules.currencies import CURRENCIES
    >>> contacts, caseload = (next(c for c in CURRENCIES if c.code == code) for code in ("contact", "caseload"))
    >>> standing_figure(500, -30, contacts, is_nil=False), standing_figure(None, None, contacts, is_nil=True)
    (470, 0)
    >>> standing_figure(None, 40, contacts, is_nil=True), standing_figure(None, 40, caseload, is_nil=True)
    (40, None)
    """
    is_flow = is_counted_by_nil(currency)
    base = 0 if returned is None and is_nil and is_flow else returned
    if corrected is None:
        return base
    if base is None:
        return corrected if is_flow else None
    return base + corrected
