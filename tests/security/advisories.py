"""Known weaknesses of what is pinned, looked up in a local copy of a database of advisories; nothing is asked of
anybody.

The database is a folder (or a ZIP) of advisories in the form of OSV, as JSON or YAML: a clone of the advisory
database of the Python Packaging Authority, or the export of a whole ecosystem by osv.dev. How old the newest advisory
is, is told, for an old copy finds nothing new.
"""

import json
import zipfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml  # type: ignore[import-untyped]  # no types come with it, and none are needed of what is read
from packaging.utils import canonicalize_name
from packaging.version import InvalidVersion, Version

from tests.security.pinned import Package

_ENDINGS = (".json", ".yaml", ".yml")


@dataclass(frozen=True, slots=True, kw_only=True)
class Checked:
    """What came of the check: how many advisories, of when, what is affected, what could not be compared."""

    advisories: int
    newest: str
    affected: Sequence[str]
    not_compared: Sequence[str]


def check(packages: Iterable[Package], database: Path) -> Checked:
    """Hold packages against a database. `ValueError` where it has no advisory, which is no database."""
    known: dict[tuple[str, str], list[Package]] = {}
    for package in packages:
        known.setdefault((package.ecosystem, package.name), []).append(package)
    count, newest = 0, ""
    affected: list[str] = []
    not_compared: list[str] = []
    for advisory in _advisories(database):
        count += 1
        newest = max(newest, str(advisory.get("modified", "")))
        if advisory.get("withdrawn"):
            continue
        for part in advisory.get("affected", ()):
            for package in known.get(_named(part), ()):
                told = f"{package.name} {package.version}: {advisory['id']}"
                try:
                    affected += [told] if _is_affected(package.version, part) else []
                except InvalidVersion as error:
                    not_compared.append(f"{told} ({error})")
    if not count:
        raise ValueError(f"there is no advisory in {database}")
    return Checked(
        advisories=count,
        newest=newest[:10],
        affected=sorted(set(affected)),
        not_compared=sorted(set(not_compared)),
    )


def _advisories(database: Path) -> Iterator[Mapping[str, Any]]:
    if database.is_file():
        with zipfile.ZipFile(database) as packed:
            for name in packed.namelist():
                if name.endswith(_ENDINGS):
                    yield from _read(name, packed.read(name))
        return
    for path in sorted(database.rglob("*")):
        if path.suffix in _ENDINGS:
            yield from _read(path.name, path.read_bytes())


def _read(name: str, content: bytes) -> Iterator[Mapping[str, Any]]:
    held = json.loads(content) if name.endswith(".json") else yaml.load(content, Loader=_Loader)  # noqa: S506 safe, see there
    if isinstance(held, dict) and "id" in held and "affected" in held:
        yield held


class _Loader(getattr(yaml, "CSafeLoader", yaml.SafeLoader)):  # type: ignore[misc]  # the fast one where it was built
    """The safe loader, to which days and times are text as they stand."""


_Loader.yaml_implicit_resolvers = {
    first: [(tag, pattern) for tag, pattern in kept if tag != "tag:yaml.org,2002:timestamp"]
    for first, kept in _Loader.yaml_implicit_resolvers.items()
}


def _named(part: Mapping[str, Any]) -> tuple[str, str]:
    package = part.get("package", {})
    ecosystem, name = str(package.get("ecosystem", "")), str(package.get("name", ""))
    return ecosystem, canonicalize_name(name) if ecosystem == "PyPI" else name


def _is_affected(version: str, part: Mapping[str, Any]) -> bool:
    """Whether a version is listed, or lies within one of the ranges: from *introduced* on, before *fixed*."""
    if version in part.get("versions", ()):
        return True
    ranges = [each for each in part.get("ranges", ()) if each.get("type") in {"ECOSYSTEM", "SEMVER"}]
    return any(_is_within(Version(version), each.get("events", ())) for each in ranges)


def _is_within(version: Version, events: Iterable[Mapping[str, str]]) -> bool:
    inside = False
    for event in sorted(events, key=_place):
        kind, at = next(iter(event.items()))
        if kind == "introduced":
            inside = inside or at == "0" or version >= Version(at)
        elif kind == "fixed":
            inside = inside and version < Version(at)
        elif kind == "last_affected":
            inside = inside and version <= Version(at)
    return inside


def _place(event: Mapping[str, str]) -> tuple[Version, int]:
    kind, at = next(iter(event.items()))
    return Version(at), kind != "introduced"
