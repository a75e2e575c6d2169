"""Rules of service lines and arrangements: how they are written, what an arrangement must name."""

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from enum import StrEnum

from core.errors import Refusal
from core.periods import overlap
from core.problems import Problem

_CODE = re.compile(r"[A-Z0-9](?:[A-Z0-9-]{0,18}[A-Z0-9])?", re.ASCII)
_CURRENCY = re.compile(r"[a-z][a-z0-9_]{0,39}", re.ASCII)
_PERCENT = re.compile(r"\d{1,3}(?:\.\d{1,6})?", re.ASCII)
_LONGEST = 120
ALL = Decimal(100)


class ArrangementKind(StrEnum):
    """How a service is provided in a locality."""

    OWN = "own"
    SUBCONTRACTED = "subcontracted_to"
    OUT_TO_TENDER = "out_to_tender"
    HOSTED = "hosted"
    NONE = "none"


KIND_NAMES: Mapping[ArrangementKind, str] = {
    ArrangementKind.OWN: "Own provider services",
    ArrangementKind.SUBCONTRACTED: "Subcontracted",
    ArrangementKind.OUT_TO_TENDER: "Out to tender",
    ArrangementKind.HOSTED: "Hosted",
    ArrangementKind.NONE: "None",
}
NAMES_A_PROVIDER = frozenset({ArrangementKind.SUBCONTRACTED, ArrangementKind.HOSTED})


@dataclass(frozen=True, slots=True, kw_only=True)
class ServiceLine:
    """A service line. No currencies: all count. `hosted_share`: our per cent where a host serves neighbours too."""

    code: str
    name: str
    category: str = ""
    currencies: tuple[str, ...] = ()
    in_scope: bool = True
    hosted_share: Decimal | None = field(default=None, compare=False)
    row: int = field(default=0, compare=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class ArrangementLine:
    """Who provides a service in a locality in [starts, ends); no last day: until further notice.

    `provider` is its code; `share` our per cent of a hosted service.
    """

    service: str
    locality: str
    kind: ArrangementKind
    starts: date
    ends: date | None = None
    provider: str = ""
    share: Decimal | None = None
    row: int = field(default=0, compare=False)


def said_of(kind: ArrangementKind | None, provider: str = "", share: Decimal | None = None) -> str:
    """An arrangement in words, as it stands in a cell of the table.

    >>> said_of(ArrangementKind.HOSTED, "East and North Hertfordshire", Decimal("50")), said_of(None)
    ('Hosted by East and North Hertfordshire, our share 50%', 'Gap: nothing recorded')
    """
    if kind is None:
        return "Gap: nothing recorded"
    if kind is ArrangementKind.NONE:
        return "Gap: none"
    if kind is ArrangementKind.HOSTED:
        return f"Hosted by {provider}, our share {share:f}%"
    if kind is ArrangementKind.SUBCONTRACTED:
        return f"Subcontracted to {provider}"
    if kind is ArrangementKind.OUT_TO_TENDER:
        return f"Out to tender, {provider} meanwhile" if provider else "Out to tender"
    return f"Own provider services: {provider}" if provider else "Own provider services"


def is_gap(kind: ArrangementKind | None, *, in_scope: bool = True) -> bool:
    """Whether nobody provides the service there, or nothing is recorded. A service out of scope has no gaps.

    >>> is_gap(None), is_gap(ArrangementKind.NONE), is_gap(ArrangementKind.OUT_TO_TENDER), is_gap(None, in_scope=False)
    (True, True, False, False)
    """
    return in_scope and (kind is None or kind is ArrangementKind.NONE)


def share_from(text: str) -> Decimal:
    """Our per cent of a hosted service, above 0 and at most 100. ValueError says what was expected.

    >>> share_from("50%"), share_from("33.5")
    (Decimal('50'), Decimal('33.5'))
    """
    written = text.strip().removesuffix("%").strip()
    if not _PERCENT.fullmatch(written) or not 0 < Decimal(written) <= ALL:
        raise ValueError("a percentage above 0 and at most 100, such as 50")
    return Decimal(written)


def currencies_from(text: str) -> tuple[str, ...]:
    """The currencies of a service, joined by semicolons. ValueError says what was expected.

    >>> currencies_from("contact; referral"), currencies_from("")
    (('contact', 'referral'), ())
    """
    names = tuple(dict.fromkeys(name.strip() for name in text.split(";") if name.strip()))
    if not all(_CURRENCY.fullmatch(name) for name in names):
        raise ValueError("currencies in small letters, joined by semicolons, such as contact;referral")
    return names


def fault_in_service(line: ServiceLine) -> tuple[str, str]:
    """The column at fault in a service line and what was expected there; blank where nothing is wrong."""
    if not _CODE.fullmatch(line.code):
        return "code", "a code of 1 to 20 capital letters, digits and hyphens, such as DIAB-NUR"
    if not line.name.strip() or len(line.name) > _LONGEST:
        return "name", f"a name of at most {_LONGEST} characters"
    if len(line.category) > _LONGEST:
        return "category", f"a category of at most {_LONGEST} characters"
    return "", ""


def check_service(line: ServiceLine) -> None:
    """Refuse a service line that is not written as they are."""
    column, expected = fault_in_service(line)
    if column:
        raise Refusal(f"The {column} of a service must be {expected}.")


def fault_in_arrangement(kind: ArrangementKind, *, has_provider: bool, share: Decimal | None) -> tuple[str, str]:
    """The column at fault in an arrangement and what was expected there; blank where nothing is wrong."""
    if kind in NAMES_A_PROVIDER and not has_provider:
        return "provider", "the provider who hosts it" if kind is ArrangementKind.HOSTED else "the provider it goes to"
    if kind is ArrangementKind.NONE and has_provider:
        return "provider", "no provider where the service is not provided"
    if kind is ArrangementKind.HOSTED and share is None:
        return "share", "our share of a hosted service in per cent"
    if kind is not ArrangementKind.HOSTED and share is not None:
        return "share", "no share where the service is not hosted"
    return "", ""


def check_arrangement(kind: ArrangementKind, *, has_provider: bool, share: Decimal | None) -> None:
    """Refuse an arrangement that does not name what its kind needs."""
    column, expected = fault_in_arrangement(kind, has_provider=has_provider, share=share)
    if column:
        raise Refusal(f"“{KIND_NAMES[kind]}” needs {expected}.")


def problems_in_services(
    lines: Sequence[ServiceLine], *, closed: Collection[str] = (), file: str = "services"
) -> Iterator[Problem]:
    """What refuses a sheet of services; `closed` are the codes of services that were closed."""
    first: dict[str, int] = {}
    for line in lines:
        column, expected = fault_in_service(line)
        if column:
            value = {"code": line.code, "name": line.name, "category": line.category}[column]
            yield _at(file, line, column, value, expected)
        if line.code in first:
            yield _at(file, line, "code", line.code, f"each code once; it stands in row {first[line.code]} too")
        if line.code in closed:
            yield _at(file, line, "code", line.code, "a code that was never closed; codes are never used again")
        first.setdefault(line.code, line.row)


def problems_in_arrangements(
    lines: Sequence[ArrangementLine],
    *,
    services: Collection[str],
    localities: Collection[str],
    providers: Collection[str],
    file: str = "arrangements",
) -> Iterator[Problem]:
    """What refuses a sheet of arrangements: unknown names, what a kind needs, two for one service, place and day."""
    known = (("service", services), ("locality", localities), ("provider", providers))
    seen: dict[tuple[str, str, date], int] = {}
    for line in lines:
        for column, names in known:
            value = str(getattr(line, column))
            if value not in names and not (column == "provider" and not value):
                yield _at(file, line, column, value, f"a {column} of this trust that is open")
        column, expected = fault_in_arrangement(line.kind, has_provider=bool(line.provider), share=line.share)
        if column:
            yield _at(file, line, column, str(getattr(line, column) or ""), expected)
        if line.ends is not None and line.ends <= line.starts:
            yield _at(file, line, "ends", line.ends.isoformat(), "a day after the first one")
        place = (line.service, line.locality, line.starts)
        if place in seen:
            yield _at(file, line, "starts", line.starts.isoformat(), f"once only; it stands in row {seen[place]} too")
        seen.setdefault(place, line.row)


def clashes_in_arrangements(
    lines: Sequence[ArrangementLine], *, known: Sequence[ArrangementLine], file: str = "arrangements"
) -> Iterator[Problem]:
    """Rows that would hold for one service and locality at the same time as another row or a recorded arrangement."""
    replaced = {(line.service, line.locality, line.starts) for line in lines}
    held: dict[tuple[str, str], list[ArrangementLine]] = {}
    for line in known:
        if (line.service, line.locality, line.starts) not in replaced:
            held.setdefault((line.service, line.locality), []).append(line)
    for line in lines:
        others = held.setdefault((line.service, line.locality), [])
        for other in others:
            if other.starts != line.starts and overlap((line.starts, line.ends), (other.starts, other.ends)):
                expected = (
                    f"one arrangement at a time for {line.service} in {line.locality}; "
                    f"“{KIND_NAMES[other.kind]}” holds from {other.starts.isoformat()}"
                    + (f" until {other.ends.isoformat()}" if other.ends else "")
                )
                yield _at(file, line, "starts", line.starts.isoformat(), expected)
        others.append(line)


def _at(file: str, line: ServiceLine | ArrangementLine, column: str, value: str, expected: str) -> Problem:
    return Problem(file=file, row=line.row or None, column=column, value=value, expected=expected)
