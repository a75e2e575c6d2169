"""The inventory of what this stands on: `python -m tests.security.inventory` writes `docs/dependencies.md` anew.

From the lock files and what the installed packages say of their licence. What a lock file pins for another kind of
machine alone keeps the licence it had in the page.
"""

import re
from importlib import metadata
from pathlib import Path

from tests.architecture.test_sizes import ROOT
from tests.security.pinned import Package, pinned

PAGE = ROOT / "docs" / "dependencies.md"
UNTOLD = "not told"
_ROW = re.compile(r"^\| (\S+) \| (\S+) \| (\w+) \| (.+) \|$", re.MULTILINE)
_LONGEST = 60
_KINDS = {
    "MIT License": "MIT",
    "The MIT License (MIT)": "MIT",
    "The MIT License": "MIT",
    "Apache License": "Apache",
}
_HEAD = """# Dependencies and their licences

Written by `python -m tests.security.inventory` from the lock files and what the packages say of themselves; a test
holds it against both. *Runs*: needed by the server. *Aggregates*: needed besides where extracts are counted.
*Tests*: needed by tests and checks alone, and on no server. Why each direct one is there stands in the
[README](../README.md#what-it-stands-on).

**How they are looked after.** Every package is pinned by version and hash and comes from one index; an install with
another content fails. `make lock` pins anew, `make security ADVISORIES=…` holds what is pinned against a database
of advisories ([operating](operating.md#known-weaknesses-of-dependencies)). Of a weakness that can be reached from
outside, an update is installed within 7 days of its advisory, of any other within 30; all packages are brought up
to date every quarter.

**Risky ones.** Those that read what strangers wrote, in which a weakness would count most: openpyxl, pandas, pypdf,
python-docx with lxml, defusedxml, markdown-it-py, nh3, and gunicorn and werkzeug, which read requests. authlib with
joserfc and cryptography decides whom a sign-in service vouches for, and requests with urllib3 speaks to it; they are at
work only where one is configured. What stands before each is told in [security](security.md).

**Copyleft.** psycopg (LGPL) is used as a library and not changed; hypothesis and certifi (MPL) likewise; djlint
(GPL) is a tool that looks at templates and is on no server. None obliges those who run this system to publish
anything.

| package | version | needed | licence |
|---|---|---|---|
"""


def page(kept: str) -> str:
    """The page as it must be; `kept`: as it is, for packages of other machines."""
    before = {(name, version): licence for name, version, _, licence in _ROW.findall(kept)}
    rows = [
        f"| {each.name} | {each.version} | {each.needed} | {_licence(each, before.get((each.name, each.version)))} |"
        for each in pinned()
    ]
    return _HEAD + "\n".join(rows) + "\n"


def _licence(package: Package, before: str | None) -> str:
    if package.ecosystem == "npm":
        return "MIT" if package.name == "nhsuk-frontend" else UNTOLD
    try:
        if metadata.version(package.name) == package.version:
            return _told_by(metadata.distribution(package.name))
    except metadata.PackageNotFoundError:
        pass
    return before or UNTOLD


def _told_by(package: metadata.Distribution) -> str:
    """The licence as the package says it: as an expression, in words, among its classes, or atop the file of it."""
    said = package.metadata
    words = _word(said, "License").strip()
    classes = [each.rpartition(" :: ")[2] for each in said.get_all("Classifier") or [] if each.startswith("License ::")]
    if _word(said, "License-Expression"):
        return _word(said, "License-Expression")
    if words and "\n" not in words and len(words) <= _LONGEST and words != "UNKNOWN":
        return words
    named = [each for each in classes if each != "OSI Approved"]
    return ", ".join(named) or _atop_its_file(package)


def _word(said: metadata.PackageMetadata, name: str) -> str:
    return "".join((said.get_all(name) or [""])[:1])


def _atop_its_file(package: metadata.Distribution) -> str:
    for path in package.files or ():
        if path.name.upper().startswith(("LICENSE", "LICENCE", "COPYING")):
            lines = [line.strip() for line in Path(str(path.locate())).read_text(encoding="utf-8").splitlines()]
            first = next((line for line in lines if line), "")
            return _KINDS.get(first, first[:_LONGEST] or UNTOLD)
    return UNTOLD


if __name__ == "__main__":
    PAGE.write_text(page(PAGE.read_text(encoding="utf-8") if PAGE.exists() else ""), encoding="utf-8")
