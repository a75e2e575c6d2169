"""The file for the finance system: lines of a run under the headings of its layout, as CSV."""

import csv
import io
from collections.abc import Iterable, Sequence
from itertools import islice

from core.spreadsheets.guarding import guarded
from les.payments.rules.layouts import FileLine, Layout, cells_by_column

_AT_ONCE = 500


def finance_file(layout: Layout, lines: Iterable[FileLine]) -> str:
    """The file as text; what a spreadsheet program would run as a formula is written so that it does not.

    Lines are taken in blocks and written column by column, small enough to stay in the processor’s cache: a run may
    have more than a hundred thousand.
    """
    stream = io.StringIO(newline="")
    writer = csv.writer(stream)
    writer.writerow(_as_cells([column.heading for column in layout.columns]))
    left = iter(lines)
    while block := list(islice(left, _AT_ONCE)):
        writer.writerows(zip(*map(_as_cells, cells_by_column(layout, block)), strict=True))
    return stream.getvalue()


def _as_cells(texts: Sequence[str]) -> Sequence[str]:
    """Texts as they may stand in cells; what begins with a letter or digit runs nowhere."""
    firsts = {text[:1] for text in texts}
    return texts if all(first.isalnum() for first in firsts) else [guarded(text) for text in texts]
