"""All groups beside each other: the change of spending on each line by group, with what was answered."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any

from budgets.intentions.presented.own import NO_CATEGORY
from budgets.intentions.presented.wording import NOT_SAID, NOWHERE, Leads, count_answered
from budgets.intentions.rules.kinds import KIND_NAMES, AnswerKind, IntentionKind
from budgets.intentions.rules.overview import Overview, Said
from budgets.intentions.rules.sums import Sums, outcome_of, sums_of
from core.tables import Cell, Heading, Section, Table, columns, difference, signed_text, table, words


class Which(StrEnum):
    """Which lines the matrix holds."""

    ALL = "all"
    CHANGES = "changes"
    UNANSWERED = "unanswered"
    NOT_SAID = "not-said"


WHICH_NAMES: Mapping[Which, str] = {
    Which.ALL: "All lines",
    Which.CHANGES: "Changes",
    Which.UNANSWERED: "Not answered yet",
    Which.NOT_SAID: "Not said by all",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What a reader asks of the matrix. `sort`: blank for the order of the calculation, `line`, `net` or a group."""

    which: Which = Which.ALL
    text: str = ""
    sort: str = ""
    descending: bool = False

    @property
    def query(self) -> dict[str, Any]:
        """The question as the query of an address; what is as usual is left out."""
        asked = {
            "which": "" if self.which is Which.ALL else str(self.which),
            "text": self.text,
            "sort": self.sort,
            "descending": "yes" if self.descending else "",
        }
        return {key: value for key, value in asked.items() if value}

    def in_order_of(self, column: str) -> "Asked":
        """The same in the order of a column; a second time the other way."""
        if self.sort == column:
            return replace(self, descending=not self.descending)
        return replace(self, sort=column, descending=column != "line")


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """A line, or a new service, with what each group says of it."""

    key: str
    name: str
    category: str
    said: Mapping[str, Said]
    is_new: bool = False

    @property
    def net(self) -> int:
        """The change over all groups."""
        return sum(each.change for each in self.said.values())


def matrix_table(overview: Overview, asked: Asked | None = None, leads: Leads = NOWHERE) -> Table:
    """The matrix as asked; sums of investments and disinvestments by group at its foot."""
    wanted = asked or Asked()
    rows = [row for row in _rows(overview) if _is_asked_for(overview, row, wanted)]
    said = [each for row in rows for each in row.said.values()]
    return Table(
        name="intentions",
        caption=f"What the groups are willing to change in {overview.year}, £ a year by line and group",
        head=_head(overview, wanted, leads),
        sections=_sections(overview, rows, wanted, leads),
        foot=_foot(overview, said, len(rows)),
    )


def outcome_table(overview: Overview) -> Table:
    """What came of the intentions, in pounds by answer: investments, new services, disinvestments."""
    names = (
        (AnswerKind.CAN_DO, "Can do"),
        (AnswerKind.CAN_DO_FROM, "Can do from a later day"),
        (AnswerKind.CANNOT, "Cannot"),
    )
    kinds = (IntentionKind.INVEST, IntentionKind.NEW_SERVICE, IntentionKind.DISINVEST)
    found = [outcome_of([s for s in overview.said if s.kind is kind], overview.answers) for kind in kinds]
    rows = [[words(name), *(_plain(outcome.by_answer[answer]) for outcome in found)] for answer, name in names]
    rows.append([words("Not answered yet"), *(_plain(outcome.open) for outcome in found)])
    totals = [_plain(sum(outcome.by_answer.values()) + outcome.open) for outcome in found]
    return table(
        "outcome",
        "What the providers answer, £ a year",
        columns("Answer", "Invest £", "New services £", "Disinvest £"),
        rows,
        [[words("Total"), *totals]],
    )


def all_sums(overview: Overview) -> Sums:
    """What all providers together would lose or need to recruit."""
    return sums_of(overview.said, overview.answers)


def _rows(overview: Overview) -> list[Row]:
    said = overview.by_line()
    lines = [
        Row(
            key=line.code,
            name=line.name,
            category=line.category or NO_CATEGORY,
            said={each.group: each for each in said.get(line.code, ())},
        )
        for line in overview.lines
    ]
    return lines + [
        Row(key=str(each.id), name=each.name, category="New services", said={each.group: each}, is_new=True)
        for each in overview.new_services
    ]


def _is_asked_for(overview: Overview, row: Row, asked: Asked) -> bool:
    changes = [each for each in row.said.values() if each.kind is not IntentionKind.SAME]
    fits = {
        Which.ALL: True,
        Which.CHANGES: bool(changes),
        Which.UNANSWERED: any(not overview.answers_to(each) for each in changes),
        Which.NOT_SAID: not row.is_new and len(row.said) < len(overview.groups),
    }
    wanted = asked.text.strip().casefold()
    return fits[asked.which] and (not wanted or wanted in f"{row.key} {row.name}".casefold())


def _head(overview: Overview, asked: Asked, leads: Leads) -> list[Heading]:
    found = [("line", "Line", False)]
    found += [(code, name, True) for code, name in overview.groups.items()]
    found += [("net", "Net change £", True)]
    order = "descending" if asked.descending else "ascending"
    heads = [
        Heading(text=text, number=is_number, href=leads.sort(key), sort=order if asked.sort == key else "")
        for key, text, is_number in found
    ]
    return [*heads, Heading(text="Answers")]


def _sections(overview: Overview, rows: Sequence[Row], asked: Asked, leads: Leads) -> list[Section]:
    if asked.sort:
        ordered = sorted(rows, key=lambda row: _sort_value(row, asked.sort), reverse=asked.descending)
        return [Section(rows=[_cells(overview, row, leads) for row in ordered])]
    sections: dict[str, list[list[Cell]]] = {}
    for row in rows:
        sections.setdefault(row.category, []).append(_cells(overview, row, leads))
    blanks = [words("")] * (len(overview.groups) + 2)
    return [Section(head=[words(category), *blanks], rows=cells) for category, cells in sections.items()]


def _sort_value(row: Row, sort: str) -> tuple[int, str]:
    if sort == "line":
        return 0, row.name.casefold()
    if sort == "net":
        return row.net, row.name
    return (row.said[sort].change if sort in row.said else 0), row.name


def _cells(overview: Overview, row: Row, leads: Leads) -> list[Cell]:
    first = next(iter(row.said.values()), None)
    href = leads.intention(first.id) if row.is_new and first else leads.line(row.key)
    cells = [_group_cell(row.said.get(code), leads, is_new=row.is_new) for code in overview.groups]
    return [words(row.name, href=href), *cells, difference(row.net), count_answered([*row.said.values()], overview)]


def _group_cell(said: Said | None, leads: Leads, *, is_new: bool) -> Cell:
    if said is None:
        return Cell(text="" if is_new else NOT_SAID, number=True, look="app-nothing")
    href = leads.intention(said.id)
    if said.kind is IntentionKind.SAME:
        return Cell(text=KIND_NAMES[said.kind], pence=0, number=True, href=href)
    return difference(said.change, href=href)


def _foot(overview: Overview, said: Sequence[Said], rows: int) -> list[list[Cell]]:
    more = {code: sum(s.change for s in said if s.group == code and s.change > 0) for code in overview.groups}
    less = {code: sum(s.change for s in said if s.group == code and s.change < 0) for code in overview.groups}
    net = {code: more[code] + less[code] for code in overview.groups}
    lines = f"{rows} {'row' if rows == 1 else 'rows'}"
    return [
        [words(name), *(difference(by[code]) for code in overview.groups), difference(sum(by.values())), words("")]
        for name, by in (("Invest and new services", more), ("Disinvest", less), (f"Net change of {lines}", net))
    ]


def _plain(pence: int) -> Cell:
    return Cell(text=signed_text(pence).lstrip("+"), pence=pence, number=True, look="" if pence else "app-nothing")
