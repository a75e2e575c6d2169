"""What becomes of the returns a contract asks for: expected of the provider, or left to people and why."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from commissioning.activity.models.expectations import Expectation
from commissioning.activity.queries.expectations import find_told, list_overlapping, list_told
from commissioning.activity.rules.due import Expected
from commissioning.catalogue.queries import services_by_code
from contracts.agreements.models.contracts import Contract
from contracts.agreements.models.schedules import ReturnRequired, Schedule
from contracts.agreements.queries.contracts import list_schedules
from contracts.agreements.queries.money import list_lines
from contracts.agreements.rules.returns import expected_by, why_left
from contracts.agreements.rules.returns_written import HEAD, returns_in
from contracts.agreements.rules.schedules import ReturnAsked as ReturnWritten
from core.markdown import as_blocks
from core.prose import Table, words_of

_ANOTHERS = "The provider is not one of this trust’s own list."
_EXPECTED_ALREADY = "These figures are expected of the provider under the same name already. Look at what is expected."


@dataclass(frozen=True, slots=True, kw_only=True)
class ReturnAsked:
    """A return that a contract asks for: what is expected of it, or else why it is left to people.

    `expectation`: what it became once the contract was signed.
    """

    asked: ReturnRequired
    schedule: Schedule
    source_key: str
    services: tuple[str, ...]
    expectation: Expectation | None
    expected: Expected | None
    why_left: str


def list_returns_asked(contract: Contract) -> list[ReturnAsked]:
    """Each return that the schedules of a contract ask for, in their order, with what becomes of it."""
    schedules = list_schedules(contract.id)
    services = services_named(contract, schedules)
    return [_asked(contract, schedule, each, services) for schedule in schedules for each in schedule.returns]


def services_named(contract: Contract, schedules: Sequence[Schedule]) -> dict[str, int]:
    """The services of the catalogue that a contract's lines of money and activity plans name: ids by code."""
    named = {line.line_code for line in list_lines(contract.id)}
    named |= {line.service_code for schedule in schedules for line in schedule.plan}
    catalogue = services_by_code(contract.commissioner_id)
    return {code: catalogue[code].id for code in sorted(named & set(catalogue))}


def list_placed(contract: Contract) -> list[Expectation]:
    """Every return of activity that a contract and its variations brought."""
    return list_told(contract.commissioner_id, f"contract/{contract.id}/")


def written_returns(text: str) -> list[ReturnWritten]:
    """The returns in the tables of a schedule's text."""
    tables = [block for block in as_blocks(text) if isinstance(block, Table)] if text.strip() else []
    return [
        each
        for table in tables
        if tuple(words_of(cell) for cell in table.head) == HEAD
        for each in returns_in([words_of(cell) for cell in row] for row in table.rows)
    ]


def why_not_placed(contract: Contract, asked: ReturnWritten, first_day: date) -> tuple[tuple[str, ...], str]:
    """The services of a return that a variation asks for from a day on, and why it is left to people, else blank."""
    services = services_named(contract, list_schedules(contract.id))
    why = why_left(asked.every, services, asked.name)
    if not why and first_day <= contract.ends_on:
        expected = expected_by(
            asked.name, asked.every, asked.working_day, starts_on=first_day, ends_on=contract.ends_on
        )
        why = _why_not_expected(contract, expected, services)
    return tuple(services), why


def _asked(contract: Contract, schedule: Schedule, asked: ReturnRequired, services: dict[str, int]) -> ReturnAsked:
    key = f"contract/{contract.id}/return/{asked.id}"
    told = find_told(contract.commissioner_id, key)
    why, expected = why_left(asked.every, services, asked.name), None
    if not why:
        expected = expected_by(
            asked.name, asked.every, asked.working_day, starts_on=contract.starts_on, ends_on=contract.ends_on
        )
        why = _why_not_expected(contract, expected, services)
    return ReturnAsked(
        asked=asked,
        schedule=schedule,
        source_key=key,
        services=tuple(services),
        expectation=told,
        expected=expected,
        why_left="" if told else why,
    )


def _why_not_expected(contract: Contract, expected: Expected, services: dict[str, int]) -> str:
    if contract.provider.commissioner_id != contract.commissioner_id:
        return _ANOTHERS
    twice = list_overlapping(
        contract.provider_id,
        list(services.values()),
        name=expected.name,
        first_month=expected.first_month,
        last_month=expected.last_month,
    )
    return _EXPECTED_ALREADY if twice else ""
