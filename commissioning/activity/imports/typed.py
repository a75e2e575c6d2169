"""A return that was typed in, or sent as data: the same columns and checks, kept as the CSV file it amounts to."""

from collections.abc import Mapping, Sequence

from commissioning.activity.checking.values import ReadReturn
from commissioning.activity.imports.files import read_return
from commissioning.activity.rules.rows import NEEDED, OPTIONAL
from core.spreadsheets.tables import Upload
from core.spreadsheets.writing import Sheet, write_csv

TYPED_NAME = "typed.csv"


def typed_return(rows: Sequence[Mapping[str, str]], *, name: str = TYPED_NAME) -> ReadReturn:
    """The return of rows of text by column. A row whose quantity was left blank says nothing and is left out."""
    header = (*NEEDED[:1], *OPTIONAL, *NEEDED[1:])
    kept = [[row.get(column, "").strip() for column in header] for row in rows if row.get("quantity", "").strip()]
    return read_return(Upload(name, write_csv(Sheet(name="figures", header=header, rows=kept))))
