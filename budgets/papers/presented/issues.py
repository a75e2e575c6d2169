"""What was issued: each issue with the documents the reader may open."""

from collections.abc import Callable, Sequence

from budgets.papers.models import Issue
from budgets.papers.rules import Level
from core.clock import in_london
from core.components import day
from core.tables import Cell, Section, Table, columns, words


def issues_table(
    issues: Sequence[Issue], opens: Callable[[Level, str], bool], address: Callable[[int], str]
) -> Table | None:
    """Every issue, newest first, under it its documents; None where none was issued or none is open to the reader."""
    sections = [section for issue in issues if (section := _section(issue, opens, address)).rows]
    if not sections:
        return None
    return Table(
        name="issues",
        caption="Papers issued",
        head=columns("Document", "Issued", "SHA-256 of the file"),
        sections=sections,
    )


def _section(issue: Issue, opens: Callable[[Level, str], bool], address: Callable[[int], str]) -> Section:
    issued = f"{day(in_london(issue.issued_at).date())} by {issue.issued_by.name}"
    rows: list[list[Cell]] = [
        [
            words(document.title, href=address(document.id)),
            words(issued),
            words(f"{document.file_hash[:16]}…", look="app-hash"),
        ]
        for document in issue.documents
        if opens(document.level, document.code)
    ]
    said = f"Issue {issue.number}, meeting on {day(issue.meeting_on)}, proposal {issue.proposal.number}"
    return Section(head=[words(said), words(""), words("")], rows=rows)
