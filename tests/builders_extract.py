"""Extracts with one line a contact, and the mapping that reads them, for tests of aggregation."""

import csv
import io
from collections import Counter
from collections.abc import Iterable, Sequence
from pathlib import Path

from click.testing import Result
from flask import Flask

HEADER = ("Ref", "Service", "GP", "Seen on", "Kind", "Outcome", "Days")
PRACTICES = ("X80001", "X80002", "X80003")
NHS_NUMBER = "943 476 5919"
MAPPING = """
[period]
from = "2008-04"
to = "2008-06"
[codes]
practices = ["X80001", "X80002", "X80003"]
services = ["DIAB-NUR", "PHYSIO"]
[service]
column = "Service"
values = { DN = "DIAB-NUR", Physiotherapy = "PHYSIO" }
[practice]
column = "GP"
[month]
column = "Seen on"
formats = ["dd/mm/yyyy", "yyyy-mm-dd"]
[[count]]
currency = "contact"
where = { Outcome = ["ATT"] }
[[count]]
currency = "first_contact"
where = { Outcome = ["ATT"], Kind = ["F", "First"] }
[[count]]
currency = "occupied_bed_day"
where = { Kind = ["Stay"] }
sum = "Days"
"""
Line = tuple[str, str, str, str, str, str]
LINES: tuple[Line, ...] = (
    ("DN", "X80001", "01/04/2008", "F", "ATT", ""),
    ("DIAB-NUR", "X80001", "2008-04-30 09:15", "U", "ATT", ""),
    ("Physiotherapy", "X80002 ", "30/06/2008", "First", "ATT", ""),
    ("PHYSIO", "X80003", "15/05/2008", "Stay", "", "12"),
    ("PHYSIO", "X80003", "16/05/2008", "Stay", "", "0"),
    ("PHYSIO", "X80003", "16/05/2008", "Stay", "ATT", "12.5"),
    ("PHYSIO", "", "16/05/2008", "F", "ATT", ""),
    ("PHYSIO", "Q99999", "16/05/2008", "F", "ATT", ""),
    ("", "X80001", "16/05/2008", "F", "ATT", ""),
    ("DN", "X80001", "31/04/2008", "F", "ATT", ""),
    ("DN", "X80001", "31/03/2008", "F", "ATT", ""),
    ("DN", "X80001", " ", "F", "ATT", ""),
    ("DN", "X80001", "01/04/2008", "F", "DNA", ""),
)
RETURN = """service,practice,month,currency,quantity
DIAB-NUR,X80001,2008-04,contact,2
DIAB-NUR,X80001,2008-04,first_contact,1
PHYSIO,X80002,2008-06,contact,1
PHYSIO,X80002,2008-06,first_contact,1
PHYSIO,X80003,2008-05,contact,1
PHYSIO,X80003,2008-05,occupied_bed_day,12
"""


def as_csv(lines: Iterable[Line] = LINES, *, header: Sequence[str] = HEADER, delimiter: str = ",") -> str:
    """An extract as text; every line begins with the NHS number of a patient who does not exist."""
    stream = io.StringIO(newline="")
    writer = csv.writer(stream, delimiter=delimiter, lineterminator="\n")
    writer.writerow(header)
    writer.writerows((NHS_NUMBER, *line) for line in lines)
    return stream.getvalue()


def aggregated(
    app: Flask, folder: Path, *sources: Path | str, mapping: str = MAPPING, more: Sequence[str] = ()
) -> Result:
    """What the command answers for these sources; the return is `return.csv` in the folder."""
    (folder / "mapping.toml").write_text(mapping, encoding="utf-8")
    command = ["activity", "aggregate", *map(str, sources), "--map", str(folder / "mapping.toml")]
    return app.test_cli_runner().invoke(args=[*command, "--output", str(folder / "return.csv"), *more])


def returned(folder: Path) -> str:
    """The return that was written, with plain line ends."""
    return (folder / "return.csv").read_bytes().decode().replace("\r\n", "\n")


def counted_plainly(lines: Iterable[Line]) -> str:
    """The return of lines whose cells are all in order, counted by hand."""
    services = {"DN": "DIAB-NUR", "Physiotherapy": "PHYSIO"}
    rows: Counter[tuple[str, str, str, str]] = Counter()
    for service, practice, day, kind, outcome, days in lines:
        code = services.get(service, service)
        if code not in {"DIAB-NUR", "PHYSIO"} or practice not in PRACTICES or not "2008-04" <= day[:7] <= "2008-06":
            continue
        key = (code, practice, day[:7])
        if outcome == "ATT":
            rows[*key, "contact"] += 1
        if outcome == "ATT" and kind in {"F", "First"}:
            rows[*key, "first_contact"] += 1
        if kind == "Stay" and days.isdigit():
            rows[*key, "occupied_bed_day"] += int(days)
    written = [",".join([*key, str(quantity)]) for key, quantity in sorted(rows.items())]
    return "\n".join(["service,practice,month,currency,quantity", *written, ""])
