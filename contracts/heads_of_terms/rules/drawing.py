"""How the figures of heads of terms are drawn from a calculation: its lines, its groups, its policy.

Parts always add up to their total, and the split by group to the same total as the services: what no group gets
(pooled, growth that is held) and what goes to groups that the heads do not name stand in it as rows of their own.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction

from budgets.method.policy import Holder, Policy
from budgets.method.result import Calculation, Line, LineKind, Step
from contracts.heads_of_terms.rules.figures import Figure, FigureKind, money, percentage_of, with_total, words
from core.wording import in_full, listed

Figures = tuple[Figure, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Party:
    """An organisation that heads of terms name, with its code. `attendees`: whom a group sends to reviews, by role."""

    code: str
    name: str
    attendees: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Particulars:
    """What heads of terms are about. `lines`: the codes of the lines of the calculation they cover."""

    commissioner: Party
    provider: Party
    groups: tuple[Party, ...]
    starts_on: date
    ends_on: date
    lines: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Drawn:
    """What figures are drawn from. `places`: the localities where the provider provides a line, by line code.

    `own_uplifts`: the net uplift of lines that have one of their own. `holder`: who holds the reserve, as decided.
    `signed_on`: the day the budget was signed off; None where it was only proposed.
    """

    calculation: Calculation
    policy: Policy
    deadline: date
    places: Mapping[str, Sequence[str]] = field(default_factory=dict)
    own_uplifts: Mapping[str, Fraction] = field(default_factory=dict)
    holder: Holder | None = None
    signed_on: date | None = None


def draw(kind: FigureKind, particulars: Particulars, drawn: Drawn) -> Figures:
    """The figures of one kind for these particulars, as the round has them."""
    return _WAYS[kind](particulars, drawn)


def lines_of(particulars: Particulars, calculation: Calculation) -> list[Line]:
    """The lines that heads cover and the calculation has, in the order of the calculation."""
    return [line for line in calculation.lines if line.code in particulars.lines]


def lines_gone(particulars: Particulars, calculation: Calculation) -> list[str]:
    """The codes of lines that heads cover and the calculation has no more."""
    known = {line.code for line in calculation.lines}
    return [code for code in particulars.lines if code not in known]


def _nothing(_: Particulars, __: Drawn) -> Figures:
    return ()


def _parties(of: Particulars, _: Drawn) -> Figures:
    return (
        words("commissioner", "Commissioner", _called(of.commissioner)),
        words("provider", "Provider", _called(of.provider)),
        *(words(f"group:{group.code}", "PbC group, assenting", _called(group)) for group in of.groups),
    )


def _called(party: Party) -> str:
    return f"{party.name} ({party.code})"


def _period(of: Particulars, _: Drawn) -> Figures:
    return (
        words("starts", "First day", in_full(of.starts_on)),
        words("ends", "Last day", in_full(of.ends_on)),
    )


def _services(of: Particulars, drawn: Drawn) -> Figures:
    return tuple(
        words(f"line:{line.code}", line.name, listed(drawn.places.get(line.code, ())) or "no locality recorded")
        for line in lines_of(of, drawn.calculation)
        if line.kind is LineKind.SERVICE
    )


def _total(of: Particulars, drawn: Drawn) -> Figures:
    lines = lines_of(of, drawn.calculation)
    return with_total([money(f"line:{line.code}", line.name, line.total) for line in lines])


def _split(of: Particulars, drawn: Drawn) -> Figures:
    lines, named = lines_of(of, drawn.calculation), {group.code for group in of.groups}
    by_group = {group.code: sum(line.gross[group.code] for line in lines) for group in drawn.calculation.groups}
    parts = [money(f"group:{group.code}", group.name, by_group.get(group.code, 0)) for group in of.groups]
    others = sum(amount for code, amount in by_group.items() if code not in named)
    rest = [
        money("others", "Groups that these heads do not name", others),
        money("pooled", "Pooled for all groups", sum(line.pooled for line in lines)),
        money("held", "Held by the commissioner until committed", sum(line.unsplit for line in lines)),
    ]
    return with_total([*parts, *(each for each in rest if each.pence)])


def _uplift(of: Particulars, drawn: Drawn) -> Figures:
    policy, lines = drawn.policy, lines_of(of, drawn.calculation)
    percents = [
        ("gross", "Gross, for pay and prices", policy.uplift_gross_percent),
        ("efficiency", "Efficiency requirement", policy.uplift_efficiency_percent),
        ("net", "Net uplift", policy.uplift_percent),
        *((f"own:{line.code}", f"Net uplift, {line.name}", drawn.own_uplifts.get(line.code)) for line in lines),
    ]
    shown = [percentage_of(key, label, exact) for key, label, exact in percents if exact is not None]
    return (*shown, money("amount", "Net uplift in these lines", _in_step(lines, Step.UPLIFT)))


def _returned(of: Particulars, drawn: Drawn) -> Figures:
    lines = lines_of(of, drawn.calculation)
    own = sum(line.total for line in lines if line.kind is LineKind.RETURNED_MONEY)
    return (
        money("lines", "Returned money in these lines", _in_step(lines, Step.RETURNED_MONEY) + own),
        money("round", "Returned to the localities in all", drawn.policy.returned_amount),
    )


def _must_dos(of: Particulars, drawn: Drawn) -> Figures:
    lines = [line for line in lines_of(of, drawn.calculation) if line.kind is LineKind.MUST_DO]
    if not lines:
        return (words("none", "Must-dos", "none among these lines"),)
    return with_total([money(f"line:{line.code}", line.name, line.total) for line in lines], "Paid from growth money")


def _reserve(of: Particulars, drawn: Drawn) -> Figures:
    lines = lines_of(of, drawn.calculation)
    holder = drawn.holder or drawn.policy.reserve_held_by
    named = {Holder.COMMISSIONER: of.commissioner.name, Holder.PROVIDER: of.provider.name}
    return (
        words("holder", "Held by", named[holder] if holder else "nobody: none is set"),
        money("amount", "Risk reserve on these lines", sum(sum(line.reserve.values()) for line in lines)),
    )


def _attendees(of: Particulars, _: Drawn) -> Figures:
    return tuple(words(f"group:{each.code}", each.name, each.attendees or "not nominated yet") for each in of.groups)


def _sign_off(_: Particulars, drawn: Drawn) -> Figures:
    by = words("deadline", "The budget is to be signed off by", in_full(drawn.deadline))
    if drawn.signed_on is None:
        return (by,)
    return by, words("signed", "The budget was signed off on", in_full(drawn.signed_on))


def _in_step(lines: Sequence[Line], step: Step) -> int:
    return sum((line.steps or {}).get(step, 0) for line in lines)


_WAYS: Mapping[FigureKind, Callable[[Particulars, Drawn], Figures]] = {
    FigureKind.NONE: _nothing,
    FigureKind.PARTIES: _parties,
    FigureKind.PERIOD: _period,
    FigureKind.SERVICES: _services,
    FigureKind.TOTAL: _total,
    FigureKind.SPLIT: _split,
    FigureKind.UPLIFT: _uplift,
    FigureKind.RETURNED: _returned,
    FigureKind.MUST_DOS: _must_dos,
    FigureKind.RESERVE: _reserve,
    FigureKind.ATTENDEES: _attendees,
    FigureKind.SIGN_OFF: _sign_off,
}
