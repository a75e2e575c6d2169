"""A variation as a file: PDF with the changes marked, and Word for those who redline outside."""

from flask import Response

from contracts.variations.documents.pdf import variation_pdf
from contracts.variations.documents.word import variation_docx
from contracts.variations.models import Variation
from contracts.variations.queries.papers import variation_paper
from contracts.variations.views.blueprint import variation_in_view, views
from core import clock
from core.permissions import Permission
from core.sending import send
from core.web import requires


@views.get("/<int:contract_id>/variations/<int:number>/variation.pdf")
@requires(Permission.SEE_CONTRACTS)
def download_variation_pdf(contract_id: int, number: int) -> Response:
    """Give the variation as PDF: what changes before and after, its effect, and its signatures."""
    variation = variation_in_view(contract_id, number)
    return _send(variation, variation_pdf(variation_paper(variation, on=clock.today())), "pdf")


@views.get("/<int:contract_id>/variations/<int:number>/variation.docx")
@requires(Permission.SEE_CONTRACTS)
def download_variation_docx(contract_id: int, number: int) -> Response:
    """Give the variation as a Word document, for those who redline outside."""
    variation = variation_in_view(contract_id, number)
    return _send(variation, variation_docx(variation_paper(variation, on=clock.today())), "docx")


def _send(variation: Variation, content: bytes, kind: str) -> Response:
    return send(content, kind, variation.contract.reference, f"variation {variation.number}", variation.title)
