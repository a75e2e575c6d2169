"""Looking up issued papers."""

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
