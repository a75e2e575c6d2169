"""Drift: which figures of a term are no longer as the round has them, before and now."""

from collections.abc import Sequence
from dataclasses import dataclass

from contracts.heads_of_terms.rules.figures import Figure


@dataclass(frozen=True, slots=True, kw_only=True)
class Drift:
    """A figure as the heads have it and as the round has it now; None where one of them has no such figure."""

    before: Figure | None
    now: Figure | None

    @property
    def label(self) -> str:
        """What the figure is called, now or before."""
        named = self.now or self.before
        return named.label if named else ""

    @property
    def difference(self) -> int | None:
        """How much an amount moved, in pence; None for what is no amount on both sides."""
        before = self.before.pence if self.before else 0
        now = self.now.pence if self.now else 0
        return None if before is None or now is None else now - before

    @property
    def in_words(self) -> str:
        """Before and now in a few words."""
        before = self.before.shown if self.before else "not among them"
        now = self.now.shown if self.now else "no longer among them"
        return f"{self.label}: {before} before, {now} now"


def drift_between(before: Sequence[Figure], now: Sequence[Figure]) -> tuple[Drift, ...]:
    """Every figure whose value differs, in the order of what the round has now, then those it has no more.

    >>> from contracts.heads_of_terms.rules.figures import money
    >>> [each.in_words for each in drift_between([money("a", "Beds", 100)], [money("a", "Beds", 250)])]
    ['Beds: £1.00 before, £2.50 now']
    """
    earlier = {figure.key: figure for figure in before}
    later = {figure.key: figure for figure in now}
    pairs = [(earlier.get(key), figure) for key, figure in later.items()]
    moved = [Drift(before=was, now=figure) for was, figure in pairs if was is None or was.value != figure.value]
    return (*moved, *(Drift(before=figure, now=None) for key, figure in earlier.items() if key not in later))
