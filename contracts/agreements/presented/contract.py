"""One contract laid out: its steps, its facts, what its parts commit, and who signs."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from budgets.rounds.rules import RoundStep, StepState
from contracts.agreements.models.contracts import Contract
from contracts.agreements.models.issues import Issue
from contracts.agreements.presented.figures import figures_tables
from contracts.agreements.rules.content import Amount, Part
from contracts.agreements.rules.money import POOLED, BudgetLine, Commitment
from contracts.agreements.rules.states import STATE_NAMES, STEPS, State
from core.components import day, pounds
from core.money import as_pence
from core.signatures.models import Signature
from core.tables import Table, amount, columns, table, words
from core.wording import listed

_ENDED = (State.EXPIRED, State.TERMINATED)


@dataclass(frozen=True, slots=True, kw_only=True)
class PartShown:
    """A part of the contract with its number as pages and documents give it, what it commits, and its figures."""

    number: str
    part: Part
    amounts: Table | None
    figures: Sequence[Table] = ()

    @property
    def tables(self) -> list[Table]:
        """All that stands below its text."""
        return [*self.figures, *([self.amounts] if self.amounts else [])]

    @property
    def tables_called(self) -> str:
        """What tables in its text are called, before their own number."""
        return f"{'Schedule' if self.part.is_schedule else 'Clause'} {self.number}, table"


def steps_of(contract: Contract, *, on: date) -> list[RoundStep]:
    """Draft, issued, signed, in force: where the contract is and what comes next."""
    state = contract.state_on(on)
    place = STEPS.index(state) if state in STEPS else len(STEPS)
    said = {
        State.DRAFT: "Particulars, schedules and lines of money are written",
        State.ISSUED: "The text is frozen; each party signs exactly it",
        State.SIGNED: "Both parties have signed; groups may assent",
        State.IN_FORCE: f"From {day(contract.starts_on)} to {day(contract.ends_on)}",
    }
    return [
        RoundStep(name=STATE_NAMES[step].split(",", maxsplit=1)[0], state=_step_state(turn, place), words=said[step])
        for turn, step in enumerate(STEPS)
    ]


def _step_state(turn: int, place: int) -> StepState:
    if turn < place:
        return StepState.DONE
    return StepState.NOW if turn == place else StepState.LATER


def who_acts_next(contract: Contract, issue: Issue | None, given: Sequence[Signature], *, on: date) -> str:
    """Who has to do something now, in a sentence; blank where nobody has to."""
    state = contract.state_on(on)
    if state is State.DRAFT:
        return f"{contract.commissioner.name} completes the draft and issues it."
    missing = missing_signers(issue, given)
    if state is State.ISSUED:
        return f"{listed(missing)} {'signs' if len(missing) == 1 else 'sign'}." if missing else ""
    if state in _ENDED or not missing:
        return ""
    return f"{listed(missing)} may still assent."


def value_in_words(contract: Contract, first: Mapping[str, str | int]) -> str:
    """What the contract is worth by all that is signed; where variations changed that, what was signed first too.

    `first`: the particulars as they were issued, in pence.
    """
    now = as_pence(contract.year_value), as_pence(contract.whole_value)
    issued = int(first["year_value"]), int(first["whole_value"])
    said = _worth(now, contract.year)
    return (
        said if now == issued else f"{said}, with its signed variations. First signed: {_worth(issued, contract.year)}"
    )


def _worth(worth: tuple[int, int], year: str) -> str:
    return f"£{pounds(worth[0])} in {year}, £{pounds(worth[1])} over its whole life"


def missing_signers(issue: Issue | None, given: Sequence[Signature]) -> list[str]:
    """The organisations whose signature is still asked for."""
    signed = {each.organisation_id for each in given}
    return [each.party.name for each in issue.signers if each.party_id not in signed] if issue else []


def signers_table(issue: Issue, given: Sequence[Signature]) -> Table:
    """Everybody who was asked to sign, as what, and whether they did."""
    by_party = {each.organisation_id: each for each in given}
    rows = [
        [
            words(each.party.name, note=each.party.code),
            words(each.capacity_name, note="" if each.is_needed else "binds nobody in law"),
            words(by_party[each.party_id].given if each.party_id in by_party else "Not yet"),
        ]
        for each in issue.signers
    ]
    return table("signers", "Who signs", columns("Organisation", "As what", "Signed"), rows)


def parts_shown(parts: Sequence[Part]) -> list[PartShown]:
    """Clauses numbered 1, 2, 3 and schedules S1, S2, as they stand in documents too."""
    shown, clauses, schedules = [], 0, 0
    for part in parts:
        schedules, clauses = schedules + part.is_schedule, clauses + (not part.is_schedule)
        number = f"S{schedules}" if part.is_schedule else str(clauses)
        figures = figures_tables(part.key, part.figures)
        shown.append(PartShown(number=number, part=part, amounts=amounts_table(part), figures=figures))
    return shown


def amounts_table(part: Part) -> Table | None:
    """What a part commits, by line and group, with totals both ways; None where it commits nothing."""
    if not part.amounts:
        return None
    groups = {each.group: each.group_name for each in part.amounts}
    lines = {each.line: each.line_name for each in part.amounts}
    by_place = {(each.line, each.group): each.pence for each in part.amounts}
    rows = [
        [words(name), *(amount(by_place.get((line, group))) for group in groups), amount(_of_line(part.amounts, line))]
        for line, name in lines.items()
    ]
    totals = [amount(sum(each.pence for each in part.amounts if each.group == group)) for group in groups]
    head = columns("Service line", *(f"{name} £" for name in groups.values()), "All £")
    foot = [[words("All lines"), *totals, amount(part.total)]]
    return table(f"amounts-{part.key}", "What the contract commits of the budget lines", head, rows, foot)


def _of_line(amounts: Sequence[Amount], line: str) -> int:
    return sum(each.pence for each in amounts if each.line == line)


def commitments_table(found: Sequence[Commitment]) -> Table:
    """What a draft commits of each group’s line, beside what the line holds and other contracts commit."""
    rows = [
        [
            words(each.line_name, note=each.line),
            words(each.group_name),
            amount(each.budget),
            amount(each.elsewhere),
            amount(each.amount),
            amount(each.left - each.amount, look="app-loss" if each.left < each.amount else ""),
        ]
        for each in found
    ]
    head = columns(
        "Service line", "Group", "The line holds £", "In other contracts £", "In this contract £", "Left over £"
    )
    foot = [
        [words("All lines"), words(""), words(""), words(""), amount(sum(each.amount for each in found)), words("")]
    ]
    return table("commitments", "Lines of money in this contract", head, rows, foot if found else [])


def places_of(lines: Mapping[str, BudgetLine], groups: Mapping[str, str]) -> list[tuple[str, str]]:
    """Every line and group for which an exception can be recorded, as value and words."""
    return [
        (f"{line.code}|{group}", f"{line.name}, {groups[group]}: £{pounds(line.holds[group])}")
        for line in sorted(lines.values(), key=lambda each: each.name)
        for group in groups
        if group in line.holds
    ]


def pooled_last(groups: Mapping[str, str], pooled_name: str) -> dict[str, str]:
    """The groups by code, and pooled lines behind them."""
    return {**groups, POOLED: pooled_name}
