"""The catalogue as sheets that can be uploaded again just as they are."""

from collections.abc import Sequence
from fractions import Fraction

from commissioning.catalogue.rules import ArrangementLine, ServiceLine
from core.spreadsheets.writing import Sheet


def services_sheet(lines: Sequence[ServiceLine]) -> Sheet:
    """Services with category, currencies and scope."""
    return Sheet(
        name="services",
        header=("code", "name", "category", "currency", "in_scope"),
        rows=[
            [line.code, line.name, line.category, ";".join(line.currencies), "yes" if line.in_scope else "no"]
            for line in lines
        ],
    )


def arrangements_sheet(lines: Sequence[ArrangementLine]) -> Sheet:
    """Who provides each service in each locality, from when until when."""
    return Sheet(
        name="arrangements",
        header=("service", "locality", "arrangement", "provider", "share", "starts", "ends"),
        rows=[
            [
                line.service,
                line.locality,
                line.kind.value,
                line.provider,
                None if line.share is None else Fraction(line.share),
                line.starts,
                line.ends,
            ]
            for line in lines
        ],
    )
