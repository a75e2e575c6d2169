"""Writing: the header of a version, and its sections. Whatever is changed voids what was accepted of it."""

from datetime import date

from commissioning.organisations.queries.localities import list_localities
from contracts.specifications.actions.recording import held, record
from contracts.specifications.models import SECTION, Covered, SpecificationSection, SpecificationVersion
from contracts.specifications.queries.contents import content_of
from contracts.specifications.queries.versions import find_section
from contracts.specifications.rules.content import facts_of
from contracts.specifications.rules.header import Header, check_header
from contracts.specifications.rules.states import check_may_be_changed
from core import audit
from core.comparing import compare_texts, summary_of
from core.db import db
from core.errors import Refusal
from core.markdown import check_text
from core.notifications.queries import people_at
from core.permissions import Actor, Permission
from core.wording import listed

_FIELDS = (
    "title",
    "commissioner_lead",
    "commissioner_lead_id",
    "provider_lead",
    "provider_lead_id",
    "starts_on",
    "ends_on",
    "review_on",
    "expires_on",
)


def change_header(*, version_id: int, header: Header, by: Actor, on: date) -> SpecificationVersion:
    """Change the header of a version: title, leads, period, review, expiry and the localities it covers."""
    version = held(version_id, by)
    _check_may_change(version, by)
    check_header(header)
    if header == version.header:
        raise Refusal("Nothing was changed: this is what the header says already.")
    _check_places(version, header)
    _check_people(version, header, on)
    before = dict([("Title", version.title), *facts_of(content_of(version))])
    for name in _FIELDS:
        setattr(version, name, getattr(header, name))
    _cover(version, header.localities)
    version.header_changes += 1
    db.session.flush()
    db.session.expire(version)
    after = dict([("Title", version.title), *facts_of(content_of(version))])
    changed = [name for name, value in after.items() if before[name] != value]
    old, new = ({name.lower(): facts[name] for name in changed} for facts in (before, after))
    record(version, "change_header", by, old=old, new={**new, "changed": listed([name.lower() for name in changed])})
    return version


def write_section(*, version_id: int, section_id: int, text: str, by: Actor) -> SpecificationSection:
    """Write a section, in Markdown. An empty form as it came from the template counts as nothing written."""
    version = held(version_id, by)
    section = find_section(version_id, section_id)
    if section is None or not section.holds_text:
        raise Refusal("There is no such section in this version. Go back to the specification and choose one.")
    _check_may_change(version, by)
    kept = _as_kept(text, section.starter)
    check_text(kept)
    if kept == section.text:
        raise Refusal("Nothing was changed: this is what the section says already.")
    summary = summary_of(compare_texts(section.text, kept))
    old = {"characters": len(section.text)}
    section.text = kept
    db.session.flush()
    new: audit.Values = {"section": section.called, "characters": len(kept), "summary": summary.rstrip(".").lower()}
    record(version, "write_section", by, old=old, new=new, subject=SECTION, subject_id=section.id)
    return section


def _check_may_change(version: SpecificationVersion, by: Actor) -> None:
    is_own = version.drafter_id == by.organisation_id
    check_may_be_changed(state=version.state, is_own=is_own, drafter=version.drafter.name)


def _check_places(version: SpecificationVersion, header: Header) -> None:
    known = {place.id for place in list_localities(version.specification.commissioner_id)}
    if not header.localities <= known:
        raise Refusal("One of the localities is none of this commissioner’s. Choose them from the list.")


def _check_people(version: SpecificationVersion, header: Header, on: date) -> None:
    """Refuse as a new lead somebody who does not draft specifications for that side."""
    specification = version.specification
    sides = (
        (header.commissioner_lead_id, version.commissioner_lead_id, specification.commissioner),
        (header.provider_lead_id, version.provider_lead_id, specification.provider),
    )
    for lead_id, before, party in sides:
        if lead_id is None or lead_id == before:
            continue
        if lead_id not in people_at([party.id], on=on, permission=Permission.DRAFT_SPECIFICATIONS):
            raise Refusal(f"The lead must be somebody who drafts specifications for {party.name}.")


def _cover(version: SpecificationVersion, wanted: frozenset[int]) -> None:
    kept = [each for each in version.covered if each.locality_id in wanted]
    new = sorted(wanted - {each.locality_id for each in kept})
    version.covered = [*kept, *(Covered(version_id=version.id, locality_id=locality_id) for locality_id in new)]


def _as_kept(text: str, starter: str) -> str:
    plain = text.replace("\r\n", "\n").replace("\r", "\n").strip()
    return "" if plain == starter.strip() else plain
