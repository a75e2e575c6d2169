"""The shapes of KPI results for machines, as JSON Schema; choices are those of the rules."""

from collections.abc import Mapping

from commissioning.activity.rules.asking import LONGEST_WORDS, Way
from contracts.performance.imports.results import COLUMNS
from contracts.performance.imports.sent import COUNTS, NEEDED
from contracts.performance.rules.states import DueState
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

_FIGURE: Schema = {"type": ["string", "null"], "description": "An exact number as text; null where there is no figure."}
_WORDS_OF_ROWS: Mapping[str, str] = {
    "kpi": "ID of the KPI.",
    "period": "Its first month, as 2008-04.",
    "numerator": "A whole number, a text such as `12.75`, or null where there is no figure.",
    "denominator": "The same. Left out where the KPI has none.",
}
_CELLS = {
    name: {"type": ["integer", "string", "null"] if name in COUNTS else "string", "description": _WORDS_OF_ROWS[name]}
    for name in COLUMNS
}
_COUNTED: Mapping[str, Schema] = dict.fromkeys(("numerator", "denominator"), _FIGURE)
_RESULT: Mapping[str, Schema] = {"kpi": TEXT, "period": list_of(MONTH), "number": ID, **_COUNTED}
_HEAD: Mapping[str, Schema] = {
    "id": ID,
    "number": ID,
    "way": one_of(Way),
    "file": TEXT,
    "sha256": SHA256,
    "returned_at": INSTANT,
}
_RETURN: Mapping[str, Schema] = {**_HEAD, "words": TEXT}

SCHEMAS: Mapping[str, Schema] = {
    "KpiRow": members(_CELLS, needed=NEEDED),
    "KpiRows": members(
        {
            "words": {"type": "string", "maxLength": LONGEST_WORDS},
            "rows": {**list_of(named("KpiRow")), "minItems": 1},
        },
        needed=("rows",),
    ),
    "KpiFinding": members({"row": ROW_NUMBER, **dict.fromkeys(("column", "value", "said"), TEXT)}),
    "KpiChecked": members(
        {
            "file": TEXT,
            "sha256": SHA256,
            "rows": COUNT,
            "changes": {**COUNT, "description": "How many results would become new versions."},
            **found("KpiFinding"),
            "would_be_taken": YES,
            "why_not": WHY_NOT,
        }
    ),
    "KpiResult": members(_RESULT),
    "KpiReturn": members({**_RETURN, "results": list_of(named("KpiResult"))}),
    "KpiCorrection": members({**_COUNTED, "reason": TEXT, "corrected_at": INSTANT}),
    "KpiResultAsItStands": members(
        {
            **_RESULT,
            **dict.fromkeys(("stands", "is_frozen"), YES),
            "corrections": list_of(named("KpiCorrection")),
        }
    ),
    "KpiReturnAsItStands": members({**_RETURN, "results": list_of(named("KpiResultAsItStands"))}),
    "KpiResultDue": members(
        {
            **dict.fromkeys(("kpi", "name"), TEXT),
            "period": list_of(MONTH),
            "due_on": DAY,
            "asked": list_of({"type": "string", "enum": list(_COUNTED)}),
            "state": one_of(DueState),
            "number": {"type": ["integer", "null"], "description": "Of the version that stands."},
            **_COUNTED,
            "can_be_sent": YES,
            "why_not": TEXT,
        }
    ),
    "KpiReturnListed": members({**_HEAD, "results": COUNT}),
    "KpiResults": members({"due": list_of(named("KpiResultDue")), "returns": list_of(named("KpiReturnListed"))}),
    "ProblemWithKpiFindings": problem_with(found("KpiFinding")),
}
