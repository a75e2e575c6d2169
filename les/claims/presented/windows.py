"""Windows of claims as a table."""

from collections.abc import Callable, Sequence
from datetime import date

from core.tables import Table, columns, table, words
from core.wording import in_full, upper_first
from core.working_days import time_left
from les.claims.models.windows import Window

Link = Callable[[Window], str]


def no_link(window: Window) -> str:
    """Lead nowhere."""
    del window
    return ""


def windows_table(windows: Sequence[Window], *, on: date, link: Link = no_link) -> Table:
    """Each window with its days and where it stands on a day."""
    rows = [
        [
            words(upper_first(str(each.of)), href=link(each)),
            words(in_full(each.opens_on)),
            words(in_full(each.closes_on)),
            words(in_full(each.pays_on)),
            words(_state(each, on)),
        ]
        for each in windows
    ]
    head = columns("Quarter", "Opens", "Last day in time", "Paid on", "Now")
    return table("windows", "Windows of claims", head, rows)


def _state(window: Window, on: date) -> str:
    if on < window.opens_on:
        return f"Opens {time_left(window.opens_on, on)}"
    if on <= window.closes_on:
        return f"Open: closes {time_left(window.closes_on, on)}"
    return "Closed: claims are late"
