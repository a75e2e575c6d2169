"""How a file is refused: one sentence that names it, says what is wrong and what to do."""

from collections.abc import Iterable

from core.errors import Refusal
from core.problems import Problem

_MOST_PLACES = 10
IS_DAMAGED = "it is damaged or cut short"
HAS_MACROS = "it holds macros. Save it without them, as .docx, .xlsx, .odt or .ods"
IS_LOCKED = "it is protected by a password. Save it without"
HAS_FILES = "other files are embedded in it. Attach those by themselves, and paste charts as pictures"
HAS_LINKS = "it draws on files elsewhere. Break those links and save it again"
"""Reasons, as they go on after “was not attached: ”."""


def refused(name: str, why: str) -> Refusal:
    """The refusal of a file.

    >>> str(refused("plan.docx", IS_DAMAGED))
    '“plan.docx” was not attached: it is damaged or cut short.'
    """
    return Refusal(f"“{name}” was not attached: {why}.")


def refused_for(name: str, problem: Problem) -> Refusal:
    """The refusal of a file that our reader of spreadsheets and archives cannot open."""
    return Refusal(f"“{name}” was not attached. Expected was {problem.expected}.")


def check_places(name: str, places: Iterable[str]) -> None:
    """Refuse a file with places that may identify a patient: each is named, what stands there never."""
    found = list(dict.fromkeys(places))
    if not found:
        return
    more = f"; and {len(found) - _MOST_PLACES} more places" if len(found) > _MOST_PLACES else ""
    raise Refusal(
        f"“{name}” was not attached: nothing that identifies a patient may be kept here. "
        f"Look at {'; '.join(found[:_MOST_PLACES])}{more}."
    )
