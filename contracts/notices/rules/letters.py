"""What a notice says, as plain values: frozen with its hash, and what pages and letters are drawn from."""

import json
from dataclasses import asdict, dataclass
from typing import Any

from contracts.notices.rules.kinds import KIND_NAMES, Kind
from core.canonical import canonical_text


@dataclass(frozen=True, slots=True, kw_only=True)
class LetterDay:
    """A day in a letter: as ISO text, and where it comes from. Blank: the contract has no setting for it."""

    on: str
    source: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Letter:
    """The text of a notice. Days are ISO texts; `role` is that of the person who issued it."""

    reference: str
    contract: str
    number: int
    kind: str
    commissioner: str
    provider: str
    issued_on: str
    title: str
    clause: str
    about: str
    reference_in_words: str
    asked: str
    response: LetterDay
    meeting: LetterDay
    outcome: LetterDay
    issued_by: str
    role: str

    @property
    def kind_name(self) -> str:
        """The kind as people say it."""
        return KIND_NAMES[Kind(self.kind)]

    @property
    def name(self) -> str:
        """What the letter is called."""
        return f"{self.kind_name} {self.number} under contract {self.reference}"


def written(letter: Letter) -> str:
    """The letter as canonical JSON, of which its hash is taken."""
    return canonical_text(asdict(letter))


def letter_from(content: str) -> Letter:
    """The letter as it was written."""
    values: dict[str, Any] = json.loads(content)
    days = {name: LetterDay(**values[name]) for name in ("response", "meeting", "outcome")}
    return Letter(**{**values, **days})
