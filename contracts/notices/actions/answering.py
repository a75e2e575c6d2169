"""Answering a notice, and recording that the parties met about it. A later record takes the place of an earlier."""

from datetime import date, datetime

from contracts.notices.actions.recording import held_notice, record_on, settle, side_of, tell_other
from contracts.notices.models.notices import Meeting, Response
from contracts.notices.rules.kinds import Side, check_said
from contracts.notices.rules.standing import check_may_be_answered, check_meeting
from core.db import db
from core.errors import NotAllowed
from core.permissions import Actor, Permission
from core.wording import in_full


def answer_notice(*, notice_id: int, words: str, by: Actor, at: datetime, on: date, href: str) -> Response:
    """Answer a notice for its provider. A late answer is taken, and said to be late."""
    notice = held_notice(notice_id, by=by, permission=Permission.ANSWER_NOTICES)
    if side_of(notice.contract, by) is not Side.PROVIDER:
        raise NotAllowed("The provider answers its notices.")
    check_may_be_answered(notice.stage, name=notice.named)
    check_said(words, "Write your answer. The commissioner reads this.")
    is_late = on > notice.response_due_on
    response = Response(
        notice=notice,
        words=words.strip(),
        given_on=on,
        is_late=is_late,
        given_by_id=by.person_id,
        name=by.name,
        given_at=at,
    )
    db.session.add(response)
    settle(notice)
    record_on(notice, "answer_notice_late" if is_late else "answer_notice", by=by)
    tell_other(
        notice,
        f"answer/{response.id}",
        side=Side.PROVIDER,
        subject="answered late" if is_late else "answered",
        words=f"{notice.title}: {words.strip()}",
        at=at,
        on=on,
        href=href,
    )
    return response


def record_meeting(
    *, notice_id: int, held_on: date, attended: str, words: str, by: Actor, at: datetime, on: date, href: str
) -> Meeting:
    """Record the meeting about a notice: its day, who attended by role, what was said."""
    notice = held_notice(notice_id, by=by, permission=Permission.ISSUE_NOTICES)
    check_meeting(notice.stage, name=notice.named, held_on=held_on, issued_on=notice.issued_on, on=on)
    check_said(attended, "Say who attended, by role.")
    check_said(words, "Say what was said at the meeting. Both parties read this.")
    meeting = Meeting(
        notice=notice,
        held_on=held_on,
        attended=attended.strip(),
        words=words.strip(),
        recorded_by_id=by.person_id,
        name=by.name,
        recorded_at=at,
    )
    db.session.add(meeting)
    settle(notice)
    record_on(notice, "record_meeting", by=by, new={"held_on": in_full(held_on)})
    tell_other(
        notice,
        f"meeting/{meeting.id}",
        side=Side.COMMISSIONER,
        subject="meeting recorded",
        words=f"The meeting of {in_full(held_on)} is recorded. {words.strip()}",
        at=at,
        on=on,
        href=href,
    )
    return meeting
