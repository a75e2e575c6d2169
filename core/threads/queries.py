"""Looking up threads and comments. Comments carry their own copy of who said them."""

from sqlalchemy import Select, func, select
from sqlalchemy.orm import joinedload

from core.db import db
from core.threads.models import Comment, Thread


def get_thread(thread_id: int, *, for_change: bool = False) -> Thread:
    """The thread of that id; `for_change` holds it, as it now is, until the act is over."""
    return db.session.execute(_threads(for_change=for_change).where(Thread.id == thread_id)).scalar_one()


def find_thread(subject: str, subject_id: int, anchor: str = "", *, for_change: bool = False) -> Thread | None:
    """The thread about a record or one place of it; None where nobody has said anything yet."""
    rows = _threads(for_change=for_change).where(Thread.subject == subject, Thread.subject_id == subject_id)
    return db.session.execute(rows.where(Thread.anchor == anchor)).scalar_one_or_none()


def threads_on(subject: str, subject_id: int) -> list[Thread]:
    """All threads about a record and its places, each with its state, in the order in which they were begun."""
    rows = _threads().where(Thread.subject == subject, Thread.subject_id == subject_id).order_by(Thread.id)
    return list(db.session.scalars(rows))


def comments_on(subject: str, subject_id: int, anchor: str = "") -> list[Comment]:
    """The comments on a record or one place of it, oldest first."""
    rows = select(Comment).join(Comment.thread).where(Thread.subject == subject, Thread.subject_id == subject_id)
    return list(db.session.scalars(rows.where(Thread.anchor == anchor).order_by(Comment.number)))


def count_comments(subject: str, subject_id: int) -> dict[str, int]:
    """How many comments each place of a record has, by anchor; a place without any is left out. One query."""
    rows = select(Thread.anchor, func.count(Comment.id).label("comments")).join(Comment.thread).group_by(Thread.anchor)
    rows = rows.where(Thread.subject == subject, Thread.subject_id == subject_id)
    return {row.anchor: row.comments for row in db.session.execute(rows)}


def next_number(thread_id: int) -> int:
    """The number of the next comment in a thread, which the caller holds."""
    last = db.session.scalar(select(func.max(Comment.number)).where(Comment.thread_id == thread_id))
    return (last or 0) + 1


def _threads(*, for_change: bool = False) -> Select[Thread]:
    if for_change:  # without a join: PostgreSQL reads again only what it waited for, not what was joined to it before
        return select(Thread).with_for_update().execution_options(populate_existing=True)
    return select(Thread).options(joinedload(Thread.resolved_by))
