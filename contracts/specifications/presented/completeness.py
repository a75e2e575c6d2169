"""The report of what is incomplete as tables, the same on the page and in files."""

from collections.abc import Callable

from contracts.specifications.queries.completeness import Report
from contracts.specifications.rules.states import STATE_NAMES
from core.tables import Table, amount, columns, table, words
from core.wording import in_full, listed

Link = Callable[[int], str]


def no_link(version_id: int) -> str:
    """Lead nowhere, as in a file."""
    del version_id
    return ""


def report_tables(report: Report, link: Link = no_link) -> list[Table]:
    """Money without an agreed specification, specifications past review, sections left empty: those with rows."""
    return [shown for shown in (uncovered(report, link), reviews(report, link), empties(report, link)) if shown.rows]


def uncovered(report: Report, link: Link) -> Table:
    """Service lines with money and no agreed specification, most money first, with their sum."""
    rows = [
        [
            words(each.line.name, note=each.line.code),
            amount(each.line.amount),
            words(each.why),
            words(each.nearest.called, href=link(each.nearest.version_id)) if each.nearest else words(""),
        ]
        for each in report.uncovered
    ]
    foot = [[words(f"{len(rows)} {'service line' if len(rows) == 1 else 'service lines'}"), amount(report.amount)]]
    return table(
        "money-without-specification",
        "Service lines with money and no agreed specification",
        columns("Service line", "Money of the year £", "Why", "What there is"),
        rows,
        [[*foot[0], words(""), words("")]],
    )


def reviews(report: Report, link: Link) -> Table:
    """Agreed specifications past their review or expired."""
    rows = [
        [
            words(each.called, href=link(each.version_id)),
            words(each.provider),
            words(in_full(each.review_on) if each.review_on else ""),
            words(in_full(each.expires_on) if each.expires_on else ""),
        ]
        for each in report.past_review
    ]
    return table(
        "past-review",
        "Agreed specifications past their review, or expired",
        columns("Specification", "Provider", "Review was due by", "Expires on"),
        rows,
    )


def empties(report: Report, link: Link) -> Table:
    """Specifications with sections left empty."""
    rows = [
        [
            words(each.called, href=link(each.version_id)),
            words(each.provider),
            words(STATE_NAMES[each.state]),
            words(listed(each.empty)),
        ]
        for each in report.with_empty
    ]
    return table(
        "empty-sections",
        "Specifications with sections left empty",
        columns("Specification", "Provider", "State", "Empty sections"),
        rows,
    )
