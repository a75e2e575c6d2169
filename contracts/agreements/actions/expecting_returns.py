"""What a contract tells activity: which returns its provider owes once it is signed, varied, or ended early."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from commissioning.activity.actions.expecting import place_expectation
from commissioning.activity.actions.moving_ends import end_placed, let_run_on
from commissioning.activity.rules.months import Frequency as Every
from commissioning.activity.rules.months import first_day_of
from contracts.agreements.models.contracts import Contract
from contracts.agreements.queries.returns import list_placed, list_returns_asked, why_not_placed, written_returns
from contracts.agreements.rules.returns import FREQUENCIES, expected_by, turning_day
from contracts.agreements.rules.returns_written import retold
from contracts.agreements.rules.schedules import ReturnAsked
from core.permissions import Actor


@dataclass(frozen=True, slots=True, kw_only=True)
class Reworded:
    """A schedule that a variation words anew, from a day on for good. Blank: it was, or is, not there."""

    key: str
    before: str
    after: str


def expect_returns_of(contract: Contract, *, by: Actor, at: datetime) -> None:
    """Expect the returns that the schedules of a contract ask for, as a part of its last signature.

    What cannot be expected by itself (another frequency, no service of the catalogue, figures that are expected
    already) is left to people, and the page of the schedule says so. It never keeps a contract from being signed.
    """
    for each in list_returns_asked(contract):
        if each.expected is None or each.why_left or each.expectation is not None:
            continue
        place_expectation(
            provider_id=contract.provider_id,
            expected=each.expected,
            services=each.services,
            source=f"Contract {contract.reference}, {each.schedule.title}",
            by=by,
            at=at,
            source_key=each.source_key,
        )


def end_returns_of(contract: Contract, *, first_day_without: date, by: Actor, on: date) -> None:
    """Let the returns a contract brought end with its last day, as a part of its termination."""
    for each in list_placed(contract):
        reason = f"Contract {contract.reference} is terminated"
        end_placed(each, last_day=first_day_without - timedelta(days=1), reason=reason, by=by, on=on)


def move_returns_of(contract: Contract, *, told: date, source: str, by: Actor, on: date) -> None:
    """Take up another last day of a contract than it `told` before, as a part of a variation's last signature."""
    for each in list_placed(contract):
        if contract.ends_on < told:
            end_placed(each, last_day=contract.ends_on, reason=source, by=by, on=on)
        elif contract.ends_on > told:
            let_run_on(each, told=told, last_day=contract.ends_on, reason=source, by=by)


def retell_returns_of(
    contract: Contract, reworded: Sequence[Reworded], *, effective_from: date, source: str, by: Actor, at: datetime,
    on: date,
) -> None:  # fmt: skip
    """Take up what a variation changes in the tables of returns, from its first day on.

    The period which that day cuts in two stays as it was: a return that is asked for no more ends with it, and one that
    is asked for otherwise goes on otherwise from the next period on. One that is asked for anew is expected from the
    period of that day on. What cannot be expected by itself is left to people.
    """
    for schedule in reworded:
        changed = retold(written_returns(schedule.before), written_returns(schedule.after))
        begun = {each.name: each for each in changed.begun}
        turns: dict[str, date] = {}
        for each in list_placed(contract):
            if each.name in changed.ended:
                asked = begun.get(each.name)
                turn = turns[each.name] = turning_day(effective_from, [each.frequency, *_every(asked)])
                if turn > first_day_of(each.first_month):
                    end_placed(each, last_day=turn - timedelta(days=1), reason=source, by=by, on=on)
        for name, asked in begun.items():
            key = f"contract/{contract.id}/{schedule.key}/{name}/{effective_from.isoformat()}"
            _place(contract, asked, turns.get(name, effective_from), source=source, key=key[:120], by=by, at=at)


def _every(asked: ReturnAsked | None) -> list[Every]:
    """How often a return is given, where activity knows returns of that kind."""
    return [FREQUENCIES[asked.every]] if asked is not None and asked.every in FREQUENCIES else []


def _place(
    contract: Contract, asked: ReturnAsked, first_day: date, *, source: str, key: str, by: Actor, at: datetime
) -> None:
    """Expect a return from a day on, where that can be done by itself and a day of the contract is left."""
    services, why = why_not_placed(contract, asked, first_day)
    if why or first_day > contract.ends_on:
        return
    place_expectation(
        provider_id=contract.provider_id,
        expected=expected_by(asked.name, asked.every, asked.working_day, starts_on=first_day, ends_on=contract.ends_on),
        services=services,
        source=source,
        by=by,
        at=at,
        source_key=key,
    )
