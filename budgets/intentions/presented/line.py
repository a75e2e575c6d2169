"""One line, or one intention: what every group says of it, and all that was ever said and answered."""

from collections.abc import Sequence

from budgets.intentions.presented.wording import (
    NOWHERE,
    Leads,
    answer_text,
    answers_cell,
    change_cell,
    said_cell,
)
from budgets.intentions.rules.kinds import IntentionKind
from budgets.intentions.rules.overview import Answered, LineFacts, Overview, Said
from budgets.intentions.rules.statements import said_in_words
from budgets.intentions.rules.sums import sums_of
from core.tables import Cell, Table, amount, columns, difference, table, words
from core.wording import upper_first

_VERBS = {
    IntentionKind.SAME: "the same on",
    IntentionKind.INVEST: "invest in",
    IntentionKind.DISINVEST: "disinvest from",
    IntentionKind.NEW_SERVICE: "a new service,",
}


def groups_table(overview: Overview, line: LineFacts, leads: Leads = NOWHERE) -> Table:
    """A row for each group: what it has in the line, what it says, what it would spend, what is answered."""
    said = {each.group: each for each in overview.said_on(line.code)}
    codes = [*overview.groups, *(code for code in said if code not in overview.groups)]
    rows = [_group_row(overview, line, code, said.get(code), leads) for code in codes]
    sums = sums_of(said.values(), overview.answers)
    gross = sum(line.gross.values())
    blanks = [words("")] * 3
    foot = [words("Total"), amount(gross), words(""), difference(sums.net), amount(gross + sums.net), *blanks]
    head = ("Group", f"In calculation {overview.calculation} £", "Says", "Change £", "Would be £")
    return table(
        "groups",
        f"What each group says of {line.name}, £ a year",
        columns(*head, "Reason", "Effect on activity", "Answer"),
        rows,
        [foot],
    )


def _group_row(overview: Overview, line: LineFacts, code: str, said: Said | None, leads: Leads) -> list[Cell]:
    gross = line.gross.get(code, 0)
    return [
        words(overview.groups.get(code, code)),
        amount(gross, look="" if gross else "app-nothing"),
        said_cell(said, href=leads.intention(said.id) if said else ""),
        change_cell(said),
        amount(gross + said.change if said else None),
        words(said.reason if said else ""),
        words(said.effect if said else ""),
        answers_cell(overview, said),
    ]


def facts_of(overview: Overview, said: Said) -> list[tuple[str, str]]:
    """What an intention says, as facts."""
    facts = [
        ("Group", overview.groups.get(said.group, said.group)),
        ("Line" if said.line else "New service", said.name),
        ("Says", upper_first(said_in_words(said.kind, said.amount, notice_months=said.notice_months))),
        ("What it is", said.description),
        ("Reason", said.reason),
        ("Effect on activity", said.effect or "Not said"),
        ("Worked out from", f"The offer “{said.offer}”" if said.offer else "No offer built from posts"),
        ("Said against", f"Calculation {said.calculation}"),
    ]
    return [(name, text) for name, text in facts if text]


def versions(said: Sequence[Said]) -> list[tuple[Said, str]]:
    """What was said one time after the other, each in words, newest first as given."""
    return [
        (each, upper_first(said_in_words(each.kind, each.amount, notice_months=each.notice_months))) for each in said
    ]


def answers_in_words(answers: Sequence[Answered]) -> list[tuple[Answered, str]]:
    """Answers, each in words."""
    return [(each, answer_text(each)) for each in answers]


def title_of(overview: Overview, said: Said) -> str:
    """What an intention is called: `WatCom: invest in Community nursing`."""
    return f"{overview.groups.get(said.group, said.group)}: {_VERBS[said.kind]} {said.name}"
