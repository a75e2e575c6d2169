"""What is asked of a return in unit tests: two services, two practices, April 2008, no history."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from commissioning.activity.checking.columns import check
from commissioning.activity.checking.values import Checked, ReadReturn
from commissioning.activity.imports.files import read_return
from commissioning.activity.rules.checks.asked import Asked, Open
from commissioning.activity.rules.currencies import currencies_with
from commissioning.activity.rules.months import Period
from core.spreadsheets.tables import Upload

ASKED = Asked(
    provider="OWN",
    name="Contacts",
    period=Period("2008-04"),
    services={
        "DN": Open(name="District nurses"),
        "POD": Open(name="Podiatry"),
        "OLD": Open(name="Old clinic", closed_on=date(2008, 4, 1)),
        "OTHER": Open(name="Other service"),
    },
    asked=frozenset({"DN", "POD", "OLD"}),
    practices={
        "X82001": Open(name="Practice 1"),
        "X82002": Open(name="Practice 2"),
        "X82003": Open(name="Practice 3", opened_on=date(2008, 5, 1)),
    },
    currencies=currencies_with([]),
)
HEADER = "service,practice,month,currency,quantity"


def read(lines: Sequence[str], *, header: str = HEADER, name: str = "r.csv") -> ReadReturn:
    """A CSV file, read."""
    return read_return(Upload(name, ("\n".join([header, *lines]) + "\n").encode()))


def checked(lines: Sequence[str], *, header: str = HEADER, **asked: Any) -> Checked:
    """A CSV file, checked against what is asked, changed as named."""
    return check(read(lines, header=header), replace(ASKED, **asked))


def told(result: Checked) -> list[tuple[str, int | None, str]]:
    """Rule, row and what was expected of each finding."""
    return [(found.rule, found.row, found.expected) for found in result.findings]
