"""Value bands: how many people of finance approve a sum, by its size."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from core.errors import Refusal
from core.wording import sterling

MOST_RELEASERS = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Band:
    """From this sum on (pence, whatever its sign) so many people of finance approve it, each a different one."""

    at_least: int
    releasers: int


DEFAULT_BANDS = (Band(at_least=0, releasers=1), Band(at_least=2_500_000, releasers=2))


def releasers_needed(bands: Sequence[Band], pence: int) -> int:
    """How many people of finance approve a sum. A sum that is taken back counts by its size.

    >>> releasers_needed(DEFAULT_BANDS, 2_499_999), releasers_needed(DEFAULT_BANDS, -2_500_000)
    (1, 2)
    """
    return max((band for band in bands if band.at_least <= abs(pence)), key=lambda band: band.at_least).releasers


def check_bands(bands: Sequence[Band]) -> None:
    """Refuse bands that do not begin at nothing, name a sum twice, or need fewer people for more money."""
    ordered = sorted(bands, key=lambda band: band.at_least)
    if not ordered or ordered[0].at_least != 0:
        raise Refusal("The first band begins at £0.00: every sum needs somebody who approves it.")
    for band in ordered:
        if not 1 <= band.releasers <= MOST_RELEASERS:
            raise Refusal(f"A band needs between 1 and {MOST_RELEASERS} people of finance.")
    for lower, upper in pairwise(ordered):
        if lower.at_least == upper.at_least:
            raise Refusal(f"Two bands begin at {sterling(upper.at_least)}. Leave one of them out.")
        if upper.releasers <= lower.releasers:
            raise Refusal(
                f"The band from {sterling(upper.at_least)} needs more people than the one below it. "
                "Leave it out, or ask for more."
            )


def in_words(bands: Sequence[Band]) -> str:
    """Bands in a sentence.

    >>> in_words(DEFAULT_BANDS)
    'from £0.00 one person of finance; from £25,000.00 two people of finance'
    """
    counts = {1: "one person", 2: "two people", 3: "three people"}
    ordered = sorted(bands, key=lambda band: band.at_least)
    return "; ".join(f"from {sterling(band.at_least)} {counts[band.releasers]} of finance" for band in ordered)
