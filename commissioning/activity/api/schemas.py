"""The shapes of what goes in and out of the addresses for machines, as JSON Schema; choices are those of the rules."""

from collections.abc import Mapping

from commissioning.activity.imports.sent import HEADER
from commissioning.activity.rules.asking import QueryState, Way
from commissioning.activity.rules.checks.findings import Importance, Severity
from commissioning.activity.rules.rows import NEEDED
from commissioning.activity.rules.states import MonthState, Standing
from core.api.schemas import (
    COUNT,
    DAY,
    ID,
    INSTANT,
    MONTH,
    ROW_NUMBER,
    SHA256,
    TEXT,
    WHY_NOT,
    YES,
    Schema,
    found,
    list_of,
    members,
    named,
    one_of,
    problem_with,
)

_QUANTITY: Schema = {"type": ["string", "null"], "description": "An exact number as text; null where no row says it."}
_WORDS_OF_ROWS: Mapping[str, str] = {
    "service": "Code of the service.",
    "team": "Name or code of a team; may be left out.",
    "practice": "Code of the practice, or `unplaced`, or `total`.",
    "month": "As 2008-04.",
    "currency": "Code of what is counted, such as `contact`.",
    "quantity": "A whole number, or a text such as `12.75`. A number of JSON with a decimal point is refused.",
}
_CELLS = {
    name: {"type": ["integer", "string"] if name == "quantity" else "string", "description": _WORDS_OF_ROWS[name]}
    for name in HEADER
}
_VERDICT: Schema = {"type": "string", "enum": ["refused", "errors", "queries", "clean"]}
_SUM = {"service": TEXT, "month": TEXT, "currency": TEXT} | dict.fromkeys(("placed", "unplaced", "total"), _QUANTITY)
_SUBMISSION: Mapping[str, Schema] = {
    "id": ID,
    "number": ID,
    "return": TEXT,
    "period": list_of(MONTH),
    "way": one_of(Way),
    "file": TEXT,
    "sha256": SHA256,
    "submitted_at": INSTANT,
    "verdict": _VERDICT,
    "rows": COUNT,
    "taken": COUNT,
    "owed": COUNT,
    "needs_certifying": YES,
    **found("Finding"),
}

SCHEMAS: Mapping[str, Schema] = {
    "Row": members(_CELLS, needed=NEEDED),
    "Rows": members(
        {"month": MONTH, "return": TEXT, "rows": {**list_of(named("Row")), "minItems": 1}}, needed=("month", "rows")
    ),
    "Finding": members(
        {
            **dict.fromkeys(("rule", "title"), TEXT),
            "severity": one_of(Severity),
            "importance": one_of(Importance),
            "row": ROW_NUMBER,
            **dict.fromkeys(("column", "value", "expected", "service", "month", "currency"), TEXT),
        }
    ),
    "Sum": members(_SUM),
    "Checked": members(
        {
            **dict.fromkeys(("file", "provider", "return"), TEXT),
            "sha256": SHA256,
            "period": list_of(MONTH),
            "verdict": _VERDICT,
            **dict.fromkeys(("rows", "taken", "owed"), COUNT),
            "sums": list_of(named("Sum")),
            **found("Finding"),
            "would_be_taken": YES,
            "why_not": WHY_NOT,
        }
    ),
    "Submission": members(_SUBMISSION),
    "SubmissionAsItStands": members(
        {
            **_SUBMISSION,
            **dict.fromkeys(("is_certified", "is_accepted", "stands"), YES),
            "state": one_of(Standing),
            "month_state": one_of(MonthState),
            "queries": list_of(named("Query")),
        }
    ),
    "Query": members(
        {
            "id": ID,
            "state": one_of(QueryState),
            **dict.fromkeys(("service", "month", "currency", "value", "asked"), TEXT),
            "row": ROW_NUMBER,
            "answer_due_on": DAY,
        }
    ),
    "Return": members(
        {
            "return": TEXT,
            "period": list_of(MONTH),
            "services": list_of(TEXT),
            **dict.fromkeys(("due_on", "flex_on", "freeze_on"), DAY),
            "state": one_of(Standing),
            "month_state": one_of(MonthState),
            **dict.fromkeys(("open_queries", "owed"), COUNT),
            "latest": {"type": ["integer", "null"], "description": "The last submission."},
            "can_be_sent": YES,
            "why_not": TEXT,
        }
    ),
    "Returns": members({"returns": list_of(named("Return"))}),
    "ProblemWithFindings": problem_with(found("Finding")),
}
