"""The same service at different prices: what each locality pays for the same thing on a day, side by side."""

from collections.abc import Sequence
from dataclasses import dataclass

from core.wording import sterling


@dataclass(frozen=True, slots=True, kw_only=True)
class Paid:
    """What a scheme pays on a day. `where`: a locality, blank for the whole area; `practice`: one with its own."""

    service: str
    what: str
    where: str
    scheme: str
    scheme_id: int
    pence: int
    practice: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Compared:
    """What is paid for one thing in the localities, cheapest and dearest, and whether they differ."""

    service: str
    what: str
    paid: tuple[Paid, ...]

    @property
    def lowest(self) -> int:
        """The lowest price in pence."""
        return min(each.pence for each in self.paid)

    @property
    def highest(self) -> int:
        """The highest price in pence."""
        return max(each.pence for each in self.paid)

    @property
    def gap(self) -> int:
        """The highest less the lowest, in pence."""
        return self.highest - self.lowest

    def at(self, where: str) -> list[Paid]:
        """What is paid in a locality: by its own schemes, and by those of the whole area."""
        return [each for each in self.paid if each.where in ("", where)]


def compare_prices(paid: Sequence[Paid]) -> list[Compared]:
    """What is paid for the same thing (service and name, however written), the largest differences first.

    >>> both = [Paid(service="Minor surgery", what=what, where=where, scheme="", scheme_id=0, pence=pence)
    ...     for what, where, pence in (("Joint injection", "Dacorum", 4200), ("joint injection", "Hertsmere", 3900))]
    >>> [(each.what, each.gap) for each in compare_prices(both)]
    [('Joint injection', 300)]
    """
    found: dict[tuple[str, str], list[Paid]] = {}
    for each in paid:
        found.setdefault((each.service, each.what.casefold()), []).append(each)
    compared = [Compared(service=service, what=same[0].what, paid=tuple(same)) for (service, _), same in found.items()]
    return sorted(compared, key=lambda each: (-each.gap, each.service, each.what))


def of_scheme(compared: Sequence[Compared], scheme_id: int) -> list[Compared]:
    """Of what is compared, the things that a scheme pays for."""
    return [each for each in compared if any(paid.scheme_id == scheme_id for paid in each.paid)]


def facts_in_words(compared: Sequence[Compared]) -> str:
    """What is paid for the same things across the area, a sentence each.

    >>> both = [Paid(service="Minor surgery", what="Joint injection", where=where, scheme="", scheme_id=0, pence=pence)
    ...     for where, pence in (("Dacorum", 4200), ("Hertsmere", 3900))]
    >>> facts_in_words(compare_prices(both))
    'Joint injection: £39.00 to £42.00, £3.00 apart.'
    """
    if not compared:
        return "Nothing it pays for has a price on this day."
    return " ".join(
        f"{each.what}: {sterling(each.lowest)} to {sterling(each.highest)}, {sterling(each.gap)} apart."
        if each.gap
        else f"{each.what}: {sterling(each.lowest)} wherever it is paid."
        for each in compared
    )
