"""One line's page: what it is, how each part was split, who got the odd pennies, and the practices."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from budgets.method.explained import LineExplained, PartExplained
from budgets.method.methods import MethodKind, way_from
from budgets.method.portions import Division, Portion
from budgets.method.result import Calculation, GroupFacts, Line, LineKind
from budgets.method.words import in_words, is_out_of_scope
from budgets.rounds.presented.links import Links
from core.money import decimals, plain
from core.tables import Cell, Table, amount, columns, difference, exact_pounds, number, percent, table, words
from core.wording import listed, sterling

_DRIVERS: Mapping[MethodKind, str] = {
    MethodKind.CAPITATION: "Population",
    MethodKind.ACTIVITY: "Weighted activity",
    MethodKind.COST_CENTRE: "Ledger amount mapped £",
    MethodKind.FIXED: "Agreed percentage %",
}
_ORIGINS: Mapping[LineKind, str] = {
    LineKind.MUST_DO: "A must-do: mandated new spend, paid from growth money. It has no ledger behind it.",
    LineKind.RETURNED_MONEY: "A lump sum handed back to the localities, split by capitation as the policy says.",
    LineKind.GROWTH_RESERVE: "Growth money of the policy less all must-dos.",
    LineKind.PACE_OF_CHANGE: "Moves money between groups so that none moves further from last year than the policy "
    "allows. It adds up to nothing.",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class PartShown:
    """One part of a line: its title, what was asked for where something else was used, its table, its odd pennies."""

    title: str
    fallback: str
    split: Table
    pennies: str


def find_line(calculation: Calculation, code: str) -> Line | None:
    """The line of that code, or None."""
    return next((line for line in calculation.lines if line.code == code), None)


def facts_of(line: Line, names: Mapping[str, str]) -> list[tuple[str, str]]:
    """What the line is, in labels and words. `names`: of groups."""
    facts = [("Line total", sterling(line.total)), ("Method asked for", in_words(line.method, names))]
    if line.fallback_reason is not None:
        facts.append(("Method used", f"{in_words(line.method_used, names)} (fallback: {line.fallback_reason})"))
    if any(line.gross.values()):
        facts.append(("Divided among the groups", sterling(sum(line.gross.values()))))
        reserve = sum(line.reserve.values())
        facts.append(
            ("Risk reserve", f"{plain(line.reserve_percent)}%, {sterling(reserve)}" if reserve else "none on this line")
        )
    return facts


def origin_in_words(line: Line) -> str:
    """Where a line without ledger steps comes from; blank for a service."""
    return _ORIGINS.get(line.kind, "")


def why_not_split(line: Line) -> str:
    """Why no group has a share, or blank."""
    if is_out_of_scope(line):
        return "This service is out of scope of practice based commissioning: no group gets anything from it."
    if line.pooled:
        return f"This line is pooled: {sterling(line.pooled)} is kept whole for all groups, to share its risk."
    if line.unsplit and not any(line.gross.values()):
        return f"{sterling(line.unsplit)} stays with the commissioner until it is committed. No group has a share."
    return ""


def parts_shown(explained: LineExplained, names: Mapping[str, str]) -> list[PartShown]:
    """Each way in which the line was split: one, or the parts of a blend. `names`: of groups."""
    is_blend = len(explained.parts) > 1
    return [
        PartShown(
            title=_title(part, names, is_blend=is_blend),
            fallback=_fallback(part, names),
            split=division_table(part.groups, names, f"part-{place}", _driver_heading(part)),
            pennies=pennies_in_words(part.groups, names),
        )
        for place, part in enumerate(explained.parts, start=1)
    ]


def division_table(division: Division, names: Mapping[str, str], name: str, driver: str) -> Table:
    """A division among groups, as one does it by hand: figure, share, exact value, whole pence, remainder, rank."""
    whole = division.figures
    money = ("Exact value £", "Cut to the penny £")
    total = [
        words("All groups"),
        number(whole),
        percent(Fraction(100) if whole else None, 4),
        exact_pounds(Fraction(division.amount)),
        amount(sum(portion.floor for portion in division.portions)),
        words(""),
        number(sum(portion.odd_penny for portion in division.portions)),
        amount(division.amount),
    ]
    return table(
        name,
        "How it was divided",
        columns("Group", f"#{driver}", "Share %", *money, "#Place in the queue", "#Odd penny", "Gets £"),
        [_portion_row(portion, names[portion.code], whole) for portion in division.portions],
        [total],
    )


def _portion_row(portion: Portion, name: str, whole: Fraction) -> list[Cell]:
    return [
        words(name),
        number(portion.figure),
        percent(100 * portion.figure / whole if whole else None, 4),
        exact_pounds(portion.exact),
        amount(portion.floor),
        number(portion.rank),
        number(portion.odd_penny),
        amount(portion.amount, look="app-strong"),
    ]


def result_table(line: Line, groups: Sequence[GroupFacts], links: Links) -> Table:
    """What each group has of the line in the end: gross, reserve, net, and what pure capitation would give."""
    gross = sum(line.gross.values())
    return table(
        "split",
        "What each group gets",
        columns("Group", "Share %", "Gross £", "Reserve £", "Net £", "Fair share £", "Gross less fair share £"),
        [
            [
                words(group.name, href=links.group(group.code)),
                percent(line.share[group.code] if line.share else None, 4),
                amount(line.gross[group.code], look="app-strong"),
                amount(line.reserve[group.code]),
                amount(line.net[group.code]),
                amount(line.fair_share[group.code]),
                difference(line.gross[group.code] - line.fair_share[group.code]),
            ]
            for group in groups
        ],
        [
            [
                words("All groups"),
                percent(sum(line.share.values(), Fraction(0)) if line.share else None, 4),
                amount(gross),
                amount(sum(line.reserve.values())),
                amount(sum(line.net.values())),
                amount(sum(line.fair_share.values())),
                difference(gross - sum(line.fair_share.values())),
            ]
        ],
    )


def practices_table(
    calculation: Calculation, line: Line, names: Mapping[str, str], open_groups: Sequence[str], links: Links
) -> Table:
    """The line by practice for these groups, with what stays at group level. `names`: of practices."""
    groups = {group.code: group.name for group in calculation.groups if group.code in open_groups}
    rows = [
        [
            words(names.get(code, code), href=links.practice(code)),
            words(code),
            words(groups[group]),
            amount(line.practices.get(code, 0)),
            percent(_part_of(line.practices.get(code, 0), line.gross[group]), 2),
        ]
        for code, group in calculation.practice_groups.items()
        if group in groups
    ]
    rows += [
        [words("Not placed with a practice"), words(""), words(name), amount(line.not_placed[code]), percent(None)]
        for code, name in groups.items()
        if line.not_placed[code]
    ]
    whole = sum(line.gross[code] for code in groups)
    return table(
        "practices",
        "By practice",
        columns("Practice", "Code", "Group", "Gross £", "Part of the group’s gross %"),
        rows,
        [[words("Total"), words(""), words(""), amount(whole), words("")]],
    )


def pace_table(explained: LineExplained, names: Mapping[str, str]) -> Table | None:
    """Pace of change, group by group: what was worked out, the limits, and what it became."""
    if not explained.pace:
        return None
    return table(
        "pace",
        "How far each group may move",
        columns("Group", "Last year £", "Worked out £", "At least £", "At most £", "Becomes £", "Difference £"),
        [
            [
                words(names[row.group]),
                amount(row.prior_year),
                amount(row.computed),
                amount(row.lower),
                amount(row.upper),
                amount(row.new, look="app-strong"),
                difference(row.difference),
            ]
            for row in explained.pace
        ],
    )


def pennies_in_words(division: Division, names: Mapping[str, str]) -> str:
    """Who got the odd pennies of a division, and why."""
    if not division.odd_pennies:
        return "The shares came out in whole pence: there was no odd penny."
    queue = sorted((p for p in division.portions if p.odd_penny), key=lambda p: p.rank or 0)
    left = "1 penny was" if division.odd_pennies == 1 else f"{division.odd_pennies} pence were"
    who = listed([f"{names[p.code]} ({decimals(p.remainder)} of a penny)" for p in queue])
    return f"Each exact value was cut to the penny. {left} left over and went to the largest parts cut off: {who}."


def _driver_heading(part: PartExplained) -> str:
    way = way_from(part.used)
    heading = _DRIVERS.get(way.kind, "Weight")
    return f"{heading} ({way.argument})" if way.kind is MethodKind.CAPITATION and way.argument else heading


def _title(part: PartExplained, names: Mapping[str, str], *, is_blend: bool) -> str:
    used = _small(in_words(part.used, names))
    if not is_blend:
        return f"How it was split: {used}"
    return f"{plain(part.percent)}% of the line, {sterling(part.amount)}: {used}"


def _fallback(part: PartExplained, names: Mapping[str, str]) -> str:
    if part.fallback_reason is None:
        return ""
    asked, used = (_small(in_words(method, names)) for method in (part.asked, part.used))
    return (
        f"Fallback: it was to be split {asked}, which could not be done: {part.fallback_reason}. It was split {used} "
        "instead, the first method on the policy’s list that has figures for it."
    )


def _small(text: str) -> str:
    return text[:1].lower() + text[1:]


def _part_of(part: int, whole: int) -> Fraction | None:
    return Fraction(100 * part, whole) if whole else None
