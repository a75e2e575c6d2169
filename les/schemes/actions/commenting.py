"""Comments on a section of a version before it is approved: by those who draft and approve, and by PbC leads once it
waits for approval. Those who draft say when a comment is dealt with.
"""

from datetime import datetime

from core.errors import NotAllowed, Refusal
from core.notifications.actions import notify
from core.permissions import Actor, Permission
from core.threads import actions as threads
from core.threads.models import Comment, Thread
from core.threads.queries import find_thread
from les.schemes.models.schemes import VERSION, SchemeSection, SchemeVersion
from les.schemes.queries.schemes import find_section, find_seen_version
from les.schemes.rules.commenting import may_comment, who_comments
from les.schemes.rules.kinds import OPEN


def comment_on_section(*, version_id: int, section_id: int, words: str, by: Actor, at: datetime, href: str) -> Comment:
    """Say something about a section. Those who drafted the version and put it forward are told."""
    version, section = _reached(version_id, section_id, by)
    if not may_comment(
        version.state,
        drafts=by.may(Permission.MAINTAIN_SCHEMES) or by.may(Permission.APPROVE_SCHEMES),
        advises=by.may(Permission.ADVISE_ON_SCHEMES),
    ):
        raise NotAllowed(who_comments(version.state))
    comment = threads.add_comment(
        subject=VERSION,
        subject_id=version.id,
        anchor=section.key,
        words=words,
        by=by,
        at=at,
        commissioner_id=version.scheme.commissioner_id,
    )
    notify(
        key=f"schemes.comment/{comment.id}",
        person_ids=sorted({version.begun_by_id, version.submitted_by_id or version.begun_by_id} - {by.person_id}),
        subject=f"Comment on {section.heading} of {version.called}",
        words=f"{by.name}, {by.organisation_name}: {comment.words}",
        href=href,
        at=at,
    )
    return comment


def resolve_comments(*, version_id: int, section_id: int, by: Actor, at: datetime) -> Thread:
    """Say that what was said about a section waits for nobody any more, by those who draft."""
    version, thread = _thread(version_id, section_id, by)
    return threads.resolve_thread(thread_id=thread.id, by=by, at=at, commissioner_id=version.scheme.commissioner_id)


def reopen_comments(*, version_id: int, section_id: int, by: Actor, at: datetime) -> Thread:
    """Open what was said about a section again, by those who draft."""
    version, thread = _thread(version_id, section_id, by)
    return threads.reopen_thread(thread_id=thread.id, by=by, at=at, commissioner_id=version.scheme.commissioner_id)


def _thread(version_id: int, section_id: int, by: Actor) -> tuple[SchemeVersion, Thread]:
    version, section = _reached(version_id, section_id, by)
    if not by.may(Permission.MAINTAIN_SCHEMES):
        raise NotAllowed("Those who draft the version say when a comment is dealt with.")
    if version.state not in OPEN:
        raise Refusal(who_comments(version.state))
    thread = find_thread(VERSION, version.id, section.key)
    if thread is None:
        raise Refusal("Nobody has said anything about this section yet.")
    return version, thread


def _reached(version_id: int, section_id: int, by: Actor) -> tuple[SchemeVersion, SchemeSection]:
    version = find_seen_version(version_id, by)
    section = find_section(version_id, section_id) if version else None
    if version is None or section is None:
        raise NotAllowed("This version does not concern you, or it has no such section.")
    return version, section
