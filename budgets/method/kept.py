"""A workbook as text that is kept for years: the same workbook always gives the same text, and the text gives the same
workbook back, every fraction exact. (A calculation is kept as it is published: `written.py`.)

Records that stand in a row are kept as columns. A fraction is `2/3`, a whole one `5`; a method is kept as written.
"""

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import fields, is_dataclass
from datetime import date
from enum import StrEnum
from fractions import Fraction
from functools import lru_cache, reduce
from operator import or_
from types import NoneType, UnionType
from typing import Any, Union, get_args, get_origin, get_type_hints

from budgets.method.methods import Method, Way, method_from, way_from
from budgets.method.workbook import Workbook

Turn = Callable[[Any], Any]
Codec = tuple[Turn | None, Turn | None]
"""How a value becomes part of a JSON text and comes back; None where it is that already."""


def workbook_text(workbook: Workbook) -> str:
    """A workbook as text, with the row of its sheet that each record came from."""
    return _text(Workbook, workbook)


def workbook_from(text: str) -> Workbook:
    """The workbook of such a text."""
    workbook: Workbook = _value(Workbook, text)
    return workbook


def _text(kind: type, value: object) -> str:
    write, _ = _codec(kind)
    return json.dumps(write(value) if write else value, ensure_ascii=False, separators=(",", ":"))


def _value(kind: type, text: str) -> Any:
    _, read = _codec(kind)
    kept = json.loads(text)
    return read(kept) if read else kept


@lru_cache(maxsize=256)
def _codec(kind: Any) -> Codec:
    origin, arguments = get_origin(kind), get_args(kind)
    if origin in (Union, UnionType):
        return _either(arguments)
    if origin is Mapping:
        return _mapping(*arguments)
    if origin in (tuple, Sequence):
        return (
            _records(arguments[0])
            if is_dataclass(arguments[0]) and not _is_written(arguments[0])
            else _list(*arguments)
        )
    if is_dataclass(kind) and not _is_written(kind):
        return _record(kind)
    return _single(kind)


def _is_written(kind: Any) -> bool:
    return kind in (Method, Way)


def _single(kind: Any) -> Codec:
    if kind in (str, int, bool):
        return None, None
    if kind is Fraction:
        return str, _fraction
    if kind is date:
        return date.isoformat, date.fromisoformat
    if kind is Method:
        return str, lru_cache(maxsize=512)(method_from)
    if kind is Way:
        return str, way_from
    if issubclass(kind, StrEnum):
        return str, kind
    raise TypeError(f"budgets/method/kept.py keeps no {kind}")


@lru_cache(maxsize=65536)
def _fraction(text: str) -> Fraction:
    numerator, _, denominator = text.partition("/")
    return Fraction(int(numerator), int(denominator or 1))


def _either(kinds: Sequence[Any]) -> Codec:
    """A value that may be missing; or, where whole numbers may be exact ones too, a number or a text."""
    if set(kinds) == {int, Fraction}:
        return (
            lambda value: value if isinstance(value, int) else str(value),
            lambda kept: kept if isinstance(kept, int) else _fraction(kept),
        )
    wanted = reduce(or_, [kind for kind in kinds if kind is not NoneType])
    write, read = _codec(wanted)
    return _unless_none(write), _unless_none(read)


def _unless_none(turn: Turn | None) -> Turn | None:
    return None if turn is None else lambda value: None if value is None else turn(value)


def _mapping(key: Any, kind: Any) -> Codec:
    write, read = _codec(kind)
    read_key = _codec(key)[1]
    return (
        lambda value: {str(k): write(v) if write else v for k, v in value.items()},
        lambda kept: {(read_key(k) if read_key else k): read(v) if read else v for k, v in kept.items()},
    )


def _list(kind: Any, *_: Any) -> Codec:
    write, read = _codec(kind)
    return (
        lambda value: [write(v) for v in value] if write else list(value),
        lambda kept: tuple(read(k) for k in kept) if read else tuple(kept),
    )


def _fields_of(kind: Any) -> list[tuple[str, Turn | None, Turn | None]]:
    hints = get_type_hints(kind)
    return [(field.name, *_codec(hints[field.name])) for field in fields(kind)]


def _record(kind: Any) -> Codec:
    known = _fields_of(kind)

    def write(value: Any) -> dict[str, Any]:
        return {name: turn(getattr(value, name)) if turn else getattr(value, name) for name, turn, _ in known}

    def read(kept: Mapping[str, Any]) -> Any:
        return kind(**{name: turn(kept[name]) if turn else kept[name] for name, _, turn in known})

    return write, read


def _records(kind: Any) -> Codec:
    known = _fields_of(kind)

    def write(values: Sequence[Any]) -> dict[str, list[Any]]:
        columns: dict[str, list[Any]] = {}
        for name, turn, _ in known:
            column = [getattr(value, name) for value in values]
            columns[name] = [turn(cell) for cell in column] if turn else column
        return columns

    def read(kept: Mapping[str, Sequence[Any]]) -> tuple[Any, ...]:
        columns = [map(turn, kept[name]) if turn else kept[name] for name, _, turn in known]
        names = [name for name, _, _ in known]
        return tuple(kind(**dict(zip(names, cells, strict=True))) for cells in zip(*columns, strict=True))

    return write, read
