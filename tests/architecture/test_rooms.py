"""Who may touch what: only a room makes, changes or deletes its own rows, commits stand in views and commands only,
nobody imports the application, and exemptions from the linters are counted.
"""

import ast
import re
from collections import Counter
from pathlib import Path

from tests.architecture.test_sizes import PYTHON, ROOT

COMMITTERS = {"views", "commands", "api"}
KERNEL_COMMITTERS = {"core/one_use.py", "core/db.py", "core/people/sign_in.py", "demo/year.py"}
EXEMPTION = re.compile(r"#\s*(noqa|type: ignore|nosec|pragma: no cover)(.*)")
EXEMPTIONS_COUNTED = 7


def _named(path: Path) -> str:
    return str(path.relative_to(ROOT))


def _tables_in(tree: ast.Module) -> set[str]:
    """The names of the tables a module of models defines."""
    classes = [node for node in tree.body if isinstance(node, ast.ClassDef)]
    return {node.name for node in classes if any(isinstance(b, ast.Name) and b.id == "Model" for b in node.bases)}


def _tables() -> dict[tuple[str, str], str]:
    """Every table by the module and the name under which others import it, and the room it belongs to."""
    found = {}
    for path in PYTHON:
        if path.stem == "models" or path.parent.name == "models":
            room = path.parent if path.stem == "models" else path.parent.parent
            module = ".".join(path.relative_to(ROOT).with_suffix("").parts)
            for name in _tables_in(ast.parse(path.read_text(encoding="utf-8"))):
                found[module, name] = str(room.relative_to(ROOT))
    return found


def _imported(tree: ast.Module) -> dict[str, tuple[str, str]]:
    """What each name imported into a module is: the module it comes from, and its name there."""
    return {
        alias.asname or alias.name: (node.module or "", alias.name)
        for node in ast.walk(tree)
        if isinstance(node, ast.ImportFrom)
        for alias in node.names
    }


def test_only_a_room_makes_its_own_rows() -> None:
    tables = _tables()
    assert tables, "no table was found: the test looks in the wrong place"
    wrong = []
    for path in PYTHON:
        tree = ast.parse(path.read_text(encoding="utf-8"))
        imported = _imported(tree)
        for node in ast.walk(tree):
            if not isinstance(node, ast.Call) or not isinstance(node.func, ast.Name):
                continue
            room = tables.get(imported.get(node.func.id, ("", "")))
            is_own = room is not None and _named(path).startswith(f"{room}/")
            if room is not None and not (is_own and {"actions"} & {path.stem, *path.parts}):
                wrong.append(f"{_named(path)}:{node.lineno} makes a {node.func.id}")
    assert not wrong, f"call an action of the room that owns the table: {wrong}"


def test_only_views_and_commands_commit() -> None:
    wrong = []
    for path in PYTHON:
        if COMMITTERS & {path.stem, path.parent.name} or _named(path) in KERNEL_COMMITTERS:
            continue
        text = path.read_text(encoding="utf-8")
        if re.search(r"\bwith (transaction|bookkeeping)\(|\.commit\(\)", text):
            wrong.append(_named(path))
    assert not wrong, f"one commit, and one can see it: open the transaction in the view or the command: {wrong}"


def test_nobody_imports_the_application() -> None:
    wrong = [
        _named(p)
        for p in PYTHON
        if p.name != "app.py"
        and p.parent.name != "demo"
        and re.search(r"^(from|import) (app|demo)\b", p.read_text(encoding="utf-8"), re.MULTILINE)
    ]
    assert not wrong, f"the application knows its rooms, not they it: {wrong}"


def test_queries_never_write() -> None:
    queries = [p for p in PYTHON if "queries" in {p.stem, p.parent.name}]
    writing = re.compile(r"session\.(add|add_all|flush|commit|delete)\(")
    wrong = [_named(path) for path in queries if writing.search(path.read_text(encoding="utf-8"))]
    assert not wrong, f"reading never writes: {wrong}"


def test_exemptions_carry_code_and_reason_and_are_counted() -> None:
    found: Counter[str] = Counter()
    bare = []
    for path in PYTHON:
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
            if match := EXEMPTION.search(line):
                found[_named(path)] += 1
                if not re.match(r"(: [A-Z]+\d+(, [A-Z]+\d+)*|\[[a-z-]+\])\s+\S+", match[2]):
                    bare.append(f"{_named(path)}:{number}")
    assert not bare, f"an exemption carries its code and its reason: {bare}"
    assert sum(found.values()) <= EXEMPTIONS_COUNTED, f"one more exemption than counted: {dict(found)}"
