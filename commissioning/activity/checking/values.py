"""What goes in and out of checking: a return as it was read, and the same as it was checked."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from commissioning.activity.rules.checks.findings import Finding, Severity, of
from commissioning.activity.rules.checks.sums import Sum
from commissioning.activity.rules.rows import Rows
from core.problems import Problem
from core.spreadsheets.tables import Table


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadReturn:
    """A return as it was read, from a file or typed: its figures as text, and what reading found.

    `file_hash`: SHA-256 of the file as it came. `about`: what the template says of itself. `refusals`: why the file is
    refused whole. `faults`: single cells that say nothing that can be relied on. `content` is empty where the file must
    not be kept.
    """

    file_name: str
    content: bytes
    file_hash: str
    table: Table | None
    about: Mapping[str, str] = field(default_factory=dict)
    refusals: tuple[Finding, ...] = ()
    faults: tuple[Problem, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Checked:
    """A return after all checks: the rows that can be taken, everything found, and the sums of what can be taken.

    `count`: rows in the file. `owed`: rows that cannot be taken.
    """

    rows: Rows
    findings: tuple[Finding, ...]
    count: int = 0
    owed: int = 0
    sums: Mapping[tuple[str, str, str], Sum] = field(default_factory=dict)

    @property
    def is_refused(self) -> bool:
        """Whether the file is refused whole."""
        return bool(of(Severity.REFUSED, self.findings))

    @property
    def queries(self) -> list[Finding]:
        """What must be answered once the return is taken."""
        return of(Severity.QUERY, self.findings)

    @property
    def verdict(self) -> str:
        """The outcome in a word: refused, errors, queries or clean."""
        if self.is_refused:
            return "refused"
        if self.owed or of(Severity.ERROR, self.findings):
            return "errors"
        return "queries" if self.queries else "clean"
