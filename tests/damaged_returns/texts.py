"""Damaged CSV files: single cells, headings, rows, encodings, files of another kind under the name of one."""

from collections.abc import Iterator

from tests.damaged_returns.kinds import GOOD, HEADINGS, NHS_NUMBER, Damaged, as_csv, with_cell

SEPARATED = "a number without marks between its digits: 1234, not 1,234 or 1 234"
BLANK = "the cell is blank (of merged cells only the first one counts)"
NEGATIVE, WHOLE = "a number of 0 or more", "a whole number of contacts"
ALONE, NOTHING = "the number alone", "a number; nothing counted is written 0"
EXACT = "the exact number: small numbers are hidden where figures are shown, not here"
PLAIN = "a number of 0 or more, below 100,000,000, with at most 4 decimals"
QUANTITIES = {
    "thousands comma": ("1,234", SEPARATED),
    "thousands twice": ("1,234,567", SEPARATED),
    "thousands and decimals": ("1,234.50", SEPARATED),
    "thousands space": ("1 234", SEPARATED),
    "thousands hard space": ("1\u00a0234", SEPARATED),
    "thousands thin space": ("1\u2009234", SEPARATED),
    "thousands apostrophe": ("1'234", SEPARATED),
    "thousands point": ("1.234.567", SEPARATED),
    "decimal comma": ("12,5", "a number with a point before its decimals, such as 12.5"),
    "minus": ("-3", NEGATIVE),
    "long minus": ("\u22123", NEGATIVE),
    "in brackets": ("(3)", NEGATIVE),
    "half a contact": ("2.5", WHOLE),
    "five decimals": ("2.12345", PLAIN),
    "too large": ("123456789", PLAIN),
    "blank": ("", "a number; the cell is blank. Nothing counted is 0"),
    "less than five": ("<5", EXACT),
    "five or fewer": ("5 or fewer", EXACT),
    "about": ("~40", EXACT),
    "a star": ("*", NOTHING),
    "a dash": ("-", NOTHING),
    "nil": ("Nil", NOTHING),
    "not applicable": ("n/a", NOTHING),
    "null": ("NULL", NOTHING),
    "pounds": ("£30", ALONE),
    "per cent": ("30%", ALONE),
    "with its unit": ("30 contacts", ALONE),
    "exponent": ("1.2E+05", "a number with all its digits, such as 120000, not 1.2E+05"),
    "words": ("many", PLAIN),
    "formula as text": ("=SUM(E2:E9)", PLAIN),
    "error of a spreadsheet": ("#REF!", PLAIN),
    "column too narrow": ("#####", PLAIN),
    "wide digits": ("\uff13\uff10", PLAIN),
    "infinite": ("inf", PLAIN),
    "no number": ("nan", PLAIN),
    "plus": ("+5", PLAIN),
    "hexadecimal": ("0x1F", ALONE),
    "two numbers": ("30;20", PLAIN),
    "yes": ("yes", PLAIN),
}
MONTHS = {
    "serial": ("39539", "a month such as 2008-04; this is a date as a number: write 2008-04"),
    "serial of May": ("39569", "this is a date as a number: write 2008-05"),
    "short name": ("Apr-08", "a month such as 2008-04; write 2008-04"),
    "name": ("April 2008", "a month such as 2008-04; write 2008-04"),
    "upper case": ("APR 2008", "a month such as 2008-04; write 2008-04"),
    "slash": ("04/2008", "a month such as 2008-04; write 2008-04"),
    "no dash": ("200804", "a month such as 2008-04; write 2008-04"),
    "one digit": ("2008-4", "a month such as 2008-04; write 2008-04"),
    "a day": ("01/04/2008", "a month such as 2008-04"),
    "ISO day": ("2008-04-01", "a month such as 2008-04"),
    "thirteenth month": ("2008-13", "a month such as 2008-04"),
    "another period": ("2008-05", "a month of April 2008"),
    "year before": ("2007-04", "a month of April 2008"),
    "financial year": ("2008/09", "a month such as 2008-04"),
    "period number": ("M1", "a month such as 2008-04"),
    "quarter": ("Q1 2008/09", "a month such as 2008-04"),
    "blank": ("", BLANK),
}
SERVICES = {
    "unknown": ("GONE", "the code of a service"),
    "blank": ("", BLANK),
    "name instead of code": ("Service DIAB", "the code of a service"),
    "lower case": ("diab", "the code of a service"),
    "total": ("Total", "this is a row of totals: take it out"),
    "grand total": ("Grand total", "this is a row of totals: take it out"),
    "totals of a service": ("Total for DIAB", "this is a row of totals: take it out"),
    "subtotal": ("Sub-total", "this is a row of totals: take it out"),
    "sum": ("SUM", "this is a row of totals: take it out"),
    "all services": ("All services", "this is a row of totals: take it out"),
}
PRACTICES = {
    "unknown": ("X99999", "the code of a practice of this trust, unplaced or total"),
    "blank": ("", BLANK),
    "letter O": ("X82OO1", "the code of a practice of this trust, unplaced or total"),
    "a name": ("Practice 1", "the code of a practice of this trust, unplaced or total"),
    "all": ("All practices", "the code of a practice of this trust, unplaced or total"),
}
CURRENCIES = {
    "unknown": ("visits", "a currency of this return, such as contact"),
    "label": ("All contacts", "a currency of this return, such as contact"),
    "plural": ("contacts", "a currency of this return, such as contact"),
    "blank": ("", "a currency of this return, such as contact"),
    "pounds": ("GBP", "a currency of this return, such as contact"),
}
REPEATED = "each heading once; this one is repeated"
ONLY = "only the columns service, team, practice, month, currency and quantity; take this one out"
ABOVE = "the headings in the first row; here they stand in row"
NO_PERSON = "no column about persons"


def damaged_texts() -> Iterator[Damaged]:
    """Every damaged CSV file."""
    yield from _cells()
    yield from _headings()
    yield from _rows()
    yield from _encodings()
    yield from _kinds()
    yield from _people()


def _csv(
    name: str,
    content: bytes,
    says: str,
    *,
    row: int | None = None,
    column: str = "",
    hides: tuple[str, ...] = (),
) -> Damaged:
    return Damaged(
        name=f"csv, {name}", file="return.csv", content=content, says=says, row=row, column=column, hides=hides
    )


def _cells() -> Iterator[Damaged]:
    for column, kinds in {
        "quantity": QUANTITIES,
        "month": MONTHS,
        "service": SERVICES,
        "practice": PRACTICES,
        "currency": CURRENCIES,
    }.items():
        for name, (text, says) in kinds.items():
            yield _csv(f"{column} {name}", as_csv(with_cell(column, text)), says, row=3, column=column)


def _headings() -> Iterator[Damaged]:
    rows = [*GOOD]
    for place, heading in enumerate(HEADINGS):
        kept = [tuple(cell for at, cell in enumerate(row) if at != place) for row in (HEADINGS, *rows)]
        yield _csv(f"no column {heading}", as_csv(kept), f"a column {heading}", row=1, column=heading)
        twice = [(*HEADINGS, heading), *((*row, "") for row in rows)]
        yield _csv(f"column {heading} twice", as_csv(twice), REPEATED, row=1, column=heading)
    groups = ("who", "who", "when", "what", "what")
    yield _csv("two-line heading that repeats", as_csv([groups, HEADINGS, *rows]), REPEATED, row=1, column="who")
    bare = ("Return of April", "", "", "", "")
    for name, content in {"a title": [bare, HEADINGS, *rows], "two lines": [bare, bare, HEADINGS, *rows]}.items():
        yield _csv(f"headings below {name}", as_csv(content), "headings stand in the first row, without a title")
    titles = {"another line": ("a", "b", "c", "d", "e"), "a dated line": ("Return", "of", "April", "2008", "final")}
    for name, title in titles.items():
        yield _csv(f"headings below {name}", as_csv([title, HEADINGS, *rows]), f"{ABOVE} 2", row=2)
        lines = [title, ("v1", "", "", "", ""), HEADINGS, *rows]
        yield _csv(f"headings two below {name}", as_csv(lines), f"{ABOVE} 3", row=3)
    for extra in ("remark", "cost", "specialty"):
        more = [(*HEADINGS, extra), *((*row, "x") for row in rows)]
        yield _csv(f"a column {extra}", as_csv(more), ONLY, row=1, column=extra)
    unnamed = [(*HEADINGS, ""), *((*row, "x") for row in rows)]
    yield _csv("a column without a heading", as_csv(unnamed), "a heading above column 6, which has cells", row=2)
    yield _csv("no heading at all", as_csv(rows), "a column service", row=1, column="service")
    yield _csv("headings alone", as_csv([HEADINGS]), "at least one row of figures")
    turned = [("service", "DIAB"), ("practice", "X82001"), ("month", "2008-04"), ("quantity", "3")]
    yield _csv("turned on its side", as_csv(turned), "a column month", row=1, column="month")


def _rows() -> Iterator[Damaged]:
    yield _csv("the same row twice", as_csv([HEADINGS, GOOD[0], GOOD[0]]), "the same stands in row 2", row=3)
    longer = [HEADINGS, GOOD[0], (*GOOD[1], "more")]
    yield _csv("a longer row", as_csv(longer), "at most 5 cells, as many as the header has", row=3)
    shorter = [HEADINGS, GOOD[0], GOOD[1][:3]]
    yield _csv("a shorter row", as_csv(shorter), "a number; the cell is blank", row=3, column="quantity")
    for name, last in {
        "alone": ("", "", "", "", "50"),
        "named": ("Total", "", "", "", "50"),
        "named by practice": ("DIAB", "Total practices", "2008-04", "contact", "50"),
    }.items():
        says = "this is a row of totals: take it out" if name == "named" else "the c"
        yield _csv(f"trailing total {name}", as_csv([HEADINGS, *GOOD, last]), says, row=4)
    yield _csv("a foot note", as_csv([HEADINGS, *GOOD, ("Source: system", "", "", "", "")]), "the code of a s", row=4)
    whole = as_csv([HEADINGS, *GOOD])
    yield _csv("an open quotation mark", whole + b'DIAB,"X82001,2008-04,contact,3\r\n', "quotation marks that are")
    for part in (0.25, 0.5, 0.8):
        cut = whole[: int(len(whole) * part)]
        says = {0.25: "a column", 0.5: "the c", 0.8: "the c"}[part]
        yield _csv(f"cut short at {part:.0%}", cut, says)


def _encodings() -> Iterator[Damaged]:
    text = as_csv([HEADINGS, *GOOD]).decode()
    for name in ("utf-16", "utf-16-le", "utf-16-be", "utf-32"):
        says = "a CSV file in UTF-8" if name == "utf-16" else "a "
        yield _csv(f"in {name}", text.encode(name), says)
    yield _csv("in EBCDIC", text.encode("cp500"), "a ")
    yield _csv("bytes of no text", text.encode() + b"\x81\x8d\x8f,\xff\xfe\r\n", "a file in UTF-8 or Windows-1252")
    yield _csv("a byte of zero", text.replace("30", "3\0").encode(), "this one holds bytes of zero")
    yield _csv("control characters", text.replace("30", "3\x07").encode(), "this one holds control characters")
    for name, mark, said in (("semicolons", ";", "semicolons"), ("tabs", "\t", "tabs"), ("bars", "|", "bars")):
        says = f"cells separated by commas; here they are separated by {said}"
        yield _csv(name, as_csv([HEADINGS, *GOOD], mark=mark), says, row=1)
    bom = "\ufeff\ufeff" + text
    yield _csv("two byte-order marks", bom.encode(), "a column service", row=1, column="service")


def _kinds() -> Iterator[Damaged]:
    yield _csv("empty", b"", "a file with something in it; this one is empty")
    for name, content in {
        "blank lines": b"\r\n\r\n",
        "spaces": b"   ",
        "a byte-order mark alone": b"\xef\xbb\xbf",
    }.items():
        yield _csv(name, content, "nothing stands in this file")
    yield _csv("commas alone", b",,,,\r\n,,,,\r\n", "the file is empty")
    for name, content, says in (
        ("a PDF", b"%PDF-1.4\n1 0 obj\n", "this is a PDF file under another name"),
        ("a web page", b"<html><table><tr><td>service</td></tr></table></html>", "this is a web page or XML file"),
        ("XML", b'<?xml version="1.0"?><a/>', "this is a web page or XML file"),
        ("RTF", b"{\\rtf1 service}", "this is a text of a word processor"),
        ("JSON", b'[{"service": "DIAB"}]', "this is a JSON file"),
        ("a picture", b"\x89PNG\r\n\x1a\n\0\0", "this one holds bytes of zero"),
        ("an old Excel file", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "the format of Excel before 2007"),
        ("gzip", b"\x1f\x8b\x08\0\0\0\0\0", "this one holds bytes of zero"),
    ):
        yield _csv(f"{name} as CSV", content, says)
    whole = as_csv([HEADINGS, *GOOD])
    for ending in ("txt", "tsv", "dat", "csv.bak", "numbers", "xls"):
        yield Damaged(
            name=f"CSV as {ending}",
            file=f"return.{ending}",
            content=whole,
            says="an XLSX file, a ZIP of CSV files or a CSV file; this is none of them",
        )


def _people() -> Iterator[Damaged]:
    spaced = f"{NHS_NUMBER[:3]} {NHS_NUMBER[3:6]} {NHS_NUMBER[6:]}"
    hides = (NHS_NUMBER, spaced)
    for column in ("service", "practice", "month", "currency", "quantity"):
        for name, text in {"": NHS_NUMBER, " spaced": spaced}.items():
            content = as_csv(with_cell(column, text))
            yield _csv(
                f"NHS number{name} as {column}", content, "no patient identifier", row=3, column=column, hides=hides
            )
    yield _csv("NHS number as heading", as_csv([(*HEADINGS, NHS_NUMBER), *GOOD]), "no patient identifier", hides=hides)
    yield Damaged(
        name="csv, NHS number in its name",
        file=f"{NHS_NUMBER}.csv",
        content=as_csv([HEADINGS, *GOOD]),
        says="no patient identifier in the name of the file",
        hides=hides,
    )
    secret = "Ermintrude"
    for heading in (
        "NHS number",
        "Surname",
        "First name",
        "Date of birth",
        "DOB",
        "Postcode",
        "Address",
        "Gender",
        "Age",
    ):
        rows = [(*HEADINGS, heading), *((*row, secret) for row in GOOD)]
        yield _csv(f"a column {heading}", as_csv(rows), "no ", row=1, hides=(secret,))
    for name, text, says in (
        ("postcode", "HP1 1AA", "no postcode; its value is not shown"),
        ("day of birth", "12/03/1931", "no day such as a date of birth"),
    ):
        for column in ("service", "practice", "currency"):
            content = as_csv(with_cell(column, text))
            yield _csv(f"a {name} as {column}", content, says, row=3, column=column, hides=(text,))
