"""Parts, changes and contracts as plain JSON values and back: the canonical text that is hashed and signed.

Amounts are pounds in text; keys are sorted, so that the same content is the same text whatever came first.
"""

from collections.abc import Iterable, Mapping
from typing import Any

from contracts.agreements.rules.content import Amount
from contracts.variations.rules.composition import Change, Composition
from contracts.variations.rules.effects import Effect
from contracts.variations.rules.pieces import Piece, PieceKind
from core.canonical import canonical_text
from core.money import pence_from, pounds

Values = dict[str, Any]


def piece_values(piece: Piece) -> Values:
    """A piece as plain values; amounts in pounds.

    >>> line = Amount(line="POD", line_name="Podiatry", group="DAC", group_name="DacCom", pence=12345)
    >>> piece_values(Piece(key="k", kind=PieceKind.MONEY, title="Podiatry", amounts=(line,)))["amounts"]
    [{'line': 'POD', 'line_name': 'Podiatry', 'group': 'DAC', 'group_name': 'DacCom', 'amount': '123.45'}]
    """
    return {
        "key": piece.key,
        "kind": str(piece.kind),
        "title": piece.title,
        "text": piece.text,
        "amounts": [_amount_values(each) for each in piece.amounts],
        "values": dict(piece.values),
    }


def _amount_values(amount: Amount) -> Values:
    named = {"line": amount.line, "line_name": amount.line_name, "group": amount.group, "group_name": amount.group_name}
    return {**named, "amount": pounds(amount.pence)}


def piece_from(values: Mapping[str, Any]) -> Piece:
    """The piece that `piece_values` wrote."""
    return Piece(
        key=values["key"],
        kind=PieceKind(values["kind"]),
        title=values["title"],
        text=values["text"],
        amounts=tuple(
            Amount(pence=pence_from(each["amount"]), **{name: text for name, text in each.items() if name != "amount"})
            for each in values["amounts"]
        ),
        values=values["values"],
    )


def change_values(change: Change) -> Values:
    """A change as plain values, with the part before and after."""
    return {
        "key": change.key,
        "before": piece_values(change.before) if change.before else None,
        "after": piece_values(change.after) if change.after else None,
        "follows": change.follows,
    }


def change_from(values: Mapping[str, Any]) -> Change:
    """The change that `change_values` wrote."""
    return Change(
        key=values["key"],
        before=piece_from(values["before"]) if values["before"] else None,
        after=piece_from(values["after"]) if values["after"] else None,
        follows=values["follows"],
    )


def effect_values(effect: Effect) -> Values:
    """A financial effect as plain values."""
    return {
        "full_year": pounds(effect.full_year),
        "part_year": pounds(effect.part_year),
        "whole_life": pounds(effect.whole_life),
        "full_year_by_group": money_values(effect.full_year_by_group),
        "part_year_by_group": money_values(effect.part_year_by_group),
    }


def effect_from(values: Mapping[str, Any]) -> Effect:
    """The effect that `effect_values` wrote."""
    return Effect(
        full_year=pence_from(values["full_year"]),
        part_year=pence_from(values["part_year"]),
        whole_life=pence_from(values["whole_life"]),
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
        "parts": [{**piece_values(each.part), "changed_by": list(each.numbers)} for each in contract.parts],
        "removed": [{"key": each.part.key, "changed_by": list(each.numbers)} for each in contract.removed],
    }


def text_of_pieces(pieces: Iterable[Piece]) -> str:
    """The canonical text of pieces, in their order."""
    return canonical_text([piece_values(piece) for piece in pieces])
