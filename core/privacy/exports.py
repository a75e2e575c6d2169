"""All that is kept about one person as a file: JSON for machines, XLSX for people."""

import json
from collections.abc import Iterator

from core.privacy.queries import OwnData
from core.spreadsheets.writing import Sheet, write_xlsx

_ABOUT = "Nothing in this file opens anything: passwords, codes and tokens are kept as hashes, which are left out."


def as_json(data: OwnData) -> bytes:
    """What is kept, entry by entry of the register, with the records; text throughout."""
    kept = [
        {
            "what": each.entry.what,
            "holds": each.entry.holds,
            "why": each.entry.why,
            "how long": each.entry.kept,
            "seen by": each.entry.seen_by,
            "records": each.records,
        }
        for each in data.kept
    ]
    about = {"number": data.person.id, "name": data.person.name, "email": data.person.email, "about this file": _ABOUT}
    written = {"person": about, "kept": kept, "rows that name the account": data.did}
    return (json.dumps(written, indent=2, ensure_ascii=False) + "\n").encode()


def as_xlsx(data: OwnData) -> bytes:
    """The same as sheets: the account, what is kept and why, the records line by line, and what the person did."""
    person = data.person
    about = [("Name", person.name), ("E-mail address", person.email), ("Number of the account", str(person.id))]
    register = [
        (each.entry.what, each.entry.holds, each.entry.why, each.entry.kept, each.entry.seen_by) for each in data.kept
    ]
    return write_xlsx([
        Sheet(name="Account", header=["What", "Value"], rows=[*about, ("About this file", _ABOUT)], is_prose=True),
        Sheet(
            name="What is kept", header=["What", "It holds", "Why", "How long", "Seen by"], rows=register, is_prose=True
        ),
        Sheet(name="Records", header=["What", "Table", "Record", "Column", "Value"], rows=list(_lines(data))),
        Sheet(
            name="Where the account is named",
            header=["Table", "Column", "Rows"],
            rows=[(*place.split("."), times) for place, times in data.did.items()],
        ),
    ])  # fmt: skip


def _lines(data: OwnData) -> Iterator[tuple[str, str, int, str, str]]:
    for each in data.kept:
        for table, records in each.records.items():
            for number, record in enumerate(records, start=1):
                for column, value in record.items():
                    yield each.entry.what, table, number, column, value
