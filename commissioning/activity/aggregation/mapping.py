"""The mapping: which columns of an extract give service, team, practice and month, and what counts as which currency.

Pure: what was read from the TOML file and its code lists comes in, a checked mapping comes out. Refused at the first
fault, with the place in the file.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from commissioning.activity.aggregation.days import check_format, month_number
from commissioning.activity.aggregation.identifying import check_column, check_words
from core.errors import Refusal

ENCODINGS = {"utf-8": "utf-8", "windows-1252": "cp1252", "latin-1": "latin-1"}
DELIMITERS = {",": ",", ";": ";", "|": "|", "\t": "\t", "comma": ",", "semicolon": ";", "bar": "|", "tab": "\t"}
_CURRENCY = re.compile(r"[a-z][a-z0-9_]{0,39}", re.ASCII)
_PARTS = {"source", "period", "codes", "service", "practice", "team", "month", "count"}
_LONGEST = 80


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Where a part of the key comes from: a column with what its words mean, or one code for all lines.

    `codes`: each accepted word of the extract with the code it stands for.
    """

    column: str = ""
    constant: str = ""
    codes: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Count:
    """What counts as a currency: every line that holds one of the words in each column of `where`.

    `added`: the column that is added up, such as bed days; none: lines are counted. `day`: the column of its day.
    """

    currency: str
    where: Mapping[str, frozenset[str]]
    added: str
    day: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Extract:
    """How the extract is written: encoding and delimiter of CSV, words that mean a blank."""

    encoding: str = "utf-8"
    delimiter: str = ","
    blanks: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ReturnMapping:
    """A checked mapping. `first` and `last` are the wanted months as numbers; `team` is None where none is named."""

    extract: Extract
    first: int
    last: int
    service: Place
    practice: Place
    team: Place | None
    formats: tuple[str, ...]
    counts: tuple[Count, ...]

    def columns(self) -> tuple[str, ...]:
        """Every column of the extract that is read, once each."""
        places = [place.column for place in (self.service, self.practice, self.team) if place and place.column]
        counted = [c for count in self.counts for c in (*count.where, count.added, count.day) if c]
        return tuple(dict.fromkeys([*places, *counted]))


def read_mapping(
    told: Mapping[str, Any], lists: Mapping[str, Sequence[str]], *, first: str = "", last: str = ""
) -> ReturnMapping:
    """The mapping a TOML file tells, with the code lists it names (`practices`, `services`, `teams`).

    `first` and `last` are months such as 2008-04 that go before those of the file.
    """
    _only(told, _PARTS, "The mapping")
    for name, codes in lists.items():
        check_words(codes, f"[codes] {name}")
    start, end = _period(told, first, last)
    month = _table(told, "month")
    _only(month, {"column", "formats"}, "[month]")
    day = _column(month, "column", "[month]") if month else ""
    formats = tuple(_texts(month.get("formats", ["yyyy-mm-dd"]), "[month] formats"))
    for form in formats:
        check_format(form)
    return ReturnMapping(
        extract=_extract(_table(told, "source")),
        first=start,
        last=end,
        service=_place(told, "service", lists.get("services", ())),
        practice=_place(told, "practice", lists.get("practices", ())),
        team=_place(told, "team", lists.get("teams", ())) if "team" in told else None,
        formats=formats,
        counts=_counts(told.get("count"), day),
    )


def _extract(source: Mapping[str, Any]) -> Extract:
    _only(source, {"encoding", "delimiter", "blank"}, "[source]")
    encoding = str(source.get("encoding", "utf-8")).lower()
    if encoding not in ENCODINGS:
        raise Refusal(f"[source] encoding must be one of {', '.join(ENCODINGS)}. Save the extract in one of them.")
    if (delimiter := source.get("delimiter", ",")) not in DELIMITERS:
        raise Refusal("[source] delimiter must be comma, semicolon, tab or bar.")
    return Extract(
        encoding=encoding,
        delimiter=DELIMITERS[delimiter],
        blanks=tuple(_texts(source.get("blank", []), "[source] blank")),
    )


def _period(told: Mapping[str, Any], first: str, last: str) -> tuple[int, int]:
    period = _table(told, "period")
    _only(period, {"from", "to"}, "[period]")
    months = []
    for name, given in (("from", first), ("to", last)):
        written = given or str(period.get(name, ""))
        try:
            months.append(month_number(written))
        except ValueError as wrong:
            raise Refusal(f"Say with [period] {name}, or --{name}, {wrong}.") from None
    if not 0 <= months[1] - months[0] < 120:
        raise Refusal("The period must end in its first month or later, and within ten years.")
    return months[0], months[1]


def _place(told: Mapping[str, Any], name: str, known: Sequence[str]) -> Place:
    part, where = _table(told, name), f"[{name}]"
    _only(part, {"column", "value", "values"}, where)
    if ("column" in part) == ("value" in part):
        raise Refusal(f"{where} must name either the column it is read from, or one value for all lines.")
    if not known:
        raise Refusal(f"[codes] must list the {name}s that are known: the file exported from the system, or the codes.")
    values = part.get("values", {})
    if not isinstance(values, dict):
        raise Refusal(f"{where} values must say what each word stands for: values = {{ DN = “DISTRICT-NURSING” }}.")
    meant = _texts([part["value"]] if "value" in part else list(values.values()), f"{where} value")
    check_words((*values, *meant), where)
    if unknown := sorted(set(meant) - set(known)):
        raise Refusal(f"{where} stands for “{unknown[0]}”, which is not in the list of {name}s under [codes].")
    if "value" in part:
        return Place(constant=meant[0])
    return Place(column=_column(part, "column", where), codes={code: code for code in known} | values)


def _counts(told: object, day: str) -> tuple[Count, ...]:
    if not isinstance(told, list) or not told or not all(isinstance(count, dict) for count in told):
        raise Refusal("The mapping must say in [[count]] what counts as which currency, once for each currency.")
    counts = tuple(_count(count, f"[[count]] {number}", day) for number, count in enumerate(told, start=1))
    names = [count.currency for count in counts]
    if twice := sorted({name for name in names if names.count(name) > 1}):
        raise Refusal(f"[[count]] gives the currency {twice[0]} twice. Put all its words into one.")
    return counts


def _count(told: Mapping[str, Any], where: str, day: str) -> Count:
    _only(told, {"currency", "where", "sum", "month"}, where)
    currency = str(told.get("currency", ""))
    if not _CURRENCY.fullmatch(currency):
        raise Refusal(f"{where} must name its currency in small letters, such as first_contact.")
    conditions = told.get("where", {})
    if not isinstance(conditions, dict):
        raise Refusal(f"{where} where must name columns with their words: where = {{ Kind = [“F”] }}.")
    for column, words in conditions.items():
        check_column(column, f"{where} where")
        check_words(_texts(words, f"{where} where {column}"), f"{where} where {column}")
    if not (own := _column(told, "month", where) if "month" in told else day):
        raise Refusal(f"{where} needs a day: name its column under [month], or with month = “…” here.")
    return Count(
        currency=currency,
        where={column: frozenset(words) for column, words in conditions.items()},
        added=_column(told, "sum", where) if "sum" in told else "",
        day=own,
    )


def _column(part: Mapping[str, Any], name: str, where: str) -> str:
    column = part.get(name, "")
    if not isinstance(column, str) or not column.strip():
        raise Refusal(f"{where} must name a column with {name} = “…”.")
    check_column(column, where)
    return column


def _texts(told: object, where: str) -> list[str]:
    if not isinstance(told, list) or not all(isinstance(text, str) and len(text) <= _LONGEST for text in told):
        raise Refusal(f"{where} must be texts of at most {_LONGEST} characters; a list of them stands in [ ].")
    return told


def _table(told: Mapping[str, Any], name: str) -> Mapping[str, Any]:
    part = told.get(name, {})
    if not isinstance(part, dict):
        raise Refusal(f"{name} must be a part of its own, headed [{name}].")
    return part


def _only(part: Mapping[str, Any], known: set[str], where: str) -> None:
    if unknown := sorted(set(part) - known):
        raise Refusal(f"{where} knows no “{unknown[0]}”. It may say {', '.join(sorted(known))}.")
