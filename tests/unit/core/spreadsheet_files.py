"""Good and bad files, made where they are needed."""

import io
import zipfile
from collections.abc import Mapping
from datetime import UTC, datetime

import xlsxwriter

from core.spreadsheets.tables import Upload


def csv_upload(text: str | bytes, name: str = "sheet.csv") -> Upload:
    return Upload(name, text.encode() if isinstance(text, str) else text)


def zip_bytes(files: Mapping[str, bytes]) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return stream.getvalue()


def xlsx_bytes(sheets: Mapping[str, list[list[object]]]) -> bytes:
    """A workbook; a text that begins with `=` is written as a formula, a tuple as a value with its number format."""
    stream = io.BytesIO()
    with xlsxwriter.Workbook(stream, {"in_memory": True}) as workbook:
        workbook.set_properties({"created": datetime(2008, 3, 18, tzinfo=UTC)})
        for name, rows in sheets.items():
            worksheet = workbook.add_worksheet(name)
            for row, cells in enumerate(rows):
                for column, cell in enumerate(cells):
                    if isinstance(cell, tuple):
                        worksheet.write(row, column, cell[0], workbook.add_format({"num_format": cell[1]}))
                    else:
                        worksheet.write(row, column, cell)
    return stream.getvalue()


def with_parts(content: bytes, parts: Mapping[str, bytes]) -> bytes:
    """A ZIP or XLSX file with parts added or replaced."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        files = {name: archive.read(name) for name in archive.namelist()}
    return zip_bytes(files | dict(parts))
