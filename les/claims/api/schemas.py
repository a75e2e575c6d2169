"""The shapes of claims for machines, as JSON Schema; choices are those of the rules."""

from collections.abc import Mapping

from core.api.schemas import (
    DAY,
    ID,
    ROW_NUMBER,
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
from les.claims.rules.kinds import State
from les.claims.rules.workbook import NEEDED

QUARTER: Schema = {"type": "string", "pattern": "^[0-9]{4}/[0-9]{2} Q[1-4]$", "examples": ["2008/09 Q1"]}
_POUNDS: Schema = {"type": "string", "pattern": r"^-?[0-9]+\.[0-9]{2}$", "description": "Pounds, exact."}
_NUMBER: Schema = {"type": "string", "description": "An exact number as text."}
_CELLS: Mapping[str, Schema] = {
    "quarter": {"type": "string", "description": "The same in all rows, as 2008/09 Q1."},
    "scheme": {"type": "string", "description": "Its number, such as LES-001."},
    "element": {"type": "string", "description": "The code of what it pays for, such as joint-injection."},
    "from": {"type": "string", "description": "The first day, as 2008-04-01."},
    "to": {"type": ["string", "null"], "description": "The last day; null for one day."},
    "count": {
        "type": ["integer", "string", "null"],
        "description": "How many; 1 for what is due by itself, or when its condition is met; null says nothing; 0 in "
        "all rows of a scheme says that there was nothing to claim.",
    },
}
_WORKED: Mapping[str, Schema] = {
    "element": TEXT,
    "from": DAY,
    "to": DAY,
    "price": _POUNDS,
    "counted": _NUMBER,
    "allowed": _NUMBER,
    "claimed": _POUNDS,
    "how": TEXT,
}
_LINE: Mapping[str, Schema] = {
    **_WORKED,
    "left": _POUNDS,
    "approved": {"type": ["string", "null"], "description": "Pounds; null until it is decided."},
    "paid": _POUNDS,
}
SCHEMAS: Mapping[str, Schema] = {
    "LesClaimRow": members(_CELLS, needed=NEEDED),
    "LesClaimRows": members({"rows": {**list_of(named("LesClaimRow")), "minItems": 1}}),
    "LesClaimFinding": members({"row": ROW_NUMBER, **dict.fromkeys(("column", "value", "said"), TEXT)}),
    "LesWorkedLine": members(_WORKED),
    "LesWouldClaim": members(
        {
            **dict.fromkeys(("scheme", "name"), TEXT),
            "is_nil": YES,
            "claimed": _POUNDS,
            "lines": list_of(named("LesWorkedLine")),
            "replaces": {"type": "string", "description": "The number of the claim it would replace; blank for none."},
        }
    ),
    "LesClaimsChecked": members(
        {
            "claims": list_of(named("LesWouldClaim")),
            **found("LesClaimFinding"),
            "would_be_taken": YES,
            "why_not": WHY_NOT,
        }
    ),
    "LesClaimLine": members(_LINE),
    "LesClaim": members(
        {
            "id": ID,
            **dict.fromkeys(("number", "scheme", "name"), TEXT),
            "quarter": QUARTER,
            "state": one_of(State),
            **dict.fromkeys(("is_nil", "is_late"), YES),
            **dict.fromkeys(("claimed", "approved", "paid"), _POUNDS),
            "lines": list_of(named("LesClaimLine")),
            "receipt": {**TEXT, "description": "SHA-256 of the receipt; blank for a draft."},
            "submitted_at": {"type": ["string", "null"], "format": "date-time"},
            "replaces": {"type": ["integer", "null"], "description": "The id of the claim it replaced."},
        }
    ),
    "LesClaims": members({"claims": list_of(named("LesClaim"))}),
    "ProblemWithLesClaims": problem_with(found("LesClaimFinding")),
}
