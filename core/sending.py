"""Giving a file to take away, under a name that says what it holds, or under its own."""

import io
import re
from collections.abc import Iterator, Mapping

from flask import Response, send_file, stream_with_context

KINDS: Mapping[str, str] = {
    "csv": "text/csv; charset=utf-8",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "json": "application/json",
    "pdf": "application/pdf",
    "toml": "application/toml",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "zip": "application/zip",
}
_NOT_IN_A_NAME = re.compile(r"[^a-z0-9]+")


def send(content: bytes, kind: str, *named: str) -> Response:
    """A file of one of the `KINDS` to take away; `named` says what it holds, from the general to the particular."""
    return send_named(content, f"{file_name(*named)}.{kind}", KINDS[kind])


def send_named(content: bytes, name: str, mimetype: str) -> Response:
    """A file of any kind to take away, under the name it has; no browser or proxy keeps it."""
    answer = send_file(io.BytesIO(content), mimetype=mimetype, as_attachment=True, download_name=name)
    answer.headers["Cache-Control"] = "no-store"
    return answer


def send_lines(lines: Iterator[str], kind: str, *named: str) -> Response:
    """The same as `send`, line by line, so that a long file does not fill the memory."""
    headers = {"Content-Disposition": f"attachment; filename={file_name(*named)}.{kind}"}
    return Response(stream_with_context(lines), content_type=KINDS[kind], headers=headers)


def file_name(*named: str) -> str:
    """Words as the name of a file, without its ending: small letters, digits and hyphens.

    >>> file_name("West Hertfordshire PCT", "2008/09", "must-dos")
    'west-hertfordshire-pct-2008-09-must-dos'
    """
    return _NOT_IN_A_NAME.sub("-", " ".join(named).lower()).strip("-")
