"""A file that was checked, as the page shows it: counts, what would be taken, what was found, signed to take away."""

from collections.abc import Sequence
from dataclasses import dataclass

from flask import current_app, url_for

from commissioning.activity.checking.values import Checked, ReadReturn
from commissioning.activity.exports.findings import pack
from commissioning.activity.presented.findings import findings_tables
from commissioning.activity.presented.submissions import Total, totals_table
from commissioning.activity.queries.names import Names
from commissioning.activity.rules.checks.catalogue import PERSON
from commissioning.activity.rules.checks.findings import Finding
from core.tables import Table

_VERDICTS = {
    "refused": "This file cannot be taken",
    "errors": "Some rows cannot be taken",
    "queries": "The file can be submitted; there are queries to answer",
    "clean": "The file can be submitted",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """What a check found. `may_owe`: whether the rows without errors could be submitted and the others owed."""

    verdict: str
    heading: str
    file_name: str
    file_hash: str
    rows: int
    taken: int
    owed: int
    queries: int
    tables: Sequence[Table]
    totals: Table | None
    packed: str
    alarms: Sequence[tuple[str, str]]

    @property
    def may_owe(self) -> bool:
        """Whether there are rows to take beside those with errors."""
        return self.verdict == "errors" and self.taken > 0


def shown(read: ReadReturn, checked: Checked, names: Names) -> Shown:
    """What a check found, as its page shows it."""
    totals = [
        Total(service=service, month=month, currency=currency, units=held.counted(names.currencies[currency]))
        for (service, month, currency), held in checked.sums.items()
    ]
    return Shown(
        verdict=checked.verdict,
        heading=_VERDICTS[checked.verdict],
        file_name=read.file_name,
        file_hash=read.file_hash,
        rows=checked.count,
        taken=len(checked.rows),
        owed=checked.owed,
        queries=len(checked.queries),
        tables=findings_tables(checked.findings, names),
        totals=totals_table(totals, names, caption="What would be taken") if totals else None,
        packed=pack(checked.findings, key=str(current_app.secret_key)) if checked.findings else "",
        alarms=[(_said(each), _address(each, read.file_hash)) for each in checked.findings if _may_be_released(each)],
    )


def _may_be_released(found: Finding) -> bool:
    """Whether two people may say that a cell holds nobody's number: one cell below the headings."""
    return found.rule == PERSON and found.row is not None and found.row > 1 and bool(found.column)


def _said(found: Finding) -> str:
    return f"row {found.row:,}, {found.column}"


def _address(found: Finding, file_hash: str) -> str:
    return url_for("activity.propose_release", file=file_hash, row=found.row, column=found.column)
