"""What a practice signs: one text that names the scheme's version and every document with its edition and hash."""

import json
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

from core.canonical import canonical_text
from core.canonical import hash_of as canonical_hash
from core.wording import in_full

SPECIFICATION = "Specification"


@dataclass(frozen=True, slots=True, kw_only=True)
class BoundDocument:
    """A document that binds. `kind`: what it is; `edition`: as people cite it; `content_hash`: SHA-256."""

    kind: str
    title: str
    edition: str
    content_hash: str
    attachment_id: int | None = None
    file_name: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """What differs from the version that held before. `binds`: whether the practice must answer anew."""

    words: str
    binds: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Binding:
    """What one practice is offered. `group`: the PbC group whose documents bind it, blank for none; `replaces`: the
    number of the agreement before; `old_ends_on`: from when that does not hold any more without an answer.
    """

    offer: int
    commissioner: str
    reference: str
    scheme: str
    version: int
    practice: str
    practice_name: str
    group: str
    level: int
    starts_on: date
    answer_by: date
    notice_days: int
    words: str
    reason: str
    documents: tuple[BoundDocument, ...]
    replaces: str = ""
    old_ends_on: date | None = None
    changes: tuple[Change, ...] = ()

    @property
    def called(self) -> str:
        """Which scheme in which version."""
        return f"{self.reference} {self.scheme}, version {self.version}"

    @property
    def carries_over(self) -> bool:
        """Whether the agreement goes on under this version without an answer: nothing binding changed."""
        return bool(self.replaces) and not any(change.binds for change in self.changes)

    @property
    def statement(self) -> str:
        """What is signed, in a sentence."""
        level = f" at level {self.level}" if self.level else ""
        return (
            f"{self.practice_name} accepts {self.called}{level} from {in_full(self.starts_on)}, with the "
            f"{len(self.documents)} {'document' if len(self.documents) == 1 else 'documents'} named in it."
        )


def canonical(binding: Binding) -> str:
    """The text that is hashed and signed."""
    written = asdict(binding)
    for name in ("starts_on", "answer_by", "old_ends_on"):
        day: date | None = written[name]
        written[name] = day.isoformat() if day else None
    return canonical_text(written)


def hash_of(binding: Binding) -> str:
    """The SHA-256 of what is signed."""
    return canonical_hash(canonical(binding))


def binding_from(text: str) -> Binding:
    """The value that a canonical text holds."""
    written: dict[str, Any] = json.loads(text)
    days = {name: date.fromisoformat(written[name]) for name in ("starts_on", "answer_by")}
    ends = date.fromisoformat(written["old_ends_on"]) if written["old_ends_on"] else None
    return Binding(
        **{
            **written,
            **days,
            "old_ends_on": ends,
            "documents": tuple(BoundDocument(**each) for each in written["documents"]),
            "changes": tuple(Change(**each) for each in written["changes"]),
        }
    )


def agreement_number(reference: str, practice: str, earlier: int) -> str:
    """The number of a practice's next agreement to a scheme. `earlier`: how many it had.

    >>> agreement_number("LES-003", "X82001", 0)
    'LES-003/X82001/1'
    """
    return f"{reference}/{practice}/{earlier + 1}"
