"""Rules of a round: its year and deadline, names, what is kept as text, and when a calculation may be opened."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from hashlib import sha256

from budgets.method.methods import Method, method_from
from budgets.method.words import in_words
from budgets.method.workbook import Workbook
from core.errors import OutOfDate, Refusal
from core.periods import FinancialYear
from core.problems import Problem

MAIN_SCENARIO = "Working budget"
PUT_TO_GROUPS = "Put to the groups"
POLICY_NAMES: Mapping[str, str] = {
    "year": "Year",
    "capitation.date": "Date of the population",
    "capitation.population": "Population that capitation goes by",
    "activity.from": "First month counted",
    "activity.to": "Last month counted",
    "activity.minimum_months": "Fewest months with activity",
    "activity.fallback": "Methods to fall back to",
    "uplift.gross_percent": "Gross inflation",
    "uplift.efficiency_percent": "Efficiency requirement",
    "uplift.percent": "Net uplift",
    "returned_money.amount": "Money returned to the localities",
    "returned_money.basis": "How returned money reaches them",
    "growth.amount": "Growth money",
    "growth.uncommitted": "Growth left after the must-dos",
    "risk_reserve.percent": "Risk reserve",
    "risk_reserve.held_by": "Who holds the risk reserve",
    "pace_of_change.rule": "Rule of pace of change",
    "pace_of_change.minimum_percent": "Lowest change against last year",
    "pace_of_change.maximum_percent": "Highest change against last year",
    "pace_of_change.floor_percent": "Growth of every group",
}
_LONGEST_NAME = 80
_YEARS = range(2004, 2100)
_FIRST_YEAR_OFFERED = 2006


class StepState(StrEnum):
    """Where one step of a round stands."""

    DONE = "done"
    NOW = "now"
    LATER = "later"


@dataclass(frozen=True, slots=True, kw_only=True)
class RoundStep:
    """One step of a round, in words, and where it stands."""

    name: str
    state: StepState
    words: str


class InputsRefused(Refusal):
    """A policy or methods that do not go with the inputs. `problems` names each, under its key or line code."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        self.problems = tuple(problems)
        count = len(self.problems)
        super().__init__(
            f"Nothing was saved: {count} {'thing is' if count == 1 else 'things are'} wrong. "
            + " ".join(f"{problem.column or problem.file}: expected was {problem.expected}." for problem in problems)
        )


class AlreadyStored(Refusal):
    """The same workbook again: `inputs_id` names the inputs that hold it."""

    def __init__(self, sentence: str, *, inputs_id: int) -> None:
        self.inputs_id = inputs_id
        super().__init__(sentence)


def check_year(year: str) -> None:
    """Refuse what is no financial year since the start of practice based commissioning."""
    try:
        starts_in = FinancialYear.named(year).starts_in
    except ValueError:
        raise Refusal(f"A round is for a financial year such as 2008/09, not “{year}”.") from None
    if starts_in not in _YEARS:
        raise Refusal(f"A round is for a year from 2004/05 to 2099/00, not “{year}”.")


def deadline_of(year: str) -> date:
    """The day by which the split of a year is agreed: 31 March before it starts.

    >>> deadline_of("2008/09").isoformat()
    '2008-03-31'
    """
    return date(FinancialYear.named(year).starts_in, 3, 31)


def years_to_open(on: date, taken: Sequence[str]) -> list[str]:
    """The years a round may be opened for: from 2006/07, the first of indicative budgets, to the next but one.

    >>> years_to_open(date(2008, 3, 4), ["2007/08"])
    ['2006/07', '2008/09', '2009/10']
    """
    last = FinancialYear.of(on).starts_in + 2
    years = (str(FinancialYear(start)) for start in range(_FIRST_YEAR_OFFERED, last + 1))
    return [year for year in years if year not in taken]


def check_workbook_is_for(year: str, *, policy_year: str) -> None:
    """Refuse a workbook of another year."""
    if policy_year != year:
        raise Refusal(f"This workbook is for {policy_year}, but the round is for {year}. Nothing was stored.")


def check_name(name: str, *, taken: Sequence[str]) -> None:
    """Refuse a scenario without a name, with one no list has room for, or with one that another has."""
    if not name.strip():
        raise Refusal("Enter a name for the scenario.")
    if len(name.strip()) > _LONGEST_NAME:
        raise Refusal(f"The name of a scenario has at most {_LONGEST_NAME} characters.")
    if name.strip().casefold() in {other.casefold() for other in taken}:
        raise Refusal(f"There is already a scenario called “{name.strip()}” in this round. Choose another name.")


def check_may_be_opened(*, number: int, failed_checks: Sequence[str]) -> None:
    """Refuse to put a calculation to the groups while a check of it fails."""
    if failed_checks:
        raise Refusal(
            f"Calculation {number} cannot be put to the groups, for a check failed: {'; '.join(failed_checks)}."
        )


def check_unchanged_since(
    seen: Mapping[str, str], saved: Mapping[str, str], *, what: str, by: str, at: str, names: Mapping[str, str]
) -> None:
    """Refuse to save over what somebody else changed meanwhile: says who, when, and each value before and after.

    `seen` is what the person had in front of them, `saved` what stands now, `names` how each key is called.
    """
    changed = [key for key in {**seen, **saved} if seen.get(key) != saved.get(key)]
    if changed:
        listed = "; ".join(
            f"{names.get(key, key)} was {seen.get(key) or 'blank'}, is now {saved.get(key) or 'blank'}"
            for key in changed
        )
        raise OutOfDate(
            f"{by} changed {what} on {at}, while you were working on it: {listed}. "
            "What you typed is still here. Save again to put yours in its place."
        )


def kept_text(values: Mapping[str, str]) -> str:
    """Keys and values as text, the same for the same content.

    >>> kept_text({"year": "2008/09", "growth.amount": "1.00"})
    '{"growth.amount": "1.00", "year": "2008/09"}'
    """
    return json.dumps(dict(sorted(values.items())), ensure_ascii=False)


def values_in(text: str) -> dict[str, str]:
    """The keys and values of such a text."""
    values: dict[str, str] = json.loads(text)
    return values


def hash_of(*parts: str | bytes) -> str:
    """The SHA-256 of texts or bytes, one after the other."""
    found = sha256()
    for part in parts:
        found.update(part.encode() if isinstance(part, str) else part)
    return found.hexdigest()


def methods_written(workbook: Workbook) -> dict[str, str]:
    """Each line's method as the workbook has it, in its order: services, then must-dos."""
    services = {service.code: str(service.method) for service in workbook.services}
    return services | {must_do.code: str(must_do.method) for must_do in workbook.must_dos}


def change_of_method(workbook: Workbook, code: str, before: str, after: str) -> str:
    """What the method of a line went from and to, by the names of the line and of groups."""
    names = {group.code: group.name for group in workbook.groups}
    lines = {each.code: each.name for each in workbook.services} | {each.code: each.name for each in workbook.must_dos}
    return f"{lines.get(code, code)} from {_method_told(before, names)} to {_method_told(after, names)}"


def _method_told(method: str, names: Mapping[str, str]) -> str:
    told = in_words(method, names).removeprefix("By ")
    return told[0].lower() + told[1:]


def change_of_policy(key: str, before: str | None, after: str | None) -> str:
    """What a key of the policy went from and to.

    >>> change_of_policy("uplift.percent", None, "2.5")
    'Net uplift from not set to 2.5'
    """
    old, new = ("not set" if each is None else each.replace("_", " ") for each in (before, after))
    return f"{POLICY_NAMES[key]} from {old} to {new}"


def methods_from(written: Mapping[str, str], workbook: Workbook) -> tuple[dict[str, Method], list[Problem]]:
    """The methods that differ from the workbook's, and what is wrong with those that are none."""
    standing = methods_written(workbook)
    methods: dict[str, Method] = {}
    problems: list[Problem] = []
    for code, text in written.items():
        try:
            method = method_from(text)
        except ValueError as wrong:
            problems.append(Problem(file="methods", column=code, value=text, expected=str(wrong)))
            continue
        if code not in standing:
            problems.append(Problem(file="methods", column=code, value=text, expected="a line of these inputs"))
        elif str(method) != standing[code]:
            methods[code] = method
    return methods, problems


def under_line_codes(problems: Sequence[Problem], workbook: Workbook) -> list[Problem]:
    """Problems of the sheets of services and must-dos, named by the line's code instead of the row it stands in."""
    codes = {("services.csv", service.row): service.code for service in workbook.services}
    codes |= {("must_dos.csv", must_do.row): must_do.code for must_do in workbook.must_dos}
    return [
        Problem(file="methods", column=codes[p.file, p.row], value=p.value, expected=p.expected)
        if p.column == "method" and p.row is not None and (p.file, p.row) in codes
        else p
        for p in problems
    ]


def steps_of(*, inputs: int, calculations: int, shown: int) -> list[RoundStep]:
    """The steps of a round as far as it knows them: what is done, what comes now, what comes later."""
    done = (inputs > 0, calculations > 0, shown > 0)
    words = (
        f"{inputs} stored" if inputs else "upload a workbook",
        f"{calculations} kept" if calculations else "after policy and methods" if inputs else "after the inputs",
        f"{shown} open to the groups" if shown else "after the calculation",
    )
    now = next((place for place, is_done in enumerate(done) if not is_done), len(done))
    names = ("Inputs", "Calculation", PUT_TO_GROUPS)
    return [
        RoundStep(name=name, state=_state(place, now, is_done), words=said)
        for place, (name, is_done, said) in enumerate(zip(names, done, words, strict=True))
    ]


def _state(place: int, now: int, is_done: bool) -> StepState:
    if is_done:
        return StepState.DONE
    return StepState.NOW if place == now else StepState.LATER
