"""Sheets of services and arrangements: a file becomes lines, or all its problems by row and column."""

from datetime import date

from commissioning.catalogue.rules import (
    KIND_NAMES,
    ArrangementKind,
    ArrangementLine,
    ServiceLine,
    currencies_from,
    share_from,
)
from commissioning.organisations.imports import check_rows, sheet_of
from core.problems import Problem
from core.spreadsheets.tables import Upload

_YES = {"yes": True, "no": False}


def services_from(upload: Upload) -> tuple[list[ServiceLine], list[Problem]]:
    """The services of a file, and all problems of its form. Columns for money are passed over."""
    sheet = sheet_of(upload, "services")
    lines = [
        ServiceLine(
            code=row.needed("code"),
            name=row.needed("name"),
            category=row.text("category"),
            currencies=row.value("currency", currencies_from, ()),
            in_scope=row.value("in_scope", _yes_or_no, True),
            row=row.number,
        )
        for row in sheet.rows(("code", "name"))
    ]
    return lines, check_rows(sheet, lines)


def arrangements_from(upload: Upload) -> tuple[list[ArrangementLine], list[Problem]]:
    """The arrangements of a file, and all problems of its form."""
    sheet = sheet_of(upload, "arrangements")
    kinds = ", ".join(kind.value for kind in KIND_NAMES)
    lines = []
    for row in sheet.rows(("service", "locality", "arrangement", "starts")):
        kind = row.value("arrangement", ArrangementKind, ArrangementKind.NONE, f"one of {kinds}")
        row.needed("arrangement")
        row.needed("starts")
        lines.append(
            ArrangementLine(
                service=row.needed("service"),
                locality=row.needed("locality"),
                kind=kind,
                provider=row.text("provider"),
                share=row.value("share", share_from, None),
                starts=row.day("starts") or date.min,
                ends=row.day("ends"),
                row=row.number,
            )
        )
    return lines, check_rows(sheet, lines)


def _yes_or_no(text: str) -> bool:
    if text.lower() not in _YES:
        raise ValueError("yes or no")
    return _YES[text.lower()]
