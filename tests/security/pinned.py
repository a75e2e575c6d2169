"""What is pinned: every package of the lock files, Python's and the browser's."""

import json
import re
from dataclasses import dataclass
from pathlib import Path

from packaging.utils import canonicalize_name

from tests.architecture.test_sizes import ROOT

LOCKS = {
    "requirements.txt": "runs",
    "requirements-aggregate.txt": "aggregates",
    "requirements-dev.txt": "tests",
}
_PIN = re.compile(r"^([A-Za-z0-9._-]+)==([^\s;\\]+)", re.MULTILINE)


@dataclass(frozen=True, slots=True, order=True, kw_only=True)
class Package:
    """A package at a version, and what it is for: `runs`, `aggregates`, `tests` (the first of these that needs it)."""

    ecosystem: str
    name: str
    version: str
    needed: str = "runs"


def pinned(root: Path = ROOT) -> list[Package]:
    """Every package that is pinned, by name; one that several lock files pin stands once for each version."""
    found: dict[tuple[str, str], Package] = {}
    for lock, needed in LOCKS.items():
        for name, version in _PIN.findall((root / lock).read_text(encoding="utf-8")):
            plain = canonicalize_name(name)
            found.setdefault((plain, version), Package(ecosystem="PyPI", name=plain, version=version, needed=needed))
    return sorted([*found.values(), *_of_the_browser(root)])


def _of_the_browser(root: Path) -> list[Package]:
    held = json.loads((root / "package-lock.json").read_text(encoding="utf-8"))["packages"]
    return [
        Package(ecosystem="npm", name=path.rpartition("node_modules/")[2], version=entry["version"])
        for path, entry in held.items()
        if path
    ]
