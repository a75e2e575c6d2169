"""The extract: which files it is made of, and whether each holds the columns the mapping names. Reads headers alone."""

import csv
import gzip
from collections.abc import Sequence
from dataclasses import dataclass
from glob import has_magic
from pathlib import Path

import pyarrow.parquet as pq
from pyarrow import ArrowException

from commissioning.activity.aggregation.mapping import ENCODINGS, ReturnMapping
from core.errors import Refusal
from core.identifiers import masked

_PARQUET, _CSV = (".parquet",), (".csv", ".csv.gz", ".txt", ".txt.gz")
_LONGEST_HEADER = 1_000_000
_NO_TEXT = {
    b"\xff\xfe": "in UTF-16",
    b"\xfe\xff": "in UTF-16",
    b"PK": "a ZIP or XLSX file",
    b"\xd0\xcf": "an office file",
}


@dataclass(frozen=True, slots=True)
class CsvFiles:
    """CSV files with the same header: `places` are those of the mapping's columns in it."""

    paths: tuple[Path, ...]
    width: int
    places: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class ParquetFiles:
    """Parquet files below one folder, whose partitions (`month=2008-04`) are columns; or one address of a cluster."""

    paths: tuple[Path, ...]
    base: str


def sources_of(given: Sequence[str], mapping: ReturnMapping) -> list[CsvFiles | ParquetFiles]:
    """What the sources named are made of: files, folders, patterns, or addresses of Parquet on a cluster."""
    columns = mapping.columns()
    found: list[CsvFiles | ParquetFiles] = [ParquetFiles((), source) for source in given if "://" in source]
    paths = list(dict.fromkeys(path for source in given if "://" not in source for path in _files(source)))
    folders: dict[Path, list[Path]] = {}
    headers: dict[tuple[int, tuple[int, ...]], list[Path]] = {}
    for path in paths:
        if path.name.endswith(_PARQUET):
            _check_parquet(path, columns)
            folders.setdefault(_base(path), []).append(path)
        else:
            headers.setdefault(_header(path, columns, mapping), []).append(path)
    found += [ParquetFiles(tuple(inside), str(base)) for base, inside in folders.items()]
    found += [CsvFiles(tuple(inside), width, places) for (width, places), inside in headers.items()]
    return found


def _files(source: str) -> list[Path]:
    """The files a source on this machine names, in the order of their names."""
    paths = [Path(source)] if Path(source).exists() else _matching(Path(source).absolute())
    if not paths:
        raise Refusal(f"There is no {source}." if not has_magic(source) else f"Nothing matches {source}.")
    files = [each.absolute() for path in paths for each in (_inside(path) if path.is_dir() else [path])]
    for path in files:
        if not path.name.endswith(_PARQUET + _CSV):
            raise Refusal(f"{path} is neither CSV (.csv, .txt, also with .gz) nor Parquet (.parquet) by its name.")
        if has_magic(str(path)) or "{" in str(path):
            raise Refusal(
                f"{path} has one of the marks * ? [ {{ in its name, which engines take for a pattern. Rename it."
            )
    return files


def _matching(pattern: Path) -> list[Path]:
    return sorted(Path(pattern.anchor).glob(str(pattern.relative_to(pattern.anchor))))


def _inside(folder: Path) -> list[Path]:
    """The Parquet files of a folder and of those in it, or else its CSV files. Hidden ones do not count."""
    files = [path for path in sorted(folder.rglob("*")) if path.is_file() and not path.name.startswith((".", "_"))]
    for kinds in (_PARQUET, _CSV):
        if found := [path for path in files if path.name.endswith(kinds)]:
            return found
    raise Refusal(f"The folder {folder} holds neither Parquet nor CSV files.")


def _base(path: Path) -> Path:
    """The folder below which a file is partitioned: the nearest one that is not called column=value."""
    return next(folder for folder in path.parents if "=" not in folder.name)


def _header(path: Path, columns: Sequence[str], mapping: ReturnMapping) -> tuple[int, tuple[int, ...]]:
    """How many columns a CSV file has, and where in it those of the mapping stand."""
    try:
        with gzip.open(path) if path.name.endswith(".gz") else path.open("rb") as file:
            line = file.readline(_LONGEST_HEADER)
        kind = next((said for start, said in _NO_TEXT.items() if line.startswith(start)), "")
        if kind:
            raise Refusal(f"{path} is {kind}. Save it as CSV in UTF-8.")
        text = line.removeprefix(b"\xef\xbb\xbf").decode(ENCODINGS[mapping.extract.encoding])
        header = next(csv.reader([text], delimiter=mapping.extract.delimiter, strict=True), [])
    except UnicodeDecodeError:
        raise Refusal(f"{path} is not in {mapping.extract.encoding}. Name its encoding under [source].") from None
    except csv.Error:
        raise Refusal(f"{path} has no header in its first line that can be read as CSV.") from None
    except (OSError, EOFError):
        raise Refusal(f"{path} cannot be read: it may be damaged, or not yours to read.") from None
    headings = [heading.strip() for heading in header]
    if not any(headings):
        raise Refusal(f"{path} has no header in its first line.")
    _check_headings(path, headings, columns)
    return len(headings), tuple(headings.index(column) for column in columns)


def _check_headings(path: Path, headings: Sequence[str], columns: Sequence[str]) -> None:
    for column in columns:
        if (times := headings.count(column)) != 1:
            told = "has no column" if not times else f"has {times} columns called"
            raise Refusal(f"{path} {told} “{masked(column)}”, which the mapping names.")


def _check_parquet(path: Path, columns: Sequence[str]) -> None:
    try:
        names = list(pq.read_schema(path).names)
    except (OSError, ArrowException):
        raise Refusal(f"{path} cannot be read as Parquet: it may be damaged, or another kind of file.") from None
    partitions = [folder.name.partition("=")[0] for folder in path.parents if "=" in folder.name]
    _check_headings(path, [*names, *(name for name in partitions if name not in names)], columns)
