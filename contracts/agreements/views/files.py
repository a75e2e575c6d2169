"""A contract to take away: PDF, Word, and exactly what is signed."""

from flask import Response, abort
from sqlalchemy.exc import NoResultFound

from contracts.agreements.documents.pdf import contract_pdf
from contracts.agreements.documents.word import contract_docx
from contracts.agreements.queries.contracts import content_of, get_issue
from contracts.agreements.queries.papers import paper_of
from contracts.agreements.views.blueprint import contract_in_view, views
from core import clock
from core.permissions import Permission
from core.sending import send
from core.web import requires


@views.get("/<int:contract_id>/contract.pdf")
@requires(Permission.SEE_CONTRACTS)
def download_contract_pdf(contract_id: int) -> Response:
    """Give the contract as PDF."""
    contract = contract_in_view(contract_id)
    return send(contract_pdf(paper_of(contract, on=clock.today())), "pdf", "contract", contract.reference)


@views.get("/<int:contract_id>/contract.docx")
@requires(Permission.SEE_CONTRACTS)
def download_contract_docx(contract_id: int) -> Response:
    """Give the contract as a Word document, for those who redline outside."""
    contract = contract_in_view(contract_id)
    content = contract_docx(paper_of(contract, on=clock.today()))
    return send(content, "docx", "contract", contract.reference)


@views.get("/<int:contract_id>/issues/<int:number>/signed.json")
@requires(Permission.SEE_CONTRACTS)
def download_signed(contract_id: int, number: int) -> Response:
    """Give exactly what is signed: the SHA-256 of this file is the hash that people sign."""
    contract = contract_in_view(contract_id)
    try:
        issue = get_issue(contract.id, number)
    except NoResultFound:
        abort(404)
    return send(content_of(issue).encode(), "json", "signed", contract.reference, str(number))
