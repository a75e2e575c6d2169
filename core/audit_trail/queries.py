"""Reading the trail: rows by filter, the history of a record in plain words, the check of the whole chain."""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from sqlalchemy import ColumnElement, Select, false, func, select
from sqlalchemy.orm import aliased, contains_eager, joinedload

from core.audit_trail.models import AuditEvent, FileTaken, LettingGo, Redaction, Segment
from core.audit_trail.rules import GENESIS, fault_in, values_in
from core.audit_trail.words import in_words
from core.clock import LONDON, in_london
from core.db import db
from core.parties.models import Party
from core.people.models import Grant, Person
from core.permissions import ROLE_NAMES, Actor, Permission, check_may

_AT_ONCE = 1000
PROPOSED, CONFIRMED = "audit_trail.propose_redaction", "audit_trail.confirm_redaction"
SEALED, LET_GO = "audit_trail.seal_segment", "audit_trail.let_segment_go"


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What a reader of the trail asks for; an empty value asks for everything. Days are London's, both inclusive."""

    person: str = ""
    organisation: str = ""
    act: str = ""
    subject: str = ""
    subject_id: int | None = None
    first_day: date | None = None
    last_day: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One event as people read it: when, who (name, role, organisation), what, on what."""

    number: int
    at: datetime
    who: str
    acting_as: str
    did: str
    subject: str
    subject_id: int
    lacks_values: bool


def select_events(asked: Asked, *, by: Actor) -> Select[AuditEvent]:
    """Events the reader may see, newest first: an administrator all, others those of the commissioners they reach."""
    rows = select(AuditEvent).outerjoin(AuditEvent.by).order_by(AuditEvent.id.desc())
    rows = rows.options(contains_eager(AuditEvent.by), joinedload(AuditEvent.grant).joinedload(Grant.organisation))
    return rows.where(_may_see(by), *_conditions(asked))


def get_event(event_id: int, *, by: Actor) -> AuditEvent:
    """One event the reader may see; NoResultFound for any other."""
    return db.session.execute(select(AuditEvent).where(AuditEvent.id == event_id, _may_see(by))).scalar_one()


def find_redaction(event_id: int) -> Redaction | None:
    """The proposal to redact an event, confirmed, declined or neither."""
    return db.session.execute(select(Redaction).where(Redaction.event_id == event_id)).scalar_one_or_none()


def get_redaction(redaction_id: int) -> Redaction:
    """The redaction of that id, held until the act is over."""
    return db.session.execute(select(Redaction).where(Redaction.id == redaction_id).with_for_update()).scalar_one()


def list_open_redactions() -> list[Redaction]:
    """Redactions that wait for a second person."""
    rows = select(Redaction).where(Redaction.confirmed_by_id.is_(None), Redaction.declined_at.is_(None))
    rows = rows.options(joinedload(Redaction.proposed_by))
    return list(db.session.scalars(rows.order_by(Redaction.id)))


def list_subjects() -> list[str]:
    """The kinds of record that events are about."""
    return list(db.session.scalars(select(AuditEvent.subject).distinct().order_by(AuditEvent.subject)))


def history_of(subject: str, subject_id: int, most: int = 50) -> list[Line]:
    """Who did what when to one record, newest first, in plain words. The page that shows it says who may see it."""
    rows = select(AuditEvent).where(AuditEvent.subject == subject, AuditEvent.subject_id == subject_id)
    rows = rows.options(joinedload(AuditEvent.by), joinedload(AuditEvent.grant).joinedload(Grant.organisation))
    return lines_of(db.session.scalars(rows.order_by(AuditEvent.id.desc()).limit(most)))


def tell_last_change(subject: str, subject_id: int) -> str:
    """Who changed a record last, when and how, in one sentence; a plain one where the trail says nothing about it."""
    last = history_of(subject, subject_id, most=1)
    if not last:
        return "Somebody else saved this while you were working on it."
    at = in_london(last[0].at)
    return f"{last[0].who} {last[0].did} on {at.day} {at:%B %Y} at {at:%H:%M}, while you were working on it."


def lines_of(events: Iterable[AuditEvent]) -> list[Line]:
    """Events as people read them."""
    return [line_of(event) for event in events]


def line_of(event: AuditEvent) -> Line:
    """An event as people read it. Names are looked up by id: a person who left keeps theirs."""
    old, new = values_in(event.payload)
    acting_as = f"{ROLE_NAMES[event.grant.role]}, {event.grant.organisation.name}" if event.grant else ""
    return Line(
        number=event.id,
        at=event.at,
        who=event.by.name if event.by else _nobody(event),
        acting_as=f"{acting_as} ({event.account})" if event.account else acting_as,
        did=in_words(event.act, old, new),
        subject=event.subject,
        subject_id=event.subject_id,
        lacks_values=event.payload is None,
    )


def _nobody(event: AuditEvent) -> str:
    """Who is named where no person acted: a visitor who did not sign in, or the installation at its own work."""
    return "Nobody signed in" if event.act.startswith("people.") else "The system"


def stream_lines(rows: Select[AuditEvent]) -> Iterator[Line]:
    """Lines of a select one by one, however many there are."""
    for event in _one_by_one(rows):
        yield line_of(event)


def select_files_taken(*, by: Actor, person: str = "", file: str = "") -> Select[FileTaken]:
    """Files taken away that the reader of the trail may know of, last first: an administrator all of them."""
    check_may(by, Permission.SEE_AUDIT_TRAIL)
    rows = select(FileTaken).order_by(FileTaken.id.desc())
    if not by.may(Permission.ADMINISTER_PEOPLE):
        rows = rows.where(FileTaken.commissioner_id.in_(by.commissioner_ids))
    if person.strip():
        rows = rows.where(FileTaken.name.icontains(person.strip(), autoescape=True))
    if file.strip():
        rows = rows.where(FileTaken.file_name.icontains(file.strip(), autoescape=True))
    return rows


def stream_files_taken(rows: Select[FileTaken]) -> Iterator[FileTaken]:
    """Files taken away one by one, however many there are."""
    with closing(db.session.scalars(rows.execution_options(yield_per=_AT_ONCE))) as taken:
        yield from taken


def list_segments(*, by: Actor) -> list[Segment]:
    """All sealed segments, the newest first, with who sealed them and let their values go."""
    check_may(by, Permission.SEE_AUDIT_TRAIL)
    rows = select(Segment).order_by(Segment.id.desc())
    loaded = (joinedload(Segment.sealed_by), joinedload(Segment.first), joinedload(Segment.last))
    return list(db.session.scalars(rows.options(*loaded, joinedload(Segment.let_go).joinedload(LettingGo.by))))


def find_segment_of(event_id: int) -> Segment | None:
    """The sealed segment that an event is in."""
    rows = select(Segment).where(Segment.first_id <= event_id, Segment.last_id >= event_id)
    return db.session.execute(rows).scalar_one_or_none()


def find_segment(content_hash: str) -> Segment | None:
    """The sealed segment whose file has this hash."""
    return db.session.execute(select(Segment).where(Segment.content_hash == content_hash)).scalar_one_or_none()


def find_unsealed(until: date) -> tuple[int, int] | None:
    """The first and last event that a segment up to the end of a day in London would hold; None where there is none."""
    sealed = db.session.scalar(select(func.max(Segment.last_id))) or 0
    last = db.session.scalar(
        select(func.max(AuditEvent.id)).where(AuditEvent.at < _start_of(until + timedelta(days=1)))
    )
    return (sealed + 1, last) if last and last > sealed else None


def stream_events(first_id: int, last_id: int) -> Iterator[AuditEvent]:
    """The events from one number to another, in order, one by one."""
    rows = select(AuditEvent).where(AuditEvent.id.between(first_id, last_id)).order_by(AuditEvent.id)
    yield from _one_by_one(
        rows.options(joinedload(AuditEvent.by), joinedload(AuditEvent.grant).joinedload(Grant.organisation))
    )


def find_head() -> AuditEvent | None:
    """The last row of the trail."""
    return db.session.scalars(select(AuditEvent).order_by(AuditEvent.id.desc()).limit(1)).first()


def find_last_of(acts: Sequence[str]) -> AuditEvent | None:
    """The last event of one of these acts."""
    rows = select(AuditEvent).where(AuditEvent.act.in_(acts)).order_by(AuditEvent.id.desc()).limit(1)
    return db.session.scalars(rows).first()


def head_hash() -> str:
    """The hash of the last row: whoever keeps it can show later that nothing before it was changed or cut off."""
    head = find_head()
    return GENESIS if head is None else head.hash


def first_fault(head: str = "") -> str:
    """What is wrong with the first broken row of the trail; an empty text when all of it holds.

    `head`: a hash kept elsewhere, which must still be in the chain: without it rows cut off at the end go unnoticed.
    """
    redacted, let_go = _redacted_ids(), _ranges_let_go()
    number, previous, seen = 0, GENESIS, head in ("", GENESIS)
    try:
        for number, event in enumerate(_one_by_one(select(AuditEvent).order_by(AuditEvent.id)), start=1):
            fault = _fault_of(event, number, previous, is_redacted=event.id in redacted or _within(event.id, let_go))
            if fault:
                return fault
            previous = event.hash
            seen = seen or previous == head
    except (TypeError, ValueError) as error:
        return f"a row after row {number} cannot be read ({error})"
    return "" if seen else f"no row has the hash {head}: rows were cut off, or the hash belongs to another trail"


def _fault_of(event: AuditEvent, number: int, previous: str, *, is_redacted: bool) -> str:
    return fault_in(
        event.link,
        row_hash=event.hash,
        previous_hash=event.previous_hash,
        payload=event.payload,
        expected_number=number,
        expected_previous=previous,
        is_redacted=is_redacted,
    )


def _redacted_ids() -> set[int]:
    """Events redacted by two people: each act stands in the trail itself, so that a row put beside it is not enough."""
    proposing, confirming = aliased(AuditEvent), aliased(AuditEvent)
    rows = select(Redaction.event_id).where(Redaction.confirmed_by_id != Redaction.proposed_by_id)
    for event, act, person_id in (
        (proposing, PROPOSED, Redaction.proposed_by_id),
        (confirming, CONFIRMED, Redaction.confirmed_by_id),
    ):
        rows = rows.join(event, (event.subject_id == Redaction.event_id) & (event.by_id == person_id))
        rows = rows.where(event.act == act)
    return set(db.session.scalars(rows))


def _ranges_let_go() -> list[tuple[int, int]]:
    """First and last event of each segment let go: sealed by one and let go by another, as the trail itself says."""
    sealing, going = aliased(AuditEvent), aliased(AuditEvent)
    rows = select(Segment.first_id, Segment.last_id).join(LettingGo).where(LettingGo.by_id != Segment.sealed_by_id)
    for event, act, person_id in ((sealing, SEALED, Segment.sealed_by_id), (going, LET_GO, LettingGo.by_id)):
        rows = rows.join(event, (event.subject_id == Segment.id) & (event.by_id == person_id)).where(event.act == act)
    return [(first, last) for first, last in db.session.execute(rows)]


def _within(number: int, ranges: Sequence[tuple[int, int]]) -> bool:
    return any(first <= number <= last for first, last in ranges)


def _one_by_one(rows: Select[AuditEvent]) -> Iterator[AuditEvent]:
    with closing(db.session.scalars(rows.execution_options(yield_per=_AT_ONCE))) as events:
        yield from events


def _may_see(by: Actor) -> ColumnElement[bool]:
    check_may(by, Permission.SEE_AUDIT_TRAIL)
    if by.may(Permission.ADMINISTER_PEOPLE):
        return AuditEvent.id > 0
    return AuditEvent.commissioner_id.in_(by.commissioner_ids) if by.commissioner_ids else false()


def _conditions(asked: Asked) -> list[ColumnElement[bool]]:
    found: list[ColumnElement[bool]] = []
    if asked.person.strip():
        found.append(Person.name.icontains(asked.person.strip(), autoescape=True))
    if asked.organisation.strip():
        acting_for = Grant.organisation.has(Party.name.icontains(asked.organisation.strip(), autoescape=True))
        found.append(AuditEvent.grant.has(acting_for))
    if asked.act:
        found.append(AuditEvent.act == asked.act)
    if asked.subject:
        found.append(AuditEvent.subject == asked.subject)
    if asked.subject_id is not None:
        found.append(AuditEvent.subject_id == asked.subject_id)
    if asked.first_day:
        found.append(AuditEvent.at >= _start_of(asked.first_day))
    if asked.last_day:
        found.append(AuditEvent.at < _start_of(asked.last_day + timedelta(days=1)))
    return found


def _start_of(day: date) -> datetime:
    return datetime.combine(day, time(), tzinfo=LONDON)
