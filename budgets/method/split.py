"""Splitting a line among the groups: parts, reserve, fair share, practices. Section 4 of the method."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import TypeVar

from budgets.method.drivers import Drivers, Resolved
from budgets.method.lines import LineToSplit
from budgets.method.methods import Method, MethodKind, Share
from budgets.method.policy import Holder
from budgets.method.practices import over_practices
from budgets.method.result import Line, Part
from core.apportion import Dealer, deal, deal_in_order, whole_weights
from core.money import percent_of

_T = TypeVar("_T")
WITHOUT_FIGURES = (MethodKind.DIRECT, MethodKind.POOLED)


@dataclass(frozen=True, slots=True, kw_only=True)
class SplitPart:
    """One part of a line, dealt out: who got what by which driver, groups in the order of groups.csv."""

    share: Share
    resolved: Resolved
    amount: int
    gross: Sequence[int]
    pennies: Sequence[int]

    def as_part(self, codes: Sequence[str]) -> Part:
        """The part as it stands in the result."""
        has_figures = self.resolved.used.kind not in WITHOUT_FIGURES
        return Part(
            asked=str(self.resolved.asked),
            used=str(self.resolved.used),
            fallback_reason=self.resolved.reason,
            percent=self.share.percent,
            amount=self.amount,
            driver=_by(codes, self.resolved.driver.figures) if has_figures else None,
            gross=_by(codes, self.gross),
            penny=_by(codes, self.pennies),
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Dealt:
    """A line's pence by group, in the order of groups.csv, and by practice, in group order."""

    gross: Sequence[int]
    reserve: Sequence[int]
    pennies: Sequence[int]
    fair_share: Sequence[int]
    practices: Sequence[int]
    not_placed: Sequence[int]

    @classmethod
    def nothing(cls, groups: int) -> "Dealt":
        """Nobody gets anything: the line is kept whole."""
        none = [0] * groups
        return cls(gross=none, reserve=none, pennies=none, fair_share=none, practices=(), not_placed=none)


def split_line(line: LineToSplit, drivers: Drivers) -> Line:
    """One line divided among groups and practices; pooled lines and unsplit growth stay whole."""
    if line.method is None or line.method.is_pooled:
        return _kept_whole(line, drivers)
    parts = parts_of(line, line.method, drivers)
    codes = drivers.people.groups
    gross = _added([part.gross for part in parts])
    placed = [over_practices(part.resolved, part.gross, drivers) for part in parts]
    dealt = Dealt(
        gross=gross,
        reserve=reserve_of(line.total, line.reserve_percent, gross, codes),
        pennies=_added([part.pennies for part in parts]),
        fair_share=drivers.capitation().over_groups.deal(line.total),
        practices=_added([amounts for amounts, _ in placed]),
        not_placed=_added([kept for _, kept in placed]),
    )
    written = tuple(part.as_part(codes) for part in parts)
    return finished(line, drivers, dealt, written, _used(parts))


def parts_of(line: LineToSplit, method: Method, drivers: Drivers) -> list[SplitPart]:
    """The line's total over the parts of its method in the order written, each part by its own driver."""
    amounts = deal_in_order(line.total, whole_weights([share.percent for share in method.shares]))
    parts = []
    for share, amount in zip(method.shares, amounts, strict=True):
        resolved = drivers.resolve(share.way, line.code, line.currencies)
        gross = resolved.driver.over_groups.deal(amount)
        pennies = odd_pennies_of(amount, gross, resolved.driver.over_groups)
        parts.append(SplitPart(share=share, resolved=resolved, amount=amount, gross=gross, pennies=pennies))
    return parts


def odd_pennies_of(amount: int, gross: Sequence[int], dealer: Dealer) -> list[int]:
    """What each group got above its floored share, with the sign of the amount."""
    whole, size, sign = dealer.whole, abs(amount), -1 if amount < 0 else 1
    return [got - sign * (size * weight // whole) for got, weight in zip(gross, dealer.weights, strict=True)]


def reserve_of(total: int, percent: Fraction, gross: Sequence[int], codes: Sequence[str]) -> list[int]:
    """The risk reserve of a line over the groups with a positive gross amount; none positive, no reserve."""
    weights = [max(0, amount) for amount in gross]
    if not percent or not any(weights):
        return [0] * len(gross)
    return deal(percent_of(total, percent), weights, codes)


def finished(
    line: LineToSplit, drivers: Drivers, dealt: Dealt, parts: tuple[Part, ...], method_used: str, *, pooled: int = 0
) -> Line:
    """The line as it stands in the result."""
    codes = drivers.people.groups
    commissioner_holds = drivers.policy.reserve_held_by is Holder.COMMISSIONER
    held = dealt.reserve if commissioner_holds else [0] * len(codes)
    return Line(
        code=line.code,
        name=line.name,
        kind=line.kind,
        category=line.category,
        method=str(line.method) if line.method else method_used,
        method_used=method_used,
        fallback_reason=_reason(parts),
        steps=line.steps,
        total=line.total,
        pooled=pooled,
        unsplit=line.total - pooled - sum(dealt.gross),
        gross=_by(codes, dealt.gross),
        reserve=_by(codes, dealt.reserve),
        net=_by(codes, [gross - reserve for gross, reserve in zip(dealt.gross, held, strict=True)]),
        driver=parts[0].driver if len(parts) == 1 else None,
        penny=_by(codes, dealt.pennies),
        fair_share=_by(codes, dealt.fair_share),
        reserve_percent=line.reserve_percent,
        parts=parts,
        practices=_by(drivers.people.practices, dealt.practices) if dealt.practices else {},
        not_placed=_by(codes, dealt.not_placed),
    )


def _kept_whole(line: LineToSplit, drivers: Drivers) -> Line:
    """A pooled line, or growth that stays with the commissioner: no group has a share, and there is no reserve."""
    dealt = Dealt.nothing(len(drivers.people.groups))
    whole = replace(line, reserve_percent=Fraction(0))
    if line.method is None:
        return finished(whole, drivers, dealt, (), "reserve")
    pooled = str(MethodKind.POOLED)
    nothing = _by(drivers.people.groups, dealt.gross)
    part = Part(
        asked=pooled,
        used=pooled,
        fallback_reason=None,
        percent=Fraction(100),
        amount=line.total,
        driver=None,
        gross=nothing,
        penny=nothing,
    )
    return finished(whole, drivers, dealt, (part,), pooled, pooled=line.total)


def _used(parts: Sequence[SplitPart]) -> str:
    """The method as it was applied: a blend with each part's way in place of the one asked for."""
    if len(parts) == 1:
        return str(parts[0].resolved.used)
    return "+".join(f"{part.resolved.used}:{part.share.written}" for part in parts)


def _reason(parts: Sequence[Part]) -> str | None:
    """Why a method was replaced; in a blend, for each part that was."""
    if len(parts) == 1:
        return parts[0].fallback_reason
    reasons = [f"{part.asked}: {part.fallback_reason}" for part in parts if part.fallback_reason is not None]
    return "; ".join(reasons) or None


def _added(columns: Sequence[Sequence[int]]) -> list[int]:
    """Several rows of pence added up place by place."""
    return list(columns[0]) if len(columns) == 1 else [sum(place) for place in zip(*columns, strict=True)]


def _by(codes: Iterable[str], values: Iterable[_T]) -> dict[str, _T]:
    return dict(zip(codes, values, strict=True))
