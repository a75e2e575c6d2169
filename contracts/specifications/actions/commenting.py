"""Comments on a section of a version: saying something, resolving what was said, opening it again."""

from datetime import datetime

from contracts.specifications.actions.recording import check_side
from contracts.specifications.models import VERSION, SpecificationSection, SpecificationVersion
from contracts.specifications.queries.versions import find_section, find_seen
from contracts.specifications.rules.states import OPEN
from core.errors import NotAllowed, Refusal
from core.permissions import Actor, Permission, check_may
from core.threads import actions as threads
from core.threads.models import Comment, Thread
from core.threads.queries import find_thread


def comment_on_section(*, version_id: int, section_id: int, words: str, by: Actor, at: datetime) -> Comment:
    """Say something about a section, by anybody whom the version concerns, while it is drafted or reviewed."""
    version, section = _reached(version_id, section_id, by, Permission.COMMENT)
    _check_open(version)
    return threads.add_comment(
        subject=VERSION,
        subject_id=version.id,
        anchor=section.key,
        words=words,
        by=by,
        at=at,
        commissioner_id=version.specification.commissioner_id,
    )


def resolve_comments(*, version_id: int, section_id: int, by: Actor, at: datetime) -> Thread:
    """Say that what was said about a section waits for nobody any more, by one of the two sides."""
    version, thread = _thread(version_id, section_id, by)
    commissioner_id = version.specification.commissioner_id
    return threads.resolve_thread(thread_id=thread.id, by=by, at=at, commissioner_id=commissioner_id)


def reopen_comments(*, version_id: int, section_id: int, by: Actor, at: datetime) -> Thread:
    """Open what was said about a section again, by one of the two sides."""
    version, thread = _thread(version_id, section_id, by)
    commissioner_id = version.specification.commissioner_id
    return threads.reopen_thread(thread_id=thread.id, by=by, at=at, commissioner_id=commissioner_id)


def _thread(version_id: int, section_id: int, by: Actor) -> tuple[SpecificationVersion, Thread]:
    version, section = _reached(version_id, section_id, by, Permission.DRAFT_SPECIFICATIONS)
    check_side(version.specification, by, Permission.DRAFT_SPECIFICATIONS)
    _check_open(version)
    thread = find_thread(VERSION, version.id, section.key)
    if thread is None:
        raise Refusal("Nobody has said anything about this section yet.")
    return version, thread


def _reached(
    version_id: int, section_id: int, by: Actor, permission: Permission
) -> tuple[SpecificationVersion, SpecificationSection]:
    check_may(by, permission)
    version = find_seen(version_id, by)
    section = find_section(version_id, section_id) if version else None
    if version is None or section is None:
        raise NotAllowed("This specification does not concern you, or it has no such section.")
    return version, section


def _check_open(version: SpecificationVersion) -> None:
    if version.state not in OPEN:
        raise Refusal(
            f"This version is {version.state_name.lower()}. Comments are made while a version is drafted or reviewed."
        )
