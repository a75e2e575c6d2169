"""What both sides accept: the whole text of a version as one value, kept as canonical JSON with its SHA-256.

The count of changes (`revision`) is part of it, so that a text which was changed and changed back has to be accepted
anew.
"""

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

from core.canonical import canonical_text
from core.canonical import hash_of as canonical_hash
from core.wording import in_full, listed

_DAYS = ("starts_on", "ends_on", "review_on", "expires_on")
NOT_SAID = "not said yet"


@dataclass(frozen=True, slots=True, kw_only=True)
class ContentSection:
    """A section as it is read: its number, heading and text (Markdown). A heading above parts holds no text."""

    key: str
    number: str
    level: int
    heading: str
    text: str
    holds_text: bool = True
    is_required: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Content:
    """A version of a specification as values: header, parties, template and sections."""

    reference: str
    version: int
    revision: int
    title: str
    commissioner: str
    commissioner_code: str
    provider: str
    provider_code: str
    service: str
    service_code: str
    template: str
    template_code: str
    template_number: int
    commissioner_lead: str
    commissioner_lead_person: str
    provider_lead: str
    provider_lead_person: str
    starts_on: date | None
    ends_on: date | None
    review_on: date | None
    expires_on: date | None
    localities: tuple[str, ...]
    sections: tuple[ContentSection, ...]

    @property
    def called(self) -> str:
        """Reference, title and version, as people say it."""
        return f"{self.reference} {self.title}, version {self.version}"

    @property
    def empty_sections(self) -> tuple[ContentSection, ...]:
        """The sections that hold text and have none."""
        return tuple(each for each in self.sections if each.holds_text and not each.text.strip())

    @property
    def problems(self) -> list[str]:
        """The sections that must not stay empty and are, in sentences."""
        return [f"Section {each.number}, {each.heading}, is empty." for each in self.empty_sections if each.is_required]


def canonical(content: Content) -> str:
    """The text that is hashed and accepted."""
    written = asdict(content)
    for name in _DAYS:
        written[name] = written[name].isoformat() if written[name] else None
    return canonical_text(written)


def hash_of(content: Content) -> str:
    """The SHA-256 of what is accepted."""
    return canonical_hash(canonical(content))


def content_from(text: str) -> Content:
    """The value that a canonical text holds."""
    written: dict[str, Any] = json.loads(text)
    days: Mapping[str, date | None] = {
        name: date.fromisoformat(written[name]) if written[name] else None for name in _DAYS
    }
    sections = tuple(ContentSection(**each) for each in written["sections"])
    return Content(**{**written, **days, "localities": tuple(written["localities"]), "sections": sections})


def facts_of(content: Content) -> list[tuple[str, str]]:
    """The header as people read it: what, and its value."""
    return [
        ("Number", content.reference),
        ("Service", f"{content.service} ({content.service_code})"),
        ("Commissioner", f"{content.commissioner} ({content.commissioner_code})"),
        ("Commissioner lead", _lead(content.commissioner_lead, content.commissioner_lead_person)),
        ("Provider", f"{content.provider} ({content.provider_code})"),
        ("Provider lead", _lead(content.provider_lead, content.provider_lead_person)),
        ("Period", _period(content.starts_on, content.ends_on)),
        ("Review by", _day(content.review_on)),
        ("Expires on", _day(content.expires_on)),
        ("Localities covered", listed(content.localities) or NOT_SAID),
        ("Template", content.template),
    ]


def text_of(content: Content) -> str:
    """The whole version as one text, to be compared with another: the header, then every section under its heading."""
    header = "\n\n".join(f"{name}: {value}" for name, value in (("Title", content.title), *facts_of(content)))
    body = "".join(
        f"\n\n{'#' * each.level} {each.number} {each.heading}\n\n{each.text.strip()}".rstrip()
        for each in content.sections
    )
    return f"{header}{body}\n"


def _lead(role: str, person: str) -> str:
    return ", ".join(part for part in (role, person) if part) or NOT_SAID


def _day(on: date | None) -> str:
    return in_full(on) if on else NOT_SAID


def _period(starts_on: date | None, ends_on: date | None) -> str:
    if starts_on is None and ends_on is None:
        return NOT_SAID
    return f"{_day(starts_on)} to {_day(ends_on)}"
