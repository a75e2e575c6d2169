"""The way in: a path or an upload becomes tables, all problems and notices. It never raises for a bad file."""

from collections.abc import Callable, Collection, Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path, PurePosixPath

from core.attempts import Attempt, mark
from core.identifiers import notice_without_identifier, without_identifier
from core.problems import Notice, Problem
from core.spreadsheets.archives import members_of
from core.spreadsheets.csv_tables import csv_table
from core.spreadsheets.encoding import as_utf8
from core.spreadsheets.parts import identifiers_beside_cells, identifiers_left_over
from core.spreadsheets.screening import (
    identifiers_in,
    identifiers_in_name,
    identifiers_in_rows,
    identifiers_in_text,
    tells_of_identifier,
)
from core.spreadsheets.tables import MOST_BYTES, MOST_ROWS, CannotRead, Source, Table, Tables, Upload
from core.spreadsheets.xlsx_tables import Sheet, xlsx_sheets

_OFFICE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
_NOT_READABLE = "a file or folder that may be read"
_TOO_LARGE = f"at most {MOST_BYTES // 1_000_000} MB"


def read_tables(
    source: Source,
    *,
    sheets: Collection[str] | None = None,
    texts: Collection[str] = (),
    unread: Collection[str] = (),
    month_columns: Collection[str] = ("month",),
) -> Tables:
    """The tables of a folder of CSV files, a ZIP of them, one CSV file or an XLSX file.

    `sheets`: those wanted (all, when None); any other is named in a notice, but for `unread` ones. `texts`: other files
    wanted as text. In a column of `month_columns` a date cell of an XLSX file is its month. Every cell, name and note
    is screened for patient identifiers, of sheets and files that are not wanted too.
    """
    read = _Reading(sheets=sheets, texts={text.lower(): text for text in texts}, unread=unread)
    try:
        if isinstance(source, Path) and source.is_dir():
            read.files(source.name, _files_in(source))
        else:
            upload = source if isinstance(source, Upload) else _upload_from(source)
            _read_upload(read, upload, month_columns)
    except CannotRead as refusal:
        read.problems.append(refusal.problem)
        read.is_whole = False
    except OSError:
        read.problems.append(Problem(file=source.name, expected=_NOT_READABLE))
        read.is_whole = False
    if not read.is_whole or any(map(tells_of_identifier, read.problems)):
        mark(Attempt.REFUSED_FILE)
    return read.result()


@dataclass(slots=True)
class _Reading:
    """What has been read so far."""

    sheets: Collection[str] | None
    texts: Mapping[str, str]
    unread: Collection[str]
    is_xlsx: bool = False
    is_whole: bool = True
    rows: int = 0
    tables: dict[str, Table] = field(default_factory=dict)
    found: dict[str, str] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)
    notices: list[Notice] = field(default_factory=list)

    def files(self, source: str, files: Iterable[tuple[str, Callable[[], bytes]]]) -> None:
        """Takes in CSV files and the texts wanted; any other file is screened where it is a text."""
        count = 0
        for name, content in files:
            self.problems.extend(identifiers_in_name(name))
            if text := self.texts.get(name.lower()):
                self.text(text, content())
            elif name.lower().endswith(".csv"):
                self.csv(name, content())
            else:
                self.other(name, content())
                continue
            count += 1
        if not count:
            raise CannotRead(source, "at least one CSV file; there is none")

    def text(self, name: str, content: bytes) -> None:
        """Takes in a text."""
        if name in self.found:
            self.problems.append(Problem(file=name, expected="each file once; there are two of this name"))
        try:
            text, notices = as_utf8(name, content)
        except CannotRead as refusal:
            self.problems.append(refusal.problem)
            return
        self.notices.extend(notices)
        self.problems.extend(identifiers_in_text(name, text.decode()))
        self.found[name] = text.decode()

    def other(self, name: str, content: bytes) -> None:
        """Screens and names a file that is no CSV file and was not asked for."""
        if content.startswith(b"%PDF") or PurePosixPath(name).name.startswith("."):
            return
        with suppress(CannotRead):  # a picture or the like holds no text to screen
            self.problems.extend(identifiers_in_text(name, as_utf8(name, content)[0].decode()))
        self.notices.append(Notice(code="extra_file", message=f"{name} is no CSV file and was not read"))

    def csv(self, name: str, content: bytes) -> None:
        """Takes in a CSV file. One that is wanted and wholly empty counts as absent."""
        key = name[:-4].lower()
        may_be_blank = self.sheets is not None and key in self.sheets and len(content) < 1000
        if may_be_blank and not content.strip(b"\xef\xbb\xbf \t\r\n"):
            return
        table, problems, notices = csv_table(name, content)
        if self._wants(key) or table is not None:
            self.notices.extend(notices)
        found = identifiers_in(table) if table is not None else self._screened(name, content)
        self.sheet(key, Sheet(name=name, table=table, problems=problems, identifiers=list(found)))

    def _screened(self, name: str, content: bytes) -> Iterable[Problem]:
        """The identifiers of a CSV file that is no table; a file that cannot even be screened is refused."""
        try:
            return list(identifiers_in_rows(name, as_utf8(name, content)[0].decode()))
        except CannotRead as refusal:
            return [refusal.problem]

    def sheet(self, key: str, sheet: Sheet) -> None:
        """Takes in a sheet; one that is not wanted is screened, named and left out."""
        self.problems.extend(sheet.identifiers)
        if not self._wants(key):
            if key not in self.unread:
                message = f"{sheet.name} is no sheet that is expected here and was not read"
                is_hidden = sheet.is_hidden and not sheet.is_blank
                self.notices.append(Notice(code="hidden_sheet" if is_hidden else "extra_sheet", message=message))
            return
        self.problems.extend(sheet.problems)
        if key in self.tables:
            self.problems.append(Problem(file=sheet.name, expected="each sheet once; there are two of this name"))
        elif sheet.table is not None:
            self.tables[key] = sheet.table
            self.rows += len(sheet.table)
        if self.rows > MOST_ROWS:
            raise CannotRead(sheet.name, f"at most {MOST_ROWS:,} rows in all")

    def _wants(self, key: str) -> bool:
        return self.sheets is None or key in self.sheets

    def result(self) -> Tables:
        """All of it, with no identifier left in any problem."""
        return Tables(
            is_xlsx=self.is_xlsx,
            is_whole=self.is_whole,
            tables=self.tables,
            texts=self.found,
            problems=tuple(dict.fromkeys(without_identifier(problem) for problem in self.problems)),
            notices=tuple(notice_without_identifier(notice) for notice in self.notices),
        )


def _files_in(folder: Path) -> Iterable[tuple[str, Callable[[], bytes]]]:
    """The CSV files and texts of a folder. Raises CannotRead where they are too large together."""
    paths = sorted(path for path in folder.iterdir() if path.is_file() and path.suffix.lower() in {".csv", ".toml"})
    if sum(path.stat().st_size for path in paths) > MOST_BYTES:
        raise CannotRead(folder.name, _TOO_LARGE)
    return [(path.name, path.read_bytes) for path in paths]


def _upload_from(path: Path) -> Upload:
    try:
        if path.stat().st_size > MOST_BYTES:
            raise CannotRead(path.name, _TOO_LARGE)
        return Upload(path.name, path.read_bytes())
    except FileNotFoundError:
        raise CannotRead(path.name, "a file or folder that exists") from None
    except OSError:
        raise CannotRead(path.name, _NOT_READABLE) from None


def _read_upload(read: _Reading, upload: Upload, month_columns: Collection[str]) -> None:
    name, content = PurePosixPath(upload.name.replace("\\", "/")).name or "upload", upload.content
    read.problems.extend(identifiers_in_name(name))
    if not content:
        raise CannotRead(name, "a file with something in it; this one is empty")
    if len(content) > MOST_BYTES:
        raise CannotRead(name, _TOO_LARGE)
    if content.startswith(_OFFICE):
        if _ENCRYPTED in content:
            raise CannotRead(name, "a file without a password; this one is password-protected")
        raise CannotRead(name, "an XLSX file; this is in the format of Excel before 2007: save it as .xlsx")
    if content.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        _read_archive(read, name, content, month_columns)
    elif name.lower().endswith(".csv"):
        read.files(name, [(name, lambda: content)])
    else:
        raise CannotRead(name, "an XLSX file, a ZIP of CSV files or a CSV file; this is none of them")


def _read_archive(read: _Reading, name: str, content: bytes, month_columns: Collection[str]) -> None:
    members = members_of(name, content)
    if members.get("mimetype", b"").startswith(b"application/vnd.oasis.opendocument"):
        raise CannotRead(name, "an XLSX file; this is an OpenDocument file: save it as .xlsx")
    if "[Content_Types].xml" in members or name.lower().endswith((".xlsx", ".xlsm")):
        read.is_xlsx, found = True, 0
        for sheet in xlsx_sheets(name, content, members, month_columns):
            read.sheet(sheet.name.lower(), sheet)
            found += len(sheet.identifiers)
        read.problems.extend(identifiers_beside_cells(name, members))
        if not found:
            read.problems.extend(identifiers_left_over(name, members))
        return
    read.files(name, [(path, partial(bytes, part)) for path, part in _members_by_name(name, members).items()])


def _members_by_name(name: str, members: dict[str, bytes]) -> dict[str, bytes]:
    """The files of a ZIP, its CSV files by name alone: they may lie in one folder together, but not in several."""
    kept = {PurePosixPath(path): part for path, part in members.items() if not path.startswith("__MACOSX/")}
    wanted = [path for path in kept if path.suffix.lower() in {".csv", ".toml"}]
    if len({path.parent for path in wanted}) > 1:
        raise CannotRead(name, "all CSV files of a ZIP file in one folder")
    return {path.name if path in wanted else str(path): part for path, part in kept.items()}
