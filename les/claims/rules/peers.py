"""Whether a practice claims much more for its list than others do: a reason to look, never proof of anything."""

from collections.abc import Sequence
from fractions import Fraction

FEWEST_PEERS = 5
MANY_TIMES = 2


def is_above_peers(own: Fraction, peers: Sequence[Fraction]) -> bool:
    """Whether it is more than twice the median of at least five others. Pence per registered patient.

    >>> peers = [Fraction(each) for each in (1, 2, 3, 4, 100)]
    >>> is_above_peers(Fraction(6), peers), is_above_peers(Fraction(7), peers), is_above_peers(Fraction(7), peers[:4])
    (False, True, False)
    """
    return len(peers) >= FEWEST_PEERS and own > MANY_TIMES * median(peers)


def median(values: Sequence[Fraction]) -> Fraction:
    """The middle one in order; of an even count the mean of the two.

    >>> median([Fraction(1), Fraction(4)])
    Fraction(5, 2)
    """
    ordered = sorted(values)
    half = len(ordered) // 2
    return ordered[half] if len(ordered) % 2 else (ordered[half - 1] + ordered[half]) / 2
