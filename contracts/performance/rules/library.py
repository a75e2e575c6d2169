"""The library: examples of KPIs from which a trust makes its own, as data; figures are texts and stay exact."""

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from contracts.performance.rules.definition import Definition, as_plain, check_definition, definition_from
from contracts.performance.rules.examples import plain_definition

_TEXTS = (
    "name",
    "why",
    "numerator",
    "denominator",
    "frequency",
    "kind",
    "unit",
    "unit_words",
    "direction",
    "consequence",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Example:
    """An example of the library, under its key, in its group."""

    key: str
    group: str
    definition: Definition


def example_from(entry: Mapping[str, Any]) -> Example:
    """An example as it is written in the data, checked like any other definition."""
    definition = definition_from(
        {
            **_BLANK,
            **{name: entry.get(name, "") for name in _TEXTS},
            "target": str(Fraction(entry["target"])) if "target" in entry else None,
            "amber": str(Fraction(entry.get("amber", "0"))),
            "minimum_denominator": int(entry.get("minimum_denominator", 0)),
        }
    )
    check_definition(definition)
    return Example(key=str(entry["key"]), group=str(entry["group"]), definition=definition)


_BLANK = {**as_plain(plain_definition()), "source": "The provider’s own record; to be agreed", "owner": "To be named"}
