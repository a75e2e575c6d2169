"""The data-quality mark of a KPI: five answers, and whether its figures may be relied on."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from core.errors import Refusal


class Answer(StrEnum):
    """An answer about the data."""

    YES = "yes"
    NO = "no"
    UNKNOWN = "unknown"


ANSWER_NAMES: Mapping[Answer, str] = {Answer.YES: "Yes", Answer.NO: "No", Answer.UNKNOWN: "Not known"}
QUESTIONS: Mapping[str, str] = {
    "timely": "Timely",
    "complete": "Complete",
    "validated": "Validated",
    "signed_off": "Signed off",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """Whether the data are timely, complete, validated, signed off; when they were last audited; and the verdict."""

    timely: Answer
    complete: Answer
    validated: Answer
    signed_off: Answer
    last_audited_on: date | None
    is_sufficient: bool
    words: str


def check_mark(mark: Mark, *, on: date) -> None:
    """Refuse a mark that says nothing of why it is insufficient, or an audit that has not been."""
    if not mark.is_sufficient and not mark.words.strip():
        raise Refusal("Say why the quality of the data is insufficient.")
    if mark.last_audited_on is not None and mark.last_audited_on > on:
        raise Refusal("The last audit was not after today. Correct its day.")
    if mark.is_sufficient and Answer.NO in (mark.complete, mark.validated):
        raise Refusal("Data that are not complete or not validated are not sufficient. Change one or the other.")
