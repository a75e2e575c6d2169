"""The policy as dotted keys (`risk_reserve.percent`), as a file, a sheet, a form or `--set` gives it, and back.

Source: docs/budget-method.md, sections 1 and 7. All problems are found at once, each under its key.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import Any, TypeVar

from budgets.method.policy import Basis, Bounds, Floor, Holder, Policy, Uncommitted
from budgets.method.policy_values import (
    amount_in,
    date_in,
    fallback_in,
    month_in,
    months_in,
    name_in,
    one_of,
    percent_in,
    rule_in,
    year_in,
)
from budgets.method.problems_of_policy import problems_in_policy
from budgets.method.unread import POLICY, Unread
from core.money import plain, pounds
from core.problems import Problem

_T = TypeVar("_T")

_MOST_BITS = 4_000
REQUIRED_KEYS = (
    "year",
    "capitation.date",
    "capitation.population",
    "activity.from",
    "activity.to",
    "activity.minimum_months",
    "activity.fallback",
)
KEYS_OF_TABLE: Mapping[str, tuple[str, ...]] = {
    "uplift": ("uplift.percent",),
    "returned_money": ("returned_money.amount", "returned_money.basis"),
    "growth": ("growth.amount", "growth.uncommitted"),
    "risk_reserve": ("risk_reserve.percent", "risk_reserve.held_by"),
    "pace_of_change": (),
}
OPTIONAL_KEYS = ("uplift.gross_percent", "uplift.efficiency_percent", "pace_of_change.rule")
KEYS_OF_RULE: Mapping[str, tuple[str, ...]] = {
    "bounds": ("pace_of_change.minimum_percent", "pace_of_change.maximum_percent"),
    "floor": ("pace_of_change.floor_percent",),
}
KNOWN_KEYS = (
    *REQUIRED_KEYS,
    *(key for keys in KEYS_OF_TABLE.values() for key in keys),
    *OPTIONAL_KEYS,
    *(key for keys in KEYS_OF_RULE.values() for key in keys),
)


def policy_from(values: Mapping[str, object], file: str = "policy.toml") -> tuple[Policy | None, list[Problem]]:
    """The policy that dotted keys describe, or None with everything that is wrong with them.

    A value is text, a whole number, or for the fallback a list of texts (or one text joined by `;`); a float is
    refused, for it is not exact. A key that names a table and holds an empty mapping says the table is there.
    """
    policy, _, problems = policy_as_far_as_read(values, file)
    return (None, problems) if problems else (policy, [])


def policy_as_far_as_read(
    values: Mapping[str, object], file: str = "policy.toml"
) -> tuple[Policy, frozenset[str], list[Problem]]:
    """The policy with a stand-in for every key that could not be read, those keys, and everything that is wrong."""
    reading = _Reading(values, file)
    policy = _policy(reading)
    keys = frozenset(problem.column for problem in reading.problems)
    unread = Unread(columns=frozenset((POLICY, key) for key in keys))
    reading.problems += _unknown_keys(reading)
    reading.problems += problems_in_policy(policy, file, unread)
    return policy, keys, reading.problems


def dotted_keys(tables: Mapping[str, object]) -> dict[str, object]:
    """The tables of a TOML file as dotted keys; a table without keys stays as its name.

    >>> dotted_keys({"year": "2008/09", "uplift": {"percent": "2.3"}, "growth": {}})
    {'year': '2008/09', 'uplift.percent': '2.3', 'growth': {}}
    """
    flat: dict[str, object] = {}
    for name, value in tables.items():
        if isinstance(value, Mapping) and value:
            flat |= {f"{name}.{key}": inner for key, inner in dotted_keys(value).items()}
        else:
            flat[name] = value
    return flat


def keys_of(policy: Policy) -> dict[str, str]:
    """The policy written back as dotted keys with text values; `policy_from` gives the same policy again."""
    keys = {
        "year": policy.year,
        "capitation.date": policy.capitation_date.isoformat(),
        "capitation.population": policy.population,
        "activity.from": policy.activity_from,
        "activity.to": policy.activity_to,
        "activity.minimum_months": str(policy.minimum_months),
        "activity.fallback": ";".join(map(str, policy.fallback)),
    }
    return keys | dict(_optional_keys_of(policy)) | dict(_pace_keys_of(policy))


def _optional_keys_of(policy: Policy) -> Iterator[tuple[str, str]]:
    percents = {
        "uplift.percent": policy.uplift_percent,
        "uplift.gross_percent": policy.uplift_gross_percent,
        "uplift.efficiency_percent": policy.uplift_efficiency_percent,
        "risk_reserve.percent": policy.reserve_percent,
    }
    yield from ((key, plain(percent)) for key, percent in percents.items() if percent is not None)
    if policy.returned_basis is not None:
        yield "returned_money.amount", pounds(policy.returned_amount)
        yield "returned_money.basis", str(policy.returned_basis)
    if policy.growth_uncommitted is not None:
        yield "growth.amount", pounds(policy.growth_amount)
        yield "growth.uncommitted", str(policy.growth_uncommitted)
    if policy.reserve_held_by is not None:
        yield "risk_reserve.held_by", str(policy.reserve_held_by)


def _pace_keys_of(policy: Policy) -> Iterator[tuple[str, str]]:
    match policy.pace:
        case Bounds(minimum_percent=minimum, maximum_percent=maximum):
            yield "pace_of_change.rule", "bounds"
            yield "pace_of_change.minimum_percent", plain(minimum)
            yield "pace_of_change.maximum_percent", plain(maximum)
        case Floor(floor_percent=floor):
            yield "pace_of_change.rule", "floor"
            yield "pace_of_change.floor_percent", plain(floor)
        case None:
            return


@dataclass(slots=True)
class _Reading:
    """Keys being read; what is wrong is noted, and a stand-in value taken, so that all problems come at once."""

    values: Mapping[str, object]
    file: str
    problems: list[Problem]

    def __init__(self, values: Mapping[str, object], file: str) -> None:
        self.values, self.file, self.problems = values, file, []

    def has_table(self, table: str) -> bool:
        return any(key == table or key.startswith(f"{table}.") for key in self.values)

    def refuse(self, key: str, expected: str) -> None:
        self.problems.append(
            Problem(file=self.file, column=key, value=shown(self.values.get(key, "")), expected=expected)
        )

    def take(self, key: str, read: Callable[[Any], _T], stand_in: _T) -> _T:
        """The value of a key that must be there."""
        if key not in self.values:
            self.refuse(key, "this key, for its table is there" if key not in REQUIRED_KEYS else "this key")
            return stand_in
        try:
            return read(self.values[key])
        except ValueError as wrong:
            self.refuse(key, str(wrong))
            return stand_in


def _policy(reading: _Reading) -> Policy:
    uplift, returned, growth, reserve, pace = (reading.has_table(table) for table in KEYS_OF_TABLE)
    take, nothing = reading.take, Fraction(0)
    optional = {
        key: take(f"uplift.{key}", percent_in, nothing) if f"uplift.{key}" in reading.values else None
        for key in ("gross_percent", "efficiency_percent")
    }
    return Policy(
        year=take("year", year_in, ""),
        capitation_date=take("capitation.date", date_in, date.min),
        population=take("capitation.population", name_in, ""),
        activity_from=take("activity.from", month_in, ""),
        activity_to=take("activity.to", month_in, ""),
        minimum_months=take("activity.minimum_months", months_in, 0),
        fallback=take("activity.fallback", fallback_in, ()),
        uplift_percent=take("uplift.percent", percent_in, nothing) if uplift else None,
        uplift_gross_percent=optional["gross_percent"],
        uplift_efficiency_percent=optional["efficiency_percent"],
        returned_amount=take("returned_money.amount", amount_in, 0) if returned else 0,
        returned_basis=take("returned_money.basis", one_of(Basis), Basis.BASELINE) if returned else None,
        growth_amount=take("growth.amount", amount_in, 0) if growth else 0,
        growth_uncommitted=take("growth.uncommitted", one_of(Uncommitted), Uncommitted.RESERVE) if growth else None,
        reserve_percent=take("risk_reserve.percent", percent_in, nothing) if reserve else None,
        reserve_held_by=take("risk_reserve.held_by", one_of(Holder), Holder.COMMISSIONER) if reserve else None,
        pace=_pace(reading) if pace else None,
    )


def _pace(reading: _Reading) -> Bounds | Floor | None:
    nothing = Fraction(0)
    rule = reading.take("pace_of_change.rule", rule_in, "") if "pace_of_change.rule" in reading.values else "bounds"
    if rule == "floor":
        return Floor(floor_percent=reading.take("pace_of_change.floor_percent", percent_in, nothing))
    if rule == "bounds":
        return Bounds(
            minimum_percent=reading.take("pace_of_change.minimum_percent", percent_in, nothing),
            maximum_percent=reading.take("pace_of_change.maximum_percent", percent_in, nothing),
        )
    return None


def _unknown_keys(reading: _Reading) -> list[Problem]:
    """Keys nobody knows, and keys of the pace rule that was not chosen."""
    rule = str(reading.values.get("pace_of_change.rule", "bounds")).strip().lower()
    others = {key for name, keys in KEYS_OF_RULE.items() if name != rule and rule in KEYS_OF_RULE for key in keys}
    empty_tables = {key for key, value in reading.values.items() if key in KEYS_OF_TABLE and value == {}}
    unknown = [key for key in reading.values if key not in KNOWN_KEYS and key not in empty_tables]
    wrong = {key: "one of the keys " + ", ".join(KNOWN_KEYS) for key in unknown}
    wrong |= {key: f"no such key with the rule {rule}" for key in reading.values if key in others}
    return [
        Problem(file=reading.file, column=key, value=shown(reading.values[key]), expected=expected)
        for key, expected in wrong.items()
    ]


def shown(value: object) -> str:
    """A value as a problem shows it; a whole number longer than Python writes is cut away."""
    if isinstance(value, int) and value.bit_length() > _MOST_BITS:
        return "…"
    if isinstance(value, Mapping):
        return "{" + ", ".join(f"{key} = {shown(inner)}" for key, inner in value.items()) + "}"
    return ";".join(map(shown, value)) if isinstance(value, list | tuple) else str(value)
