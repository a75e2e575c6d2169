"""What machines are told when something is refused: `application/problem+json` (RFC 9457), in our own sentences."""

from http import HTTPStatus

from flask import jsonify
from werkzeug.wrappers import Response

from core.identifiers import masked

PROBLEM_JSON = "application/problem+json"


def problem(status: int, said: str, **more: object) -> Response:
    """An answer that says what is wrong. `more`: further members, such as the findings of a check."""
    answer = jsonify(type="about:blank", title=HTTPStatus(status).phrase, status=status, detail=masked(said), **more)
    answer.status_code = status
    answer.mimetype = PROBLEM_JSON
    return answer
