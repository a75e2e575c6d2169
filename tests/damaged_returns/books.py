"""Damaged workbooks: cells that are not what they seem, sheets nobody sees, macros, links, parts cut out."""

import io
from collections.abc import Callable, Iterator
from datetime import date, datetime

from openpyxl import Workbook
from openpyxl.comments import Comment

from tests.damaged_returns.kinds import GOOD, HEADINGS, NHS_NUMBER, Damaged
from tests.unit.core.spreadsheet_files import with_parts

Change = Callable[[Workbook], object]
FORMULA = "a value; this cell holds a formula: paste its value instead (E3)"
ERROR = "a value; this cell holds an error of the spreadsheet program"
BLANK = "the cell is blank (of merged cells only the first one counts)"
HIDES = (NHS_NUMBER, "943 476 5919")


def book(*changes: Change) -> bytes:
    """A workbook of two good rows, damaged."""
    workbook = Workbook()
    workbook.properties.created = workbook.properties.modified = datetime.fromisoformat("2008-05-08T09:00:00")
    sheet = workbook.active
    assert sheet is not None
    sheet.title = "figures"
    sheet.append(HEADINGS)
    for row in GOOD:
        sheet.append([*row[:4], int(row[4])])
    for change in changes:
        change(workbook)
    stream = io.BytesIO()
    workbook.save(stream)
    return stream.getvalue()


def _set(cell: str, value: str | float | date) -> Change:
    return lambda workbook: workbook["figures"].__setitem__(cell, value)


def _merge(cells: str) -> Change:
    return lambda workbook: workbook["figures"].merge_cells(cells)


def _above(*lines: tuple[str, ...]) -> Change:
    def change(workbook: Workbook) -> None:
        workbook["figures"].insert_rows(1, len(lines))
        for row, line in enumerate(lines, start=1):
            for place, word in enumerate(line, start=1):
                workbook["figures"].cell(row, place).value = word

    return change


def _sheet(name: str, text: str, state: str) -> Change:
    def change(workbook: Workbook) -> None:
        sheet = workbook.create_sheet(name)
        sheet.append(["number"])
        sheet.append([text])
        sheet.sheet_state = state

    return change


def damaged_books() -> Iterator[Damaged]:
    """Every damaged workbook that is one."""
    for name, (changes, says, row, column) in _CELLS.items():
        yield _book(name, book(*changes), says, row=row, column=column)
    for state in ("hidden", "veryHidden"):
        content = book(_sheet("kept apart", "77", state))
        says = "no hidden sheet with anything in it; “kept apart” is one: take it out"
        yield _book(f"a {state} sheet", content, says)
        identifying = book(_sheet("kept apart", "943 476 5919", state))
        yield _book(f"an NHS number on a {state} sheet", identifying, "no patient identifier", row=2, hides=HIDES)
    yield _book(
        "an NHS number on another sheet", book(_sheet("notes", NHS_NUMBER, "visible")), "no patient", row=2, hides=HIDES
    )
    yield from _people()
    yield from _parts()


def _book(
    name: str,
    content: bytes,
    says: str,
    *,
    row: int | None = None,
    column: str = "",
    hides: tuple[str, ...] = (),
    file: str = "return.xlsx",
) -> Damaged:
    return Damaged(name=f"workbook, {name}", file=file, content=content, says=says, row=row, column=column, hides=hides)


_GROUPS = ("who", "who", "when", "what", "what")
_CELLS: dict[str, tuple[tuple[Change, ...], str, int | None, str]] = {
    "merged services": ((_merge("A2:A3"),), BLANK, 3, "service"),
    "merged practices": ((_merge("B2:B3"),), BLANK, 3, "practice"),
    "merged months": ((_merge("C2:C3"),), BLANK, 3, "month"),
    "merged quantities": ((_merge("E2:E3"),), "a number; the cell is blank", 3, "quantity"),
    "merged across": ((_merge("A3:C3"),), BLANK, 3, "practice"),
    "merged headings": ((_merge("A1:B1"),), "a column practice", 1, "practice"),
    "two-line heading that repeats": ((_above(_GROUPS),), "each heading once; this one is repeated", 1, "who"),
    "merged groups above": (
        (_above(("Who", "", "When", "", "")), _merge("A1:B1"), _merge("C1:E1")),
        "at most 3 cells, as many as the header has",
        2,
        "",
    ),
    "a title above": ((_above(("Return",)),), "at most 1 cells, as many as the header has", 2, ""),
    "a wide title above": (
        (_above(("Return", "of", "April", "2008", "final")),),
        "the headings in the first row; here they stand in row 2",
        2,
        "",
    ),
    "month as a serial": ((_set("C3", 39539),), "this is a date as a number: write 2008-04", 3, "month"),
    "month as a serial with a time": ((_set("C3", 39539.5),), "a month such as 2008-04", 3, "month"),
    "month as a day of May": ((_set("C3", date(2008, 5, 1)),), "a month of April 2008", 3, "month"),
    "month with an hour": (
        (_set("C3", datetime.fromisoformat("2008-04-01T09:00:00")),),
        "a month such as 2008-04",
        3,
        "month",
    ),
    "month as a name": ((_set("C3", "Apr-08"),), "a month such as 2008-04; write 2008-04", 3, "month"),
    "thousands as text": ((_set("E3", "1,234"),), "a number without marks between its digits", 3, "quantity"),
    "thousands with spaces": ((_set("E3", "1 234"),), "a number without marks between its digits", 3, "quantity"),
    "a fraction": ((_set("E3", 2.5),), "a whole number of contacts", 3, "quantity"),
    "less than nothing": ((_set("E3", -3),), "a number of 0 or more", 3, "quantity"),
    "a truth": ((_set("E3", True),), "a number of 0 or more", 3, "quantity"),
    "a date as quantity": ((_set("E3", date(2008, 4, 5)),), "a number of 0 or more", 3, "quantity"),
    "a formula": ((_set("E3", "=SUM(E1:E2)"),), FORMULA, 3, "quantity"),
    "a formula as service": (
        (_set("A3", "=A2"),),
        "this cell holds a formula: paste its value instead (A3)",
        3,
        "service",
    ),
    "a link as formula": ((_set("E3", '=HYPERLINK("http://example.org",3)'),), FORMULA, 3, "quantity"),
    "a formula as heading": ((_set("E1", "=A1"),), "this cell holds a formula", 1, "E1"),
    "an error": ((_set("E3", "#N/A"),), ERROR, 3, "quantity"),
    "a division by nothing": ((_set("E3", "#DIV/0!"),), ERROR, 3, "quantity"),
    "a trailing total": (
        (lambda workbook: workbook["figures"].append(["Total", None, None, None, 50]),),
        "this is a row of totals: take it out",
        4,
        "service",
    ),
    "a trailing total as formula": (
        (lambda workbook: workbook["figures"].append(["Total", None, None, None, "=SUM(E2:E3)"]),),
        "this is a row of totals: take it out",
        4,
        "service",
    ),
    "a remark beside the figures": ((_set("G2", "late"),), "at most 5 cells", 2, ""),
    "a remark with a heading": (
        (_set("F1", "remark"), _set("F2", "late")),
        "only the columns service, team, practice, month, currency and quantity",
        1,
        "remark",
    ),
    "the sheet by another name": (
        (lambda workbook: setattr(workbook["figures"], "title", "Sheet1"),),
        "a sheet called figures, with headings and rows, as in the template",
        None,
        "",
    ),
    "a blank sheet": (
        (lambda workbook: workbook["figures"].delete_rows(1, 3),),
        "a sheet called figures, with headings and rows, as in the template",
        None,
        "",
    ),
    "headings alone": (
        (lambda workbook: workbook["figures"].delete_rows(2, 2),),
        "at least one row of figures",
        None,
        "",
    ),
    "the same row twice": (
        (lambda workbook: workbook["figures"].append([*GOOD[0][:4], 30]),),
        "each service, team, practice, month and currency once; the same stands in row 2",
        4,
        "quantity",
    ),
}


def _people() -> Iterator[Damaged]:
    yield _book("an NHS number as text", book(_set("B3", NHS_NUMBER)), "no patient", row=3, hides=HIDES)
    yield _book("an NHS number as number", book(_set("E3", int(NHS_NUMBER))), "no patient", row=3, hides=HIDES)
    yield _book("an NHS number far right", book(_set("H3", NHS_NUMBER)), "no patient", row=3, hides=HIDES)
    yield _book("an NHS number as heading", book(_set("F1", NHS_NUMBER)), "no patient", hides=HIDES)
    noted = book(lambda workbook: setattr(workbook["figures"]["A2"], "comment", Comment(NHS_NUMBER, "Clerk")))
    yield _book("an NHS number in a note", noted, "no patient", hides=HIDES)
    titled = book(lambda workbook: setattr(workbook.properties, "title", f"List {NHS_NUMBER}"))
    yield _book("an NHS number in its title", titled, "no patient", hides=HIDES)
    yield _book("an NHS number as a sheet", book(_sheet(NHS_NUMBER, "x", "visible")), "no patient", hides=HIDES)
    for heading in ("NHS number", "Surname", "Date of birth", "Postcode"):
        content = book(_set("F1", heading), _set("F2", "Ermintrude"))
        yield _book(f"a column {heading}", content, "no ", row=1, hides=("Ermintrude",))
    yield _book("a postcode as service", book(_set("A3", "HP1 1AA")), "no postcode", row=3, hides=("HP1 1AA",))


def _parts() -> Iterator[Damaged]:
    whole = book()
    for file, added, says in (
        ("return.xlsm", {"xl/vbaProject.bin": b"x"}, "a workbook without macros: save it as .xlsx"),
        ("return.xlsx", {"xl/vbaProject.bin": b"x"}, "a workbook without macros: save it as .xlsx"),
        ("return.xlsx", {"xl/macrosheets/sheet1.xml": b"<a/>"}, "a workbook without macros: save it as .xlsx"),
        ("return.xlsx", {"xl/activeX/activeX1.xml": b"<a/>"}, "a workbook without macros or controls"),
        ("return.xlsx", {"xl/externalLinks/externalLink1.xml": b"<a/>"}, "a workbook without links to other workbooks"),
        ("return.xlsx", {"xl/connections.xml": b"<a/>"}, "a workbook without connections to other data"),
        ("return.xlsx", {"xl/queryTables/queryTable1.xml": b"<a/>"}, "a workbook without connections to other data"),
        ("return.xlsx", {"xl/embeddings/oleObject1.bin": b"x"}, "a workbook without other files embedded in it"),
        ("return.xlsx", {"xl/worksheets/sheet1.xml": b"<worksheet"}, "an XLSX file that opens; this one is damaged"),
        ("return.xlsx", {"xl/workbook.xml": b""}, "an XLSX file that opens; this one is damaged"),
        ("return.xlsx", {"xl/workbook.xml": b"<!DOCTYPE a><a/>"}, "a workbook without document types or entities"),
        ("return.xlsx", {"xl/styles.xml": b"\xff\xfe<\0"}, "an XLSX file that opens; this one is damaged"),
    ):
        part = next(iter(added))
        yield _book(f"{file} with {part} {len(added[part])}", with_parts(whole, added), says, file=file)
    for share in (0.1, 0.5, 0.9):
        cut = whole[: int(len(whole) * share)]
        yield _book(f"cut short at {share:.0%}", cut, "a ZIP or XLSX file that opens; this one is damaged or cut short")
    for name in ("return.csv", "return.zip", "return.ods", "return.xls"):
        yield _book(f"a workbook as {name}, cut", whole[:2000], "damaged or cut short", file=name)
