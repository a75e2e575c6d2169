"""Decisions as a provider reads them: which lines it provides, how much of each, for which groups.

Money is by group and arrangements are by locality, so a group's part of a line is with whoever provides the line in the
group's locality. What the commissioner holds back as risk reserve is not in it. Whatever is with no provider is listed
with the reason, so that providers and rest make up the whole.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from budgets.method.result import Calculation, Line, LineKind
from budgets.method.words import kind_in_words
from core.wording import listed

RESERVE = "Risk reserve held by the commissioner"
NO_PLACE = "no locality is recorded for {group}"
NO_ARRANGEMENT = "nothing is recorded for {place}"
NOBODY = "nobody provides it in {place}"
TENDER = "out to tender in {place}"
OWN = "no provider is named for {place}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Provided:
    """Who provides a service in a locality: the provider's code, or why there is none, with `{place}` in it."""

    provider: str = ""
    why_not: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class NoticeLine:
    """A line a provider provides: net pence by group code, and what is pooled for all groups.

    `pooled_with`: other providers of a pooled line; its money is then in nobody's total, and `shared` says how much.
    """

    code: str
    name: str
    by_group: Mapping[str, int]
    pooled: int = 0
    shared: int = 0
    pooled_with: tuple[str, ...] = ()

    @property
    def total(self) -> int:
        """What the provider has of the line."""
        return sum(self.by_group.values()) + self.pooled


@dataclass(frozen=True, slots=True, kw_only=True)
class Rest:
    """Money that is with no provider, and why."""

    name: str
    why: str
    amount: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Allotted:
    """Who provides what: lines by provider code, and the rest. Together they are the calculation's total."""

    lines: Mapping[str, tuple[NoticeLine, ...]] = field(default_factory=dict)
    rest: tuple[Rest, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Notice:
    """What a provider is told: its lines, and the names of the groups in the order of the columns."""

    provider_code: str
    provider: str
    groups: Mapping[str, str]
    lines: tuple[NoticeLine, ...]
    reserve: int

    @property
    def total(self) -> int:
        """What the provider has in all."""
        return sum(line.total for line in self.lines)

    @property
    def is_pooled(self) -> bool:
        """Whether any line has pooled money, so that a column for it is needed."""
        return any(line.pooled for line in self.lines)

    @property
    def own_groups(self) -> dict[str, str]:
        """The groups for whom the provider provides anything."""
        concerned = {code for line in self.lines for code in line.by_group}
        return {code: name for code, name in self.groups.items() if code in concerned}


def allotted(
    calculation: Calculation,
    *,
    places: Mapping[str, str],
    arranged: Mapping[tuple[str, str], Provided],
    names: Mapping[str, str],
) -> Allotted:
    """Each line's money with who provides it. `places`: the locality of each group code; `arranged`: by service code
    and locality; `names`: of providers by code.
    """
    lines: dict[str, list[NoticeLine]] = {}
    rest: list[Rest] = []
    groups = {group.code: group.name for group in calculation.groups}
    for line in calculation.lines:
        of_line, without = _line_allotted(line, groups, places, arranged, names)
        for code, part in of_line.items():
            lines.setdefault(code, []).append(part)
        rest += without
    held = sum(line.gross[code] - line.net[code] for line in calculation.lines for code in line.gross)
    if held:
        rest.append(Rest(name=RESERVE, why="taken off the groups’ gross budgets", amount=held))
    return Allotted(lines={code: tuple(of_provider) for code, of_provider in lines.items()}, rest=tuple(rest))


def notice_of(
    calculation: Calculation, found: Allotted, provider_code: str, provider: str, *, reserve: int = 0
) -> Notice:
    """What one provider is told. `reserve`: of its lines, what the commissioner holds back."""
    return Notice(
        provider_code=provider_code,
        provider=provider,
        groups={group.code: group.name for group in calculation.groups},
        lines=found.lines[provider_code],
        reserve=reserve,
    )


def reserve_in(calculation: Calculation, lines: Sequence[NoticeLine]) -> int:
    """What the commissioner holds back as risk reserve of these groups' parts of these lines."""
    by_code = {line.code: line for line in calculation.lines}
    return sum(
        by_code[part.code].gross[group] - by_code[part.code].net[group] for part in lines for group in part.by_group
    )


def _line_allotted(
    line: Line,
    groups: Mapping[str, str],
    places: Mapping[str, str],
    arranged: Mapping[tuple[str, str], Provided],
    names: Mapping[str, str],
) -> tuple[dict[str, NoticeLine], list[Rest]]:
    parts: dict[str, dict[str, int]] = {}
    without: dict[str, int] = {}
    for code, amount in line.net.items():
        found = _provided(line, code, groups, places, arranged)
        if found.provider:
            parts.setdefault(found.provider, {})[code] = amount
        else:
            without[found.why_not] = without.get(found.why_not, 0) + amount
    rest = [Rest(name=line.name, why=why, amount=amount) for why, amount in without.items() if amount]
    pooled, shared = _pooled(line, arranged, names)
    rest += shared
    if line.unsplit:
        rest.append(Rest(name=line.name, why="growth money that no must-do claims yet", amount=line.unsplit))
    return {
        provider: part
        for provider in dict.fromkeys([*parts, *pooled])
        if (part := _part(line, provider, parts.get(provider, {}), pooled, names)) is not None
    }, rest


def _part(
    line: Line, provider: str, by_group: Mapping[str, int], pooled: Sequence[str], names: Mapping[str, str]
) -> NoticeLine | None:
    """A provider's part of a line; None where no money stands on it."""
    is_shared, is_here = len(pooled) > 1, provider in pooled
    part = NoticeLine(
        code=line.code,
        name=line.name,
        by_group={code: amount for code, amount in by_group.items() if amount},
        pooled=line.pooled if is_here and not is_shared else 0,
        shared=line.pooled if is_here and is_shared else 0,
        pooled_with=tuple(names[code] for code in pooled if code != provider) if is_here and is_shared else (),
    )
    return part if part.by_group or part.pooled or part.shared else None


def _provided(
    line: Line,
    group: str,
    groups: Mapping[str, str],
    places: Mapping[str, str],
    arranged: Mapping[tuple[str, str], Provided],
) -> Provided:
    if line.kind is not LineKind.SERVICE:
        return Provided(why_not=f"{kind_in_words(line.kind).lower()}, for which no provider is recorded")
    place = places.get(group)
    if place is None:
        return Provided(why_not=NO_PLACE.format(group=groups[group]))
    found = arranged.get((line.code, place), Provided(why_not=NO_ARRANGEMENT))
    return found if found.provider else Provided(why_not=found.why_not.format(place=place))


def _pooled(
    line: Line, arranged: Mapping[tuple[str, str], Provided], names: Mapping[str, str]
) -> tuple[list[str], list[Rest]]:
    """The providers of a pooled line, and what of its money is with none of them alone."""
    if not line.pooled:
        return [], []
    providers = list(_providers_of(line.code, arranged))
    if len(providers) == 1:
        return providers, []
    why = (
        f"pooled, and provided by {listed([names[code] for code in providers])} together"
        if providers
        else "pooled, and no provider is recorded"
    )
    return providers, [Rest(name=line.name, why=why, amount=line.pooled)]


def _providers_of(service: str, arranged: Mapping[tuple[str, str], Provided]) -> Iterator[str]:
    seen = {found.provider: None for (code, _), found in arranged.items() if code == service and found.provider}
    yield from seen
