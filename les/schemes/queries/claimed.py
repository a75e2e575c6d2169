"""What was claimed under a scheme before in a year, as the room of claims tells it: nothing until one does."""

from collections import Counter
from collections.abc import Callable, Mapping
from fractions import Fraction

from les.schemes.rules.terms import Before

ClaimedBefore = Callable[[int, int | None, str], Before]
claimed_before: list[ClaimedBefore] = []
"""Who knows what was claimed under a scheme, by a practice (None: by no one alone) and in a year.

Of all practices of the scheme together `scheme_done` and `scheme_paid` are told whichever practice is asked for.
"""


def before_of(scheme_id: int, practice_id: int | None, year: str) -> Before | None:
    """What was claimed in the year before, put together from all who tell; None while nobody does."""
    if not claimed_before:
        return None
    told = [tell(scheme_id, practice_id, year) for tell in claimed_before]
    return Before(
        done=tuple(each for before in told for each in before.done),
        paid=_added(*(before.paid for before in told)),
        scheme_done=_counted(*(before.scheme_done for before in told)),
        scheme_paid=_added(*(before.scheme_paid for before in told)),
    )


def _added(*parts: Mapping[str, int]) -> dict[str, int]:
    found: Counter[str] = Counter()
    for part in parts:
        found.update(part)
    return dict(found)


def _counted(*parts: Mapping[str, Fraction | int]) -> dict[str, Fraction | int]:
    found: dict[str, Fraction | int] = {}
    for part in parts:
        for element, count in part.items():
            found[element] = found.get(element, 0) + count
    return found
