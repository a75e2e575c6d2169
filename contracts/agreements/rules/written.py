"""Parts, changes and contracts as plain JSON values and back: the canonical text that is hashed and signed.

Amounts are pounds in text; keys are sorted, so that the same content is the same text whatever came first.
"""

from collections.abc import Iterable, Mapping
from typing import Any

from contracts.agreements.rules.composition import Change, Composition, Part, PartKind
from contracts.agreements.rules.effects import Effect
from core.canonical import canonical_text
from core.money import pence_from, pounds

Values = dict[str, Any]


def part_values(part: Part) -> Values:
    """A part as plain values.

    >>> part_values(Part(key="l1", kind=PartKind.LINE, title="Podiatry", amounts={"DacCom": 12345}))
    {'key': 'l1', 'kind': 'line of a schedule', 'title': 'Podiatry', 'text': '', 'amounts': {'DacCom': '123.45'}}
    """
    return {
        "key": part.key,
        "kind": str(part.kind),
        "title": part.title,
        "text": part.text,
        "amounts": money_values(part.amounts),
    }


def part_from(values: Mapping[str, Any]) -> Part:
    """The part that `part_values` wrote."""
    return Part(
        key=values["key"],
        kind=PartKind(values["kind"]),
        title=values["title"],
        text=values["text"],
        amounts=money_from(values["amounts"]),
    )


def change_values(change: Change) -> Values:
    """A change as plain values, with the part before and after."""
    return {
        "key": change.key,
        "before": part_values(change.before) if change.before else None,
        "after": part_values(change.after) if change.after else None,
        "follows": change.follows,
    }


def change_from(values: Mapping[str, Any]) -> Change:
    """The change that `change_values` wrote."""
    return Change(
        key=values["key"],
        before=part_from(values["before"]) if values["before"] else None,
        after=part_from(values["after"]) if values["after"] else None,
        follows=values["follows"],
    )


def effect_values(effect: Effect) -> Values:
    """A financial effect as plain values."""
    return {
        "full_year": pounds(effect.full_year),
        "part_year": pounds(effect.part_year),
        "full_year_by_group": money_values(effect.full_year_by_group),
        "part_year_by_group": money_values(effect.part_year_by_group),
    }


def effect_from(values: Mapping[str, Any]) -> Effect:
    """The effect that `effect_values` wrote."""
    return Effect(
        full_year=pence_from(values["full_year"]),
        part_year=pence_from(values["part_year"]),
        full_year_by_group=money_from(values["full_year_by_group"]),
        part_year_by_group=money_from(values["part_year_by_group"]),
    )


def money_values(amounts: Mapping[str, int]) -> dict[str, str]:
    """Amounts (pence) as pounds in text."""
    return {name: pounds(pence) for name, pence in amounts.items()}


def money_from(values: Mapping[str, str]) -> dict[str, int]:
    """The amounts that `money_values` wrote, in pence."""
    return {name: pence_from(text) for name, text in values.items()}


def composition_values(contract: Composition) -> Values:
    """A contract as at a date: its parts in order with the variations that changed each, and those taken out."""
    return {
        "as_at": contract.on.isoformat(),
        "variations": list(contract.numbers),
        "parts": [{**part_values(each.part), "changed_by": list(each.numbers)} for each in contract.parts],
        "removed": [{"key": each.part.key, "changed_by": list(each.numbers)} for each in contract.removed],
    }


def text_of_parts(parts: Iterable[Part]) -> str:
    """The canonical text of parts, in their order."""
    return canonical_text([part_values(part) for part in parts])
