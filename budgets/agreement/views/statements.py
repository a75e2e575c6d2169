"""Giving the documents that were issued once a round was signed off, byte for byte as they were issued."""

from collections.abc import Sequence

from flask import Blueprint, Response, abort, url_for
from sqlalchemy.exc import NoResultFound

from budgets.agreement.models.sign_off import IssuedDocument
from budgets.agreement.presented.statements import documents_read_by, documents_table, reads
from budgets.agreement.queries.sign_off_state import SignOffState
from budgets.agreement.queries.statements import get_document, list_documents
from budgets.agreement.rules.statements import KIND_NAMES
from budgets.agreement.views.sign_off_words import superseded
from budgets.rounds.views.reach import followed_round
from core.permissions import Actor, Permission
from core.sending import send
from core.tables import Table
from core.web import current_actor, requires

views = Blueprint("statements", __name__, url_prefix="/budgets/rounds")


@views.get("/<int:round_id>/sign-off/documents/<int:document_id>.pdf")
@requires(Permission.SEE_PROPOSALS)
def download_document(round_id: int, document_id: int) -> Response:
    """Give an issued document to those it concerns: a group its own statement, a provider its own notice."""
    followed_round(round_id)
    try:
        document = get_document(document_id, round_id=round_id)
    except NoResultFound:
        abort(404)
    if not reads(current_actor(), document):
        abort(404)
    return send(document.file, "pdf", document.title)


def issued_documents(
    round_id: int, documents: Sequence[IssuedDocument], actor: Actor, *, name: str = "documents", mark: str = ""
) -> Table:
    """The documents of a sign-off that the reader may open. `mark`: what superseded them, where something did."""
    return documents_table(
        name,
        "Documents that were superseded" if mark else "Documents issued",
        documents_read_by(actor, documents),
        lambda document_id: url_for("statements.download_document", round_id=round_id, document_id=document_id),
        mark=mark,
    )


def superseded_documents(round_id: int, state: SignOffState, actor: Actor) -> list[Table]:
    """What was issued under earlier locks of the round, marked with what superseded it."""
    lifted = [each for each in state.sign_offs if each.lock and not (state.lock and state.lock.sign_off_id == each.id)]
    tables = [
        issued_documents(
            round_id,
            list_documents(each.id),
            actor,
            name=f"superseded-{each.id}",
            mark=superseded(each.lock).words if each.lock else "",
        )
        for each in lifted
    ]
    return [table for table in tables if table.rows]


def own_document(round_id: int, documents: Sequence[IssuedDocument], actor: Actor) -> tuple[str, str] | None:
    """What the reader’s own document is called on a button, and its address; None where they have none."""
    if actor.may(Permission.SEE_UNSHOWN_CALCULATIONS):
        return None
    own = next((each for each in documents_read_by(actor, documents) if each.code == actor.organisation_code), None)
    if own is None:
        return None
    name = KIND_NAMES[own.kind].lower()
    return f"Download your {name} (PDF)", url_for("statements.download_document", round_id=round_id, document_id=own.id)
