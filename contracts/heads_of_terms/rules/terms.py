"""Terms of heads of terms: their codes, titles and texts, whether they are open or agreed, and their order."""

import re
import tomllib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from contracts.heads_of_terms.rules.figures import FigureKind
from core.errors import Refusal

LONGEST_TITLE = 120
_CODE = re.compile(r"[A-Z][A-Z0-9]*(?:-[A-Z0-9]+)*", re.ASCII)
_LONGEST_CODE = 20


class TermState(StrEnum):
    """Whether the parties still talk about a term."""

    OPEN = "open"
    AGREED = "agreed"


TERM_STATE_NAMES: Mapping[TermState, str] = {TermState.OPEN: "Open", TermState.AGREED: "Agreed"}


@dataclass(frozen=True, slots=True, kw_only=True)
class StandardTerm:
    """A term that heads begin with: its code for good, title, text (Markdown), and what figures it draws."""

    code: str
    title: str
    text: str
    draws: FigureKind


def terms_from(text: str) -> tuple[StandardTerm, ...]:
    """The standard terms of a TOML file, in its order."""
    return tuple(
        StandardTerm(
            code=each["code"],
            title=each["title"],
            text=_unwrapped(each["text"]),
            draws=FigureKind(each.get("draws", "none")),
        )
        for each in tomllib.loads(text)["term"]
    )


def _unwrapped(text: str) -> str:
    """A text whose lines were broken to fit the file: paragraphs stand apart by a blank line."""
    return "\n\n".join(" ".join(part.split()) for part in text.strip().split("\n\n"))


def check_code(code: str, *, taken: Iterable[str]) -> None:
    """Refuse a code that no contract could name later, or that another term of the heads has."""
    if not _CODE.fullmatch(code) or len(code) > _LONGEST_CODE:
        raise Refusal(
            "The code of a term is made of capital letters, digits and hyphens, begins with a letter and has at most "
            f"{_LONGEST_CODE} characters, such as INFECTION-CONTROL."
        )
    if code in taken:
        raise Refusal(f"These heads have a term {code} already. Choose another code, or change that term.")


def check_title(title: str) -> None:
    """Refuse a term without a title, or with one that is too long for a list of contents."""
    if not title.strip():
        raise Refusal("The term has no title. Say in a few words what it is about.")
    if len(title.strip()) > LONGEST_TITLE:
        raise Refusal(f"The title of a term has at most {LONGEST_TITLE} characters. Say the rest in its text.")


def check_has_words(title: str, text: str) -> None:
    """Refuse to agree a term that says nothing."""
    if not text.strip():
        raise Refusal(f"“{title}” has no text yet. Write what is agreed first.")


def check_may_be_settled(title: str, *, is_state: TermState, to: TermState) -> None:
    """Refuse to settle a term that is so already."""
    if is_state is to:
        raise Refusal(f"“{title}” is {TERM_STATE_NAMES[to].lower()} already.")


def moved_to(codes: Sequence[str], code: str, place: int) -> list[str]:
    """The codes in their order with one at another place, counted from 1; beyond the ends it stands at the end.

    >>> moved_to(["A", "B", "C"], "C", 1), moved_to(["A", "B", "C"], "A", 99)
    (['C', 'A', 'B'], ['B', 'C', 'A'])
    """
    others = [each for each in codes if each != code]
    at = min(max(place, 1), len(codes)) - 1
    return [*others[:at], code, *others[at:]]
