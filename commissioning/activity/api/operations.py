"""What the addresses for activity returns take and answer, by the names of their views."""

from collections.abc import Mapping

from core.api.body import CSV, JSON, XLSX
from core.api.operations import (
    DRY_RUN,
    FILE,
    KEY,
    SINCE,
    Operation,
    answer,
    flag,
    query,
    refusals,
    taken_or_not,
)
from core.api.schemas import MONTH, named

_ROWS_EXAMPLE = {
    "month": "2008-04",
    "rows": [
        {"service": "DIAB", "practice": "X82001", "month": "2008-04", "currency": "contact", "quantity": 30},
        {"service": "DIAB", "practice": "unplaced", "month": "2008-04", "currency": "contact", "quantity": "2"},
    ],
}
_CSV_EXAMPLE = "service,practice,month,currency,quantity\r\nDIAB,X82001,2008-04,contact,30\r\n"
OPERATIONS: Mapping[str, Operation] = {
    "send_return": {
        "parameters": [
            DRY_RUN,
            flag("owe", "Take the rows without errors, and owe the others."),
            query("month", MONTH, "The month of a return sent as a file. Rows sent as JSON say it themselves."),
            query("return", {"type": "string"}, "The name of a return sent as a file, where you make several."),
            KEY,
        ],
        "requestBody": {
            "required": True,
            "content": {
                JSON: {"schema": named("Rows"), "example": _ROWS_EXAMPLE},
                CSV: {**FILE, "example": _CSV_EXAMPLE},
                XLSX: {},
            },
        },
        "responses": {
            **taken_or_not(stored="Submission", checked="Checked", problem="ProblemWithFindings"),
            **refusals(404),
        },
    },
    "list_returns": {
        "parameters": [SINCE],
        "responses": {"200": answer("The returns.", "Returns"), **refusals(400, 401, 403)},
    },
    "show_submission": {
        "responses": {"200": answer("The submission.", "SubmissionAsItStands"), **refusals(400, 401, 403, 404)},
    },
}
