"""Each of the hand-worked cases goes in through the upload page, and every page and file of it can be opened.

A person without script follows all links, as commissioner and, once it is shown, as lead of the first group: none leads
nowhere, every page is valid HTML, every file is what it says.
"""

import io
import re
from pathlib import Path
from urllib.parse import urljoin

import pytest
from flask import Flask

from budgets.rounds.exports.workbooks import zipped
from budgets.rounds.queries import get_calculation
from core.parties.rules import PartyKind
from core.permissions import Role
from tests.builders_reading import read_as
from tests.builders_rounds import Field, a_party, a_round, an_actor, opened
from tests.person import XHTML, Person
from tests.vectors.loader import load

CASES = sorted((Path(__file__).resolve().parents[1] / "vectors" / "budgets").glob("case-*"))
FILES = re.compile(r"\.(csv|xlsx|json|pdf|zip)(\?|$)")
_PATTERN = re.compile(r"/(lines|practices)/[^/?]+")


def the_zip(case: Path) -> bytes:
    return zipped({path.name: path.read_bytes() for path in sorted(case.iterdir()) if path.suffix in {".csv", ".toml"}})


def upload(person: Person, round_id: int, content: bytes, name: str = "workbook.zip") -> None:
    person.visit(f"/budgets/rounds/{round_id}/inputs/upload")
    person.send({"workbook": (io.BytesIO(content), name)}, button="Upload and check")


def links_of(person: Person) -> list[str]:
    """Where the page leads: its links and its pictures, within the budgets."""
    found = [a.get("href") or "" for a in person.page.iter(f"{XHTML}a")]
    found += [image.get("src") or "" for image in person.page.iter(f"{XHTML}img")]
    there = [urljoin(person.address, each).partition("#")[0] for each in found]
    return [each for each in dict.fromkeys(there) if each.startswith("/budgets/calculations")]


def walk(person: Person, start: str, most_alike: int) -> set[str]:
    """Open every address that can be reached; of the same page in another order or measure only a few."""
    waiting, seen, alike = [start], set[str](), dict[str, int]()
    while waiting:
        address = waiting.pop(0)
        kind = address.partition("?")[0] if "?" in address else _PATTERN.sub(r"/\1/*", address)
        if address in seen or alike.get(kind, 0) >= most_alike:
            continue
        seen.add(address)
        alike[kind] = alike.get(kind, 0) + 1
        if FILES.search(address) or "/charts/" in address:
            check_file(person, address)
        else:
            waiting += links_of(person.visit(address))
    return seen


def check_file(person: Person, address: str) -> None:
    answer = person.client.get(address)
    assert answer.status_code == 200, f"{address}: {answer.status_code}"
    begins = {"pdf": b"%PDF", "xlsx": b"PK", "zip": b"PK", "json": b"{", "csv": b""}
    kind = FILES.search(address)
    assert answer.data.startswith(begins[kind[1]] if kind else b"<?xml"), f"{address}: {answer.data[:40]!r}"


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_every_page_and_file_of_a_case_opens(case: Path, app: Flask, person: Person) -> None:
    del app
    workbook, policy = load(case)
    field = Field()
    found = a_round(field.commissioner, policy.year)
    read_as(field.commissioner)
    upload(person, found.id, the_zip(case))
    assert person.heading.endswith("Inputs 1")
    person.visit(f"/budgets/rounds/{found.id}").follow("Working budget").send(button="Calculate")
    start = person.path
    seen = walk(person, start, most_alike=4)
    assert {f"{start}/groups/{group.code}" for group in workbook.groups[:4]} <= seen

    first, second = workbook.groups[:2]
    lead = an_actor(a_party(PartyKind.PBC_GROUP, first.code, first.name, field.pct), Role.PBC_LEAD)
    without_line = an_actor(a_party(PartyKind.PBC_GROUP, "NEW", "Not in the workbook", field.pct), Role.PBC_LEAD)
    opened(get_calculation(1), field.commissioner)
    read_as(lead)
    reached = walk(person, start, most_alike=4)
    assert {f"{start}/groups/{first.code}", f"{start}/groups/{first.code}/statement.pdf", f"{start}/matrix"} <= reached
    assert not [address for address in reached if f"/groups/{second.code}" in address]
    read_as(without_line)
    assert not [address for address in walk(person, start, most_alike=2) if f"{start}/groups/" in address]
