"""What higher rooms say of a calculation: that it was signed off, and without whose agreement it was adopted.

A registration upward, as in `core.navigation`: `app.py` hands on who tells.
"""

from collections.abc import Callable
from dataclasses import dataclass

from budgets.rounds.models import StoredCalculation


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """Where a calculation stands: words and look of a tag, the line of a budget adopted over dissent (or blank), and
    the page that tells more.
    """

    text: str
    look: str
    adopted_without: str
    href: str


tellers: list[Callable[[StoredCalculation], Standing | None]] = []


def standing_of(stored: StoredCalculation) -> Standing | None:
    """Where a calculation stands beyond being put to the groups; None where nobody has anything to say of it."""
    return next((standing for teller in tellers if (standing := teller(stored)) is not None), None)
