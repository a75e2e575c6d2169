"""Plain texts, CSV files and spreadsheets: readable, and screened line by line or cell by cell."""

import codecs

from core.attachments.inspection.refusing import refused, refused_for
from core.attachments.rules import ALLOWED
from core.identifiers import has_identifier
from core.problems import Problem
from core.spreadsheets.encoding import has_control_characters
from core.spreadsheets.reading import read_tables
from core.spreadsheets.tables import Upload

_SCREENED = "no patient identifier"
_MARKS = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)


def text_in(name: str, content: bytes) -> str:
    """The text of a file in UTF-8 or Windows-1252. Refuses what is no text at all."""
    if content.startswith(_MARKS):
        raise refused(name, "it is a text in UTF-16. Save it in UTF-8")
    for encoding in ("utf-8-sig", "cp1252"):
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        if not has_control_characters(text):
            return text
    raise refused(name, f"it is none of the files that may be. These are: {ALLOWED}")


def places_in_text(text: str) -> list[str]:
    """The lines of a text that hold a patient identifier; the text as a whole where one stands over two lines."""
    found = [f"line {number}" for number, line in enumerate(text.splitlines(), start=1) if has_identifier(line)]
    return found or (["a number over more than one line"] if has_identifier(text) else [])


def places_in_sheets(name: str, content: bytes) -> list[str]:
    """The cells, notes and names of a spreadsheet or CSV file that may identify a patient.

    Refuses a workbook with macros, links or embedded files, and one that cannot be read to its end.
    """
    problems = read_tables(Upload(name, content), sheets=()).problems
    for problem in problems:
        if not problem.expected.startswith(_SCREENED):
            raise refused_for(name, problem)
    return [_place(name, problem) for problem in problems]


def _place(name: str, problem: Problem) -> str:
    """Where a cell is: `Practices, row 5, column Notes`."""
    column = problem.column if problem.column.startswith("column ") else f"column {problem.column}"
    parts = [
        problem.file if problem.file != name else "",
        f"row {problem.row}" if problem.row else "",
        column if problem.column else "",
    ]
    told = ", ".join(part for part in parts if part)
    return told or problem.expected.removeprefix(_SCREENED).lstrip(":; ").partition(" holds ")[0]
