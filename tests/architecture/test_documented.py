"""Every setting, command and dependency is documented, and no link in the documentation leads nowhere."""

import ast
import re
from collections import Counter
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

import click
import pytest
from flask import Flask

from core.configuration import DEFAULTS
from tests.architecture.test_sizes import PACKAGES, PYTHON, ROOT

DOCS = ROOT / "docs"
OPERATING = (DOCS / "operating.md").read_text(encoding="utf-8")
README = (ROOT / "README.md").read_text(encoding="utf-8")
PAGES = [ROOT / "README.md", ROOT / "CHANGELOG.md", *sorted(DOCS.rglob("*.md"))]
_LINK = re.compile(r"\]\((?!https?:|mailto:|#)([^)#\s]+)(?:#([^)\s]+))?\)")


def _text(page: Path) -> str:
    return page.read_text(encoding="utf-8")


def _commands(command: click.Command, path: tuple[str, ...]) -> Iterator[tuple[str, click.Command]]:
    """Every command of ours; those of Flask-Migrate (`flask db`) are described where they came from."""
    if command.name == "db":
        return
    if isinstance(command, click.Group):
        for name, inner in command.commands.items():
            yield from _commands(inner, (*path, name))
    else:
        yield " ".join(path), command


def _dependencies() -> list[str]:
    lines = [
        line.partition("[")[0].strip()
        for name in ("requirements.in", "requirements-aggregate.in", "requirements-dev.in")
        for line in (ROOT / name).read_text(encoding="utf-8").splitlines()
    ]
    return [line for line in lines if line and not line.startswith(("#", "-"))]


def test_every_setting_has_a_row_in_the_operating_manual() -> None:
    missing = [name for name in DEFAULTS if f"| `{name}` |" not in OPERATING]
    assert not missing, f"say in the table of docs/operating.md what these do: {missing}"


def test_the_operating_manual_names_no_setting_that_does_not_exist() -> None:
    told = set(re.findall(r"^\| `([A-Z_]+)` \|", OPERATING, re.MULTILINE))
    assert told == set(DEFAULTS), f"these are no settings: {sorted(told - set(DEFAULTS))}"


def test_every_command_and_option_is_in_the_operating_manual(app: Flask) -> None:
    commands = dict(_commands(app.cli, ("flask",)))
    assert commands, "no command was found: the test looks in the wrong place"
    sections = {name: _section(name) for name in commands}
    missing = [name for name, section in sections.items() if not section]
    missing += [
        f"{name} {option}"
        for name, command in commands.items()
        for parameter in command.params
        if isinstance(parameter, click.Option)
        for option in parameter.opts
        if option.startswith("--") and option not in sections[name]
    ]
    assert not missing, f"describe these under a heading of their own in docs/operating.md: {missing}"


def _section(command: str) -> str:
    """What stands under the command's own heading, `### flask people create`."""
    found = re.search(rf"^### `{re.escape(command)}[ `].*?(?=^##|\Z)", OPERATING, re.MULTILINE | re.DOTALL)
    return found[0] if found else ""


def test_every_room_has_a_line_in_the_architecture_and_a_word_in_its_domain() -> None:
    """A newcomer finds a room in a minute: by the table of docs/architecture.md, or from the `__init__.py` above it."""
    architecture = (DOCS / "architecture.md").read_text(encoding="utf-8")
    missing = []
    for room in (path.parent for name in PACKAGES for path in sorted((ROOT / name).glob("*/__init__.py"))):
        if not re.search(rf"^\| .*`{room.parent.name}/{room.name}`.* \| \S", architecture, re.MULTILINE):
            missing.append(f"docs/architecture.md: {room.parent.name}/{room.name}")
        if not re.search(rf"\b{room.name}\b", ast.get_docstring(ast.parse(_text(room.parent / "__init__.py"))) or ""):
            missing.append(f"{room.parent.name}/__init__.py: {room.name}")
    assert not missing, f"say in one line what these rooms are for: {missing}"


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_pages_hold_no_left_over_of_a_merge(page: Path) -> None:
    """Two changes of one paragraph leave it twice, a heading stuck to the text above, or one with nothing below it."""
    blocks = re.sub(r"^```.*?^```$", "```", _text(page), flags=re.MULTILINE | re.DOTALL).split("\n")
    wrong = [
        f"{line}: wants a blank line above"
        for above, line in pairwise(blocks)
        if line.startswith("#") and above.strip()
    ]
    ends = [line for line in blocks if line.strip()]
    wrong += [
        f"{line}: nothing stands below it"
        for line, below in pairwise([*ends, "#"])
        if line.startswith("#") and below.startswith("#") and len(below.split()[0]) <= len(line.split()[0])
    ]
    sentences = [line.strip() for line in ends if len(line) > 60 and not line.startswith("|")]
    wrong += [f"{line}: stands here twice" for line, times in Counter(sentences).items() if times > 1]
    assert not wrong, f"read {page.relative_to(ROOT)} again: {wrong}"


def test_the_glossary_is_in_order() -> None:
    """By letter, signs and capitals aside, so that a word is found where one looks for it, and seen to be missing."""
    words = re.findall(r"^\| ([^|]+) \|", _text(DOCS / "glossary.md"), re.MULTILINE)[1:]
    order = [re.sub(r"[^a-z0-9 ]", "", word.lower().replace("-", " ")) for word in words]
    astray = [word for word, above, own in zip(words[1:], order, order[1:], strict=False) if above >= own]
    assert words, "no word was found: the test looks in the wrong place"
    assert not astray, f"sort docs/glossary.md: these stand below a later word, or twice: {astray}"


def test_every_dependency_has_a_row_with_its_reason() -> None:
    missing = [name for name in _dependencies() if not re.search(rf"^\| {re.escape(name)} \| \S", README, re.MULTILINE)]
    assert not missing, f"say in the table of README.md what these are for: {missing}"


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_every_link_leads_somewhere(page: Path) -> None:
    text = page.read_text(encoding="utf-8")
    broken = [link for link, anchor in _LINK.findall(text) if not _leads_somewhere(page.parent / link, anchor)]
    assert not broken, f"no such file or heading: {broken}"


def _leads_somewhere(target: Path, anchor: str) -> bool:
    if not target.exists():
        return False
    return not anchor or anchor in {_anchor(heading) for heading in _headings(target)}


def _headings(page: Path) -> list[str]:
    return re.findall(r"^#+ (.+)$", page.read_text(encoding="utf-8"), re.MULTILINE)


def _anchor(heading: str) -> str:
    return re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-")


def test_every_file_named_in_the_documentation_exists() -> None:
    """A path in backticks that begins with a folder of the project is a promise."""
    folders = "core|commissioning|budgets|contracts|les|templates|static|migrations|tests|benchmarks|examples|docs"
    named = re.compile(rf"`((?:{folders})/[A-Za-z0-9_./-]+)`")
    missing = [
        f"{page.relative_to(ROOT)}: {path}"
        for page in PAGES
        for path in named.findall(page.read_text(encoding="utf-8"))
        if not path.startswith("static/vendor") and not (ROOT / path).exists()
    ]
    assert not missing, f"no such file: {missing}"


def test_nothing_refers_to_a_folder_outside_the_project() -> None:
    outside = "../" + "shared"
    pages = [*PAGES, *PYTHON, *sorted((ROOT / "tests").rglob("*.py")), ROOT / "Makefile"]
    wrong = [str(p.relative_to(ROOT)) for p in pages if p.exists() and outside in p.read_text(encoding="utf-8")]
    assert not wrong, f"the project holds what it needs: {wrong}"
