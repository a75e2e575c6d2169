"""What the addresses for KPI results take and answer, by the names of their views."""

from collections.abc import Mapping

from commissioning.activity.rules.asking import LONGEST_WORDS
from core.api.body import CSV, JSON, XLSX
from core.api.operations import DRY_RUN, FILE, KEY, SINCE, Operation, answer, query, refusals, taken_or_not
from core.api.schemas import named

_ROWS_EXAMPLE = {
    "rows": [
        {"kpi": "CN-01", "period": "2008-04", "numerator": 96, "denominator": 100},
        {"kpi": "CN-02", "period": "2008-04", "numerator": "7.5"},
    ]
}
_CSV_EXAMPLE = "kpi,period,numerator,denominator\r\nCN-01,2008-04,96,100\r\n"
_WORDS = {"type": "string", "maxLength": LONGEST_WORDS}
OPERATIONS: Mapping[str, Operation] = {
    "send_kpi_results": {
        "parameters": [
            DRY_RUN,
            query("words", _WORDS, "What the reader should know, with a file. Rows sent as JSON say it themselves."),
            KEY,
        ],
        "requestBody": {
            "required": True,
            "content": {
                JSON: {"schema": named("KpiRows"), "example": _ROWS_EXAMPLE},
                CSV: {**FILE, "example": _CSV_EXAMPLE},
                XLSX: {},
            },
        },
        "responses": taken_or_not(stored="KpiReturn", checked="KpiChecked", problem="ProblemWithKpiFindings"),
    },
    "list_kpi_results": {
        "parameters": [SINCE],
        "responses": {"200": answer("Results and returns.", "KpiResults"), **refusals(400, 401, 403)},
    },
    "show_kpi_return": {
        "responses": {"200": answer("The return.", "KpiReturnAsItStands"), **refusals(400, 401, 403, 404)},
    },
}
