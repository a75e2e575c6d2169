"""Looking up the documents issued once a round was signed off, and the locks that wait for theirs."""

from sqlalchemy import Select, select
from sqlalchemy.orm import joinedload, undefer

from budgets.agreement.models.proposals import Proposal
from budgets.agreement.models.sign_off import IssuedDocument, Lock, SignOff
from budgets.agreement.rules.statements import DocumentKind
from core.db import db

_ORDER = list(DocumentKind)


def list_documents(sign_off_id: int) -> list[IssuedDocument]:
    """The documents of a sign-off without their files: statements, the report, decision notices."""
    found = db.session.scalars(select(IssuedDocument).where(IssuedDocument.sign_off_id == sign_off_id))
    return sorted(found, key=lambda document: (_ORDER.index(document.kind), document.title))


def get_document(document_id: int, *, round_id: int) -> IssuedDocument:
    """A document of a round with its file; NoResultFound for one of another round."""
    rows = select(IssuedDocument).join(Lock, Lock.sign_off_id == IssuedDocument.sign_off_id)
    rows = rows.join(Lock.sign_off).join(SignOff.proposal).where(Proposal.round_id == round_id)
    return db.session.execute(
        rows.where(IssuedDocument.id == document_id).options(undefer(IssuedDocument.file))
    ).scalar_one()


def find_document(sign_off_id: int, *, kind: DocumentKind, code: str) -> IssuedDocument | None:
    """One document of a sign-off, by what it is and for whom."""
    rows = select(IssuedDocument).where(
        IssuedDocument.sign_off_id == sign_off_id, IssuedDocument.kind == kind, IssuedDocument.code == code
    )
    return db.session.execute(rows).scalar_one_or_none()


def get_lock(sign_off_id: int) -> Lock:
    """The lock of a sign-off with its proposal, round and calculation."""
    return db.session.execute(_locks().where(Lock.sign_off_id == sign_off_id)).scalar_one()


def list_locks_without_documents() -> list[Lock]:
    """The locks whose documents have yet to be issued, oldest first."""
    issued = select(IssuedDocument.sign_off_id)
    return list(db.session.scalars(_locks().where(Lock.sign_off_id.not_in(issued)).order_by(Lock.sign_off_id)))


def _locks() -> Select[Lock]:
    to_proposal = joinedload(Lock.sign_off).joinedload(SignOff.proposal)
    return select(Lock).options(to_proposal.joinedload(Proposal.round), to_proposal.joinedload(Proposal.calculation))
