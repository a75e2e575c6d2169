"""Signatures on a page of a document."""

from collections.abc import Sequence

from reportlab.platypus import Table

from core.pdf.signatures import Given, signatures_given
from core.signatures.models import Signature


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
