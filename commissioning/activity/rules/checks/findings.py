"""What a check finds: which rule, where, what stood there and what was expected, all at once."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from core.errors import Refusal


class Severity(StrEnum):
    """What a finding does: the file is refused whole, the row is not taken, an answer is asked, or it is only said."""

    REFUSED = "refused"
    ERROR = "error"
    QUERY = "query"
    WARNING = "warning"


SEVERITY_NAMES: Mapping[Severity, str] = {
    Severity.REFUSED: "File refused",
    Severity.ERROR: "Error: row not taken",
    Severity.QUERY: "Query: to be answered",
    Severity.WARNING: "Warning",
}
_ORDER = {severity: place for place, severity in enumerate(Severity)}


class Importance(StrEnum):
    """How much hangs on a rule."""

    HIGH = "high"
    MEDIUM = "medium"
    LOW = "low"


IMPORTANCE_NAMES: Mapping[Importance, str] = {
    Importance.HIGH: "High",
    Importance.MEDIUM: "Medium",
    Importance.LOW: "Low",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One thing found. `row` counts as a spreadsheet does, None for what concerns more than one row.

    `value` is what stood there, blank where it must not be repeated. A query names the figure it asks about: service,
    practice, month and currency, as far as it concerns one of each.
    """

    rule: str
    severity: Severity
    expected: str
    importance: Importance = Importance.HIGH
    row: int | None = None
    column: str = ""
    value: str = ""
    service: str = ""
    practice: str = ""
    month: str = ""
    currency: str = ""


class HasFindings(Refusal):
    """A return that is not taken as it is. `findings` holds everything found; nothing was stored."""

    def __init__(self, sentence: str, findings: Sequence[Finding]) -> None:
        self.findings = tuple(findings)
        super().__init__(sentence)


def of(severity: Severity, findings: Iterable[Finding]) -> list[Finding]:
    """The findings of one severity."""
    return [finding for finding in findings if finding.severity is severity]


def in_order(findings: Iterable[Finding]) -> list[Finding]:
    """Findings by severity, the gravest first, then down the sheet."""
    return sorted(findings, key=lambda f: (_ORDER[f.severity], f.row or 0, f.column, f.service, f.month, f.rule))
