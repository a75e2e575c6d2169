"""What changed since the proposal before, as tables and sentences: by group, and by line and group, largest first."""

from collections.abc import Sequence

from budgets.agreement.rules.changes import CAUSE_NAMES, Changes
from budgets.method.attribution import NOT_DIVIDED, Attributed, Cause
from budgets.method.comparison import Change
from budgets.method.result import Calculation
from budgets.method.words import in_words
from budgets.rounds.presented.links import NO_LINKS, Links
from budgets.rounds.rules import POLICY_NAMES
from core.tables import Cell, Table, amount, columns, difference, percent, table, words
from core.wording import listed

NOT_DIVIDED_NAME = "Not divided (pooled or held)"
_ALONE = (Cause.INPUT, Cause.POLICY, Cause.METHOD)
_INPUT = frozenset({Cause.INPUT, Cause.INPUT_AND_POLICY, Cause.INPUT_AND_METHOD, Cause.ALL})
_POLICY = frozenset({Cause.POLICY, Cause.INPUT_AND_POLICY, Cause.POLICY_AND_METHOD, Cause.ALL})
_METHOD = frozenset({Cause.METHOD, Cause.INPUT_AND_METHOD, Cause.POLICY_AND_METHOD, Cause.ALL})
_MOST_NAMED = 3


def what_was_done(changes: Changes) -> str:
    """What was done differently, in a sentence."""
    parts = []
    if changes.inputs[0] != changes.inputs[1]:
        parts.append(f"inputs {changes.inputs[1]} instead of inputs {changes.inputs[0]}")
    parts.extend(_settings(changes))
    if other := _other_methods(changes):
        parts.append(f"the method of {other} line{'' if other == 1 else 's'}")
    if not parts:
        return "Nothing was done differently."
    return f"What was done differently: {listed(parts)}."


def how_it_is_told(changes: Changes) -> str:
    """How the causes are told apart, in a sentence; and which could not be, and why."""
    told = (
        "Worked out step by step: first the new inputs with the old policy and methods, then the new policy, then the "
        "new methods. The parts add up to each difference, to the penny."
    )
    together = [CAUSE_NAMES[cause].lower() for cause in changes.causes if cause not in _ALONE]
    if not together:
        return told
    return (
        f"{told} {listed(together).capitalize()} could not be told apart: the budget cannot be worked out with only "
        "one of them changed."
    )


def groups_table(changes: Changes, after: Calculation, links: Links = NO_LINKS) -> Table:
    """Each group's gross before and after, and what each cause moved; then what is not divided, and the total."""
    causes = changes.causes
    now = {code: totals.gross for code, totals in after.totals.by_group.items()}
    now[NOT_DIVIDED] = after.totals.pooled + after.totals.growth_reserve
    codes = list(dict.fromkeys([*(group.code for group in after.groups), *changes.groups, NOT_DIVIDED]))
    rows = {code: [row for row in changes.rows if row.group == code] for code in codes}
    return table(
        name="changes-by-group",
        caption=f"What changed since proposal {changes.since}, by group",
        head=columns("Group", "Before £", "After £", "Difference £", "Difference %", *_causes(causes)),
        rows=[
            _group_row(_name(changes, code), rows[code], now.get(code, 0), causes, href=links.group(code))
            for code in codes
            if code or rows[code]
        ],
        foot=[_group_row("The total", list(changes.rows), after.totals.total, causes)],
    )


def rows_table(changes: Changes, group: str | None = None, links: Links = NO_LINKS) -> Table:
    """Every line and group whose amount differs, largest first; on demand of one group only."""
    causes = changes.causes
    shown = [row for row in changes.rows if group is None or row.group == group]
    shown.sort(key=lambda row: (-abs(row.difference), row.line, row.group))
    return table(
        name="changes",
        caption=f"What changed since proposal {changes.since}, by line and group",
        head=columns("Line", "Group", "Before £", "After £", "Difference £", *_causes(causes), "Why"),
        rows=[_row(changes, row, causes, links) for row in shown],
        foot=[
            [
                words("Total of these changes"),
                words(""),
                amount(sum(row.before for row in shown)),
                amount(sum(row.after for row in shown)),
                difference(sum(row.difference for row in shown)),
                *_parts(shown, causes),
                words(""),
            ]
        ],
    )


def _row(changes: Changes, row: Attributed, causes: Sequence[Cause], links: Links) -> list[Cell]:
    href = links.line(row.line) if row.method_after is not None else ""
    return [
        words(row.name, href=href),
        words(_name(changes, row.group)),
        amount(row.before),
        amount(row.after),
        difference(row.difference),
        *_parts([row], causes),
        words(why(changes, row)),
    ]


def why(changes: Changes, row: Attributed) -> str:
    """Why an amount differs, in words: the inputs, the rules of the policy and the methods that moved it."""
    told = [_told(changes, row, cause) for cause in changes.causes if cause in row.parts]
    if row.method_before is None:
        told.append("A new line.")
    if row.method_after is None:
        told.append("No longer a line.")
    return " ".join(told)


def _told(changes: Changes, row: Attributed, cause: Cause) -> str:
    told = []
    if cause in _INPUT:
        told.append(f"set {changes.inputs[1]} instead of set {changes.inputs[0]}")
    if cause in _POLICY:
        told.append(listed(_settings(changes)))
    if cause in _METHOD:
        told.append(_methods(changes, row))
    return f"{CAUSE_NAMES[cause]}: {'; '.join(told)}."


def _methods(changes: Changes, row: Attributed) -> str:
    before, after = (
        _lower_first(in_words(m, changes.groups)) if m else "" for m in (row.method_before, row.method_after)
    )
    if not before or not after:
        return after or before
    if before == after:
        return "other lines are split by another method, which moves this one"
    return f"{before} before, {after} now"


def _settings(changes: Changes) -> list[str]:
    if len(changes.settings) > _MOST_NAMED:
        return [f"{len(changes.settings)} rules of the policy"]
    return [_lower_first(POLICY_NAMES.get(setting.key, setting.key)) for setting in changes.settings]


def _other_methods(changes: Changes) -> int:
    both = {row.line: row for row in changes.rows if row.method_before is not None and row.method_after is not None}
    return sum(row.method_before != row.method_after for row in both.values())


def _group_row(
    name: str, rows: Sequence[Attributed], after: int, causes: Sequence[Cause], href: str = ""
) -> list[Cell]:
    change = Change(after - sum(row.difference for row in rows), after)
    return [
        words(name, href=href),
        amount(change.before),
        amount(change.after),
        difference(change.difference),
        percent(change.percent, is_signed=True),
        *_parts(rows, causes),
    ]


def _parts(rows: Sequence[Attributed], causes: Sequence[Cause]) -> list[Cell]:
    return [difference(sum(row.parts.get(cause, 0) for row in rows)) for cause in causes]


def _causes(causes: Sequence[Cause]) -> list[str]:
    return [f"{CAUSE_NAMES[cause]} £" for cause in causes]


def _name(changes: Changes, group: str) -> str:
    return changes.groups.get(group, group) if group else NOT_DIVIDED_NAME


def _lower_first(text: str) -> str:
    return text[:1].lower() + text[1:]
