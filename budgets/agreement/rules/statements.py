"""What is issued once a round is signed off: a statement for each group, the report, a notice for each provider."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum


class DocumentKind(StrEnum):
    """What is issued once a round is signed off."""

    STATEMENT = "statement"
    REPORT = "report"
    DECISION_NOTICE = "decision_notice"


KIND_NAMES: Mapping[DocumentKind, str] = {
    DocumentKind.STATEMENT: "Budget statement",
    DocumentKind.REPORT: "Report of all groups",
    DocumentKind.DECISION_NOTICE: "Decision notice",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class ToIssue:
    """A document ready to be issued. `code`: of the group or provider it is for; `content`: what it says, as text."""

    kind: DocumentKind
    code: str
    title: str
    file: bytes
    content: str = ""


def may_read(
    kind: DocumentKind, code: str, *, sees_all: bool, is_provider: bool, organisation_code: str, sees_rounds: bool
) -> bool:
    """Whether a reader who follows the round may read a document: those who see all, all; a group its own statement
    and the report, a provider its own notice.

    >>> may_read(DocumentKind.STATEMENT, "DAC", sees_all=False, is_provider=False, organisation_code="DAC",
    ...          sees_rounds=True)
    True
    """
    if sees_all:
        return True
    if kind is DocumentKind.REPORT:
        return sees_rounds
    is_own = code == organisation_code
    return is_own and is_provider == (kind is DocumentKind.DECISION_NOTICE)
