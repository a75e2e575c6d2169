"""The return as a file: sorted, canonical CSV, there whole or not at all."""

import csv
import os
from collections.abc import Mapping
from pathlib import Path

from commissioning.activity.aggregation.identifying import shape_of
from commissioning.activity.aggregation.tally import Key
from core.errors import Refusal
from core.spreadsheets.guarding import guarded

HEADER = ("service", "team", "practice", "month", "currency", "quantity")


def check_output(output: Path, *, replace: bool) -> None:
    """Refuse an output that cannot be written, before anything is read."""
    if output.is_dir():
        raise Refusal(f"{output} is a folder. Name a file with --output.")
    if not output.parent.is_dir():
        raise Refusal(f"There is no folder {output.parent} to write the return to.")
    if output.exists() and not replace:
        raise Refusal(f"{output} is there already. Name another file, or say --replace.")
    if not os.access(output.parent, os.W_OK):
        raise Refusal(f"The folder {output.parent} cannot be written to.")


def write_return(output: Path, rows: Mapping[Key, int], *, with_team: bool) -> None:
    """Write under another name beside it, then rename: a reader never sees half a return."""
    check_rows(rows)
    places = [place for place, name in enumerate(HEADER) if with_team or name != "team"]
    safe = {word: guarded(word) for key in rows for word in key}
    cells = ((*(safe[word] for word in key), quantity) for key, quantity in sorted(rows.items()))
    part = output.with_name(f".{output.name}.{os.getpid()}.part")
    try:
        with part.open("w", encoding="utf-8", newline="") as file:
            writer = csv.writer(file)
            writer.writerow([HEADER[place] for place in places])
            writer.writerows([row[place] for place in places] for row in cells)
            file.flush()
            os.fsync(file.fileno())
        part.replace(output)
    except OSError as wrong:
        raise Refusal(f"{output} could not be written ({wrong.strerror}).") from wrong
    finally:
        part.unlink(missing_ok=True)


def check_rows(rows: Mapping[Key, int]) -> None:
    """Refuse to write what looks like something of a person: the column is told, the value never."""
    for place, name in enumerate(HEADER[:3]):
        for word in {key[place] for key in rows}:
            if shape := shape_of(word):
                raise Refusal(
                    f"The column {name} of the return would hold what looks like {shape}. Nothing was written."
                )
