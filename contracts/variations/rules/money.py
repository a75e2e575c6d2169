"""The money of a variation: what it adds to or takes off lines of money, in a full year and in the year of the lines.

Lines of money are of one financial year. A change is said for a full year, by line and group; the part of the year for
which the variation holds follows from its days, rounded once for each line, and its parts by group add up to it.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from fractions import Fraction

from contracts.agreements.rules.content import Amount
from contracts.agreements.rules.months import months_this_year
from contracts.variations.rules.composition import Change
from contracts.variations.rules.effects import Effect, added, effect_of, whole_life_effect
from contracts.variations.rules.pieces import Piece, PieceKind, money_key
from core.errors import Refusal
from core.periods import FinancialYear
from core.wording import in_full, sterling


@dataclass(frozen=True, slots=True, kw_only=True)
class FullYear:
    """What a variation changes of a budget line for a group in a full year, in pence; `group` is blank for a pool."""

    line: str
    line_name: str
    group: str
    group_name: str
    pence: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Days:
    """The days for which a variation holds and the year of the lines; `last`: the last day of the contract."""

    effective_from: date
    effective_to: date | None
    last: date
    year: FinancialYear

    @property
    def last_in_effect(self) -> date:
        """The last day on which the variation holds: its own, or that of the contract where this comes before."""
        return min(self.effective_to or self.last, self.last)

    @property
    def months(self) -> Fraction:
        """The months of the year of the lines for which it holds."""
        return months_this_year(self.effective_from, self.last_in_effect, self.year)


def part_years(wanted: Sequence[FullYear], days: Days) -> dict[tuple[str, str], int]:
    """What each line and group gets or loses in the year of the lines, in pence."""
    return {
        (line, each.group): effect.part_year_by_group[each.group_name]
        for line, (found, effect) in _by_line(wanted, days).items()
        for each in found
    }


def effect_of_money(wanted: Sequence[FullYear], days: Days, *, besides: int = 0) -> Effect:
    """The effect of all lines together. `besides`: pence added to the value over the whole life, for a longer term."""
    whole = added(effect for _, effect in _by_line(wanted, days).values())
    life = sum(
        whole_life_effect(sum(each.pence for each in found), days.effective_from, days.last_in_effect)
        for found, _ in _by_line(wanted, days).values()
    )
    return replace(whole, whole_life=life + besides)


def _by_line(wanted: Sequence[FullYear], days: Days) -> dict[str, tuple[list[FullYear], Effect]]:
    lines: dict[str, list[FullYear]] = {}
    for each in wanted:
        lines.setdefault(each.line, []).append(each)
    return {
        line: (found, effect_of({each.group_name: each.pence for each in found}, days.months))
        for line, found in lines.items()
    }


def check_in_year(days: Days) -> None:
    """Refuse money of a variation that holds on no day of the year of the lines."""
    if not days.months:
        raise Refusal(
            f"The lines of money are those of {days.year}, and the variation takes effect on "
            f"{in_full(days.effective_from)}: it changes none of them. A contract of that year holds its money."
        )


def check_life_value(besides: int, *, moves_last_day: bool, whole_value: int, year_value: int) -> None:
    """Refuse what a variation adds to the whole life besides its lines (pence) where the last day stays as it is, or
    where the whole life would be worth less than the year.
    """
    if besides and not moves_last_day:
        raise Refusal(
            f"The variation adds {sterling(besides)} to the value over the whole life, but the last day stays as it "
            "is. Change the last day, or add nothing."
        )
    if besides and whole_value < year_value:
        raise Refusal(
            f"The value over the whole life would be {sterling(whole_value)}, less than that for the year, "
            f"{sterling(year_value)}. Take less off it."
        )


def money_changes(wanted: Sequence[FullYear], days: Days, *, standing: Iterable[Piece], part_key: str) -> list[Change]:
    """The changes of the lines of money: before, as they stand on the first day, and after, by group.

    `part_key`: the part in which a line stands that the contract did not have. Refused below nought.
    """
    standing = list(standing)
    anchor = part_key if any(piece.key == part_key for piece in standing) else ""
    there = {piece.key.partition(":money/")[2]: piece for piece in standing if piece.kind is PieceKind.MONEY}
    lines: dict[str, list[FullYear]] = {}
    for each in wanted:
        lines.setdefault(each.line, []).append(each)
    dealt = part_years(wanted, days)
    found = []
    for line, several in lines.items():
        before = there.get(line)
        key = before.key if before else money_key(part_key, line)
        after = _after(before, several, dealt, key)
        if after.amounts != (before.amounts if before else ()):
            found.append(Change(key=key, before=before, after=after, follows="" if before else anchor))
    return found


def _after(before: Piece | None, several: Sequence[FullYear], dealt: Mapping[tuple[str, str], int], key: str) -> Piece:
    now = {amount.group: amount for amount in before.amounts} if before else {}
    for each in several:
        there = now.get(each.group)
        pence = (there.pence if there else 0) + dealt[each.line, each.group]
        if pence < 0:
            raise Refusal(
                f"{each.line_name} for {each.group_name} would come to {sterling(pence)}: the contract commits only "
                f"{sterling(there.pence if there else 0)} of it."
            )
        now[each.group] = Amount(
            line=each.line, line_name=each.line_name, group=each.group, group_name=each.group_name, pence=pence
        )
    amounts = tuple(amount for amount in now.values() if amount.pence)
    title = before.title if before else several[0].line_name
    return Piece(key=key, kind=PieceKind.MONEY, title=title, amounts=amounts)
