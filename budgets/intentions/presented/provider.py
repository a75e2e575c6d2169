"""What a provider sees: the answers due, and for each line it provides the sum of all changes against its cost."""

from collections.abc import Sequence
from fractions import Fraction

from budgets.intentions.presented.wording import (
    NOWHERE,
    Leads,
    own_answer_cell,
    posts_cell,
    said_cell,
)
from budgets.intentions.rules.establishment import wte_text
from budgets.intentions.rules.kinds import IntentionKind
from budgets.intentions.rules.overview import Answered, LineFacts, Overview, Said
from budgets.intentions.rules.sums import Sums, cost_for, posts_of, sums_of
from budgets.rounds.presented.overview import KeyFigure
from core.tables import Cell, Table, amount, columns, difference, percent, table, words
from core.wording import sterling


def provider_sums(overview: Overview, provider_id: int) -> Sums:
    """What a provider would lose or need to recruit over all its lines and the new services it may be asked for."""
    return sums_of(overview.concerning(provider_id), overview.answers, provider_id=provider_id)


def sums_figures(sums: Sums) -> list[KeyFigure]:
    """Sums as figures set large."""
    unknown = f"; for {sums.unknown} nobody gave posts" if sums.unknown else ""
    return [
        KeyFigure(
            label="would come in", value=sterling(sums.gained), note=f"of it {sterling(sums.new)} for new services"
        ),
        KeyFigure(label="would be lost", value=sterling(sums.disinvest), note="disinvestments, in a year"),
        KeyFigure(label="net change", value=sterling(sums.net), note="in a year"),
        KeyFigure(
            label="WTE to recruit, and to lose",
            value=f"{wte_text(sums.recruit)} / {wte_text(sums.lose)}",
            note=f"as answered, else as in the offers{unknown}",
        ),
    ]


def due_table(overview: Overview, provider_id: int, leads: Leads = NOWHERE) -> Table:
    """The intentions a provider still has to answer."""
    said = overview.due_from(provider_id)
    return _intentions_table(
        "Answers due: what the groups say", overview, said, provider_id=provider_id, leads=leads, is_due=True
    )


def answered_table(overview: Overview, provider_id: int, leads: Leads = NOWHERE) -> Table:
    """The intentions a provider answered, and those that need no answer or have one from somebody else."""
    due = {each.id for each in overview.due_from(provider_id)}
    rest = [each for each in overview.concerning(provider_id) if each.id not in due]
    rest = [each for each in rest if each.kind is not IntentionKind.SAME or overview.answers_to(each)]
    return _intentions_table("What you answered", overview, rest, provider_id=provider_id, leads=leads, is_due=False)


def lines_table(overview: Overview, provider_id: int, leads: Leads = NOWHERE) -> Table:
    """Each line a provider provides: its cost, the sums of what the groups say, the answers it gave."""
    provided = set(overview.provided.lines_of(provider_id))
    lines = [line for line in overview.lines if line.code in provided]
    by_line = overview.by_line()
    said = {line.code: _concerning(overview, provider_id, by_line.get(line.code, ())) for line in lines}
    rows = [_line_row(overview, provider_id, line, said[line.code], leads) for line in lines]
    new = [each for each in overview.concerning(provider_id) if not each.line]
    if new:
        rows.append(_new_row(overview, provider_id, new))
    every = [each for code in said for each in said[code]] + new
    cost = sum(cost_for(overview, line, provider_id) for line in lines)
    head = ("Line", "Cost £", "Invest £", "Disinvest £", "Net change £", "Net change %", "Would be £")
    return table(
        "lines",
        f"Your lines in {overview.year}: what the groups would change, against cost, £ a year",
        columns(*head, "#WTE to recruit", "#WTE to lose", "Said by"),
        rows,
        [_sums_row("Total", cost, sums_of(every, overview.answers, provider_id=provider_id), "")],
    )


def _concerning(overview: Overview, provider_id: int, said: Sequence[Said]) -> list[Said]:
    return [each for each in said if provider_id in overview.provided.of(each.line, each.group)]


def _line_row(overview: Overview, provider_id: int, line: LineFacts, said: Sequence[Said], leads: Leads) -> list[Cell]:
    groups = overview.provided.groups_of(provider_id, line.code)
    spoken = f"{len(said)} of {len(groups)} {'group' if len(groups) == 1 else 'groups'}"
    sums = sums_of(said, overview.answers, provider_id=provider_id)
    partly = "" if set(overview.groups) <= set(groups) else _partly(overview, groups)
    row = _sums_row(line.name, cost_for(overview, line, provider_id), sums, spoken)
    return [words(line.name, href=leads.line(line.code), note=partly), *row[1:]]


def _partly(overview: Overview, groups: Sequence[str]) -> str:
    return f"For {', '.join(overview.groups[group] for group in groups if group in overview.groups)} only"


def _new_row(overview: Overview, provider_id: int, new: Sequence[Said]) -> list[Cell]:
    row = _sums_row(
        "New services", None, sums_of(new, overview.answers, provider_id=provider_id), f"{len(new)} asked for"
    )
    return [words("New services", note="Any provider concerned may answer"), *row[1:]]


def _sums_row(name: str, cost: int | None, sums: Sums, said_by: str) -> list[Cell]:
    share = Fraction(100 * sums.net, cost) if cost else None
    return [
        words(name),
        amount(cost),
        difference(sums.gained),
        difference(-sums.disinvest),
        difference(sums.net),
        percent(share, is_signed=True),
        amount((cost or 0) + sums.net),
        posts_cell(sums.recruit),
        posts_cell(sums.lose),
        words(said_by),
    ]


def _intentions_table(
    caption: str, overview: Overview, said: Sequence[Said], *, provider_id: int, leads: Leads, is_due: bool
) -> Table:
    may_answer = any(leads.answer(each.id) for each in said)
    rows = [_said_row(overview, each, provider_id, leads, is_due=is_due, may_answer=may_answer) for each in said]
    head = ["Line", "Group", "Says", "Change £", "Reason", "Effect on activity"]
    head += [] if is_due else ["Your answer", "#WTE"]
    head += ["To do"] if may_answer else []
    blanks = [words("")] * (len(head) - 4)
    total = difference(sum(each.change for each in said))
    foot = [[words(f"Net of {len(said)}"), words(""), words(""), total, *blanks]] if said else []
    return table("due" if is_due else "answered", f"{caption}, £ a year", columns(*head), rows, foot)


def _said_row(
    overview: Overview, said: Said, provider_id: int, leads: Leads, *, is_due: bool, may_answer: bool
) -> list[Cell]:
    answer = _own(overview, said, provider_id)
    cells = [
        words(said.name, href=leads.intention(said.id), note="New service" if not said.line else ""),
        words(overview.groups.get(said.group, said.group)),
        said_cell(said),
        difference(said.change),
        words(said.reason, note=said.description),
        words(said.effect or "Not said", look="" if said.effect else "app-nothing"),
    ]
    if not is_due:
        cells += [own_answer_cell(answer), posts_cell(posts_of(said, [answer] if answer else []))]
    if may_answer:
        cells.append(
            words("Answer" if answer is None else "Change the answer", href=leads.answer(said.id), look="app-one-line")
        )
    return cells


def _own(overview: Overview, said: Said, provider_id: int) -> Answered | None:
    return next((each for each in overview.answers_to(said) if each.provider_id == provider_id), None)
