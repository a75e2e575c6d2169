"""Which returns the reader asked for: filters, order and pages of the list, from the address."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from flask import request
from wtforms import BooleanField, SelectField, StringField

from commissioning.activity.queries.returns import Return, list_returns
from commissioning.activity.rules.states import STANDING_NAMES, MonthState, Standing
from core.forms import Filter, options
from core.permissions import Actor, Permission

SETTLED = (Standing.ACCEPTED, Standing.WAIVED, Standing.NOT_DUE)
TO_FREEZE = "to_freeze"
_MONTHS = (
    (MonthState.OPEN.value, "Open"),
    (MonthState.FLEX.value, "Flex"),
    (TO_FREEZE, "To freeze: past its freeze day"),
    (MonthState.FROZEN.value, "Frozen"),
)
SORTS: dict[str, Callable[[Return], Any]] = {
    "return": lambda row: (row.expectation.name, row.due.period.first_month),
    "provider": lambda row: (row.expectation.provider.name, row.expectation.name),
    "period": lambda row: row.due.period.first_month,
    "state": lambda row: row.state_name,
    "due": lambda row: row.due.due_on,
    "late": lambda row: row.days_late,
    "queries": lambda row: row.facts.open_queries,
    "owed": lambda row: row.facts.owed_rows,
}


class ReturnFilter(Filter):
    """What the list of returns is searched for."""

    state = SelectField("State", validate_choice=False)
    provider = SelectField("Provider", validate_choice=False)
    month = SelectField("Month", validate_choice=False)
    first = StringField("From month", description="Such as 2008-04")
    last = StringField("To month", description="Such as 2009-03")
    waiting = BooleanField("Only what waits")

    def __init__(self, rows: Sequence[Return]) -> None:
        super().__init__()
        providers = {row.expectation.provider.code: row.expectation.provider.name for row in rows}
        self.state.choices = options([("", "All states"), *STANDING_NAMES.items()])
        self.month.choices = options([("", "Open, flex or frozen"), *_MONTHS])
        self.provider.choices = options([("", "All providers"), *sorted(providers.items(), key=lambda each: each[1])])


@dataclass(frozen=True, slots=True)
class Asked:
    """What was asked of the list; blank for everything. `month`: where the month stands; `first`, `last`: months."""

    state: str = ""
    provider: str = ""
    month: str = ""
    first: str = ""
    last: str = ""
    is_waiting: bool = False


def asked() -> Asked:
    """What the address asks for."""
    given = request.args
    return Asked(
        state=given.get("state", ""),
        provider=given.get("provider", ""),
        month=given.get("month", ""),
        first=given.get("first", "").strip(),
        last=given.get("last", "").strip(),
        is_waiting=bool(given.get("waiting")),
    )


def returns_of(actor: Actor, on: date, *, since: str = "") -> list[Return]:
    """The returns that concern somebody: of a provider its own, of others all of the trusts they reach."""
    if actor.may(Permission.SUBMIT_ACTIVITY):
        return list_returns(on=on, provider_id=actor.organisation_id, since=since)
    return [
        each
        for trust in sorted(actor.commissioner_ids)
        for each in list_returns(on=on, commissioner_id=trust, since=since)
    ]


def month_fits(row: Return, wanted: str, on: date) -> bool:
    """Whether the month of a return stands where it is asked for; one to freeze holds figures and is past its day."""
    if wanted == TO_FREEZE:
        return is_to_freeze(row, on)
    return wanted in ("", row.month_state.value)


def is_to_freeze(row: Return, on: date) -> bool:
    """Whether a month that holds figures is not frozen though its freeze day has come."""
    return bool(row.standing) and not row.facts.is_frozen and row.due.freeze_on <= on


def fits(row: Return, wanted: Asked, on: date) -> bool:
    """Whether a return is among those asked for."""
    period = row.due.period
    return (
        wanted.state in ("", row.state.value)
        and wanted.provider in ("", row.expectation.provider.code)
        and (not wanted.first or period.months[-1] >= wanted.first)
        and (not wanted.last or period.first_month <= wanted.last)
        and month_fits(row, wanted.month, on)
        and (not wanted.is_waiting or row.state not in SETTLED)
    )


def in_order(rows: Sequence[Return], sort: str) -> list[Return]:
    """Returns in the order asked for; else the newest period first, those that wait before the others of it."""
    by_default = sorted(
        rows, key=lambda row: (row.state in SETTLED, row.expectation.provider.name, row.expectation.name)
    )
    by_default.sort(key=lambda row: row.due.period.first_month, reverse=True)
    key = SORTS.get(sort.lstrip("-"))
    return sorted(by_default, key=key, reverse=sort.startswith("-")) if key else by_default
