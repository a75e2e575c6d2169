"""Methods of splitting a line among groups, as people write them: `activity`, `capitation/community`, `direct:STA`,
or a blend such as `activity:60+capitation:40`. Source of the rules: docs/budget-method.md, section 4.
"""

import re
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction

_PERCENT = re.compile(r"\d+(?:\.\d+)?", re.ASCII)


class MethodKind(StrEnum):
    """The ways a line is split."""

    CAPITATION = "capitation"
    COST_CENTRE = "cost_centre"
    ACTIVITY = "activity"
    FIXED = "fixed"
    EQUAL = "equal"
    DIRECT = "direct"
    POOLED = "pooled"


@dataclass(frozen=True, slots=True)
class Way:
    """One way of splitting: its kind, and the population column (capitation) or the group's code (direct)."""

    kind: MethodKind
    argument: str = ""

    def __str__(self) -> str:
        if not self.argument:
            return str(self.kind)
        return f"{self.kind}{':' if self.kind is MethodKind.DIRECT else '/'}{self.argument}"


@dataclass(frozen=True, slots=True)
class Share:
    """A part of a method: how it splits and the percentage of the line it splits, with the percentage as written."""

    way: Way
    percent: Fraction = Fraction(100)
    written: str = "100"


@dataclass(frozen=True, slots=True)
class Method:
    """What was asked for a line: one way for all of it, or a blend of several in the order written."""

    shares: tuple[Share, ...]

    @property
    def is_blend(self) -> bool:
        """Whether the line is first divided over several ways."""
        return len(self.shares) > 1

    @property
    def is_pooled(self) -> bool:
        """Whether the line is not split but kept for all groups."""
        return self.shares[0].way.kind is MethodKind.POOLED

    def __str__(self) -> str:
        if not self.is_blend:
            return str(self.shares[0].way)
        return "+".join(f"{share.way}:{share.written}" for share in self.shares)


def one_way(kind: MethodKind, argument: str = "") -> Method:
    """The method that splits a whole line one way."""
    return Method((Share(Way(kind, argument)),))


def method_from(text: str) -> Method:
    """The method a text names. Raises ValueError, saying what was expected.

    >>> str(method_from("activity:60+capitation/community:40"))
    'activity:60+capitation/community:40'
    >>> method_from("direct:STA").shares[0].way.argument
    'STA'
    """
    if "+" not in text:
        return Method((Share(way_from(text)),))
    shares = tuple(_share_from(part) for part in text.split("+"))
    if any(share.way.kind is MethodKind.POOLED for share in shares):
        raise ValueError("a blend without pooled: a line is pooled whole or not at all")
    total = sum(share.percent for share in shares)
    if total != 100:
        raise ValueError("the percentages of a blend to add up to exactly 100")
    return Method(shares)


def way_from(text: str) -> Way:
    """One way of splitting from text such as `capitation/community`. Raises ValueError for anything else."""
    name, separator, argument = text.strip(), "", ""
    for mark in (":", "/"):
        if mark in name:
            name, separator, argument = (piece.strip() for piece in name.partition(mark))
            break
    wanted = {MethodKind.CAPITATION: ("", "/"), MethodKind.DIRECT: (":",)}
    try:
        kind = MethodKind(name)
    except ValueError:
        raise ValueError(_EXPECTED) from None
    if separator not in wanted.get(kind, ("",)) or bool(separator) != bool(argument):
        raise ValueError(_EXPECTED)
    return Way(kind, argument)


def _share_from(text: str) -> Share:
    way, _, written = (piece.strip() for piece in text.rpartition(":"))
    if not _PERCENT.fullmatch(written) or Fraction(written) <= 0:
        raise ValueError("each part of a blend as method:percentage, the percentage above 0")
    return Share(way_from(way), Fraction(written), written)


_EXPECTED = (
    "a method: capitation, capitation/column, cost_centre, activity, fixed, equal, direct:GROUP, pooled, "
    "or a blend such as activity:60+capitation:40"
)
