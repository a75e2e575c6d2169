"""Signatures on a page of a document: as a table of a PDF, and as running text for Word."""

from collections.abc import Sequence

from reportlab.platypus import Table

from core import prose
from core.pdf.signatures import Given, signatures_given
from core.signatures.models import Signature
from core.wording import in_full


def signature_table(signatures: Sequence[Signature], *, width: float) -> Table:
    """The signatures of a record as a table of that width. ValueError for none: say in words that nobody signed."""
    given = [
        Given(
            name=signature.name,
            role=signature.role,
            organisation=signature.organisation,
            capacity=signature.capacity_name,
            statement=signature.statement,
            content_hash=signature.content_hash,
            signed_on=signature.signed_on,
        )
        for signature in signatures
    ]
    return signatures_given(given, width=width)


def signatures_in_prose(signatures: Sequence[Signature]) -> list[prose.Block]:
    """The same as running text: a table of them, or that nobody has signed."""
    if not signatures:
        return [prose.paragraph_of("Nobody has signed this yet.")]
    rows = [
        (
            f"{each.organisation}, {each.capacity_name.lower()}",
            f"{each.name}, {each.role}",
            in_full(each.signed_on),
            f"{each.statement} SHA-256 {each.content_hash}",
        )
        for each in signatures
    ]
    return [prose.table_of("Signatures", ("Signed for", "Name and role", "On", "What was signed"), rows)]
