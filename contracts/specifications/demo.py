"""Specifications of the demo year: community nursing in three versions, and a draft the provider has just begun.

The words stand in `examples/demo`, and are illustrative.
"""

import tomllib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any

from commissioning.catalogue.queries import services_by_code
from commissioning.organisations.queries.localities import list_localities
from contracts.specifications.actions.commenting import comment_on_section, resolve_comments
from contracts.specifications.actions.reviewing import accept_version, submit_for_review
from contracts.specifications.actions.starting import begin_next_version, start_specification
from contracts.specifications.actions.writing import change_header, write_section
from contracts.specifications.models import SpecificationVersion
from contracts.specifications.queries.agreed import list_agreed_versions
from contracts.specifications.queries.contents import hash_of_version
from contracts.specifications.queries.versions import get_version
from contracts.specifications.rules.header import Header
from core.permissions import Actor

Hour = Callable[[int, int, int, int], datetime]
HREF = "/contracts/specifications/versions/{}".format
PERIOD_1 = (date(2007, 4, 1), date(2008, 3, 31), date(2007, 12, 31), date(2008, 7, 1))
PERIOD_2 = (date(2007, 10, 1), date(2008, 3, 31), date(2008, 2, 29), date(2008, 7, 1))
PERIOD_3 = (date(2008, 4, 1), date(2009, 3, 31), date(2008, 12, 31), date(2009, 7, 1))


@dataclass(frozen=True, slots=True, kw_only=True)
class Sides:
    """Who acts: the commissioner, the provider and a lead of a group; `hour` sets the clock of the demo."""

    commissioner: Actor
    provider: Actor
    lead: Actor
    hour: Hour


def seed_agreed_specification(folder: Path, sides: Sides) -> None:
    """Agree two versions of community nursing, in the spring and the autumn of 2007."""
    told = _told(folder / "community-nursing.toml")
    at = sides.hour(2007, 3, 5, 10)
    first = _start(told, sides.provider, sides.commissioner.organisation_id, at)
    _write(first.id, told["sections"], sides.provider)
    _head(first.id, told, PERIOD_1, sides, by=sides.provider, on=at.date())
    _agree(first.id, sides, submitted_by=sides.provider, month=3)
    second = begin_next_version(version_id=first.id, by=sides.commissioner, at=sides.hour(2007, 9, 3, 11))
    _write(second.id, told["second"], sides.commissioner)
    _head(second.id, told, PERIOD_2, sides, by=sides.commissioner, on=date(2007, 9, 3))
    _agree(second.id, sides, submitted_by=sides.commissioner, month=9)


def seed_specifications_under_way(folder: Path, sides: Sides) -> None:
    """Begin the third version and review it, with comments that wait, and let the provider draft another service."""
    told = _told(folder / "community-nursing.toml")
    [agreed] = list_agreed_versions(sides.commissioner.organisation_id)
    at = sides.hour(2008, 3, 5, 14)
    third = begin_next_version(version_id=agreed.version_id, by=sides.commissioner, at=at)
    _write(third.id, told["third"], sides.commissioner)
    _head(third.id, told, PERIOD_3, sides, by=sides.commissioner, on=at.date())
    at = sides.hour(2008, 3, 5, 16)
    submit_for_review(version_id=third.id, by=sides.commissioner, on=at.date(), at=at, href=HREF(third.id))
    who = {"commissioner": sides.commissioner, "provider": sides.provider, "lead": sides.lead}
    at = sides.hour(2008, 3, 6, 11)
    for key, comments in told["said"].items():
        for role, words in comments:
            section_id = _section_id(third.id, key)
            comment_on_section(version_id=third.id, section_id=section_id, words=words, by=who[role], at=at)
    outcomes = _section_id(third.id, "expected-outcomes")
    resolve_comments(version_id=third.id, section_id=outcomes, by=sides.commissioner, at=sides.hour(2008, 3, 6, 15))
    draft = _told(folder / "podiatry.toml")
    at = sides.hour(2008, 3, 6, 16)
    begun = _start(draft, sides.provider, sides.commissioner.organisation_id, at)
    _write(begun.id, draft["sections"], sides.provider)
    change_header(
        version_id=begun.id,
        header=Header(title=draft["title"], provider_lead=draft["provider_lead"]),
        by=sides.provider,
        on=at.date(),
    )


def _told(path: Path) -> dict[str, Any]:
    return tomllib.loads(path.read_text(encoding="utf-8"))


def _start(told: Mapping[str, Any], by: Actor, commissioner_id: int, at: datetime) -> SpecificationVersion:
    return start_specification(
        commissioner_id=commissioner_id,
        service_id=services_by_code(commissioner_id)[told["service"]].id,
        provider_id=by.organisation_id,
        title=told["title"],
        template_code=told["template"],
        template_number=1,
        by=by,
        on=at.date(),
        at=at,
    )


def _write(version_id: int, texts: Mapping[str, str], by: Actor) -> None:
    for key, text in texts.items():
        if text.strip():
            write_section(version_id=version_id, section_id=_section_id(version_id, key), text=text, by=by)


def _head(
    version_id: int,
    told: Mapping[str, Any],
    days: tuple[date, date, date, date],
    sides: Sides,
    *,
    by: Actor,
    on: date,
) -> None:
    header = Header(
        title=told["title"],
        commissioner_lead=told["commissioner_lead"],
        commissioner_lead_id=sides.commissioner.person_id,
        provider_lead=told["provider_lead"],
        provider_lead_id=sides.provider.person_id,
        starts_on=days[0],
        ends_on=days[1],
        review_on=days[2],
        expires_on=days[3],
        localities=frozenset(each.id for each in list_localities(sides.commissioner.organisation_id)),
    )
    change_header(version_id=version_id, header=header, by=by, on=on)


def _agree(version_id: int, sides: Sides, *, submitted_by: Actor, month: int) -> None:
    """Put into review on the 12th, accepted by the provider on the 19th and by the commissioner on the 26th."""
    at = sides.hour(2007, month, 12, 10)
    submit_for_review(version_id=version_id, by=submitted_by, on=at.date(), at=at, href=HREF(version_id))
    for day, by in ((19, sides.provider), (26, sides.commissioner)):
        at = sides.hour(2007, month, day, 15)
        accept_version(
            version_id=version_id,
            seen_hash=hash_of_version(get_version(version_id)),
            by=by,
            on=at.date(),
            at=at,
            href=HREF(version_id),
        )


def _section_id(version_id: int, key: str) -> int:
    return next(section.id for section in get_version(version_id).sections if section.key == key)
