"""What a chart of a calculation shows, as one sentence that is true of the figures, whatever they are.

Figures that print alike count as alike: nobody is said to have most by a fraction of a penny that no reader can see.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from fractions import Fraction

from core.money import rounded
from core.wording import listed, percentage, size_of, sterling


@dataclass(frozen=True, slots=True, kw_only=True)
class Named:
    """A group's name and its figure; None where the figure is not defined."""

    name: str
    value: Fraction | int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class _Ends:
    """The highest and the lowest of some figures, each with all who stand there."""

    high: Fraction | int
    highest: tuple[str, ...]
    low: Fraction | int
    lowest: tuple[str, ...]


def finding_on_amounts(figures: Sequence[Named], what: str) -> str:
    """Who has most and who least: `what` names the figure (`gross budget`).

    >>> finding_on_amounts([Named(name="DacCom", value=200), Named(name="WatCom", value=100)], "gross budget")
    'DacCom has the largest gross budget, £2.00; WatCom the smallest, £1.00.'
    """
    known = _known(figures)
    if not known:
        return f"No group has a {what} to show."
    if len(known) == 1:
        return f"{known[0].name} has a {what} of {_pounds(known[0])}.{_missing(figures, what)}"
    ends = _ends(known, rounded)
    if ends.high == ends.low:
        return f"All {len(known)} groups have the same {what}, {sterling(rounded(ends.high))}.{_missing(figures, what)}"
    return (
        f"{listed(ends.highest)} {_verb(ends.highest, 'has', 'have')} the largest {what}, "
        f"{sterling(rounded(ends.high))}; {listed(ends.lowest)} the smallest, "
        f"{sterling(rounded(ends.low))}.{_missing(figures, what)}"
    )


def finding_on_distance(figures: Sequence[Named]) -> str:
    """Who stands furthest above and below the fair share, figures in percent.

    >>> figures = [Named(name="Red House", value=Fraction(83, 10)), Named(name="DacCom", value=Fraction(-68, 10))]
    >>> finding_on_distance(figures)
    'Red House stands furthest above its fair share, by 8.3%; DacCom furthest below, by 6.8%.'
    """
    known = _known(figures)
    if not known:
        return "No group has a fair share to compare with."
    undefined = _missing(figures, "fair share to compare with")
    if all(figure.value == 0 for figure in known):
        return f"{_everyone(known)} exactly at {_its(known)} fair share.{undefined}"
    return f"{_above_and_below(known)}.{undefined}"


def finding_on_differences(figures: Sequence[Named], what: str) -> str:
    """Who gains and who loses most between two calculations, figures in pence.

    >>> finding_on_differences([Named(name="DacCom", value=150), Named(name="WatCom", value=-150)], "gross budget")
    'DacCom gains most, £1.50; WatCom loses most, £1.50.'
    """
    known = _known(figures)
    if all(figure.value == 0 for figure in known):
        return f"No group’s {what} changes."
    ends = _ends(known, rounded)
    parts = []
    if ends.high > 0:
        parts.append(_most(ends.highest, ("gains", "gain"), ends.high))
    if ends.low < 0:
        parts.append(_most(ends.lowest, ("loses", "lose"), ends.low))
    if len(parts) == 1:
        parts.append("no group loses" if ends.high > 0 else "no group gains")
    return f"{'; '.join(parts)}."


def finding_on_shares(figures: Sequence[Named], line: str, of: int) -> str:
    """Who takes the largest part of a line: figures in pence, `of` what is split of it.

    >>> finding_on_shares([Named(name="DacCom", value=75), Named(name="WatCom", value=25)], "Podiatry", 100)
    'DacCom takes the largest part of Podiatry, £0.75 (75.0% of what is split).'
    """
    known = _known(figures)
    if not known or all(figure.value == 0 for figure in known):
        return f"No group gets anything from {line}."
    ends = _ends(known, rounded)
    if len(known) == 1:
        return f"{known[0].name} has all that is split of {line}, {_pounds(known[0])}."
    if ends.high == ends.low:
        return f"All {len(known)} groups get the same from {line}, {sterling(rounded(ends.high))}."
    largest = (ends.high, ends.highest) if of >= 0 else (ends.low, ends.lowest)
    share = f" ({percentage(Fraction(rounded(largest[0]) * 100, of))} of what is split)" if of else ""
    return (
        f"{listed(largest[1])} {_verb(largest[1], 'takes', 'take')} the largest part of {line}, "
        f"{sterling(rounded(largest[0]))}{_each(largest[1])}{share}."
    )


def finding_on_bridge(first: int, steps: Sequence[Named], last: int, whom: str, what: str) -> str:
    """How a baseline becomes a budget: what adds most and what takes most, in pence.

    >>> steps = [Named(name="uplift", value=30), Named(name="risk reserve", value=-10)]
    >>> finding_on_bridge(100, steps[:1], 130, "Hertsmere", "net budget")
    'Hertsmere: a baseline of £1.00 becomes a net budget of £1.30; uplift adds most, £0.30.'
    >>> finding_on_bridge(100, steps, 120, "Hertsmere", "net budget").partition("; ")[2]
    'uplift adds most, £0.30, and risk reserve takes most, £0.10.'
    """
    opening = f"{whom}: a baseline of {sterling(first)} becomes a {what} of {sterling(last)}"
    known = _known(steps)
    if all(figure.value == 0 for figure in known):
        return f"{opening}; no step changes it."
    ends = _ends(known, rounded)
    parts = []
    if ends.high > 0:
        parts.append(_most(ends.highest, ("adds", "add"), ends.high))
    if ends.low < 0:
        parts.append(_most(ends.lowest, ("takes", "take"), ends.low))
    return f"{opening}; {', and '.join(parts)}."


def _known(figures: Sequence[Named]) -> list[Named]:
    return [figure for figure in figures if figure.value is not None]


def _ends(known: Sequence[Named], printed: Callable[[Fraction | int], Fraction | int]) -> _Ends:
    values = [printed(figure.value or 0) for figure in known]
    high, low = max(values), min(values)
    return _Ends(
        high=high,
        highest=tuple(figure.name for figure, value in zip(known, values, strict=True) if value == high),
        low=low,
        lowest=tuple(figure.name for figure, value in zip(known, values, strict=True) if value == low),
    )


def _above_and_below(known: Sequence[Named]) -> str:
    above = [figure for figure in known if (figure.value or 0) > 0]
    below = [figure for figure in known if (figure.value or 0) < 0]
    parts = []
    if above:
        ends = _ends(above, _to_a_tenth)
        who = f"{listed(ends.highest)} {_verb(ends.highest, 'stands', 'stand')}"
        parts.append(f"{who} furthest above {_its(ends.highest)} fair share, by {_furthest(above, ends.highest)}")
    if below:
        ends = _ends(below, _to_a_tenth)
        who, size = listed(ends.lowest), _furthest(below, ends.lowest)
        opening = (
            f"{who} furthest below"
            if above
            else (f"{who} {_verb(ends.lowest, 'stands', 'stand')} furthest below {_its(ends.lowest)} fair share")
        )
        parts.append(f"{opening}, by {size}")
    if len(known) > 1 and len(parts) == 1:
        parts.append("no group stands below" if above else "no group stands above")
    text = "; ".join(parts)
    return text if len(known) > 1 else text.replace(" furthest", "")


def _furthest(figures: Sequence[Named], names: Sequence[str]) -> str:
    return size_of(max((Fraction(f.value or 0) for f in figures if f.name in names), key=abs))


def _to_a_tenth(value: Fraction | int) -> Fraction:
    return Fraction(rounded(Fraction(value) * 10), 10)


def _missing(figures: Sequence[Named], what: str) -> str:
    names = [figure.name for figure in figures if figure.value is None]
    return f" {listed(names)} {_verb(names, 'has', 'have')} no {what}." if names else ""


def _everyone(known: Sequence[Named]) -> str:
    return f"{known[0].name} stands" if len(known) == 1 else f"All {len(known)} groups stand"


def _its(who: Sequence[object]) -> str:
    return "its" if len(who) == 1 else "their"


def _verb(who: Sequence[str], one: str, several: str) -> str:
    return one if len(who) == 1 else several


def _each(who: Sequence[str]) -> str:
    return "" if len(who) == 1 else " each"


def _pounds(figure: Named) -> str:
    return sterling(rounded(figure.value or 0))


def _size(value: Fraction | int) -> str:
    return sterling(abs(rounded(value)))


def _most(who: Sequence[str], verbs: tuple[str, str], value: Fraction | int) -> str:
    return f"{listed(who)} {_verb(who, *verbs)} most, {_size(value)}{_each(who)}"
