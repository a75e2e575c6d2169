"""What the addresses for claims take and answer, by the names of their views."""

from collections.abc import Mapping

from core.api.body import CSV, JSON, XLSX
from core.api.operations import DRY_RUN, FILE, KEY, Operation, answer, query, refusals, taken_or_not
from core.api.schemas import named
from les.claims.api.schemas import QUARTER

_ROWS_EXAMPLE = {
    "rows": [
        {
            "quarter": "2008/09 Q1",
            "scheme": "LES-001",
            "element": "joint-injection",
            "from": "2008-04-01",
            "to": "2008-06-30",
            "count": 12,
        }
    ]
}
_CSV_EXAMPLE = "quarter,scheme,element,from,to,count\r\n2008/09 Q1,LES-001,joint-injection,2008-04-01,2008-06-30,12\r\n"
_OF_QUARTER = query("quarter", QUARTER, "Of this quarter; of all where it is left out.")
OPERATIONS: Mapping[str, Operation] = {
    "send_les_claims": {
        "parameters": [
            {**query("quarter", QUARTER, "The quarter for which the claims are."), "required": True},
            DRY_RUN,
            KEY,
        ],
        "requestBody": {
            "required": True,
            "content": {
                JSON: {"schema": named("LesClaimRows"), "example": _ROWS_EXAMPLE},
                CSV: {**FILE, "example": _CSV_EXAMPLE},
                XLSX: {},
            },
        },
        "responses": taken_or_not(stored="LesClaims", checked="LesClaimsChecked", problem="ProblemWithLesClaims"),
    },
    "list_les_claims": {
        "parameters": [_OF_QUARTER],
        "responses": {"200": answer("Claims of the practice.", "LesClaims"), **refusals(400, 401, 403)},
    },
    "show_les_claim": {
        "responses": {"200": answer("The claim as it stands.", "LesClaim"), **refusals(400, 401, 403, 404)},
    },
}
