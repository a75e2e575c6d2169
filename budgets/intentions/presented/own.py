"""A group's own lines: what the calculation gives, what is said, what would be spent, what the provider answers."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from budgets.intentions.presented.wording import NOWHERE, Leads, answers_cell, change_cell, said_cell
from budgets.intentions.rules.kinds import IntentionKind
from budgets.intentions.rules.overview import LineFacts, Overview, Said
from budgets.rounds.presented.overview import KeyFigure
from core.tables import Cell, Section, Table, amount, columns, difference, words
from core.wording import sterling

NO_CATEGORY = "No category"


class Show(StrEnum):
    """Which of its lines a group looks at."""

    ALL = "all"
    NOT_SAID = "not-said"
    CHANGES = "changes"


SHOW_NAMES: Mapping[Show, str] = {
    Show.ALL: "All lines",
    Show.NOT_SAID: "Not said yet",
    Show.CHANGES: "Changes",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnLines:
    """A group's table with how many lines there are, how many were spoken to, and how many each view holds."""

    table: Table
    new_services: Table | None
    lines: int
    said: int
    counts: Mapping[Show, int]


def own_lines(overview: Overview, group: str, *, show: Show = Show.ALL, leads: Leads = NOWHERE) -> OwnLines:
    """The lines of a group under their categories, with a column to speak where the reader may."""
    said = overview.said_by(group)
    views = {each: [line for line in overview.lines if _is_in(each, line, said)] for each in Show}
    asked = [each for each in overview.new_services if each.group == group]
    may_speak = bool(leads.speak("x"))
    return OwnLines(
        table=_table(overview, group, views[show], said, leads, may_speak=may_speak),
        new_services=_new_services(overview, asked, leads, may_speak=may_speak) if asked else None,
        lines=len(overview.open_lines),
        said=sum(line.code in said for line in overview.open_lines),
        counts={each: len(lines) for each, lines in views.items()},
    )


def own_figures(overview: Overview, group: str) -> list[KeyFigure]:
    """What a group would spend more and less, and on how many lines it still has to speak."""
    own = [each for each in overview.said if each.group == group]
    more = sum(each.change for each in own if each.change > 0)
    less = -sum(each.change for each in own if each.change < 0)
    spoken = overview.said_by(group)
    left = sum(line.code not in spoken for line in overview.open_lines)
    return [
        KeyFigure(label="you would spend more", value=sterling(more), note="investments and new services, in a year"),
        KeyFigure(label="you would spend less", value=sterling(less), note="disinvestments, in a year"),
        KeyFigure(label="net change", value=sterling(more - less), note=f"against calculation {overview.calculation}"),
        KeyFigure(
            label="lines not said yet",
            value=str(left),
            note=f"of {len(overview.open_lines)}; saying nothing is not saying “the same”",
        ),
    ]


def _is_in(show: Show, line: LineFacts, said: Mapping[str, Said]) -> bool:
    own = said.get(line.code)
    if line.is_gone:
        return own is not None and show is not Show.NOT_SAID
    if show is Show.NOT_SAID:
        return own is None
    return show is Show.ALL or (own is not None and own.kind is not IntentionKind.SAME)


def _table(
    overview: Overview,
    group: str,
    lines: Sequence[LineFacts],
    said: Mapping[str, Said],
    leads: Leads,
    *,
    may_speak: bool,
) -> Table:
    head = ["Line", f"In calculation {overview.calculation} £", "What you say", "Change £", "Would be £"]
    sections: dict[str, list[list[Cell]]] = {}
    for line in lines:
        row = _row(overview, group, line, said.get(line.code), leads, may_speak=may_speak)
        sections.setdefault(line.category or NO_CATEGORY, []).append(row)
    width = len(head) + 1 + may_speak
    blanks = [words("")] * (width - 1)
    return Table(
        name="own-lines",
        caption=f"What {overview.groups.get(group, group)} is willing to spend in {overview.year}, £",
        head=columns(*head, "The provider’s answer", *(["To do"] if may_speak else [])),
        sections=[Section(head=[words(category), *blanks], rows=rows) for category, rows in sections.items()],
        foot=[_foot(group, lines, said, may_speak=may_speak)],
    )


def _row(
    overview: Overview, group: str, line: LineFacts, said: Said | None, leads: Leads, *, may_speak: bool
) -> list[Cell]:
    gross = line.gross.get(group, 0)
    seen = leads.intention(said.id) if said else ""
    cells = [
        words(line.name, href=leads.line(line.code), note=_note(overview, line, said, gross)),
        amount(gross, look="" if gross else "app-nothing"),
        said_cell(said, href=seen),
        change_cell(said),
        amount(gross + said.change if said else None),
        answers_cell(overview, said),
    ]
    if may_speak:
        cells.append(words("") if line.is_gone else _to_do(line, said, leads))
    return cells


def _to_do(line: LineFacts, said: Said | None, leads: Leads) -> Cell:
    text = "Say what you will spend" if said is None else "Change what you say"
    return words(text, href=leads.speak(line.code), look="app-one-line", about=f"of {line.name}")


def _to_do_again(said: Said, leads: Leads) -> Cell:
    return words("Change what you say", href=leads.speak_again(said.id), look="app-one-line", about=f"of {said.name}")


def _note(overview: Overview, line: LineFacts, said: Said | None, gross: int) -> str:
    notes = ["Held for all groups, not split"] if line.is_pooled else []
    if line.is_gone:
        notes.append(f"Calculation {overview.calculation} has this line no more")
    if said is not None and said.calculation != overview.calculation:
        notes.append(f"Said against calculation {said.calculation}")
    if said is not None and said.change < -gross and not line.is_gone:
        notes.append(f"More than the {sterling(gross)} you have in the line now: say it anew")
    if said is not None and said.offer_cost is not None and said.offer_cost != said.amount:
        notes.append(f"The offer it rests on costs {sterling(said.offer_cost)} now")
    return ". ".join(notes)


def _foot(group: str, lines: Sequence[LineFacts], said: Mapping[str, Said], *, may_speak: bool) -> list[Cell]:
    gross = sum(line.gross.get(group, 0) for line in lines)
    change = sum(said[line.code].change for line in lines if line.code in said)
    spoken = sum(line.code in said for line in lines)
    return [
        words(f"Total of {len(lines)} {'line' if len(lines) == 1 else 'lines'}"),
        amount(gross),
        words(f"{spoken} said"),
        difference(change),
        amount(gross + change),
        *([words("")] * (1 + may_speak)),
    ]


def _new_services(overview: Overview, asked: Sequence[Said], leads: Leads, *, may_speak: bool) -> Table:
    rows = [
        [
            words(each.name, href=leads.intention(each.id), note=each.description),
            difference(each.change),
            words(each.reason),
            answers_cell(overview, each),
            *([_to_do_again(each, leads)] if may_speak else []),
        ]
        for each in asked
    ]
    head = ("New service", "A year £", "Reason", "The provider’s answer", *(["To do"] if may_speak else []))
    blanks = [words("")] * (len(head) - 2)
    return Table(
        name="new-services",
        caption="New services you are willing to pay for, £ a year",
        head=columns(*head),
        sections=[Section(rows=rows)],
        foot=[[words("Total"), difference(sum(each.change for each in asked)), *blanks]],
    )
