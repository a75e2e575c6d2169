"""A template as people write it: `#` before a section, `##` before a part of one, guidance below.

A line `(may stay empty)` lets it stay empty; what follows a line `(begins with)` stands there from the beginning.
"""

from collections.abc import Sequence

from contracts.specifications.rules.templates import TemplateSection, key_of

OPTIONAL = "(may stay empty)"
STARTER = "(begins with)"
_MARKS = {"# ": 1, "## ": 2}


def outline_of(sections: Sequence[TemplateSection]) -> str:
    """The sections as they are written in a form."""
    return "\n\n".join(_written(section) for section in sections)


def sections_from(outline: str, *, known: Sequence[TemplateSection] = ()) -> tuple[TemplateSection, ...]:
    r"""The sections that somebody wrote. A heading that stood before (`known`) keeps its key, so that both compare.

    >>> [(each.level, each.heading, each.is_required) for each in sections_from("# Aims\n(may stay empty)")]
    [(1, 'Aims', False)]
    """
    keys = {section.heading.casefold(): section.key for section in known}
    found: list[TemplateSection] = []
    for level, heading, lines in _cut(outline):
        key = keys.pop(heading.casefold(), "") or key_of(
            heading, [*(section.key for section in known), *(section.key for section in found)]
        )
        found.append(_section(key, level, heading, lines))
    return tuple(found)


def _written(section: TemplateSection) -> str:
    parts = [f"{'#' * section.level} {section.heading}"]
    parts += [] if section.is_required else [OPTIONAL]
    parts += [section.guidance] if section.guidance else []
    parts += [STARTER, section.starter] if section.starter else []
    return "\n".join(parts)


def _cut(outline: str) -> list[tuple[int, str, list[str]]]:
    """The outline in headings with the lines below each; what stands before the first heading is its own, unnamed."""
    found: list[tuple[int, str, list[str]]] = []
    for line in outline.replace("\r\n", "\n").replace("\r", "\n").split("\n"):
        level = next((level for mark, level in _MARKS.items() if f"{line} ".startswith(mark)), 0)
        if level:
            found.append((level, line.lstrip("#").strip(), []))
        elif found:
            found[-1][2].append(line)
        elif line.strip():
            found.append((1, "", [line]))
    return found


def _section(key: str, level: int, heading: str, lines: Sequence[str]) -> TemplateSection:
    told = [line.strip() for line in lines]
    place = told.index(STARTER) if STARTER in told else len(told)
    guidance = [line for line, plain in zip(lines[:place], told, strict=False) if plain != OPTIONAL]
    return TemplateSection(
        key=key,
        heading=heading,
        level=level,
        guidance="\n".join(guidance).strip(),
        is_required=OPTIONAL not in told[:place],
        starter="\n".join(lines[place + 1 :]).strip(),
    )
