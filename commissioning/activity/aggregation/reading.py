"""The mapping file and its code lists, read from disk. A code list is a file, or stands in the mapping itself."""

import csv
import tomllib
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from commissioning.activity.aggregation.mapping import ReturnMapping, read_mapping
from core.errors import Refusal

LISTS = ("practices", "services", "teams")
_LARGEST = 5_000_000


def mapping_in(path: Path, *, first: str = "", last: str = "") -> ReturnMapping:
    """The mapping in a TOML file; its code lists are looked for beside it."""
    try:
        told = tomllib.loads(_text(path))
    except tomllib.TOMLDecodeError as wrong:
        place = str(wrong).rpartition("(")[2].rstrip(")")
        raise Refusal(f"{path} is no TOML that can be read: look at {place}.") from None
    named = told.get("codes", {})
    if not isinstance(named, dict) or set(named) - set(LISTS):
        raise Refusal(f"[codes] may list {', '.join(LISTS)}, each as a file or in [ ].")
    lists = {name: _codes(listed, path.parent, name) for name, listed in named.items()}
    return read_mapping(told, lists, first=first, last=last)


def _codes(listed: Any, folder: Path, name: str) -> Sequence[str]:
    if isinstance(listed, list) and all(isinstance(code, str) and code.strip() for code in listed):
        return [code.strip() for code in listed]
    if not isinstance(listed, str):
        raise Refusal(f"[codes] {name} must name a file, or list codes as texts in [ ].")
    rows = csv.DictReader(_text(folder / listed).splitlines())
    if "code" not in (rows.fieldnames or ()):
        raise Refusal(f"{folder / listed} has no column “code”. Export the list from the system once more.")
    codes = list(dict.fromkeys(code for row in rows if (code := (row["code"] or "").strip())))
    if not codes:
        raise Refusal(f"{folder / listed} lists no codes.")
    return codes


def _text(path: Path) -> str:
    try:
        if path.stat().st_size > _LARGEST:
            raise Refusal(f"{path} is larger than a mapping or a list of codes can be.")
        return path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError:
        raise Refusal(f"{path} is not in UTF-8. Save it as UTF-8.") from None
    except OSError as wrong:
        raise Refusal(f"{path} cannot be read ({wrong.strerror}).") from None
