"""What a machine sent: results as rows of JSON, or the file itself."""

from werkzeug.exceptions import BadRequest

from commissioning.activity.rules.asking import LONGEST_WORDS, Way
from contracts.performance.actions.checking import Sent
from contracts.performance.api.told import Unfit, finding_of
from contracts.performance.imports.sent import file_of_rows, problems_with_rows
from core.api.asking import request_key
from core.api.body import file_sent, is_json, members_sent, rows_in
from core.api.rows import is_writable
from core.spreadsheets.tables import Upload

_SHAPE = 'Send {"rows": [{"kpi": "CN-01", "period": "2008-04", "numerator": 96, "denominator": 100}]}.'


def sent_in_request(given: dict[str, str]) -> Sent:
    """The results in this request. `given`: the parameters of its address, which say the words with a file."""
    key = request_key()
    if is_json():
        if "words" in given:
            raise BadRequest("Words with results sent as JSON stand in the JSON, not in the address.")
        content = members_sent("rows", optional=["words"], shape=_SHAPE)
        words, upload, way = _words_in(content.get("words", "")), _file_in(content), Way.DATA
    else:
        words, upload, way = _words_in(given.get("words", "")), file_sent(), Way.FILE
    return Sent(way=way, file_name=upload.name, content=upload.content, words=words, request_key=key)


def _file_in(content: dict[str, object]) -> Upload:
    rows = rows_in(content, otherwise=f"A period without a figure has null as numerator. {_SHAPE}")
    if problems := problems_with_rows(rows):
        raise Unfit([finding_of(each) for each in problems])
    return file_of_rows(rows)


def _words_in(given: object) -> str:
    if not isinstance(given, str) or not is_writable(given) or len(given) > LONGEST_WORDS:
        raise BadRequest(f"Give what the reader should know as a text of at most {LONGEST_WORDS:,} characters.")
    return given
