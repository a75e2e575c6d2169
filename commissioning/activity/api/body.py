"""What a machine sent: a return as rows of JSON, or the file itself."""

from dataclasses import dataclass

from werkzeug.exceptions import BadRequest

from commissioning.activity.imports.sent import file_of_rows
from commissioning.activity.rules.asking import Way
from core.api.asking import month_in
from core.api.body import file_sent, is_json, members_sent, rows_in
from core.api.rows import is_writable
from core.spreadsheets.tables import Upload

_SHAPE = 'Send {"month": "2008-04", "rows": […]}, and "return" with the name of the return where you make several.'
_NO_ROWS = f"A month without any activity is said by a nil return. {_SHAPE}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Sent:
    """A return as it was sent: for which month, its name (blank where none was given), the file, how it came."""

    month: str
    name: str
    upload: Upload
    way: Way


def sent_in_request(given: dict[str, str]) -> Sent:
    """The return in this request. `given`: the parameters of its address, which name the month of a file."""
    if is_json():
        return _from_json(given)
    upload = file_sent()
    return Sent(month=month_in(given.get("month")), name=_name_in(given.get("return", "")), upload=upload, way=Way.FILE)


def _from_json(given: dict[str, str]) -> Sent:
    if {"month", "return"} & set(given):
        raise BadRequest("Month and name of a return sent as JSON stand in the JSON, not in the address.")
    content = members_sent("month", "rows", optional=["return"], shape=_SHAPE)
    month, name = month_in(content["month"]), _name_in(content.get("return", ""))
    return Sent(month=month, name=name, upload=file_of_rows(rows_in(content, otherwise=_NO_ROWS)), way=Way.DATA)


def _name_in(given: object) -> str:
    if not isinstance(given, str) or not is_writable(given):
        raise BadRequest("Give the name of the return as a text.")
    return given
