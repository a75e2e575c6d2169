"""What a machine sent: members of JSON, or the file itself. No floating-point number is ever read."""

import json
from collections.abc import Sequence

from flask import request
from werkzeug.exceptions import BadRequest, RequestEntityTooLarge, UnsupportedMediaType

from core.api.guarding import check_said
from core.api.rows import Inexact
from core.sending import KINDS
from core.spreadsheets.tables import Upload

MOST_JSON_BYTES = 10_000_000
JSON, CSV, XLSX = "application/json", "text/csv", KINDS["xlsx"]
_FILES = {CSV: "sent.csv", XLSX: "sent.xlsx"}
Members = dict[str, object]


def is_json() -> bool:
    """Whether the request has JSON, not a file; refused where it has neither."""
    encoding = request.headers.get("Content-Encoding", "identity").strip().lower()
    if request.mimetype not in {JSON, *_FILES} or encoding != "identity":
        raise UnsupportedMediaType(f"Send rows as {JSON}, or a file as {CSV} or {XLSX}, not packed.")
    return request.mimetype == JSON


def file_sent() -> Upload:
    """The file that is the body of the request."""
    content = request.get_data(cache=False)
    if not content:
        raise BadRequest("The body of the request is empty. Send the file itself as the body.")
    return Upload(_FILES[request.mimetype], content)


def members_sent(*needed: str, optional: Sequence[str] = (), shape: str) -> Members:
    """The members of the JSON object sent: those needed, perhaps optional ones, no others.

    Every number that is no whole one is an `Inexact`. `shape`: how it is written, told where it is not.
    """
    if (request.content_length or 0) > MOST_JSON_BYTES or len(
        content := request.get_data(cache=False)
    ) > MOST_JSON_BYTES:
        most = MOST_JSON_BYTES // 1_000_000
        raise RequestEntityTooLarge(f"JSON may have {most} MB. Send a longer return as {CSV}, which may have more.")
    try:
        read = json.loads(content, parse_float=_inexact, parse_constant=_inexact, object_pairs_hook=_once)
    except (ValueError, RecursionError) as error:
        raise BadRequest(f"The body is not JSON, or names a member twice. {shape}") from error
    if not isinstance(read, dict) or not set(needed) <= set(read) <= {*needed, *optional}:
        raise BadRequest(f"The JSON is not as it must be. {shape}")
    for name, value in read.items():
        if name != "rows":
            check_said(name, value)
    return read


def rows_in(members: Members, *, otherwise: str) -> list[object]:
    """The member `rows`; refused where there is none in it. `otherwise`: what is done then, told with the refusal."""
    rows = members["rows"]
    if not isinstance(rows, list) or not rows:
        raise BadRequest(f"There are no rows. {otherwise}")
    return rows


def _inexact(_: str) -> Inexact:
    return Inexact()


def _once(pairs: Sequence[tuple[str, object]]) -> Members:
    made = dict(pairs)
    if len(made) != len(pairs):
        raise ValueError("a member twice")
    return made
