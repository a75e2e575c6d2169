"""The text of a variation that is signed: what it changes, before and after, from when, why, and what it costs."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, replace
from datetime import date

from contracts.agreements.rules.clauses import VALUE, value_clause
from contracts.agreements.rules.content import Content, SignatureAsked
from contracts.variations.rules.composition import Change, Composition, Variation, VariationKind, as_at
from contracts.variations.rules.effects import Effect, added
from contracts.variations.rules.pieces import content_of, part_of, pieces_of
from contracts.variations.rules.written import change_from, change_values, effect_from, effect_values
from core.canonical import canonical_text

_FORMAT = "variation/1"


@dataclass(frozen=True, slots=True, kw_only=True)
class Text:
    """A variation as it is signed. `base_hash`: of the contract as it was first signed; `proposer`: an organisation."""

    reference: str
    contract: str
    base_hash: str
    number: int
    kind: VariationKind
    title: str
    reason: str
    proposer: str
    effective_from: date
    effective_to: date | None
    response_due_on: date
    changes: tuple[Change, ...]
    effect: Effect
    signatures: tuple[SignatureAsked, ...]

    @property
    def name(self) -> str:
        """What it is called."""
        return f"Variation {self.number} of {self.reference}"

    def as_signed(self, signed_on: date | None) -> Variation:
        """The variation as the contract as at a date takes it."""
        return Variation(
            number=self.number,
            kind=self.kind,
            effective_from=self.effective_from,
            effective_to=self.effective_to,
            changes=self.changes,
            effect=self.effect,
            signed_on=signed_on,
        )


def canonical(text: Text) -> str:
    """The variation as the one text that is hashed and signed."""
    written = {
        "format": _FORMAT,
        "reference": text.reference,
        "contract": text.contract,
        "base_hash": text.base_hash,
        "number": text.number,
        "kind": text.kind.value,
        "title": text.title,
        "reason": text.reason,
        "proposer": text.proposer,
        "effective_from": text.effective_from.isoformat(),
        "effective_to": text.effective_to.isoformat() if text.effective_to else None,
        "response_due_on": text.response_due_on.isoformat(),
        "changes": [change_values(change) for change in text.changes],
        "effect": effect_values(text.effect),
        "signatures": [asdict(asked) for asked in text.signatures],
    }
    return canonical_text(written)


def text_from(written: str) -> Text:
    """The variation of a canonical text. ValueError for a text of another format."""
    read = json.loads(written)
    if read.pop("format", None) != _FORMAT:
        raise ValueError("no text of a variation")
    last = read.pop("effective_to")
    return Text(
        kind=VariationKind(read.pop("kind")),
        effective_from=date.fromisoformat(read.pop("effective_from")),
        effective_to=date.fromisoformat(last) if last else None,
        response_due_on=date.fromisoformat(read.pop("response_due_on")),
        changes=tuple(change_from(values) for values in read.pop("changes")),
        effect=effect_from(read.pop("effect")),
        signatures=tuple(SignatureAsked(**asked) for asked in read.pop("signatures")),
        **read,
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class AsAt:
    """A contract as at a date: as one text, what changed each part of it, and what was taken out.

    `numbers`: the variations in effect that changed a part or a line of it, by the part's key.
    """

    content: Content
    composition: Composition
    numbers: dict[str, tuple[int, ...]]


def contract_as_at(base: Content, variations: Iterable[Variation], on: date) -> AsAt:
    """The contract as at a date as one text: the base, and the signed variations that hold on that day.

    Its values are those first signed and what the variations that have begun add to them, ended since or not.
    """
    variations = list(variations)
    found = as_at(pieces_of(base), variations, on)
    begun = added(each.effect for each in variations if each.has_begun(on) and each.effect)
    content = content_of(base, (standing.part for standing in found.parts))
    facts = dict(content.facts)
    facts["year_value"] = int(facts["year_value"]) + begun.part_year
    facts["whole_value"] = int(facts["whole_value"]) + begun.whole_life
    numbers = _numbers(found)
    parts = content.parts
    if facts != content.facts:
        numbers[VALUE] = tuple(each.number for each in variations if each.has_begun(on) and _changes_value(each))
        parts = tuple(replace(part, text=_value(facts)) if part.key == VALUE else part for part in parts)
    return AsAt(content=replace(content, facts=facts, parts=parts), composition=found, numbers=numbers)


def _changes_value(variation: Variation) -> bool:
    return variation.effect is not None and bool(variation.effect.part_year or variation.effect.whole_life)


def _value(facts: Mapping[str, str | int]) -> str:
    return value_clause(
        year=str(facts["year"]), year_value=int(facts["year_value"]), whole_value=int(facts["whole_value"])
    )


def _numbers(found: Composition) -> dict[str, tuple[int, ...]]:
    by_part: dict[str, set[int]] = {}
    for standing in (*found.parts, *found.removed):
        if standing.numbers:
            by_part.setdefault(part_of(standing.part.key), set()).update(standing.numbers)
    return {key: tuple(sorted(numbers)) for key, numbers in by_part.items()}
