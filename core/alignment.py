"""Setting two sequences against each other: what is the same in both, and what became of what. Pure.

Things that stand once on both sides hold the rest in place; only between them `difflib` looks closer, and only where it
is quick, so that no text can be made to keep it busy.
"""

from bisect import bisect_left
from collections import Counter
from collections.abc import Callable, Hashable, Iterator, Sequence
from difflib import SequenceMatcher
from functools import partial
from typing import TypeVar

Thing = TypeVar("Thing")
Place = tuple[int, int]
Span = tuple[int, int, int, int]

_QUICK = 40_000
_LIKE = 40
_WINDOW = 20


def same_places(left: Sequence[Hashable], right: Sequence[Hashable]) -> list[Place]:
    """Places of the same thing on both sides, in an order that holds on both.

    >>> same_places("abcd", "acxd")
    [(0, 0), (2, 1), (3, 3)]
    """
    found: list[Place] = []
    open_spans: list[Span] = [(0, len(left), 0, len(right))]
    while open_spans:
        span = _without_ends(left, right, open_spans.pop(), found)
        anchors = _anchors(left, right, span)
        if anchors:
            found += anchors
            open_spans += _between(span, anchors)
        else:
            found += _looked_closer(left, right, span)
    return sorted(found)


def paired(
    left: Sequence[Thing],
    right: Sequence[Thing],
    *,
    key: Callable[[Thing], Hashable],
    words: Callable[[Thing], Counter[str]],
) -> Iterator[tuple[Thing | None, Thing | None]]:
    """Each thing of the left with what it is or became on the right, in order; None where it has no counterpart.

    Things of the same `key` belong together; between these, things that share enough of their `words`.
    """
    begun, other_begun = 0, 0
    anchors = same_places([key(thing) for thing in left], [key(thing) for thing in right])
    for one, other in anchors:
        yield from _likely(left[begun:one], right[other_begun:other], words)
        yield left[one], right[other]
        begun, other_begun = one + 1, other + 1
    yield from _likely(left[begun:], right[other_begun:], words)


def likeness(left: Counter[str], right: Counter[str]) -> int:
    """How many words in a hundred two things share, whatever their order.

    >>> likeness(Counter("at least two visits".split()), Counter("at least three visits".split()))
    75
    """
    together = left.total() + right.total()
    return 200 * (left & right).total() // together if together else 100


def _without_ends(left: Sequence[Hashable], right: Sequence[Hashable], span: Span, found: list[Place]) -> Span:
    """The span without what is the same at its beginning and its end, which goes to what was found."""
    begin, end, other_begin, other_end = span
    while begin < end and other_begin < other_end and left[begin] == right[other_begin]:
        found.append((begin, other_begin))
        begin, other_begin = begin + 1, other_begin + 1
    while begin < end and other_begin < other_end and left[end - 1] == right[other_end - 1]:
        end, other_end = end - 1, other_end - 1
        found.append((end, other_end))
    return begin, end, other_begin, other_end


def _anchors(left: Sequence[Hashable], right: Sequence[Hashable], span: Span) -> list[Place]:
    """Places of things that stand once on either side of the span: the most of them that keep one order."""
    ours = _once(left, span[0], span[1])
    theirs = _once(right, span[2], span[3])
    return _longest_rising([(ours[thing], theirs[thing]) for thing in ours if thing in theirs])


def _once(things: Sequence[Hashable], begin: int, end: int) -> dict[Hashable, int]:
    counts = Counter(things[begin:end])
    return {things[place]: place for place in range(begin, end) if counts[things[place]] == 1}


def _longest_rising(places: Sequence[Place]) -> list[Place]:
    """The longest choice of places, given in the order of the left, that is in order on the right too."""
    tops: list[int] = []
    tops_at: list[int] = []
    before: list[int] = []
    for index, (_, other) in enumerate(places):
        pile = bisect_left(tops, other)
        before.append(tops_at[pile - 1] if pile else -1)
        tops[pile : pile + 1] = [other]
        tops_at[pile : pile + 1] = [index]
    found: list[Place] = []
    index = tops_at[-1] if tops_at else -1
    while index >= 0:
        found.append(places[index])
        index = before[index]
    return found[::-1]


def _between(span: Span, anchors: Sequence[Place]) -> Iterator[Span]:
    begin, end, other_begin, other_end = span
    for one, other in anchors:
        yield begin, one, other_begin, other
        begin, other_begin = one + 1, other + 1
    yield begin, end, other_begin, other_end


def _looked_closer(left: Sequence[Hashable], right: Sequence[Hashable], span: Span) -> Iterator[Place]:
    begin, end, other_begin, other_end = span
    if (end - begin) * (other_end - other_begin) > _QUICK:
        return
    matcher = SequenceMatcher(None, left[begin:end], right[other_begin:other_end], autojunk=False)
    for block in matcher.get_matching_blocks():
        yield from ((begin + block.a + step, other_begin + block.b + step) for step in range(block.size))


def _likely(
    left: Sequence[Thing], right: Sequence[Thing], words: Callable[[Thing], Counter[str]]
) -> Iterator[tuple[Thing | None, Thing | None]]:
    """Things that differ, each beside the one it most likely became; the deleted before the inserted."""
    if not left or not right:
        yield from ((thing, None) for thing in left)
        yield from ((None, thing) for thing in right)
        return
    ours, theirs = [words(thing) for thing in left], [words(thing) for thing in right]
    is_quick = len(left) * len(right) <= _QUICK
    begun, other_begun = 0, 0
    for one, other in [*(_best(ours, theirs) if is_quick else _nearest(ours, theirs)), (len(left), len(right))]:
        yield from ((thing, None) for thing in left[begun:one])
        yield from ((None, thing) for thing in right[other_begun:other])
        if one < len(left):
            yield left[one], right[other]
        begun, other_begun = one + 1, other + 1


def _best(left: Sequence[Counter[str]], right: Sequence[Counter[str]]) -> Iterator[Place]:
    """The pairs in order that are most alike together; none of them less than `_LIKE`."""
    alike = [[likeness(one, other) for other in right] for one in left]
    best = [[0] * (len(right) + 1) for _ in range(len(left) + 1)]
    for one in range(len(left) - 1, -1, -1):
        for other in range(len(right) - 1, -1, -1):
            together = alike[one][other] + best[one + 1][other + 1] if alike[one][other] >= _LIKE else 0
            best[one][other] = max(best[one + 1][other], best[one][other + 1], together)
    one = other = 0
    while one < len(left) and other < len(right):
        if best[one][other] == best[one + 1][other]:
            one += 1
        elif best[one][other] == best[one][other + 1]:
            other += 1
        else:
            yield one, other
            one, other = one + 1, other + 1


def _nearest(left: Sequence[Counter[str]], right: Sequence[Counter[str]]) -> Iterator[Place]:
    """Of very many things each beside the most alike of the next few: not the best, but soon found."""
    begin = 0
    for one, ours in enumerate(left):
        near = range(begin, min(begin + _WINDOW, len(right)))
        other = max(near, key=partial(_likeness_at, ours, right), default=-1)
        if other >= 0 and likeness(ours, right[other]) >= _LIKE:
            yield one, other
            begin = other + 1


def _likeness_at(one: Counter[str], others: Sequence[Counter[str]], place: int) -> int:
    return likeness(one, others[place])
