"""A group's statement and a practice's page: what each line gives them, and how it is shared on."""

from collections.abc import Mapping, Sequence
from fractions import Fraction

from budgets.method.comparison import practice_totals
from budgets.method.result import Calculation, GroupTotals, Line
from budgets.method.words import in_words
from budgets.rounds.presented.links import NO_LINKS, Links
from budgets.rounds.presented.overview import KeyFigure
from core.money import rounded
from core.tables import Cell, Table, amount, columns, number, percent, table, words
from core.wording import percentage, sterling


def statement_figures(calculation: Calculation, code: str, links: Links = NO_LINKS) -> list[KeyFigure]:
    """What the group has, what changed, and how far it stands from its fair share."""
    totals = calculation.totals.by_group[code]
    return [
        KeyFigure(label="gross budget", value=sterling(totals.gross), note=_per_head(totals), href="#lines"),
        KeyFigure(
            label="net budget",
            value=sterling(totals.net),
            note=f"{sterling(totals.reserve)} of risk reserve" if totals.reserve else "no risk reserve",
            href="#bridge",
        ),
        KeyFigure(label="change from last year", value=_change(totals), note=_last_year(totals), href=links.last_year),
        KeyFigure(
            label="distance from fair share",
            value="not defined" if totals.distance_percent is None else _signed(totals.distance_percent),
            note=f"fair share by capitation: {sterling(totals.fair_share)}",
            href=links.matrix("fair-share"),
        ),
    ]


def statements_table(calculation: Calculation, codes: Sequence[str], links: Links) -> Table:
    """The groups of these codes with what they have, each leading to its statement."""
    totals = calculation.totals.by_group
    return table(
        "statements",
        "Statements",
        columns("Group", "Gross £", "Net £", "Change %", "Distance from fair share %", "#Practices"),
        [
            [
                words(group.name, href=links.group(group.code)),
                amount(totals[group.code].gross, href=links.group(group.code)),
                amount(totals[group.code].net, href=links.bridge(group.code)),
                percent(totals[group.code].change_percent, is_signed=True),
                percent(totals[group.code].distance_percent, is_signed=True),
                number(list(calculation.practice_groups.values()).count(group.code)),
            ]
            for group in calculation.groups
            if group.code in codes
        ],
    )


def lines_table(calculation: Calculation, code: str, links: Links) -> Table:
    """What each line gives the group: method, the line's total, the group's share, gross, reserve, net, fair share."""
    names = {group.code: group.name for group in calculation.groups}
    totals = calculation.totals.by_group[code]
    return table(
        name="lines",
        caption="Lines",
        head=columns("Line", "Method used", "Line total £", "Share %", "Gross £", "Reserve £", "Net £", "Fair share £"),
        rows=[_line_row(line, code, names, links) for line in calculation.lines],
        foot=[
            [
                words("Total"),
                words(""),
                amount(calculation.totals.total),
                words(""),
                amount(totals.gross),
                amount(totals.reserve),
                amount(totals.net),
                amount(totals.fair_share),
            ]
        ],
    )


def practices_table(calculation: Calculation, code: str, names: Mapping[str, str], links: Links) -> Table:
    """The group's gross budget by practice, with what stays at group level. `names`: of practices, where known."""
    totals = practice_totals(calculation)
    gross = calculation.totals.by_group[code].gross
    members = [practice for practice, group in calculation.practice_groups.items() if group == code]
    kept = sum(line.not_placed[code] for line in calculation.lines)
    rows = [
        [
            words(names.get(practice, practice), href=links.practice(practice)),
            words(practice),
            amount(totals[practice], href=links.practice(practice)),
            _part_of(totals[practice], gross),
        ]
        for practice in members
    ]
    if kept:
        rows.append([words("Not placed with a practice"), words(""), amount(kept), _part_of(kept, gross)])
    return table(
        name="practices",
        caption="Practices",
        head=columns("Practice", "Code", "Gross £", "Part of the group %"),
        rows=rows,
        foot=[[words("Group"), words(""), amount(gross), _part_of(gross, gross)]],
    )


def practice_lines_table(calculation: Calculation, practice: str, links: Links) -> Table:
    """One practice's part of every line, beside what its group has."""
    code = calculation.practice_groups[practice]
    names = {group.code: group.name for group in calculation.groups}
    rows = [
        [
            words(line.name, href=links.line(line.code)),
            words(in_words(line.method_used, names)),
            amount(line.gross[code], href=links.line(line.code)),
            amount(line.practices.get(practice, 0), href=links.line(line.code)),
            _part_of(line.practices.get(practice, 0), line.gross[code]),
        ]
        for line in calculation.lines
        if line.gross[code] or line.practices.get(practice)
    ]
    gross, total = calculation.totals.by_group[code].gross, practice_totals(calculation)[practice]
    return table(
        name="lines",
        caption="Lines of the practice",
        head=columns("Line", "Method used", "Group gross £", "Practice gross £", "Part of the group %"),
        rows=rows,
        foot=[[words("Total"), words(""), amount(gross), amount(total), _part_of(total, gross)]],
    )


def _line_row(line: Line, code: str, names: Mapping[str, str], links: Links) -> list[Cell]:
    href = links.line(line.code)
    note = "" if line.fallback_reason is None else f"Fallback: {line.fallback_reason}"
    return [
        words(line.name, href=href),
        words(in_words(line.method_used, names), note=note, look="app-fell-back" if note else ""),
        amount(line.total, href=href, note=_kept(line)),
        percent(line.share[code] if line.share else None, 2),
        amount(line.gross[code], href=href, look="app-strong"),
        amount(line.reserve[code], href=href),
        amount(line.net[code], href=href),
        amount(line.fair_share[code], href=href),
    ]


def _kept(line: Line) -> str:
    return "pooled for all groups" if line.pooled else "growth held" if line.unsplit else ""


def _part_of(part: int, whole: int) -> Cell:
    return percent(Fraction(100 * part, whole) if whole else None, 2)


def _per_head(totals: GroupTotals) -> str:
    if totals.per_head is None:
        return "no registered population"
    return f"{sterling(rounded(totals.per_head))} per head of registered population"


def _change(totals: GroupTotals) -> str:
    amount_of_change = f"{'+' if totals.change > 0 else ''}{sterling(totals.change)}"
    return amount_of_change.replace("-", "\u2212") if totals.prior_year else "no last year"


def _last_year(totals: GroupTotals) -> str:
    if totals.change_percent is None:
        return "nothing to compare with"
    return f"{_signed(totals.change_percent)} on {sterling(totals.prior_year)} last year"


def _signed(exact: Fraction) -> str:
    return f"{'+' if exact > 0 else ''}{percentage(exact)}".replace("-", "\u2212")
