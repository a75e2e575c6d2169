"""Looking up one meeting with what belongs to it, and who may see it."""

from collections.abc import Sequence

from sqlalchemy import ColumnElement, Select, and_, exists, false, func, select
from sqlalchemy.orm import defer, joinedload, selectinload

from commissioning.meetings.models import (
    MINUTES_SUBJECT,
    Action,
    Attendee,
    Decision,
    Meeting,
    MeetingItem,
    MeetingParty,
    Minutes,
)
from commissioning.meetings.rules.attendance import WAS_THERE, Presence, Quoracy, Sitting, quoracy
from commissioning.meetings.rules.stages import MinutesState, Stage, minutes_state
from core.db import db
from core.permissions import Actor, Permission, Role
from core.signatures.models import Signature
from core.signatures.queries import signatures_of

_OF_THE_COMMISSIONER = frozenset({Role.COMMISSIONER, Role.FINANCE, Role.AUDITOR})


def concerning(by: Actor) -> ColumnElement[bool]:
    """The meetings the reader may see: the commissioner's side all of it, others those they take part in."""
    if not by.may(Permission.SEE_PERFORMANCE) or not by.commissioner_ids:
        return false()
    reached = Meeting.commissioner_id.in_(by.commissioner_ids)
    if by.role in _OF_THE_COMMISSIONER:
        return reached
    own = select(MeetingParty.meeting_id).where(MeetingParty.party_id == by.organisation_id)
    return and_(reached, Meeting.id.in_(own))


def find_seen(meeting_id: int, *, by: Actor) -> Meeting | None:
    """The meeting of that id, if the reader may see it."""
    return db.session.scalars(_meetings().where(Meeting.id == meeting_id, concerning(by))).one_or_none()


def get_meeting(meeting_id: int, *, for_change: bool = False) -> Meeting:
    """The meeting of that id; `for_change` holds it, as it is now, until the act is over."""
    if for_change:
        db.session.execute(select(Meeting.id).where(Meeting.id == meeting_id).with_for_update()).scalar_one()
    rows = _meetings().where(Meeting.id == meeting_id).execution_options(populate_existing=for_change)
    return db.session.scalars(rows).one()


def list_meetings_of(subject: str, subject_ids: Sequence[int]) -> dict[int, Meeting]:
    """The meetings of many records of one kind, by record."""
    rows = _meetings().where(Meeting.subject == subject, Meeting.subject_id.in_(subject_ids))
    return {each.subject_id: each for each in db.session.scalars(rows)}


def get_item(meeting_id: int, item_id: int, *, for_change: bool = False) -> MeetingItem:
    """An item of a meeting; NoResultFound for one of any other. `for_change` holds it as it is now."""
    rows = select(MeetingItem).where(MeetingItem.meeting_id == meeting_id, MeetingItem.id == item_id)
    if for_change:
        rows = rows.with_for_update().execution_options(populate_existing=True)
    return db.session.scalars(rows).one()


def list_attendees(meeting_id: int) -> list[Attendee]:
    """Who was nominated, by organisation and name."""
    rows = select(Attendee).options(joinedload(Attendee.party)).where(Attendee.meeting_id == meeting_id)
    return sorted(db.session.scalars(rows), key=lambda each: (each.party.name, each.name))


def get_attendee(meeting_id: int, attendee_id: int) -> Attendee:
    """Somebody nominated for a meeting; NoResultFound for one of any other."""
    rows = select(Attendee).options(joinedload(Attendee.party))
    return db.session.scalars(rows.where(Attendee.meeting_id == meeting_id, Attendee.id == attendee_id)).one()


def list_decisions(meeting_id: int, *, standing: bool = True) -> list[Decision]:
    """What was decided, by number; `standing`: without what was taken back."""
    rows = select(Decision).options(joinedload(Decision.item)).where(Decision.meeting_id == meeting_id)
    if standing:
        rows = rows.where(Decision.is_taken_back.is_(False))
    return list(db.session.scalars(rows.order_by(Decision.number)))


def find_decision(decision_id: int) -> Decision | None:
    """The decision of that id with its item and meeting; none that was taken back."""
    rows = select(Decision).options(joinedload(Decision.item).joinedload(MeetingItem.meeting))
    rows = rows.where(Decision.id == decision_id, Decision.is_taken_back.is_(False))
    return db.session.scalars(rows).one_or_none()


def list_actions_of(meeting_ids: Sequence[int]) -> list[Action]:
    """What these meetings agreed is to be done, in the order in which it was agreed."""
    rows = select(Action).options(
        joinedload(Action.owner),
        joinedload(Action.item),
        joinedload(Action.meeting),
        selectinload(Action.days_moved),
    )
    rows = rows.where(Action.meeting_id.in_(meeting_ids)).order_by(Action.meeting_id, Action.number)
    return list(db.session.scalars(rows))


def next_number(kind: type[Action | Decision | Minutes], meeting_id: int) -> int:
    """The next number of an action, a decision or a version of the minutes; the caller holds the meeting."""
    return (db.session.scalar(select(func.max(kind.number)).where(kind.meeting_id == meeting_id)) or 0) + 1


def list_minutes(meeting_id: int) -> list[Minutes]:
    """All versions of the minutes, newest first."""
    rows = select(Minutes).options(joinedload(Minutes.issued_by)).where(Minutes.meeting_id == meeting_id)
    return list(db.session.scalars(rows.order_by(Minutes.number.desc())))


def get_minutes(meeting_id: int, number: int) -> Minutes:
    """A version of the minutes; NoResultFound where there is none of that number."""
    rows = select(Minutes).options(joinedload(Minutes.issued_by))
    return db.session.scalars(rows.where(Minutes.meeting_id == meeting_id, Minutes.number == number)).one()


def sittings_of(meeting: Meeting, attendees: Sequence[Attendee]) -> list[Sitting]:
    """How many of each organisation are there, the needed ones first."""
    there = [each.party_id for each in attendees if each.presence is Presence.PRESENT]
    left = [each.party_id for each in attendees if each.presence is Presence.LEFT]
    return [
        Sitting(
            name=each.party.name,
            is_needed=each.is_needed,
            present=there.count(each.party_id),
            left=left.count(each.party_id),
        )
        for each in meeting.parties
    ]


def quoracy_of(meeting: Meeting, attendees: Sequence[Attendee], *, is_over: bool = False) -> Quoracy:
    """Whether the meeting is quorate with those who are there; `is_over`: said of the past."""
    sittings = sittings_of(meeting, attendees)
    return quoracy(sittings, others_needed=meeting.others_needed, is_over=is_over)


def asked_to_approve(meeting: Meeting, attendees: Sequence[Attendee]) -> list[MeetingParty]:
    """Who approves the minutes: the organisations a quorum needs, and the others that were there, if for a part."""
    there = {each.party_id for each in attendees if each.presence in WAS_THERE}
    return [each for each in meeting.parties if each.is_needed or each.party_id in there]


def state_of_minutes(meeting: Meeting) -> MinutesState:
    """How the minutes of a meeting stand."""
    return states_of_minutes([meeting])[meeting.id]


def states_of_minutes(meetings: Sequence[Meeting]) -> dict[int, MinutesState]:
    """How the minutes of many meetings stand, by meeting. Three queries, however many."""
    waiting = waiting_for(meetings)
    return {each.id: minutes_state(each.stage, asked=waiting.get(each.id, ()), approved=()) for each in meetings}


def waiting_for(meetings: Sequence[Meeting]) -> dict[int, set[int]]:
    """The organisations whose approval the minutes that stand wait for, by meeting. Three queries, however many."""
    minuted = [each for each in meetings if each.stage is Stage.MINUTED]
    if not minuted:
        return {}
    newest = newest_minutes([each.id for each in minuted])
    rows = select(Attendee.meeting_id, Attendee.party_id).where(
        Attendee.meeting_id.in_(newest), Attendee.presence.in_(WAS_THERE)
    )
    there = {(row.meeting_id, row.party_id) for row in db.session.execute(rows)}
    given = signatures_of(MINUTES_SUBJECT, [each.id for each in newest.values()])
    return {
        meeting.id: {
            each.party_id for each in meeting.parties if each.is_needed or (meeting.id, each.party_id) in there
        }
        - {signature.organisation_id for signature in given[newest[meeting.id].id]}
        for meeting in minuted
    }


def newest_minutes(meeting_ids: Sequence[int]) -> dict[int, Minutes]:
    """The newest version of the minutes of many meetings without their texts, by meeting. One query."""
    last = select(func.max(Minutes.id)).where(Minutes.meeting_id.in_(meeting_ids)).group_by(Minutes.meeting_id)
    rows = select(Minutes).options(defer(Minutes.content)).where(Minutes.id.in_(last))
    return {each.meeting_id: each for each in db.session.scalars(rows)}


def list_to_approve(*, by: Actor) -> list[Meeting]:
    """The meetings whose minutes wait for the approval of the reader's organisation, oldest first."""
    newest = select(func.max(Minutes.id)).where(Minutes.meeting_id == Meeting.id).scalar_subquery()
    signed = exists().where(
        Signature.subject == MINUTES_SUBJECT,
        Signature.subject_id == newest,
        Signature.organisation_id == by.organisation_id,
    )
    rows = _meetings().join(MeetingParty, MeetingParty.meeting_id == Meeting.id)
    rows = rows.where(concerning(by), MeetingParty.party_id == by.organisation_id, Meeting.stage == Stage.MINUTED)
    found = list(db.session.scalars(rows.where(~signed).order_by(Meeting.meets_on, Meeting.id)).unique())
    waiting = waiting_for(found)
    return [each for each in found if by.organisation_id in waiting[each.id]]


def waits_for(meeting: Meeting, party_id: int) -> bool:
    """Whether the minutes that stand wait for the approval of an organisation."""
    return party_id in waiting_for([meeting]).get(meeting.id, ())


def _meetings() -> Select[Meeting]:
    return select(Meeting).options(
        joinedload(Meeting.commissioner), selectinload(Meeting.parties).joinedload(MeetingParty.party)
    )
