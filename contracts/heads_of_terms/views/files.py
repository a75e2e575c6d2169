"""Heads of terms as files: PDF, Word, and exactly what is signed."""

from flask import Response, abort

from contracts.heads_of_terms.documents.pdf import heads_pdf
from contracts.heads_of_terms.documents.said import Said
from contracts.heads_of_terms.documents.word import heads_docx
from contracts.heads_of_terms.models import SUBJECT, HeadsOfTerms
from contracts.heads_of_terms.queries.content import content_hash_of, content_of, list_reservations, signers_of
from contracts.heads_of_terms.rules.signing import waiting_for
from contracts.heads_of_terms.rules.states import State
from contracts.heads_of_terms.views.blueprint import views
from contracts.heads_of_terms.views.reach import reached_heads
from core.permissions import Permission
from core.sending import send
from core.signatures.queries import list_signatures
from core.web import requires


@views.get("/<int:heads_id>/heads-of-terms.pdf")
@requires(Permission.SEE_CONTRACTS)
def download_pdf(heads_id: int) -> Response:
    """Give the heads as PDF, with the signatures given so far."""
    heads = reached_heads(heads_id)
    return send(heads_pdf(said_of(heads)), "pdf", *_named(heads))


@views.get("/<int:heads_id>/heads-of-terms.docx")
@requires(Permission.SEE_CONTRACTS)
def download_docx(heads_id: int) -> Response:
    """Give the heads as a Word document, for those who must redline outside."""
    heads = reached_heads(heads_id)
    return send(heads_docx(said_of(heads)), "docx", *_named(heads))


@views.get("/<int:heads_id>/signed.json")
@requires(Permission.SEE_CONTRACTS)
def download_signed(heads_id: int) -> Response:
    """Give exactly what is signed: the SHA-256 of this file is the hash that people sign."""
    heads = reached_heads(heads_id)
    if heads.issue is None:
        abort(404)
    return send(heads.issue.content.encode(), "json", *_named(heads), heads.issue.content_hash[:12])


def said_of(heads: HeadsOfTerms) -> Said:
    """All that documents of a version say."""
    signers = signers_of(heads)
    return Said(
        content=content_of(heads),
        content_hash=content_hash_of(heads),
        state=heads.state_name,
        is_draft=heads.state is not State.SIGNED and not _was_signed(heads, signers_left=len(waiting_for(signers))),
        signatures=tuple(list_signatures(SUBJECT, heads.id)),
        reservations=list_reservations(heads.id),
        waiting=tuple(waiting_for(signers)),
        may_be_signed=heads.state in {State.DRAFT, State.ISSUED},
    )


def _was_signed(heads: HeadsOfTerms, *, signers_left: int) -> bool:
    return heads.state is State.SUPERSEDED and not signers_left


def _named(heads: HeadsOfTerms) -> tuple[str, ...]:
    return "heads-of-terms", heads.reference, heads.title
