"""What was found in a return, as JSON for machines and as lines for people. No value of what looks like a person."""

import json
from collections.abc import Sequence

from commissioning.activity.checking.values import Checked, ReadReturn
from commissioning.activity.models.questions import Query
from commissioning.activity.models.submissions import StoredFinding, Submission
from commissioning.activity.queries.returns import Return
from commissioning.activity.rules.checks.asked import Asked
from commissioning.activity.rules.checks.catalogue import BY_ID
from commissioning.activity.rules.checks.findings import SEVERITY_NAMES, Finding, Severity
from commissioning.activity.rules.rows import quantity_text

MOST_FINDINGS = 1_000
Values = dict[str, object]


def checked_as_json(read: ReadReturn, checked: Checked, asked: Asked) -> str:
    """A checked return as JSON."""
    return json.dumps(checked_as_values(read, checked, asked), ensure_ascii=False, indent=2)


def checked_as_values(read: ReadReturn, checked: Checked, asked: Asked) -> Values:
    """A checked return: verdict, counts, sums as exact texts, and findings, the gravest first.

    `verdict` is `refused`, `errors`, `queries` or `clean`. Quantities are texts, so that nothing is rounded.
    """
    return {
        "file": read.file_name,
        "sha256": read.file_hash,
        "provider": asked.provider,
        "return": asked.name,
        "period": list(asked.period.months),
        "verdict": checked.verdict,
        "rows": checked.count,
        "taken": len(checked.rows),
        "owed": checked.owed,
        "sums": [
            {
                "service": service,
                "month": month,
                "currency": currency,
                "placed": _quantity(held.placed),
                "unplaced": _quantity(held.unplaced),
                "total": _quantity(held.total),
            }
            for (service, month, currency), held in checked.sums.items()
        ],
        "findings": [finding_as_values(each) for each in checked.findings],
    }


def submitted_as_values(submission: Submission, findings: Sequence[StoredFinding]) -> Values:
    """A submission as it was stored: everything in it is frozen, so it reads the same whenever it is asked for."""
    is_queried = any(each.severity is Severity.QUERY for each in findings)
    return {
        "id": submission.id,
        "number": submission.number,
        "return": submission.expectation.name,
        "period": list(submission.expectation.period(submission.period).months),
        "way": submission.way.value,
        "file": submission.file_name,
        "sha256": submission.file_hash,
        "submitted_at": submission.prepared_at.isoformat(),
        "verdict": "errors" if submission.owed else "queries" if is_queried else "clean",
        "rows": submission.row_count + submission.owed,
        "taken": submission.row_count,
        "owed": submission.owed,
        "needs_certifying": submission.needs_certifier,
        "findings": [finding_as_values(each) for each in findings[:MOST_FINDINGS]],
        "findings_in_all": len(findings),
    }


def query_as_values(query: Query) -> Values:
    """A query about a submission, with who has to say something next."""
    return {
        "id": query.id,
        "state": query.state.value,
        "service": query.service.code if query.service else "",
        "month": query.month,
        "currency": query.currency,
        "row": query.row,
        "value": query.value,
        "asked": query.asked,
        "answer_due_on": query.answer_due_on.isoformat(),
    }


def return_as_values(found: Return, why_not: str) -> Values:
    """A return of one period as it stands: its days, its state, and why nothing can be sent, blank where it can."""
    latest = found.latest
    return {
        "return": found.expectation.name,
        "period": list(found.due.period.months),
        "services": sorted(each.service.code for each in found.expectation.services),
        "due_on": found.due.due_on.isoformat(),
        "flex_on": found.due.flex_on.isoformat(),
        "freeze_on": found.due.freeze_on.isoformat(),
        "state": found.state.value,
        "month_state": found.month_state.value,
        "open_queries": found.facts.open_queries,
        "owed": found.facts.owed_rows,
        "latest": None if latest is None else latest.id,
        "can_be_sent": not why_not,
        "why_not": why_not,
    }


def finding_as_values(found: Finding | StoredFinding) -> Values:
    """One finding with its place."""
    return {
        "rule": found.rule,
        "title": BY_ID[found.rule].title,
        "severity": found.severity.value,
        "importance": found.importance.value,
        "row": found.row,
        "column": found.column,
        "value": found.value,
        "expected": found.expected,
        "service": found.service,
        "month": found.month,
        "currency": found.currency,
    }


def checked_as_text(read: ReadReturn, checked: Checked, asked: Asked) -> str:
    """The same for people: one line a finding, and what it comes to."""
    lines = [
        f"{SEVERITY_NAMES[each.severity]}: {_place(each)}{f'“{each.value}”: ' if each.value else ''}"
        f"expected {each.expected}"
        for each in checked.findings
    ]
    lines.append(
        f"{read.file_name}, {asked.name} for {asked.period}: {checked.verdict}; "
        f"{len(checked.rows):,} of {checked.count:,} rows can be taken."
    )
    return "\n".join(lines)


def _place(found: Finding) -> str:
    named = [f"row {found.row}" if found.row else "", found.column, found.service, found.month, found.currency]
    words = ", ".join(filter(None, named))
    return f"{words}: " if words else ""


def _quantity(units: int | None) -> str | None:
    return None if units is None else quantity_text(units)
