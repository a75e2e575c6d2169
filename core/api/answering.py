"""How a machine is told that what it sent is stored."""

from collections.abc import Mapping

from flask import jsonify
from werkzeug.wrappers import Response


def stored(told: Mapping[str, object], *, is_new: bool, at: str) -> Response:
    """201 where this request stored it, 200 where the same key had done so before. `at`: where to read it again."""
    answer = jsonify(told)
    answer.status_code = 201 if is_new else 200
    answer.headers["Location"] = at
    return answer
