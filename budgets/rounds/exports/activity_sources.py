"""Where the activity of a calculation came from, as files: each cell with its submissions, corrections or file."""

import json
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from functools import partial

from budgets.method.frozen_activity import cells_of, quantity_of
from budgets.method.policy import Policy
from budgets.rounds.activity_sources import list_activity_sources
from budgets.rounds.models import ActivitySource, StoredCalculation
from budgets.rounds.queries import policy_of, workbook_of
from core.money import plain
from core.spreadsheets.writing import Sheet, write_xlsx

SCHEMA = "activity-sources/1"


@dataclass(frozen=True, slots=True, kw_only=True)
class Reference:
    """One source of a line's activity in a month and currency, as files name it. Blank where it has none of it.

    `kind`: submission, correction, or file (of the inputs of that number in that year's round). `quantity`: of that
    source alone. `file_hash`: SHA-256 of the file as it came. `reason`: why it was corrected.
    """

    line: str
    month: str
    currency: str
    kind: str
    quantity: str = ""
    provider: str = ""
    return_name: str = ""
    period: str = ""
    submission: int | None = None
    correction: int | None = None
    inputs: int | None = None
    year: str = ""
    file_hash: str = ""
    reason: str = ""


def references_of(stored: StoredCalculation) -> list[Reference]:
    """The sources of every cell of activity in the months a calculation counts, in order."""
    policy = policy_of(stored)
    inputs = stored.inputs
    listed = list_activity_sources(inputs.id)
    if listed:
        return [_reference(each) for each in listed if _is_counted(each.month, policy)]
    return [
        Reference(
            line=service,
            month=month,
            currency=currency,
            kind="file",
            inputs=inputs.number,
            year=inputs.round.year,
            file_hash=inputs.file_hash,
        )
        for service, month, currency in cells_of(workbook_of(inputs).activity)
        if _is_counted(month, policy)
    ]


def sources_as_json(stored: StoredCalculation) -> str:
    """The references with the hashes of the calculation and of its inputs; the same for the same calculation."""
    written = {
        "schema": SCHEMA,
        "calculation": stored.number,
        "calculation_hash": stored.result_hash,
        "inputs": stored.inputs.number,
        "inputs_hash": stored.inputs.content_hash,
        "sources": [asdict(each) for each in references_of(stored)],
    }
    return json.dumps(written, ensure_ascii=False, indent=1)


def sources_as_xlsx(stored: StoredCalculation) -> bytes:
    """The references as a sheet of an XLSX file."""
    return write_xlsx([sources_sheet(references_of(stored))])


def sources_sheet(references: Iterable[Reference]) -> Sheet:
    """A row for each reference."""
    rows = [list(asdict(each).values()) for each in references]
    return Sheet(name="activity_sources", header=tuple(Reference.__dataclass_fields__), rows=rows)


def _reference(each: ActivitySource) -> Reference:
    refer = partial(Reference, line=each.service, month=each.month, currency=each.currency)
    quantity = "" if each.units is None else plain(quantity_of(each.units))
    if each.submission:
        held = each.submission
        return refer(
            kind="submission",
            quantity=quantity,
            provider=held.expectation.provider.code,
            return_name=held.expectation.name,
            period=held.period,
            submission=held.number,
            file_hash=held.file_hash,
        )
    if each.adjustment:
        posted = each.adjustment
        return refer(
            kind="correction",
            quantity=quantity,
            provider=posted.expectation.provider.code,
            return_name=posted.expectation.name,
            period=posted.posted_to,
            correction=posted.id,
            reason=posted.reason,
        )
    origin = each.file_of or each.inputs
    return refer(kind="file", inputs=origin.number, year=origin.round.year, file_hash=origin.file_hash)


def _is_counted(month: str, policy: Policy) -> bool:
    return policy.activity_from <= month <= policy.activity_to
