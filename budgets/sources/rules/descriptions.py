"""What is said of a driver: source, extract date, owner and quality grade; how it is written and read back."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from functools import cached_property

from budgets.method.workbook import Workbook
from core.canonical import canonical_text
from core.errors import Refusal
from core.identifiers import has_identifier

ALL_LINES = ""
_LONGEST = 300
_LONGEST_NOTE = 2000


class DriverKind(StrEnum):
    """The figures of a workbook that give groups their weights."""

    POPULATION = "population"
    ACTIVITY = "activity"
    COST_CENTRE_MAP = "cost_centre_map"
    FIXED_SHARES = "fixed_shares"


class Grade(StrEnum):
    """How far a driver can be trusted, best first."""

    A = "A"
    B = "B"
    C = "C"
    D = "D"


DRIVER_NAMES: Mapping[DriverKind, str] = {
    DriverKind.POPULATION: "Population snapshot",
    DriverKind.ACTIVITY: "Activity",
    DriverKind.COST_CENTRE_MAP: "Cost-centre map",
    DriverKind.FIXED_SHARES: "Fixed shares",
}
GRADE_NAMES: Mapping[Grade, str] = {
    Grade.A: "A, measured",
    Grade.B: "B, derived",
    Grade.C: "C, mapped by hand",
    Grade.D: "D, rough and ready",
}
GRADE_MEANINGS: Mapping[Grade, str] = {
    Grade.A: "counted in a system made for it, and checked",
    Grade.B: "worked out from measured figures by a rule that is written down",
    Grade.C: "put together by hand, by people who know the services",
    Grade.D: "an estimate, or figures known to be incomplete",
}
WORST_FIRST: tuple[Grade | None, ...] = (Grade.D, Grade.C, Grade.B, Grade.A, None)


def weakness(grade: Grade | None) -> int:
    """The place of a grade in an order that puts the weakest first; what has no grade comes last.

    >>> sorted([Grade.A, None, Grade.D], key=weakness)
    [<Grade.D: 'D'>, <Grade.A: 'A'>, None]
    """
    return WORST_FIRST.index(grade)


@dataclass(frozen=True, slots=True, kw_only=True)
class Description:
    """Where the figures of a driver come from, for all lines (`line_code` blank) or for one line.

    `owner` is a role or an organisation in words, never a person.
    """

    driver: DriverKind
    source: str
    extracted_on: date
    owner: str
    grade: Grade
    line_code: str = ALL_LINES
    note: str = ""


@dataclass(frozen=True)
class Descriptions:
    """Everything that is said of a set of inputs: at most one description for each driver and line, in order."""

    rows: tuple[Description, ...] = ()

    @classmethod
    def of(cls, rows: Iterable[Description]) -> "Descriptions":
        """Those of the rows that count: of each driver and line the last."""
        last = {(list(DriverKind).index(row.driver), row.line_code): row for row in rows}
        return cls(tuple(last[key] for key in sorted(last)))

    def find(self, driver: DriverKind, line_code: str = ALL_LINES) -> Description | None:
        """What is said of a driver in a line: the line's own description, else the one for all lines."""
        return self._said.get((driver, line_code)) or self._said.get((driver, ALL_LINES))

    def grade_of(self, driver: DriverKind, line_code: str = ALL_LINES) -> Grade | None:
        """How far a driver can be trusted in a line; None where nothing is said of it."""
        found = self.find(driver, line_code)
        return found.grade if found else None

    @cached_property
    def _said(self) -> dict[tuple[DriverKind, str], Description]:
        return {(row.driver, row.line_code): row for row in self.rows}


def line_names(workbook: Workbook) -> dict[str, str]:
    """The lines of a workbook by code: services, then must-dos."""
    services = {service.code: service.name for service in workbook.services}
    return services | {must_do.code: must_do.name for must_do in workbook.must_dos}


def check_description(said: Description, *, lines: Iterable[str], on: date) -> None:
    """Refuse a description without its words, dated after `on`, of a line the inputs lack, or about a patient."""
    for words, wanted in ((said.source, "Say where the figures come from."), (said.owner, "Say who owns the figures.")):
        if not words.strip():
            raise Refusal(wanted)
        if len(words.strip()) > _LONGEST:
            raise Refusal(f"Source and owner have at most {_LONGEST} characters each.")
    if len(said.note.strip()) > _LONGEST_NOTE:
        raise Refusal(f"A note has at most {_LONGEST_NOTE:,} characters.")
    if any(has_identifier(words) for words in (said.source, said.owner, said.note)):
        raise Refusal("What you wrote holds a number that may be an NHS number. Nothing about a patient is kept here.")
    if said.extracted_on > on:
        raise Refusal("The extract date lies in the future. Give the day on which the figures were taken.")
    if said.line_code and said.line_code not in set(lines):
        raise Refusal(f"These inputs have no line {said.line_code}.")


def check_is_news(said: Description, standing: Descriptions) -> None:
    """Refuse to say again, word for word, what is said already."""
    if any(row == said for row in standing.rows):
        raise Refusal("Nothing was changed: this is what is said of it already.")


def as_kept(said: Description) -> Description:
    """A description as it is kept: without blanks around its words."""
    return replace(said, source=said.source.strip(), owner=said.owner.strip(), note=said.note.strip())


def still_missing(earlier: Descriptions, standing: Descriptions, *, lines: Iterable[str]) -> list[Description]:
    """What was said of earlier inputs and not yet of these, without lines that these do not have."""
    known = {(row.driver, row.line_code) for row in standing.rows}
    kept = {ALL_LINES, *lines}
    return [row for row in earlier.rows if (row.driver, row.line_code) not in known and row.line_code in kept]


def written(descriptions: Descriptions) -> str:
    """The descriptions as canonical JSON text, to be frozen with what is put to the groups.

    >>> written(Descriptions())
    '[]'
    """
    rows = [
        {
            "driver": str(row.driver),
            "extracted_on": row.extracted_on.isoformat(),
            "grade": str(row.grade),
            "line": row.line_code,
            "note": row.note,
            "owner": row.owner,
            "source": row.source,
        }
        for row in descriptions.rows
    ]
    return canonical_text(rows)


def descriptions_from(text: str) -> Descriptions:
    """The descriptions of such a text; an empty text says nothing."""
    rows = json.loads(text) if text else []
    return Descriptions.of(
        Description(
            driver=DriverKind(row["driver"]),
            source=row["source"],
            extracted_on=date.fromisoformat(row["extracted_on"]),
            owner=row["owner"],
            grade=Grade(row["grade"]),
            line_code=row["line"],
            note=row["note"],
        )
        for row in rows
    )
