"""The file for the finance system: lines of a run under the headings of its layout, as CSV."""

import csv
import io
from collections.abc import Iterable

from core.spreadsheets.guarding import guarded
from les.payments.rules.layouts import FileLine, Layout, cells_of


def finance_file(layout: Layout, lines: Iterable[FileLine]) -> str:
    """The file as text; what a spreadsheet program would run as a formula is written so that it does not."""
    stream = io.StringIO(newline="")
    writer = csv.writer(stream)
    writer.writerow([_cell(column.heading) for column in layout.columns])
    writer.writerows([_cell(cell) for cell in cells_of(layout, line)] for line in lines)
    return stream.getvalue()


def _cell(text: str) -> str:
    """The text as it may stand in a cell; what begins with a letter or digit runs nowhere."""
    return text if text[:1].isalnum() else guarded(text)
