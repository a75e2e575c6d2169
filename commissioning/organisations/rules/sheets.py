"""What is wrong with whole sheets of groups, memberships and populations, beside what is already recorded."""

from collections import ChainMap, defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from functools import partial

from commissioning.organisations.rules.checks import clash, is_weighting_name, outside
from commissioning.organisations.rules.values import (
    Days,
    GroupLine,
    MembershipLine,
    PopulationLine,
    ProviderLine,
    Stay,
)
from core.errors import Refusal
from core.parties.rules import PartyKind, check_code, check_name
from core.problems import Problem


def problems_in_groups(
    lines: Sequence[GroupLine],
    *,
    localities: Collection[str],
    recorded: Mapping[str, Days] | None = None,
    places: Mapping[str, str] | None = None,
    file: str = "groups",
) -> Iterator[Problem]:
    """Codes, names and localities of groups that may not stand.

    `localities`: the names there will be; `recorded` and `places`: groups already recorded and where they lie, by code.
    """
    yield from _repeated([(line.code, line.row) for line in lines], file)
    for line in lines:
        yield from _unnamed(PartyKind.PBC_GROUP, line.code, line.name, line.row, file)
        yield from _renamed(line.code, line.name, recorded or {}, line.row, file)
        place = (places or {}).get(line.code, line.locality)
        if line.locality in localities and place != line.locality:
            expected = f"{place}, where the group lies; change its locality on the group's own page"
            yield Problem(file=file, row=line.row or None, column="locality", value=line.locality, expected=expected)
        if line.locality not in localities:
            expected = (
                f"a locality of this trust ({', '.join(sorted(localities)) or 'there is none yet: add it first'})"
            )
            yield Problem(file=file, row=line.row or None, column="locality", value=line.locality, expected=expected)


def problems_in_providers(
    lines: Sequence[ProviderLine], *, recorded: Mapping[str, Days] | None = None, file: str = "providers"
) -> Iterator[Problem]:
    """Codes and names of providers that may not stand; `recorded` are those known, by code."""
    yield from _repeated([(line.code, line.row) for line in lines], file)
    for line in lines:
        yield from _unnamed(PartyKind.PROVIDER, line.code, line.name, line.row, file)
        yield from _renamed(line.code, line.name, recorded or {}, line.row, file)


def problems_in_memberships(
    lines: Sequence[MembershipLine],
    *,
    practices: Mapping[str, Days],
    groups: Mapping[str, Days],
    elsewhere: Collection[str] = (),
    stays: Mapping[str, Mapping[str, Sequence[Stay]]] | None = None,
    file: str = "practices",
) -> Iterator[Problem]:
    """What refuses a sheet of practices: codes, unknown groups, days outside, and two groups at once.

    `practices` and `groups` are those recorded, by code; `elsewhere` practice codes of other trusts; `stays` what is
    recorded of a practice, by group code. A line of the same group and first day as a recorded stay changes its end.
    """
    seen: dict[str, list[tuple[str, Stay]]] = defaultdict(list)
    named = {(line.practice, line.group, line.joined) for line in lines}
    named_first: dict[str, Days] = {}
    known = ChainMap(dict(practices), named_first)
    for line in lines:
        faults = list(_faults_of_membership(line, practices=known, groups=groups, elsewhere=elsewhere, file=file))
        named_first.setdefault(line.practice, Days(name=line.name))
        yield from faults
        if faults or not line.group:
            continue
        stay = Stay(group=groups[line.group].name, joined=line.joined, left=line.left)
        before = (stays or {}).get(line.practice, {})
        recorded = [s for code, kept in before.items() for s in kept if (line.practice, code, s.joined) not in named]
        against = clash(line.name, stay, [*recorded, *(other for _, other in seen[line.practice])])
        if against:
            yield _at(line, file, "group", line.group, f"one group at a time: {against}")
        seen[line.practice].append((line.group, stay))


def problems_in_populations(
    lines: Sequence[PopulationLine], *, practices: Mapping[str, Days], file: str = "populations"
) -> Iterator[Problem]:
    """What refuses a sheet of populations: unknown practices, a practice twice on a day, names of weightings."""
    yield from _repeated([(f"{line.practice} on {line.on.isoformat()}", line.row) for line in lines], file)
    for name in dict.fromkeys(name for line in lines for name in line.weighted):
        if not is_weighting_name(name):
            expected = "a name in small letters, digits and underscores, such as general_acute"
            yield Problem(file=file, row=1, column=name, value=name, expected=expected)
    for line in lines:
        known = practices.get(line.practice)
        if known is None:
            yield _at(line, file, "practice", line.practice, "the code of a practice of this trust")
        elif known.closed is not None and line.on >= known.closed:
            yield _at(line, file, "date", line.on.isoformat(), f"a day on which {known.name} was open")


def _faults_of_membership(
    line: MembershipLine,
    *,
    practices: Mapping[str, Days],
    groups: Mapping[str, Days],
    elsewhere: Collection[str],
    file: str,
) -> Iterator[Problem]:
    faults = list(_unnamed(PartyKind.PRACTICE, line.practice, line.name, line.row, file))
    if faults:
        yield from faults
        return
    if line.practice in elsewhere:
        yield _at(line, file, "code", line.practice, "a code that no other trust's practice has or had")
    yield from _renamed(line.practice, line.name, practices, line.row, file)
    if line.joined and line.left and line.left <= line.joined:
        yield _at(line, file, "left", line.left.isoformat(), "a day after the day of joining")
    elif line.group or line.joined or line.left:
        yield from _faults_of_group(line, practices=practices, groups=groups, file=file)


def _faults_of_group(
    line: MembershipLine, *, practices: Mapping[str, Days], groups: Mapping[str, Days], file: str
) -> Iterator[Problem]:
    if not line.group:
        yield _at(line, file, "group", "", "a group, since there is a day of joining or leaving")
    elif line.group not in groups:
        known = ", ".join(sorted(groups)) or "there is none yet: add it first"
        yield _at(line, file, "group", line.group, f"the code of a group of this trust ({known})")
    else:
        for days in (groups[line.group], practices.get(line.practice, Days(name=line.name))):
            against = outside(days, line.joined, line.left)
            if against:
                yield _at(line, file, "group", line.group, against)


def _unnamed(kind: PartyKind, code: str, name: str, row: int, file: str) -> Iterator[Problem]:
    for column, value, check in (("code", code, partial(check_code, kind)), ("name", name, check_name)):
        try:
            check(value)
        except Refusal as refusal:
            yield Problem(file=file, row=row or None, column=column, value=value, expected=str(refusal).rstrip("."))


def _renamed(code: str, name: str, recorded: Mapping[str, Days], row: int, file: str) -> Iterator[Problem]:
    known = recorded.get(code)
    if known is not None and known.name != name:
        expected = f"{known.name}, as {code} is recorded; a name is changed on the organisation's own page"
        yield Problem(file=file, row=row or None, column="name", value=name, expected=expected)


def _repeated(keys: Sequence[tuple[str, int]], file: str) -> Iterator[Problem]:
    first: dict[str, int] = {}
    for key, row in keys:
        if key in first:
            yield Problem(
                file=file, row=row or None, value=key, expected=f"once only; it stands in row {first[key]} too"
            )
        first.setdefault(key, row)


def _at(line: MembershipLine | PopulationLine, file: str, column: str, value: str, expected: str) -> Problem:
    return Problem(file=file, row=line.row or None, column=column, value=value, expected=expected)
