"""Two calculations side by side: by group and by line, before, after, difference, percent, largest first."""

from collections.abc import Sequence

from budgets.method.comparison import Change, Comparison, GroupChange, LineChange, Setting, losers, winners
from budgets.method.words import in_words
from budgets.rounds.presented.links import NO_LINKS, Links
from core.tables import Cell, Table, amount, columns, difference, percent, table, words
from core.wording import listed, sterling

_CHANGE = ("Before £", "After £", "Difference £", "Difference %")
_SETTINGS = {
    "year": "Year",
    "capitation.date": "Capitation date",
    "capitation.population": "Population column",
    "activity.from": "First month of activity counted",
    "activity.to": "Last month of activity counted",
    "activity.minimum_months": "Months of activity needed",
    "activity.fallback": "Fallback methods",
    "uplift.percent": "Uplift, net %",
    "uplift.gross_percent": "Gross inflation %",
    "uplift.efficiency_percent": "Efficiency requirement %",
    "returned_money.amount": "Returned money £",
    "returned_money.basis": "Basis of returned money",
    "growth.amount": "Growth £",
    "growth.uncommitted": "Growth not committed",
    "risk_reserve.percent": "Risk reserve %",
    "risk_reserve.held_by": "Risk reserve held by",
    "pace_of_change.rule": "Pace of change, rule",
    "pace_of_change.minimum_percent": "Pace of change, lowest %",
    "pace_of_change.maximum_percent": "Pace of change, highest %",
    "pace_of_change.floor_percent": "Pace of change, floor %",
}


def groups_table(comparison: Comparison, before: Links = NO_LINKS, after: Links = NO_LINKS) -> Table:
    """Each group's gross and net, largest difference first. `before`, `after`: where the figures of each lead."""
    ordered = sorted(comparison.groups, key=lambda c: (-abs(c.gross.difference), c.code))
    rows = [
        [
            words(c.name, href=after.group(c.code)),
            *_change(c.gross.before, c.gross.after, _of_group(before, c.code), _of_group(after, c.code)),
            difference(c.net.difference, href=after.bridge(c.code)),
        ]
        for c in ordered
    ]
    was, now = (sum(getattr(c.gross, when) for c in ordered) for when in ("before", "after"))
    net = sum(c.net.difference for c in ordered)
    return table(
        name="groups",
        caption="Gross budgets by group",
        head=columns("Group", *_CHANGE, "Difference in net £"),
        rows=rows,
        foot=[
            [words("All groups"), *_change(was, now, before.matrix("gross"), after.matrix("gross")), difference(net)]
        ],
    )


def lines_table(comparison: Comparison, links: Links, before: Links = NO_LINKS) -> Table:
    """The lines that differ, with each group's difference, most money moved first."""
    names = {group.code: group.name for group in comparison.groups}
    changed = sorted((c for c in comparison.lines if c.is_changed), key=lambda c: (-c.moved, c.code))
    return table(
        name="lines",
        caption="Differences by line and group",
        head=columns(
            "Line", "Method used", "Before £", "After £", "Difference £", *(f"{name} £" for name in names.values())
        ),
        rows=[
            [
                words(c.name, href=_line(c, before, links)),
                _methods(c, names),
                amount(c.total.before, href="" if c.method_before is None else before.line(c.code)),
                amount(c.total.after, href="" if c.method_after is None else links.line(c.code)),
                difference(c.total.difference),
                *(difference(c.by_group[code].difference, href=_line(c, before, links)) for code in names),
            ]
            for c in changed
        ],
        foot=[
            [
                words("Total of the lines that differ"),
                words(""),
                amount(sum(c.total.before for c in changed)),
                amount(sum(c.total.after for c in changed)),
                difference(sum(c.total.difference for c in changed)),
                *(difference(sum(c.by_group[code].difference for c in changed)) for code in names),
            ]
        ],
    )


def practices_table(
    comparison: Comparison, groups: Sequence[str], before: Links = NO_LINKS, after: Links = NO_LINKS
) -> Table:
    """Each practice of these groups whose gross budget differs, largest difference first."""
    names = {group.code: group.name for group in comparison.groups}
    changed = [c for c in comparison.practices if c.gross.difference and c.group in groups]
    return table(
        name="practices",
        caption="Differences by practice",
        head=columns("Practice", "Group", *_CHANGE),
        rows=[
            [
                words(c.code, href=after.practice(c.code) or before.practice(c.code)),
                words(names[c.group]),
                *_change(c.gross.before, c.gross.after, before.practice(c.code), after.practice(c.code)),
            ]
            for c in sorted(changed, key=lambda c: (-abs(c.gross.difference), c.code))
        ],
    )


def settings_table(settings: Sequence[Setting]) -> Table:
    """The rules of the policy that differ."""
    return table(
        name="settings",
        caption="Policy that differs",
        head=columns("Rule", "Before", "After"),
        rows=[
            [words(_SETTINGS.get(s.key, s.key)), words(s.before or "not set"), words(s.after or "not set")]
            for s in settings
        ],
    )


def methods_table(comparison: Comparison, links: Links) -> Table:
    """The lines that are split by another method."""
    names = {group.code: group.name for group in comparison.groups}
    return table(
        name="methods",
        caption="Methods that differ",
        head=columns("Line", "Method used before", "Method used after"),
        rows=[
            [
                words(c.name, href=links.line(c.code)),
                words(in_words(c.method_before or "", names)),
                words(in_words(c.method_after or "", names)),
            ]
            for c in comparison.other_methods
        ],
    )


def winners_in_words(comparison: Comparison) -> list[str]:
    """Who gains, largest first, each as a sentence's part: `DacCom +£1.50 (+3.0%)`."""
    return [_gain(c) for c in winners(comparison.groups)]


def losers_in_words(comparison: Comparison) -> list[str]:
    """Who loses, largest first."""
    return [_gain(c) for c in losers(comparison.groups)]


def what_differs(comparison: Comparison, settings: Sequence[Setting], inputs: tuple[int, int]) -> str:
    """What was done differently, in a sentence."""
    parts = []
    if inputs[0] != inputs[1]:
        parts.append(f"the inputs (set {inputs[0]} before, set {inputs[1]} after)")
    if settings:
        parts.append(_counted(len(settings), "rule of the policy", "rules of the policy"))
    if comparison.other_methods:
        count = len(comparison.other_methods)
        parts.append(f"the method of {_counted(count, 'line', 'lines')}")
    if not parts:
        return "Nothing differs in how the two were made: same inputs, same policy, same methods."
    return f"What differs in how they were made: {listed(parts)}."


def _gain(change: GroupChange) -> str:
    gross = change.gross
    signed = f"{'+' if gross.difference > 0 else ''}{sterling(gross.difference)}".replace("-", "\u2212")
    if gross.percent is None:
        return f"{change.name} {signed}"
    return f"{change.name} {signed} ({percent(gross.percent, is_signed=True).text}%)"


def _of_group(links: Links, code: str) -> str:
    return links.group(code) or links.bridge(code)


def _line(change: LineChange, before: Links, after: Links) -> str:
    return before.line(change.code) if change.method_after is None else after.line(change.code)


def _change(before: int, after: int, opens_before: str = "", opens_after: str = "") -> list[Cell]:
    change = Change(before, after)
    return [
        amount(before, href=opens_before),
        amount(after, href=opens_after),
        difference(change.difference),
        percent(change.percent, is_signed=True),
    ]


def _methods(change: LineChange, names: dict[str, str]) -> Cell:
    if change.method_after is None:
        return words("", note="only in the earlier one")
    after = in_words(change.method_after, names)
    if change.method_before is None:
        return words(after, note="only in the later one")
    if change.method_before == change.method_after:
        return words(after)
    return words(after, note=f"before: {in_words(change.method_before, names)}", look="app-changed")


def _counted(count: int, one: str, many: str) -> str:
    return f"{count} {one if count == 1 else many}"
