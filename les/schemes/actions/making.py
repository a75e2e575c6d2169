"""Making a scheme with its first version, changing what it is called and who leads it, beginning the next version."""

from collections.abc import Sequence
from datetime import date, datetime

from sqlalchemy.exc import NoResultFound

from budgets.rounds.queries import hold_commissioner
from commissioning.catalogue.queries import get_service
from commissioning.organisations.queries.localities import get_locality
from core.attachments.actions import carry_over
from core.db import db
from core.errors import Refusal
from core.permissions import Actor, Permission, check_may
from les.schemes.actions.recording import held, held_version, record, words_to_keep
from les.schemes.models.schemes import VERSION, Scheme, SchemeSection, SchemeVersion
from les.schemes.queries.ending import ended_on
from les.schemes.queries.schemes import find_open_version, find_scheme_named, next_scheme_number
from les.schemes.rules.documents import MOST_OF_LINE, SECTIONS, check_next_may_begin
from les.schemes.rules.ending import check_not_ended
from les.schemes.rules.kinds import State
from les.schemes.rules.particulars import Particulars


def add_scheme(*, commissioner_id: int, particulars: Particulars, by: Actor, on: date, at: datetime) -> Scheme:
    """Add a scheme with version 1, a draft with empty sections."""
    check_may(by, Permission.MAINTAIN_SCHEMES, commissioner_id=commissioner_id)
    hold_commissioner(commissioner_id)
    kept = _checked(particulars, commissioner_id, on)
    if find_scheme_named(commissioner_id, kept.name):
        raise Refusal(f"There is a scheme called “{kept.name}” already. Call this one something else.")
    scheme = Scheme(
        commissioner_id=commissioner_id,
        number=next_scheme_number(commissioner_id),
        name=kept.name,
        kind=kept.kind,
        locality_id=kept.locality_id,
        service_id=kept.service_id,
        clinical_lead=kept.clinical_lead,
    )
    db.session.add(scheme)
    db.session.flush()
    version = _version(scheme, 1, by, at)
    _write_sections(version, [""] * len(SECTIONS))
    record(scheme, "add_scheme", by, new={"where": scheme.where, "service": scheme.service.name})
    return scheme


def change_scheme(*, scheme_id: int, particulars: Particulars, by: Actor, on: date) -> Scheme:
    """Change what a scheme is. Versions that were approved keep what they said; a version under way is as it is now."""
    scheme = held(scheme_id, by, Permission.MAINTAIN_SCHEMES)
    kept = _checked(particulars, scheme.commissioner_id, on, known_service_id=scheme.service_id)
    other = find_scheme_named(scheme.commissioner_id, kept.name)
    if other is not None and other.id != scheme.id:
        raise Refusal(f"There is a scheme called “{kept.name}” already. Call this one something else.")
    open_one = find_open_version(scheme.id)
    if open_one is not None and open_one.state is State.SUBMITTED:
        raise Refusal(f"Version {open_one.number} waits for approval with what the scheme is. Take it back into draft.")
    old = {"name": scheme.name, "where": scheme.where, "clinical_lead": scheme.clinical_lead}
    scheme.name, scheme.kind, scheme.clinical_lead = kept.name, kept.kind, kept.clinical_lead
    scheme.locality_id, scheme.service_id = kept.locality_id, kept.service_id
    db.session.flush()
    db.session.refresh(scheme)
    new = {"name": scheme.name, "where": scheme.where, "clinical_lead": scheme.clinical_lead}
    record(scheme, "change_scheme", by, old=old, new=new)
    return scheme


def begin_next_version(*, version_id: int, by: Actor, at: datetime) -> SchemeVersion:
    """Begin the next version from the approved one, with its text, terms and documents. That one holds meanwhile."""
    approved = held_version(version_id, by)
    check_not_ended(ended_on(approved.scheme_id))
    open_one = find_open_version(approved.scheme_id)
    check_next_may_begin(approved.state, open_number=open_one.number if open_one else None)
    version = _version(approved.scheme, approved.number + 1, by, at, before=approved)
    _write_sections(version, [section.text for section in approved.sections])
    commissioner_id = approved.scheme.commissioner_id
    carry_over(subject=VERSION, from_id=approved.id, to_id=version.id, by=by, at=at, commissioner_id=commissioner_id)
    new = {"number": version.number, "from_version": approved.number}
    record(approved.scheme, "begin_next_version", by, new=new, subject=VERSION, subject_id=version.id)
    return version


def _checked(particulars: Particulars, commissioner_id: int, on: date, *, known_service_id: int = 0) -> Particulars:
    service_id, locality_id = particulars.service_id, particulars.locality_id
    try:
        service = get_service(service_id)
        locality = get_locality(locality_id) if locality_id is not None else None
    except NoResultFound:
        raise Refusal("There is no such service or locality. Choose one from the list.") from None
    is_closed = service.closed_on is not None and service.closed_on <= on and service.id != known_service_id
    if service.commissioner_id != commissioner_id or is_closed:
        raise Refusal("This service is not in the catalogue of services any more. Choose another.")
    if locality is not None and locality.commissioner_id != commissioner_id:
        raise Refusal("There is no such locality. Choose one from the list.")
    return Particulars(
        name=words_to_keep(particulars.name, what="The name of the scheme", most=MOST_OF_LINE),
        kind=particulars.kind,
        locality_id=locality_id,
        service_id=service_id,
        clinical_lead=words_to_keep(
            particulars.clinical_lead, what="The role of the clinical lead", is_needed=False, most=MOST_OF_LINE
        ),
    )


def _version(
    scheme: Scheme, number: int, by: Actor, at: datetime, *, before: SchemeVersion | None = None
) -> SchemeVersion:
    version = SchemeVersion(
        scheme_id=scheme.id,
        number=number,
        state=State.DRAFT,
        author=before.author if before else "",
        ratified_by="",
        outcome=before.outcome if before else "",
        terms=before.terms if before else "",
        changes=0,
        begun_by_id=by.person_id,
        begun_at=at,
    )
    db.session.add(version)
    db.session.flush()
    return version


def _write_sections(version: SchemeVersion, texts: Sequence[str]) -> None:
    db.session.add_all(
        SchemeSection(version_id=version.id, place=place, key=kind.key, heading=kind.heading, text=text)
        for place, (kind, text) in enumerate(zip(SECTIONS, texts, strict=True), start=1)
    )
    db.session.flush()
