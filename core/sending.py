"""Giving a file to take away, named after what it holds."""

import io
import re
from collections.abc import Mapping

from flask import Response, send_file

KINDS: Mapping[str, str] = {
    "csv": "text/csv; charset=utf-8",
    "json": "application/json",
    "pdf": "application/pdf",
    "toml": "application/toml",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "zip": "application/zip",
}
_NOT_IN_A_NAME = re.compile(r"[^a-z0-9]+")


def send(content: bytes, kind: str, *named: str) -> Response:
    """A file of one of the `KINDS` to take away; `named` says what it holds, from the general to the particular."""
    name = f"{file_name(*named)}.{kind}"
    return send_file(io.BytesIO(content), mimetype=KINDS[kind], as_attachment=True, download_name=name)


def file_name(*named: str) -> str:
    """Words as the name of a file, without its ending: small letters, digits and hyphens.

    >>> file_name("West Hertfordshire PCT", "2008/09", "must-dos")
    'west-hertfordshire-pct-2008-09-must-dos'
    """
    return _NOT_IN_A_NAME.sub("-", " ".join(named).lower()).strip("-")
