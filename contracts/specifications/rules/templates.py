"""Rules of templates: an ordered list of headed sections, numbered, never changed, only versioned."""

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from hashlib import sha256
from typing import Any

from core.errors import Refusal
from core.identifiers import has_identifier

MOST_SECTIONS = 60
MOST_OF_HEADING = 120
MOST_OF_GUIDANCE = 2000
_KEY = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*", re.ASCII)
_NOT_IN_KEY = re.compile(r"[^a-z0-9]+")


@dataclass(frozen=True, slots=True, kw_only=True)
class TemplateSection:
    """A section of a template. `level`: 1 for a section, 2 for a part of the one above; `guidance`: what to write
    there; `starter`: what stands there at first, such as an empty table; `is_required`: it may not stay empty.
    """

    key: str
    heading: str
    level: int = 1
    guidance: str = ""
    is_required: bool = True
    starter: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Template:
    """A version of a template, as it is shipped or was made by a commissioner."""

    code: str
    number: int
    name: str
    about: str
    sections: tuple[TemplateSection, ...]
    made_from: str = ""

    @property
    def called(self) -> str:
        """Name and version, as people say it."""
        return f"{self.name}, version {self.number}"

    @property
    def content_hash(self) -> str:
        """The SHA-256 of all it says."""
        return sha256(json.dumps(asdict(self), sort_keys=True, ensure_ascii=False).encode()).hexdigest()


def numbers_of(levels: Sequence[int]) -> list[str]:
    """The numbers of headings by their levels.

    >>> numbers_of([1, 2, 2, 1, 2])
    ['1', '1.1', '1.2', '2', '2.1']
    """
    found, section, part = [], 0, 0
    for level in levels:
        section, part = (section + 1, 0) if level == 1 else (section, part + 1)
        found.append(f"{section}" if level == 1 else f"{section}.{part}")
    return found


def hold_text(levels: Sequence[int]) -> list[bool]:
    """Which headings have text below them: all but those that only stand above their parts.

    >>> hold_text([1, 2, 2, 1])
    [False, True, True, True]
    """
    following = [*levels[1:], 1]
    return [level == 2 or after == 1 for level, after in zip(levels, following, strict=True)]


def key_of(heading: str, taken: Sequence[str]) -> str:
    """A key for a heading that none of the others has.

    >>> key_of("Aims & objectives", []), key_of("Aims", ["aims"])
    ('aims-objectives', 'aims-2')
    """
    plain = _NOT_IN_KEY.sub("-", heading.lower()).strip("-")[:40].strip("-") or "section"
    return next(key for key in _candidates(plain) if key not in taken)


def template_from(written: Mapping[str, Any]) -> Template:
    """The template that a data file holds; refuses one that is not as a template must be."""
    sections = tuple(
        TemplateSection(
            key=each["key"],
            heading=each["heading"],
            level=each.get("level", 1),
            guidance=each.get("guidance", "").strip(),
            is_required=each.get("required", True),
            starter=each.get("starter", "").strip(),
        )
        for each in written["sections"]
    )
    template = Template(
        code=written["code"],
        number=written["number"],
        name=written["name"],
        about=written["about"].strip(),
        sections=sections,
    )
    check_template(template)
    return template


def check_template(template: Template) -> None:
    """Refuse a template that cannot be used, with all that is wrong with it."""
    if problems := [*_problems_in_head(template), *problems_in_sections(template.sections)]:
        raise Refusal(" ".join(problems))


def problems_in_sections(sections: Sequence[TemplateSection]) -> list[str]:
    """All that is wrong with the sections of a template, in sentences that name the heading."""
    if not sections:
        return ["A template has at least one section. Write a heading: # and a blank before its words."]
    found = [] if sections[0].level == 1 else ["The first heading must be a section (#), not a part of one (##)."]
    if len(sections) > MOST_SECTIONS:
        found.append(f"A template has at most {MOST_SECTIONS} sections, and this one has {len(sections)}.")
    seen: set[str] = set()
    for section in sections:
        found += _problems_in(section)
        if section.heading.casefold() in seen:
            found.append(f"Two headings are called “{section.heading}”. Call one of them something else.")
        seen.add(section.heading.casefold())
    if len({section.key for section in sections}) < len(sections):
        found.append("Two sections have the same key.")
    return found


def _problems_in_head(template: Template) -> list[str]:
    found = []
    if not template.name.strip():
        found.append("Give the template a name.")
    if len(template.name) > MOST_OF_HEADING:
        found.append(f"The name has at most {MOST_OF_HEADING} characters.")
    if not template.about.strip():
        found.append("Say what the template is for.")
    if any(has_identifier(text) for text in (template.name, template.about)):
        found.append("A number in it passes the NHS number check. Take it out: nothing about a patient is kept here.")
    return found


def _problems_in(section: TemplateSection) -> list[str]:
    if not section.heading.strip():
        return ["A heading has no words."]
    found = []
    if len(section.heading) > MOST_OF_HEADING:
        found.append(f"The heading “{section.heading[:40]}…” has more than {MOST_OF_HEADING} characters. Shorten it.")
    if len(section.guidance) > MOST_OF_GUIDANCE:
        found.append(f"What to write under “{section.heading}” has more than {MOST_OF_GUIDANCE:,} characters.")
    if section.level not in (1, 2) or not _KEY.fullmatch(section.key):
        found.append(f"“{section.heading}” is neither a section (#) nor a part of one (##).")
    if has_identifier(f"{section.heading}\n{section.guidance}\n{section.starter}"):
        found.append(
            "A number under a heading passes the NHS number check. Take it out: nothing about a patient is kept here."
        )
    return found


def _candidates(plain: str) -> Iterator[str]:
    yield plain
    number = 2
    while True:
        yield f"{plain}-{number}"
        number += 1
