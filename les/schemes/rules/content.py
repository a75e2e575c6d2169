"""What is approved: the whole document of a version as one value, kept as canonical JSON with its SHA-256."""

import json
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

from core.canonical import canonical_text
from core.canonical import hash_of as canonical_hash
from core.wording import in_full
from les.schemes.rules.caps import caps_in_words
from les.schemes.rules.documents import ESSENTIAL, Control
from les.schemes.rules.terms import SchemeTerms
from les.schemes.rules.writing_terms import kept, terms_from, terms_in_words, written_of

_DAYS = ("starts_on", "review_on", "expires_on")
NOT_SAID = "not said yet"


@dataclass(frozen=True, slots=True, kw_only=True)
class ContentSection:
    """A section as it is read."""

    key: str
    heading: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Content:
    """A version of a scheme as values. `revision` counts what was changed: it makes a text changed back another."""

    reference: str
    version: int
    revision: int
    name: str
    kind: str
    where: str
    service: str
    clinical_lead: str
    commissioner: str
    control: Control
    terms: SchemeTerms | None
    sections: tuple[ContentSection, ...]
    essential: str = ESSENTIAL

    @property
    def called(self) -> str:
        """Reference, name and version, as people say it."""
        return f"{self.reference} {self.name}, version {self.version}"


def canonical(content: Content) -> str:
    """The text that is hashed and approved."""
    written = asdict(content)
    written["terms"] = kept(content.terms) if content.terms else None
    for name in _DAYS:
        day: date | None = written["control"][name]
        written["control"][name] = day.isoformat() if day else None
    return canonical_text(written)


def hash_of(content: Content) -> str:
    """The SHA-256 of what is approved."""
    return canonical_hash(canonical(content))


def content_from(text: str) -> Content:
    """The value that a canonical text holds."""
    written: dict[str, Any] = json.loads(text)
    control = written["control"]
    days = {name: date.fromisoformat(control[name]) if control[name] else None for name in _DAYS}
    return Content(
        **{
            **written,
            "control": Control(**{**control, **days}),
            "terms": terms_from(written["terms"]) if written["terms"] else None,
            "sections": tuple(ContentSection(**each) for each in written["sections"]),
        }
    )


def facts_of(content: Content) -> list[tuple[str, str]]:
    """The head of the document as people read it: what, and its value."""
    control = content.control
    return [
        ("Number", content.reference),
        ("Kind", content.kind),
        ("Where", content.where),
        ("Service", content.service),
        ("Clinical lead", content.clinical_lead or NOT_SAID),
        ("Outcome measure", control.outcome or NOT_SAID),
        ("Author", control.author or NOT_SAID),
        ("Ratified by", control.ratified_by or NOT_SAID),
        ("Holds from", _day(control.starts_on)),
        ("Review by", _day(control.review_on)),
        ("Expires on", _day(control.expires_on)),
    ]


def text_of(content: Content) -> str:
    """The whole version as one text, to be compared with another."""
    said = [("Name", content.name), *facts_of(content)]
    if content.terms:
        said += [
            *terms_in_words(content.terms),
            *caps_in_words(content.terms),
            ("Paid for", f"\n\n{written_of(content.terms)}"),
        ]
    head = "\n\n".join(f"{name}: {value}" for name, value in said)
    body = "".join(
        f"\n\n# {place} {each.heading}\n\n{each.text.strip()}" for place, each in enumerate(content.sections, start=1)
    )
    return f"{head}{body}\n\n# Core contract\n\n{content.essential}\n"


def _day(on: date | None) -> str:
    return in_full(on) if on else NOT_SAID
