"""What a machine sent: claims as rows of JSON, or the workbook itself."""

from dataclasses import dataclass

from core.api.asking import request_key
from core.api.body import file_sent, is_json, members_sent, rows_in
from core.api.rows import Shape, faults_in, file_of
from core.problems import Problem
from core.spreadsheets.tables import Upload
from les.claims.api.told import Unfit, finding_of
from les.claims.rules.workbook import NEEDED

_EXAMPLE = (
    '{"rows": [{"quarter": "2008/09 Q1", "scheme": "LES-001", "element": "joint-injection", "from": "2008-04-01", '
    '"to": "2008-06-30", "count": 12}]}'
)
_SHAPE_SAID = f"Send {_EXAMPLE}."
SHAPE = Shape(columns=NEEDED, needed=NEEDED, numbers=frozenset({"count"}), may_be_null=frozenset({"to", "count"}))


@dataclass(frozen=True, slots=True, kw_only=True)
class Sent:
    """What a request holds: the file it amounts to, and the machine's own key."""

    upload: Upload
    request_key: str | None


def sent_in_request() -> Sent:
    """The claims in this request."""
    key = request_key()
    if not is_json():
        return Sent(upload=file_sent(), request_key=key)
    rows = rows_in(members_sent("rows", shape=_SHAPE_SAID), otherwise=_SHAPE_SAID)
    if faults := faults_in(rows, SHAPE):
        raise Unfit(
            [
                finding_of(Problem(file="sent", row=each.row, column=each.column, expected=each.expected))
                for each in faults
            ]
        )
    return Sent(upload=file_of(rows, SHAPE), request_key=key)
