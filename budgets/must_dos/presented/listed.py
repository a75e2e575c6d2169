"""Must-dos as a table: those the newest inputs hold and those proposed here, under where they stand."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from budgets.method.result import Calculation, LineKind
from budgets.method.words import in_words
from budgets.method.workbook import Mandate, Workbook
from budgets.must_dos.models import ProposedMustDo
from budgets.must_dos.rules.proposals import MANDATE_NAMES, STATE_NAMES, State
from budgets.rounds.presented.links import Links
from core.clock import in_london
from core.components import day
from core.money import as_pence
from core.tables import Cell, Heading, Section, Table, amount, columns, table, words

IN_INPUTS = "in_inputs"
STANDINGS: Mapping[str, str] = {
    IN_INPUTS: "In the inputs",
    State.APPROVED: "Approved, not in the inputs yet",
    State.PROPOSED: "Proposed",
    State.DECLINED: "Declined",
    State.WITHDRAWN: "Withdrawn",
}
COUNTED = (IN_INPUTS, State.APPROVED, State.PROPOSED)
_SORTS = ("name", "mandate", "amount")


@dataclass(frozen=True, slots=True, kw_only=True)
class Listed:
    """A must-do as it is listed: of the inputs, of the round, or both (then `own` is its record)."""

    code: str
    name: str
    mandate: Mandate | None
    amount: int
    method: str
    standing: str
    inputs_number: int
    own: ProposedMustDo | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What a reader asks of the list. `standing` and `mandate` blank: all; `sort` blank: as they came."""

    standing: str = ""
    mandate: str = ""
    sort: str = ""
    descending: bool = False

    @property
    def query(self) -> dict[str, Any]:
        """The question as the query of an address; what is as usual is left out."""
        asked = {
            "state": self.standing,
            "mandate": self.mandate,
            "sort": self.sort,
            "descending": "yes" if self.descending else "",
        }
        return {key: value for key, value in asked.items() if value}

    @property
    def is_filtered(self) -> bool:
        """Whether must-dos may be left out."""
        return bool(self.standing or self.mandate)

    def in_order_of(self, column: str) -> "Asked":
        """The same in the order of a column: words from A, the cost from the largest; then the other way."""
        if self.sort == column:
            return replace(self, descending=not self.descending)
        return replace(self, sort=column, descending=column == "amount")


def asked_from(values: Mapping[str, str]) -> Asked:
    """What the query of an address asks; what nobody knows is as usual."""
    standing, mandate, sort = (values.get(key, "") for key in ("state", "mandate", "sort"))
    return Asked(
        standing=standing if standing in STANDINGS else "",
        mandate=mandate if mandate in list(Mandate) else "",
        sort=sort if sort in _SORTS else "",
        descending=values.get("descending") == "yes",
    )


def listed(workbook: Workbook, inputs_number: int, own: Sequence[ProposedMustDo]) -> list[Listed]:
    """The must-dos of the newest inputs and those proposed in the round, each once."""
    by_code = {each.code: each for each in own if each.state is State.APPROVED}
    held = [
        Listed(
            code=line.code,
            name=line.name,
            mandate=line.mandate,
            amount=line.amount,
            method=str(line.method),
            standing=IN_INPUTS,
            inputs_number=inputs_number,
            own=by_code.get(line.code),
        )
        for line in workbook.must_dos
    ]
    codes = {line.code for line in held}
    return held + [
        Listed(
            code=each.code,
            name=each.name,
            mandate=each.mandate,
            amount=as_pence(each.amount),
            method=each.method,
            standing=each.state,
            inputs_number=inputs_number,
            own=each,
        )
        for each in own
        if each.state is not State.APPROVED or each.code not in codes
    ]


def no_link(must_do: ProposedMustDo) -> str:
    """Lead nowhere, as in a file."""
    del must_do
    return ""


def must_dos_table(
    rows: Sequence[Listed],
    asked: Asked,
    groups: Mapping[str, str],
    link: Callable[[ProposedMustDo], str] = no_link,
    heads: Mapping[str, str] | None = None,
) -> Table:
    """The must-dos asked for under where they stand. `link`: the page of one proposed here; `heads`: column orders."""
    shown = [row for row in rows if _is_asked_for(row, asked)]
    order = "descending" if asked.descending else "ascending"
    keyed = (
        ("name", "Must-do"),
        ("mandate", "Mandate"),
        ("", "Reference"),
        ("amount", "Cost £"),
        ("", "How it is shared"),
    )
    return Table(
        name="must-dos",
        caption="Must-dos: what must be done, what it costs, how it is shared",
        head=[
            *(
                Heading(
                    text=text,
                    number=key == "amount",
                    href=(heads or {}).get(key, "") if key else "",
                    sort=order if key and asked.sort == key else "",
                )
                for key, text in keyed
            ),
            Heading(text="Proposed by"),
            Heading(text="State"),
        ],
        sections=[
            _section(standing, [row for row in shown if row.standing == standing], asked, groups, link)
            for standing in STANDINGS
            if any(row.standing == standing for row in shown)
        ],
        foot=_foot(shown, asked),
    )


def groups_table(calculation: Calculation, number: int, links: Links, code: str = "") -> Table | None:
    """What each group gets of each must-do a calculation splits (or of one by code); None where it splits none."""
    lines = [line for line in calculation.lines if line.kind is LineKind.MUST_DO and (not code or line.code == code)]
    if not lines:
        return None
    names = [group.name for group in calculation.groups]
    total = [sum(line.gross[group.code] for line in lines) for group in calculation.groups]
    return table(
        "groups",
        f"What each group gets of the must-dos in calculation {number}, £",
        columns("Must-do", *(f"{name} £" for name in names), "Cost £"),
        [
            [
                words(line.name, href=links.line(line.code)),
                *(amount(line.gross[group.code], href=links.line(line.code)) for group in calculation.groups),
                amount(line.total, look="app-strong"),
            ]
            for line in lines
        ],
        []
        if code
        else [[words("All must-dos"), *(amount(pence) for pence in total), amount(sum(line.total for line in lines))]],
    )


def state_in_words(row: Listed) -> tuple[str, str]:
    """Where a must-do stands, and what there is to know about it."""
    if row.standing == IN_INPUTS:
        return f"In inputs {row.inputs_number}", _approved(row.own) if row.own else "came with the workbook"
    state = State(row.standing)
    if state is State.APPROVED:
        return STATE_NAMES[state], "waits to be taken into inputs"
    if state is State.PROPOSED:
        return STATE_NAMES[state], "waits for the commissioner"
    return STATE_NAMES[state], row.own.decision if row.own else ""


def _is_asked_for(row: Listed, asked: Asked) -> bool:
    return (not asked.standing or row.standing == asked.standing) and (
        not asked.mandate or row.mandate == asked.mandate
    )


def _section(
    standing: str,
    rows: Sequence[Listed],
    asked: Asked,
    groups: Mapping[str, str],
    link: Callable[[ProposedMustDo], str],
) -> Section:
    blank = words("")
    head = [words(STANDINGS[standing]), blank, blank, amount(sum(row.amount for row in rows)), blank, blank, blank]
    return Section(head=head, rows=[_row(row, groups, link) for row in _ordered(rows, asked)])


def _ordered(rows: Sequence[Listed], asked: Asked) -> list[Listed]:
    keys = {
        "name": lambda row: row.name.casefold(),
        "mandate": lambda row: MANDATE_NAMES[row.mandate] if row.mandate else "",
        "amount": lambda row: row.amount,
    }
    return sorted(rows, key=keys[asked.sort], reverse=asked.descending) if asked.sort else list(rows)


def _row(row: Listed, groups: Mapping[str, str], link: Callable[[ProposedMustDo], str]) -> list[Cell]:
    state, note = state_in_words(row)
    return [
        words(row.name, href=link(row.own) if row.own else "", note=row.code),
        words(MANDATE_NAMES[row.mandate] if row.mandate else "Not said", look="" if row.mandate else "app-nothing"),
        words(row.own.reference if row.own else ""),
        amount(row.amount),
        words(in_words(row.method, groups)),
        words(row.own.party.name if row.own else ""),
        words(state, note=note),
    ]


def _foot(shown: Sequence[Listed], asked: Asked) -> list[list[Cell]]:
    counted = [row for row in shown if row.standing in COUNTED]
    committed = [row for row in counted if row.standing != State.PROPOSED]
    blank = words("")

    def total(said: str, rows: Sequence[Listed]) -> list[Cell]:
        return [words(said), blank, blank, amount(sum(row.amount for row in rows)), blank, blank, blank]

    if asked.is_filtered:
        return [total(f"{len(shown)} {'must-do' if len(shown) == 1 else 'must-dos'} shown", shown)]
    if len(committed) == len(counted):
        return [total("Committed", committed)]
    return [total("Committed", committed), total("With all that is proposed", counted)]


def _approved(own: ProposedMustDo) -> str:
    return f"approved on {day(in_london(own.decided_at).date())}" if own.decided_at else ""
