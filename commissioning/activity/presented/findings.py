"""What was found in a return as tables: errors, queries and warnings apart on pages, all of it in one file."""

from collections.abc import Iterable, Sequence

from commissioning.activity.models.submissions import StoredFinding
from commissioning.activity.queries.names import Names
from commissioning.activity.rules.checks.catalogue import BY_ID
from commissioning.activity.rules.checks.findings import SEVERITY_NAMES, Finding, Severity, of
from commissioning.activity.rules.months import Period
from core.tables import Cell, Table, columns, table, words

MOST_SHOWN = 300
_CAPTIONS = {
    Severity.REFUSED: "The file is refused whole",
    Severity.ERROR: "Errors: these rows cannot be taken",
    Severity.QUERY: "Queries: taken, and to be answered",
    Severity.WARNING: "Warnings: only said",
}
_HEAD = ("Row", "Column", "Value", "Expected", "Rule", "About")


def findings_tables(findings: Sequence[Finding], names: Names) -> list[Table]:
    """One table for each severity there is, the gravest first, each with at most the first 300."""
    return [
        table(
            f"found-{severity.value}",
            _caption(severity, len(held)),
            columns(*_HEAD),
            [_cells(each, names) for each in held[:MOST_SHOWN]],
        )
        for severity in Severity
        if (held := of(severity, findings))
    ]


def all_findings(findings: Iterable[Finding], names: Names) -> Table:
    """Everything in one table, for a file."""
    rows = [[words(SEVERITY_NAMES[each.severity]), *_cells(each, names)] for each in findings]
    return table("findings", "", columns("Severity", *_HEAD), rows)


def as_finding(stored: StoredFinding) -> Finding:
    """A finding as it was kept with its submission."""
    return Finding(
        rule=stored.rule,
        severity=stored.severity,
        importance=stored.importance,
        expected=stored.expected,
        row=stored.row,
        column=stored.column,
        value=stored.value,
        service=stored.service,
        month=stored.month,
        currency=stored.currency,
    )


def about(found: Finding, names: Names) -> str:
    """The figure a finding is about, in words; blank where it is about one row, or the file."""
    month = str(Period(found.month)) if found.month else ""
    parts = (names.service(found.service), names.practice(found.practice), month, names.currency(found.currency))
    return ", ".join(filter(None, parts))


def _cells(found: Finding, names: Names) -> list[Cell]:
    return [
        words("–") if found.row is None else Cell(text=f"{found.row:,}", exact=found.row),
        words(found.column or "–"),
        words(found.value or "–"),
        words(found.expected),
        words(BY_ID[found.rule].title),
        words(about(found, names) or "–"),
    ]


def _caption(severity: Severity, count: int) -> str:
    cut = f", the first {MOST_SHOWN:,} shown" if count > MOST_SHOWN else ""
    return f"{_CAPTIONS[severity]} ({count:,}{cut})"
