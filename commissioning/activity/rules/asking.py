"""Queries about single figures, and what is said in acts: states of a query, words that are needed, four eyes."""

from collections.abc import Mapping
from datetime import date
from enum import StrEnum

from core.errors import NotAllowed, Refusal
from core.identifiers import has_identifier

LONGEST_WORDS = 1000


class QueryState(StrEnum):
    """Who has to say something: the provider, the commissioner, or nobody any more."""

    ASKED = "asked"
    ANSWERED = "answered"
    SETTLED = "settled"


QUERY_STATE_NAMES: Mapping[QueryState, str] = {
    QueryState.ASKED: "To be answered",
    QueryState.ANSWERED: "Answered",
    QueryState.SETTLED: "Settled",
}


class Taking(StrEnum):
    """What a provider chose for a file with errors: send it again when it is mended, or have the good rows taken."""

    WHOLE = "whole"
    OWE = "owe"


TAKING_NAMES: Mapping[Taking, str] = {
    Taking.WHOLE: "Fix and send again: take nothing of this file",
    Taking.OWE: "Submit the rows without errors now, and owe the others",
}


class Way(StrEnum):
    """How a return came in."""

    FILE = "file"
    TYPED = "typed"
    DATA = "data"
    NIL = "nil"


WAY_NAMES: Mapping[Way, str] = {
    Way.FILE: "File",
    Way.TYPED: "Typed in",
    Way.DATA: "Sent as data",
    Way.NIL: "Nil return",
}


def check_words(words: str, what: str) -> str:
    """The words as they are kept; refused where there are none, too many, or a patient's number. `what`: “a reason”."""
    kept = words.strip()
    if not kept:
        raise Refusal(f"Write {what}.")
    if len(kept) > LONGEST_WORDS:
        raise Refusal(f"Write {what} with at most {LONGEST_WORDS:,} characters; yours has {len(kept):,}.")
    if has_identifier(kept):
        raise Refusal(
            "What you wrote holds a number that passes the NHS number check. Take it out: "
            "nothing that identifies a patient may be kept here."
        )
    return kept


def check_answer_due(answer_due_on: date, *, on: date) -> None:
    """Refuse a day for the answer that is past."""
    if answer_due_on < on:
        raise Refusal("The day by which the answer is due is past.")


def check_certifier(*, prepared_by_id: int, person_id: int) -> None:
    """Refuse that the person who prepared a return certifies it."""
    if prepared_by_id == person_id:
        raise NotAllowed("You prepared this return. Somebody else of your organisation certifies it.")


def check_second_person(*, first_id: int, person_id: int) -> None:
    """Refuse that one person releases a cell alone."""
    if first_id == person_id:
        raise NotAllowed("You said first that this number is no patient’s. A second person has to say so too.")


def check_same_file(*, file_hash: str, standing: Mapping[int, str]) -> None:
    """Refuse a file that stands already, byte for byte. `standing`: hashes by the number of the submission."""
    for number, held in standing.items():
        if held == file_hash:
            raise Refusal(f"This very file was submitted already, as number {number}. Nothing was changed.")
