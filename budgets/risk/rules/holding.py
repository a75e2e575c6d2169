"""Rules of who holds the reserve: what a decision needs, and whether a calculation follows it."""

from collections.abc import Mapping
from dataclasses import dataclass

from budgets.method.policy import Holder
from core.errors import OutOfDate, Refusal

LONGEST_WORDS = 2000
HOLDER_NAMES: Mapping[Holder, str] = {Holder.COMMISSIONER: "the commissioner", Holder.PROVIDER: "the provider"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison:
    """Whether the policy of a calculation follows the decision (None where there is nothing to compare), in words."""

    agrees: bool | None
    words: str


def check_words(words: str, *, what: str) -> None:
    """Refuse a text that is missing or longer than a page has room for. `what` begins the sentence: `The reason`."""
    if not words.strip():
        raise Refusal(f"{what} is missing: write it in a few words.")
    if len(words.strip()) > LONGEST_WORDS:
        raise Refusal(f"{what} has at most {LONGEST_WORDS:,} characters.")


def check_is_new(holder: Holder, reason: str, *, standing: Holder | None, standing_reason: str) -> None:
    """Refuse the decision that stands already, word for word."""
    if holder is standing and reason.strip() == standing_reason:
        raise Refusal(f"This is the decision that stands already: {HOLDER_NAMES[holder]} holds the reserve.")


def check_nobody_decided_since(seen: int, newest: int, *, by: str, at: str, holder: Holder | None) -> None:
    """Refuse to decide over a newer decision than the one in front of the person; both are numbers, 0 for none."""
    if seen != newest:
        named = HOLDER_NAMES[holder] if holder else "nobody"
        raise OutOfDate(
            f"{by} decided on {at}, while you were working on it, that {named} holds the reserve. "
            "What you typed is still here. Send it again if it is to stand instead."
        )


def reckoned(named: Holder | None, reserve: int) -> Holder | None:
    """Who holds the reserve (pence) in a calculation whose policy names a holder; None where there is no reserve.

    Where lines have a reserve of their own and the policy names nobody, net equals gross, as if the provider held it.

    >>> str(reckoned(None, 100)), reckoned(Holder.COMMISSIONER, 0)
    ('provider', None)
    """
    return (named or Holder.PROVIDER) if reserve else None


def compared(decided: Holder | None, reckoned: Holder | None, *, calculation: str) -> Comparison:
    """Whether a calculation reckons as decided, and what to do where it does not. `calculation` names it.

    >>> compared(Holder.PROVIDER, Holder.PROVIDER, calculation="Calculation 2").words
    'Calculation 2 follows this decision.'
    """
    if reckoned is None:
        words = f"{calculation} sets no risk reserve, so there is nothing to hold in it."
        return Comparison(agrees=None, words=words)
    if decided is None:
        words = f"{calculation} reckons as if {HOLDER_NAMES[reckoned]} held it. Record who holds it, and why."
        return Comparison(agrees=None, words=words)
    if decided is reckoned:
        return Comparison(agrees=True, words=f"{calculation} follows this decision.")
    words = (
        f"{calculation} does not follow this decision: it reckons as if {HOLDER_NAMES[reckoned]} held the reserve. "
        "Change who holds it in the policy of the scenario and calculate, or decide anew."
    )
    return Comparison(agrees=False, words=words)
