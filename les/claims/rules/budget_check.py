"""The budget check: what a scheme's budget still holds, and whether a sum may be approved beyond it."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from core.errors import Refusal
from core.wording import sterling


class BudgetCheck(StrEnum):
    """What happens when the budget does not hold what would be approved."""

    ALLOW = "allow"
    WARN = "warn"
    STOP = "stop"


CHECK_NAMES: Mapping[BudgetCheck, str] = {
    BudgetCheck.ALLOW: "Allow: it is shown and nothing else is asked",
    BudgetCheck.WARN: "Warn: it is approved only with an exception in words",
    BudgetCheck.STOP: "Stop: nobody approves it until the budget holds it",
}
DEFAULT_CHECK = BudgetCheck.WARN


@dataclass(frozen=True, slots=True, kw_only=True)
class BudgetState:
    """A scheme's budget in a year for where a practice lies. Pence; `budget` None: none is recorded.

    `used`: what was approved from it so far, less what was taken back.
    """

    year: str
    where: str
    budget: int | None
    used: int

    @property
    def left(self) -> int:
        """What is left of it; below nothing where more was approved."""
        return (self.budget or 0) - self.used

    def shortfall(self, pence: int) -> int:
        """How much of a sum the budget does not hold; nothing for a sum that is taken back.

        >>> state = BudgetState(year="2008/09", where="Whole area", budget=10000, used=9000)
        >>> state.shortfall(1000), state.shortfall(1500), state.shortfall(-1500)
        (0, 500, 0)
        """
        return max(0, min(pence, pence - self.left)) if pence > 0 else 0


def said_of(state: BudgetState, pence: int) -> str:
    """What the budget lacks for a sum, in a sentence; blank where it holds it.

    >>> said_of(BudgetState(year="2008/09", where="Whole area", budget=10000, used=9000), 1500)
    'The budget of 2008/09 (whole area) has £10.00 left: £5.00 less than is to be approved.'
    """
    lacking = state.shortfall(pence)
    if not lacking:
        return ""
    if state.budget is None:
        return f"No budget is recorded for {state.year}, so nothing is left for the {sterling(pence)} to be approved."
    if state.left < 0:
        over = f"is overspent by {sterling(-state.left)} already"
        return f"The budget of {state.year} ({_where(state)}) {over}: nothing is left for {sterling(pence)}."
    return (
        f"The budget of {state.year} ({_where(state)}) has {sterling(state.left)} left: "
        f"{sterling(lacking)} less than is to be approved."
    )


def exception_to_keep(state: BudgetState, pence: int, *, mode: BudgetCheck, exception: str, may_except: bool) -> str:
    """The exception that is recorded, blank where the budget holds the sum. Refuses what may not be approved.

    `may_except`: whether the person may commit more than a budget holds.
    """
    lacking = said_of(state, pence)
    if not lacking:
        return ""
    if mode is BudgetCheck.STOP:
        raise Refusal(f"{lacking} Nobody approves it until the budget holds it: cut it, or have the budget raised.")
    if mode is BudgetCheck.WARN and not may_except:
        raise Refusal(f"{lacking} You may not commit more than a budget holds: ask somebody who may.")
    if mode is BudgetCheck.WARN and not exception:
        raise Refusal(f"{lacking} Say under “Exception” why it is paid all the same, or cut it.")
    return exception


def _where(state: BudgetState) -> str:
    return "whole area" if state.where == "Whole area" else state.where
