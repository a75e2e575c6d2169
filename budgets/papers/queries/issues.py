"""Looking up issued papers."""

from collections.abc import Sequence
from datetime import date

from sqlalchemy import func, select
from sqlalchemy.orm import joinedload, selectinload, undefer

from budgets.papers.models import Issue, PaperDocument
from core.db import db


def list_issues(round_id: int) -> list[Issue]:
    """The issues of a round with their documents, newest first."""
    found = select(Issue).where(Issue.round_id == round_id).order_by(Issue.number.desc())
    found = found.options(joinedload(Issue.issued_by), joinedload(Issue.proposal), selectinload(Issue.documents))
    return list(db.session.scalars(found))


def get_document(document_id: int) -> PaperDocument:
    """The document of that id with its file and its issue."""
    found = select(PaperDocument).where(PaperDocument.id == document_id)
    found = found.options(undefer(PaperDocument.file), joinedload(PaperDocument.issue).joinedload(Issue.round))
    return db.session.execute(found).scalar_one()


def next_number(round_id: int) -> int:
    """The number the next issue of a round gets."""
    return (db.session.scalar(select(func.max(Issue.number)).where(Issue.round_id == round_id)) or 0) + 1


def find_same_issue(proposal_id: int, *, title: str, meeting_on: date, hashes: Sequence[str]) -> Issue | None:
    """The issue for the same meeting that holds exactly these papers (by their hashes), if there is one."""
    found = select(Issue).where(Issue.proposal_id == proposal_id, Issue.title == title, Issue.meeting_on == meeting_on)
    issues = db.session.scalars(found.options(selectinload(Issue.documents)).order_by(Issue.id))
    wanted = sorted(hashes)
    return next((each for each in issues if sorted(paper.file_hash for paper in each.documents) == wanted), None)
