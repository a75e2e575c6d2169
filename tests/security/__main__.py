"""The whole proof of security, with its figures: `make security`, or `python -m tests.security`.

Each part runs by itself, so that one that fails does not hide the others; any that failed ends it with 1. What could
not be run is said, never passed over.
"""

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import click

from tests.architecture.test_sizes import ROOT
from tests.security.advisories import check
from tests.security.figures import figures_in
from tests.security.pinned import pinned

PRODUCT = ("app.py", "core", "commissioning", "budgets", "contracts", "les", "demo", "migrations")
ALL = {"FUZZED_UPLOADS": "10000", "FUZZED_FORMS": "25", "FUZZED_ADDRESSES": "15"}
FIGURES = (
    "routes × roles tried",
    "routes × roles refused as expected",
    "forged requests refused",
    "forms sent twice and with more than asked",
    "second parts refused to who did the first",
    "answers looked at for their headers",
    "cells of downloads looked at",
    "forms filled in at random",
    "addresses asked at random",
    "damaged uploads sent",
    "unhandled errors",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """A part of the proof: what it shows, and the tests that do. `by_file`: the tests of a file stay in one process."""

    shows: str
    tests: Sequence[str]
    by_file: bool = True


PARTS = (
    Part(
        shows="walls: every route × role × organisation",
        tests=["tests/architecture/test_route_access.py"],
        by_file=False,
    ),
    Part(shows="misuse, headers, tokens, downloads, logs, server, dependencies, this proof", tests=["tests/security"]),
    Part(
        shows="signing in, links, codes, sessions, locks",
        tests=["tests/integration/core", "-k", "sign or link or code"],
    ),
    Part(shows="a GET changes nothing", tests=["tests/integration/core/test_reading_changes_nothing.py"]),
    Part(shows="anything typed into every form", tests=["tests/fuzz/test_forms.py"], by_file=False),
    Part(shows="anything asked of every address", tests=["tests/fuzz/test_addresses.py"], by_file=False),
    Part(shows="damaged uploads on every upload page", tests=["tests/fuzz/test_mutated_uploads.py"], by_file=False),
    Part(
        shows="damaged files, read alone",
        tests=["tests/fuzz/test_attached_files.py", "tests/fuzz/test_damaged_files.py"],
    ),
    Part(shows="addresses for machines against their document", tests=["tests/fuzz/test_api.py"]),
)


def main() -> int:
    """Run all of it; 0 when everything held."""
    asked = _options()
    failed = _code_is_clean()
    with tempfile.TemporaryDirectory() as folder:
        kept = Path(folder) / "figures"
        amounts = {} if asked.quick else ALL
        settings = {**amounts, **os.environ, "SECURITY_FIGURES": str(kept), "TESTS_SHARE": folder}
        for number in asked.parts:
            failed += not _holds(number, asked.processes, settings)
        found = figures_in(kept)
    click.echo("\nFigures")
    for name in FIGURES:
        click.echo(f"  {name}: {found[name]:,}")
    failed += _advisories(asked.advisories)
    click.echo("everything held" if not failed else f"{failed} of {len(asked.parts) + 2} parts failed")
    return 1 if failed else 0


def _options() -> argparse.Namespace:
    reader = argparse.ArgumentParser(prog="python -m tests.security", description="The whole proof of security.")
    reader.add_argument("--advisories", help="folder or ZIP of a database of advisories in the form of OSV")
    reader.add_argument("--quick", action="store_true", help="as many inputs as `make fuzz` tries, not all")
    reader.add_argument("--processes", type=int, default=os.cpu_count() or 1, help="how many at once; all cores")
    numbers = range(1, len(PARTS) + 1)
    reader.add_argument("--parts", type=int, nargs="+", choices=numbers, default=list(numbers), help="these alone")
    return reader.parse_args()


def _holds(number: int, processes: int, settings: Mapping[str, str]) -> bool:
    """Run a part; say what it shows, and how long it took."""
    part, begun = PARTS[number - 1], time.monotonic()
    click.echo(f"— {number}. {part.shows}")
    how = ["-n", str(processes), "--dist", "loadfile" if part.by_file else "load"]
    command = [sys.executable, "-m", "pytest", "-q", *how, *part.tests]
    held = subprocess.run(command, cwd=ROOT, env=settings, check=False).returncode == 0
    click.echo(f"  {time.monotonic() - begun:,.0f} s")
    return held


def _code_is_clean() -> int:
    """Ruff's rules of security (those of bandit) on all product code; what is exempted is counted."""
    click.echo("— rules of secure code (ruff S)")
    command = [sys.executable, "-m", "ruff", "check", "--select", "S", "--output-format", "json", *PRODUCT]
    strict = subprocess.run([*command, "--ignore-noqa"], cwd=ROOT, capture_output=True, text=True, check=False)
    plain = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    findings, exempted = json.loads(plain.stdout), json.loads(strict.stdout)
    click.echo(f"findings: {len(findings)}; exempted with a reason in the code: {len(exempted) - len(findings)}")
    return 1 if findings else 0


def _advisories(database: str | None) -> int:
    packages = pinned()
    if not database:
        click.echo("  advisories: could not run: no database was named (make security ADVISORIES=folder)")
        return 0
    try:
        found = check(packages, Path(database))
    except (OSError, ValueError) as error:
        click.echo(f"  advisories: could not run: {error}")
        return 1
    click.echo(
        f"  advisories: {len(packages)} pinned packages held against {found.advisories:,}, newest of {found.newest}"
    )
    for told in (*found.affected, *(f"could not be compared: {each}" for each in found.not_compared)):
        click.echo(f"    {told}")
    return 1 if found.affected else 0


if __name__ == "__main__":
    sys.exit(main())
